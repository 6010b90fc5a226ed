"""What a shared account's form and its one message show. Frozen, as the others are."""

from dataclasses import dataclass
from uuid import UUID

from flows.report.view_states import (
    AdviceState,
    AlarmAdviceState,
    Choice,
    EndedState,
    NobodyYetState,
)
from flows.triage import Question


@dataclass(frozen=True, slots=True)
class SharedFormState:
    """The one modal of a shared shop account: every first question at once.

    Danger that was pressed already is not asked again. `contact_told` says that sending it
    tells the company's own contact, where a colleague did it.
    """

    case: UUID
    questions: tuple[Question, ...]
    branches: tuple[Choice, ...]
    contact_told: bool = False


@dataclass(frozen=True, slots=True)
class SharedReceiptState:
    """All that a shared account reads of its report, in one private message.

    What is None is not said. `place` is the question asked while people are on their way;
    `danger` that of the danger button. `phones` are those of the branches told, by name.
    `may_fill` says that nobody's name is known yet. With `ahead` it is what the form itself
    turns into, before anything is kept: nothing can be pressed there, and `follows` says
    whether the rest can be read in the channel. `cleared`: it is taken away.
    """

    case: UUID
    number: str | None
    danger: Question
    advice: AdviceState | None = None
    alarm: AlarmAdviceState | None = None
    nobody: NobodyYetState | None = None
    place: Question | None = None
    phones: tuple[tuple[str, str], ...] = ()
    taken_by: str | None = None
    ended: EndedState | None = None
    may_fill: bool = False
    ahead: bool = False
    follows: bool = True
    cleared: bool = False
