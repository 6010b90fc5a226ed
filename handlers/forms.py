"""Reading what was filled in: Slack's form state to answer ids and plain values."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flows.errors import Reason, RefusedError
from flows.triage import Field, FieldKind, Kind, Question
from flows.written import says_something
from handlers.payloads import Element, FormState

LARGEST_NUMBER = 10_000
# What happened did so within these; far beyond them no calendar can show it.
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
_LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
_NEEDED = {Kind.WORDS: "words", Kind.PERSON: "name"}  # what such a form is for
_UNREADABLE = {FieldKind.NUMBER: "form-number", FieldKind.DATETIME: "form-time"}


def chosen(state: FormState, action_id: str) -> list[str]:
    """Return the options chosen under one action id, over all its blocks, in their order."""
    values: dict[str, None] = {}
    for block in state.values.values():
        if (element := block.get(action_id)) is not None:
            values |= dict.fromkeys(option.value for option in element.selected_options or ())
    return list(values)


def filled_in(state: FormState) -> dict[str, object]:
    """Return what each block of a modal holds; empty ones are left out."""
    found: dict[str, object] = {}
    for block_id, elements in state.values.items():
        for element in elements.values():
            value = _value(element)
            if value is not None:
                found[block_id] = value
    return found


def answers_of(question: Question, state: FormState) -> dict[str, object]:
    """Return a question's form as answer ids and values, numbers and times read.

    Raises:
        RefusedError: a number or time is not one.
    """
    filled = filled_in(state)
    kinds = {field.id: field for field in question.fields}
    given: dict[str, object] = {}
    for answer_id in (*question.answer_ids, "user", "name"):
        if answer_id in filled:
            given[answer_id] = _read(kinds.get(answer_id), filled[answer_id])
    return given


def form_errors(question: Question, state: FormState) -> Mapping[str, str]:
    """Return the fields that cannot be read: block id to the id of the sentence that says so."""
    filled = filled_in(state)
    errors: dict[str, str] = {}
    if (needed := _NEEDED.get(question.kind)) is not None and needed not in filled:
        errors[needed] = "form-nothing"
    if question.fields and not any(field.id in filled for field in question.fields):
        errors[question.fields[0].id] = "form-empty"
    for field in question.fields:
        if field.id not in filled:
            continue
        try:
            _read(field, filled[field.id])
        except RefusedError:
            errors[field.id] = _UNREADABLE[field.kind]
    return errors


def _read(field: Field | None, value: object) -> object:
    if field is None or field.kind is FieldKind.TEXT:
        return value
    if field.kind is FieldKind.DATETIME:
        if not isinstance(value, int) or not _EARLIEST <= value < _LATEST:
            raise RefusedError(Reason.UNREADABLE)
        return datetime.fromtimestamp(value, UTC).isoformat()
    try:
        number = int(str(value))
    except ValueError as error:
        raise RefusedError(Reason.UNREADABLE) from error
    if not 0 <= number <= LARGEST_NUMBER:
        raise RefusedError(Reason.UNREADABLE)
    return number


def _value(element: Element) -> object | None:
    if element.selected_options is not None:
        return [option.value for option in element.selected_options]
    if element.selected_option is not None:
        return element.selected_option.value
    if element.selected_date_time is not None:
        return element.selected_date_time
    if element.value is not None and not says_something(element.value):
        return None
    return element.selected_user or element.value
