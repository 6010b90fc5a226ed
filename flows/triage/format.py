"""The format of the flow's files, checked where they are read; nothing else uses these models."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from flows.triage.outcome import Determination
from flows.triage.questions import FieldKind, Kind, Stage, Store
from flows.triage.table import HitPolicy


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1)]
Values = Annotated[list[str], BeforeValidator(_as_list), Field(min_length=1)]
Clauses = list[dict[str, Values]]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BilingualText(_Strict):
    """A text in both languages."""

    ja: Text
    en: Text


class OptionRow(BilingualText):
    """An option; weight, category and traits belong to acts."""

    id: str
    group: str | None = None
    more: bool = False
    alone: bool = False
    weight: Literal[0, 1, 2, 3] | None = None
    category: Literal["C1", "C2", "C3", "C4", "C5", "C6", "C7"] | None = None
    traits: list[str] = []


class GroupRow(BilingualText):
    """A heading over options."""

    id: str


class FieldRow(BilingualText):
    """An input of a form."""

    id: str
    kind: FieldKind
    hint: BilingualText | None = None


class QuestionRow(BilingualText):
    """One question."""

    id: str
    name: BilingualText
    stage: Stage
    kind: Kind
    store: Store
    hint: BilingualText | None = None
    decides: bool = False
    on_request: bool = False
    when: Clauses | None = None
    unless: Clauses | None = None
    groups: list[GroupRow] = []
    options: list[OptionRow] = []
    fields: list[FieldRow] = []


class QuestionsFile(_Strict):
    """`questions.yaml`; `choices` only holds lists used several times."""

    choices: dict[str, list[OptionRow]] = {}
    questions: list[QuestionRow]


class RuleRow(_Strict):
    """One row of a table."""

    id: str
    when: dict[str, Values] = Field(default={}, alias="if")
    then: str
    says: BilingualText | None = None
    source: str | None = None


class TableRow(_Strict):
    """One decision table."""

    id: str
    hit: HitPolicy
    inputs: list[str] = Field(min_length=1)
    values: list[str] = Field(min_length=1)
    rules: list[RuleRow] = Field(min_length=1)


class TablesFile(_Strict):
    """A file of decision tables, in the order decided."""

    tables: list[TableRow]


class ChangeRow(BilingualText):
    """What would have been answered otherwise, by the ids of the answers."""

    id: str
    given: dict[str, str | int | list[str]] = Field(alias="if", min_length=1)


class ChangesFile(_Strict):
    """`changes.yaml`, what is said first at the top."""

    changes: list[ChangeRow]


class FlowFile(_Strict):
    """`flow.yaml`: what belongs together."""

    version: Text
    questions: str
    tables: list[str]
    changes: str
    stops: Clauses
    sources: dict[str, BilingualText]


class CardRow(_Strict):
    """One response card: at most four short lines, as many in each language."""

    id: str
    title: BilingualText
    ja: list[Text] = Field(min_length=1, max_length=4)
    en: list[Text] = Field(min_length=1, max_length=4)
    when: Clauses | None = None
    unless: Clauses | None = None
    determination: list[Determination] | None = None
    urgent: bool | None = None


class CardsFile(_Strict):
    """`cards.yaml`, the most pressing card first."""

    cards: list[CardRow]
