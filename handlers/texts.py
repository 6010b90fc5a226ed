"""Every sentence a person reads, from the language files, in that person's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from babel.dates import format_datetime
from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("ja", "en")
FALLBACK = "ja"
LOCALES = Path(__file__).parent / "locales"

_MOMENTS = {"ja": "M月d日(EEEEE) HH:mm", "en": "EEE d MMM, HH:mm"}
_DATED = {"ja": "y年M月d日(EEEEE) HH:mm", "en": "EEE d MMM y, HH:mm"}

_log = structlog.get_logger(__name__)


class MissingTextError(Exception):
    """A text is not in the language files, or lacks a value that it names."""


@dataclass(frozen=True, slots=True)
class Text:
    """The texts of one language: `t("desk-take")`, `t("taken-by", who=mention)`.

    Values go in as they are: what a person typed is escaped before, by whoever knows where
    it will stand.
    """

    language: str
    bundles: Mapping[str, FluentBundle]
    strict: bool
    said: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    """The texts without values that were asked for before: most are, again and again."""

    def __call__(self, message: str, /, **values: str | int) -> str:
        """Return the text. Strict: raise MissingTextError where something is missing.

        Otherwise a gap costs a reader some polish, never the message: the text then comes in
        Japanese, or as its id, and the log says which one is missing.
        """
        known = None if values else self.said.get(message)
        if known is not None:
            return known
        for language in dict.fromkeys((self.language, FALLBACK)):
            found = self._format(language, message, values)
            if found is not None:
                if not values:
                    self.said[message] = found
                return found
        return message

    def _format(self, language: str, message: str, values: Mapping[str, str | int]) -> str | None:
        bundle = self.bundles[language]
        pattern = bundle.get_message(message).value if bundle.has_message(message) else None
        if pattern is None:
            self._missing(language, message, "no such text")
            return None
        text, errors = bundle.format_pattern(pattern, dict(values))
        if errors:
            # The errors name variables, not values: nothing a customer said reaches the log.
            self._missing(language, message, "; ".join(str(error) for error in errors))
            return None
        return str(text)

    def _missing(self, language: str, message: str, why: str) -> None:
        if self.strict:
            raise MissingTextError(f"{language}/{message}: {why}")
        _log.warning("text missing", language=language, text_id=message, why=why)

    def moment(self, at: datetime, zone: str | None = None, *, dated: bool = False) -> str:
        """Return a date and time in the named zone: 11月21日(土) 14:05, Sat 21 Nov, 14:05.

        Without a zone, the moment is told in the offset it carries. `dated` adds the year, for
        what may lie long ago or is kept for years.
        """
        local = at.astimezone(ZoneInfo(zone)) if zone else at
        pattern = (_DATED if dated else _MOMENTS)[self.language]
        return format_datetime(local.replace(tzinfo=None), pattern, locale=self.language)


class Texts:
    """All languages, read once when the program starts."""

    def __init__(self, bundles: Mapping[str, FluentBundle], *, strict: bool = False) -> None:
        self._texts = {language: Text(language, bundles, strict) for language in LANGUAGES}

    @classmethod
    def load(cls, folder: Path = LOCALES, *, strict: bool = False) -> "Texts":
        """Read every language file. Strict is for tests: a missing text raises there."""
        return cls({language: _bundle(folder / language) for language in LANGUAGES}, strict=strict)

    def in_(self, language: str) -> Text:
        """Return the texts in that language (`en-GB` too); in Japanese where it is not ours."""
        return self._texts.get(language.split("-", maxsplit=1)[0], self._texts[FALLBACK])


def _bundle(folder: Path) -> FluentBundle:
    bundle = FluentBundle([folder.name], use_isolating=False)
    for file in sorted(folder.glob("*.ftl")):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
