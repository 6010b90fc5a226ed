"""The questions of the conversation as plain values; their wording is in `questions.yaml`."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.triage.answers import Answers
from flows.triage.bilingual import Bilingual
from flows.triage.condition import Condition


class Stage(StrEnum):
    """When in the conversation a question belongs; the desk is told after `first`."""

    SAFETY = "safety"
    FIRST = "first"
    WORDS = "words"
    LATER = "later"


class Kind(StrEnum):
    """How a question is shown."""

    ONE = "one"
    MANY = "many"
    FORM = "form"
    WORDS = "words"
    BRANCH = "branch"
    PERSON = "person"


class Store(StrEnum):
    """Where the answer is kept; each store has its own readers."""

    FACTS = "facts"
    IDENTITY = "identity"
    CARE = "care"
    CASE = "case"


class FieldKind(StrEnum):
    """What a field of a form takes."""

    NUMBER = "number"
    TEXT = "text"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose.

    `more`: shown in the list behind "someone else", not as a button. `alone`: it contradicts
    every other one, such as "none".
    """

    id: str
    label: Bilingual
    group: str | None = None
    more: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over at most ten options."""

    id: str
    heading: Bilingual


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form; none is required."""

    id: str
    label: Bilingual
    kind: FieldKind
    hint: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `name` is what a list of open questions calls it.

    `decides`: it is asked only while its answer can change the proposal. `on_request`: the
    conversation shows it where it fits, it is never next by itself. `when` and `unless` say
    for which answers it makes sense at all.
    """

    id: str
    name: Bilingual
    text: Bilingual
    hint: Bilingual | None
    stage: Stage
    kind: Kind
    options: tuple[Option, ...]
    fields: tuple[Field, ...]
    store: Store
    groups: tuple[Group, ...] = ()
    decides: bool = False
    on_request: bool = False
    when: Condition | None = None
    unless: Condition | None = None

    @property
    def answer_ids(self) -> tuple[str, ...]:
        """The ids its answers are kept under: the fields' for a form, else its own."""
        return tuple(field.id for field in self.fields) or (self.id,)

    def without_contradiction(self, chosen: Sequence[str]) -> Sequence[str]:
        """What was chosen, without "none" where something else was chosen as well."""
        alone = {option.id for option in self.options if option.alone}
        return [one for one in chosen if one not in alone] or chosen

    def applies(self, answers: Answers) -> bool:
        """Whether it makes sense after what was answered."""
        if self.unless is not None and self.unless.holds(answers):
            return False
        return self.when is None or self.when.holds(answers)

    def may_apply(self, answers: Answers, still_open: Container[str]) -> bool:
        """Whether it makes sense, or could once the questions in `still_open` are answered."""
        if self.unless is not None and self.unless.holds(answers):
            return False
        return self.when is None or self.when.may_hold(answers, still_open)

    def is_answered(self, answers: Answers) -> bool:
        """Whether the answers hold it; what another store keeps is never seen here."""
        return any(getattr(answers, key, None) is not None for key in self.answer_ids)


@dataclass(frozen=True, slots=True)
class Act:
    """What the tables know of one act: weight 0-3, category C1-C7, and its traits."""

    id: str
    weight: int
    category: str | None
    traits: frozenset[str]
