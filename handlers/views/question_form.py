"""The modal of a question that needs typing, figures or names."""

from datetime import datetime

from flows.report.view_states import FormState
from flows.report.write_words import mark_of
from flows.triage import Field, FieldKind, Kind
from handlers.blocks import (
    Block,
    Modal,
    context,
    fits_input,
    input_block,
    modal,
    moment_input,
    number_input,
    text_input,
)
from handlers.texts import Text
from handlers.views.wording import flow_text, short_name

_HIGHEST = 10_000


def view(state: FormState, t: Text) -> Modal:
    """Ask for each field, with what is known filled in."""
    question = state.question
    blocks = [_field(field, state, t) for field in question.fields] or [_line(state, t)]
    mark = mark_of(_standing_words(state)) if question.kind is Kind.WORDS else ""
    if question.hint is not None:
        blocks.insert(0, context(flow_text(question.hint, t)))
    if question.kind is Kind.WORDS and state.answers.words and not mark:
        blocks.insert(0, context(t("form-words-long")))
    return modal(
        f"triage.{question.id}",
        short_name(question, t),
        blocks,
        submit=t("form-keep"),
        close=t("form-back"),
        case=state.case,
        mark=mark,
    )


def _line(state: FormState, t: Text) -> Block:
    """Return the one input of a question without fields: the words, or a person's name."""
    if state.question.kind is Kind.PERSON:
        element = text_input("name", known=dict(state.known).get("name"))
        return input_block("name", t("form-person-name"), element, optional=False)
    name = state.question.id
    element = text_input(name, lines=True, known=_standing_words(state))
    return input_block(name, state.question.text.in_(t.language), element, optional=False)


def _standing_words(state: FormState) -> str:
    """Return the words that can be changed in the form; none where they are too long for it."""
    words = state.answers.words or ""
    return words if fits_input(words) else ""


def _field(field: Field, state: FormState, t: Text) -> Block:
    known = getattr(state.answers, field.id, None)
    match field.kind:
        case FieldKind.NUMBER:
            element = number_input(field.id, _HIGHEST, known if isinstance(known, int) else None)
        case FieldKind.DATETIME:
            at = int(known.timestamp()) if isinstance(known, datetime) else None
            element = moment_input(field.id, at)
        case FieldKind.TEXT:
            text = known if isinstance(known, str) else dict(state.known).get(field.id)
            element = text_input(field.id, known=text)
    hint = field.hint.in_(t.language) if field.hint else None
    return input_block(field.id, field.label.in_(t.language), element, hint=hint)
