"""A text in the two languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text, Japanese first, English equal."""

    ja: str
    en: str

    def in_(self, lang: str) -> str:
        """The text in `lang` ("ja" or "en", a longer tag such as "en-GB" too); else Japanese."""
        return self.en if lang.partition("-")[0] == "en" else self.ja
