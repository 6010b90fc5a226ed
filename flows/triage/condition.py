"""When a question is asked or a card is shown: plain conditions over the answers."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from flows.triage.answers import Answers


def values_of(answers: Answers, answer_id: str) -> frozenset[str] | None:
    """What was answered as a set of values; None when it was not asked."""
    value = getattr(answers, answer_id)
    if value is None:
        return None
    return frozenset((value,)) if isinstance(value, str) else frozenset(value)


@dataclass(frozen=True, slots=True)
class Condition:
    """True when one of the clauses is; a clause, when each of its ids has one of the values."""

    clauses: tuple[Mapping[str, frozenset[str]], ...]

    def holds(self, answers: Answers) -> bool:
        """Whether the answers given so far fulfil the condition."""
        return any(
            all(allowed & (values_of(answers, key) or frozenset()) for key, allowed in part.items())
            for part in self.clauses
        )

    def may_hold(self, answers: Answers, still_open: Container[str]) -> bool:
        """Whether it holds, or could once the questions in `still_open` are answered."""
        for part in self.clauses:
            given = ((key, values_of(answers, key), allowed) for key, allowed in part.items())
            if all(
                key in still_open if values is None else allowed & values
                for key, values, allowed in given
            ):
                return True
        return False
