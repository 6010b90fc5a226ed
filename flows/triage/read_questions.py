"""From the rows of `questions.yaml` to questions, with every id and value checked."""

from collections.abc import Mapping, Sequence

from flows.triage.answers import IDS, MANY, NUMBERS, ONE
from flows.triage.bilingual import Bilingual
from flows.triage.condition import Condition
from flows.triage.derive import TRAITS
from flows.triage.flow_error import FlowError
from flows.triage.format import BilingualText, Clauses, QuestionRow, QuestionsFile
from flows.triage.questions import Act, Field, Group, Kind, Option, Question, Store

GROUP_LIMIT = 10
"""Options one group of checkboxes can show."""

LABEL_LIMIT = 75
"""Characters one button or checkbox can show."""


def questions_from(file: QuestionsFile, name: str) -> tuple[Question, ...]:
    """The questions in the order asked.

    Raises:
        FlowError: an id twice, an unknown id, option or group, or a label too long.
    """
    seen: set[str] = set()
    for row in file.questions:
        if row.id in seen:
            raise FlowError(f"{name}: question {row.id}: the id is there twice")
        seen.add(row.id)
        _check(row, f"{name}: question {row.id}")
    return tuple(_question(row, name) for row in file.questions)


def acts_from(file: QuestionsFile, name: str) -> Mapping[str, Act]:
    """What the tables know of each act.

    Raises:
        FlowError: an act without weight, or with an unknown trait.
    """
    rows = [option for row in file.questions if row.id == "acts" for option in row.options]
    acts = {}
    for row in rows:
        place = f"{name}: question acts: option {row.id}"
        if row.weight is None:
            raise FlowError(f"{place}: weight is missing")
        if unknown := set(row.traits) - TRAITS:
            raise FlowError(f"{place}: there is no trait {min(unknown)!r}")
        acts[row.id] = Act(row.id, row.weight, row.category, frozenset(row.traits))
    if not acts:
        raise FlowError(f"{name}: question acts is missing")
    return acts


def condition_from(clauses: Clauses, place: str) -> Condition:
    """A condition over answers.

    Raises:
        FlowError: an id or a value that no answer can have.
    """
    for clause in clauses:
        for key, values in clause.items():
            allowed = _allowed(key)
            if allowed is None:
                raise FlowError(f"{place}: there is no question {key!r}")
            if unknown := set(values) - set(allowed):
                raise FlowError(f"{place}: {key} has no option {min(unknown)!r}")
    return Condition(
        tuple({key: frozenset(values) for key, values in clause.items()} for clause in clauses)
    )


def bilingual(text: BilingualText) -> Bilingual:
    """The text as a value."""
    return Bilingual(text.ja, text.en)


def _allowed(answer_id: str) -> Sequence[str] | None:
    return ONE.get(answer_id) or MANY.get(answer_id)


def _check(row: QuestionRow, place: str) -> None:
    allowed = _allowed(row.id)
    if allowed is not None:
        given = [option.id for option in row.options]
        if unknown := [option for option in given if option not in allowed]:
            raise FlowError(f"{place}: there is no option {unknown[0]!r}")
        if missing := [option for option in allowed if option not in given]:
            raise FlowError(f"{place}: option {missing[0]} is missing")
        if len(given) > len(set(given)):
            raise FlowError(f"{place}: an option is there twice")
    elif row.kind in {Kind.ONE, Kind.MANY} and row.store is not Store.CASE:
        raise FlowError(f"{place}: no answer has this id")
    _check_groups(row, place)
    _check_fields(row, place)


def _check_groups(row: QuestionRow, place: str) -> None:
    groups = {group.id for group in row.groups}
    for option in row.options:
        if max(len(option.ja), len(option.en)) > LABEL_LIMIT:
            raise FlowError(f"{place}: option {option.id} is longer than {LABEL_LIMIT} characters")
        if groups and option.group not in groups:
            raise FlowError(f"{place}: option {option.id} belongs to no group")
    headings: set[str | None] = {*groups} or {None}
    for group in headings:
        size = sum(option.group == group for option in row.options)
        if row.kind is Kind.MANY and size > GROUP_LIMIT:
            raise FlowError(f"{place}: group {group or 'of all options'} has more than ten options")


def _check_fields(row: QuestionRow, place: str) -> None:
    if (row.kind is Kind.FORM) != bool(row.fields):
        raise FlowError(f"{place}: a form has fields, and only a form")
    kept = {*NUMBERS, "occurred_at"}
    for field in row.fields:
        if row.store is Store.FACTS and field.id not in kept:
            raise FlowError(f"{place}: field {field.id}: no answer has this id")
        if row.store is not Store.FACTS and field.id in IDS:
            raise FlowError(f"{place}: field {field.id}: the id belongs to the answers")


def _question(row: QuestionRow, name: str) -> Question:
    place = f"{name}: question {row.id}"
    return Question(
        id=row.id,
        name=bilingual(row.name),
        text=bilingual(row),
        hint=bilingual(row.hint) if row.hint else None,
        stage=row.stage,
        kind=row.kind,
        options=tuple(
            Option(option.id, bilingual(option), option.group, option.more, option.alone)
            for option in row.options
        ),
        fields=tuple(
            Field(
                field.id,
                bilingual(field),
                field.kind,
                bilingual(field.hint) if field.hint else None,
            )
            for field in row.fields
        ),
        store=row.store,
        groups=tuple(Group(group.id, bilingual(group)) for group in row.groups),
        decides=row.decides,
        on_request=row.on_request,
        when=condition_from(row.when, f"{place}: when") if row.when else None,
        unless=condition_from(row.unless, f"{place}: unless") if row.unless else None,
    )
