"""What would have changed a proposal: answers that, given otherwise, lead to another one.

From them a reader learns where the line runs, and what is worth asking once more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flows.triage.answers import NUMBERS, Answers, AnswersError, parse_answers
from flows.triage.bilingual import Bilingual
from flows.triage.flow_error import FlowError
from flows.triage.format import ChangesFile
from flows.triage.thresholds import Thresholds

GUIDE: Final = "guide"
"""In place of a number: the company's guide figure (社内の目安)."""

_FIGURES: Final = MappingProxyType(
    {
        "repeats": "repeats_after_answer",
        "longest_minutes": "minutes_after_answer",
        "out_of_hours": "out_of_hours_calls",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """Answers given otherwise, and the words for it: "if it had gone on …"."""

    id: str
    sentence: Bilingual
    given: Mapping[str, Any]

    def made_in(self, answers: Answers, thresholds: Thresholds) -> Answers:
        """Return the answers with this change; `GUIDE` is the company's figure."""
        changed = answers
        for key, value in self.given.items():
            figure = getattr(thresholds, _FIGURES[key]) if value == GUIDE else value
            changed = changed.with_answer(key, figure)
        return changed


def changes_from(file: ChangesFile, name: str) -> tuple[Change, ...]:
    """The changes in the order they are looked through.

    Raises:
        FlowError: an id twice, or an answer that cannot be given.
    """
    return tuple(_read(file, name))


def _read(file: ChangesFile, name: str) -> Iterator[Change]:
    seen: set[str] = set()
    for row in file.changes:
        place = f"{name}: change {row.id}"
        if row.id in seen:
            raise FlowError(f"{place}: the id is there twice")
        seen.add(row.id)
        plain = {key: 0 if _is_guide(key, value) else value for key, value in row.given.items()}
        try:
            parse_answers(plain)
        except AnswersError as error:
            raise FlowError(f"{place}: {error}") from error
        yield Change(row.id, Bilingual(row.ja, row.en), row.given)


def _is_guide(key: str, value: object) -> bool:
    return key in NUMBERS and value == GUIDE
