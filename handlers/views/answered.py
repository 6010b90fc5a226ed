"""What was answered, in words."""

from datetime import datetime

from flows.alarm.whereabouts import PLACE
from flows.report.view_states import Phase, QuestionState
from flows.triage import Answers, Field, Question, Store
from handlers.mrkdwn import quote, typed
from handlers.texts import Text
from handlers.views.choices import values_of
from handlers.views.wording import LAST_PLACES, flow_text, listed, name, person

_WORDS = 300
_KEPT_APART = {Store.CARE, Store.IDENTITY}  # what stands there is not repeated in Slack


def answer_text(state: QuestionState, t: Text) -> str:
    """Return the answer for Markdown; empty where there is none."""
    question, answers = state.question, state.answers
    if (outside := _outside(state, t)) is not None:
        return outside
    if question.fields:
        return "\n".join(_fields(state, t))
    values = values_of(question.id, answers)
    if not values:
        return ""
    known = option_labels(question, t)
    if any(value in known for value in values):
        return f"*{listed((known.get(value, value) for value in values), t)}*"
    return quote(values[0], _WORDS)


def _outside(state: QuestionState, t: Text) -> str | None:
    """Return what was answered outside the triage answers, where it may be repeated."""
    if state.named is not None:
        return f"*{person(state.named)}*"
    if state.said or (state.pressed is not None and state.question.id == PLACE):
        return _said(state, t)
    if state.given is not None:
        return f"*{name(state.given)}*"
    if state.pressed is not None:
        return f"*{option_labels(state.question, t).get(state.pressed, t('question-hq'))}*"
    kept_apart = state.question.store in _KEPT_APART and state.phase is Phase.ANSWERED
    return t("question-kept-apart") if kept_apart and not state.none_chosen else None


def _said(state: QuestionState, t: Text) -> str:
    """Return where somebody in danger is, as pressed and as typed."""
    pressed = option_labels(state.question, t).get(state.pressed or "")
    words = "\n".join(quote(one, _WORDS) for one in state.said[-LAST_PLACES:])
    seen = t("question-place-seen") if state.for_comers else None
    return "\n".join(line for line in (f"*{pressed}*" if pressed else None, words, seen) if line)


def option_labels(question: Question, t: Text) -> dict[str, str]:
    """Return the labels of a question's options by id."""
    return {one.id: flow_text(one.label, t) for one in question.options}


def _fields(state: QuestionState, t: Text) -> list[str]:
    return [
        t("question-figure", label=flow_text(field.label, t), value=value)
        for field in state.question.fields
        if (value := field_text(field, state.answers, t, state.timezone))
    ]


def field_text(field: Field, answers: Answers, t: Text, zone: str | None = None) -> str:
    """Return one field's answer; empty where there is none or it is kept elsewhere."""
    value = getattr(answers, field.id, None)
    if value is None:
        return ""
    return (
        t.moment(value, zone, dated=True)
        if isinstance(value, datetime)
        else typed(str(value), _WORDS)
    )
