"""What the private first question turns into once it was answered."""

from flows.report.private_receipt import Pressed
from flows.report.view_states import ReceiptState
from handlers.blocks import Block, actions, context, section
from handlers.texts import Text
from handlers.views import alarm_advice
from handlers.views.choices import danger_button
from handlers.views.rendered import Rendered
from handlers.views.wording import name


def view(state: ReceiptState, t: Text) -> Rendered:
    """Say that the answer arrived, and where it goes on; in danger, first what to do."""
    if state.alarm is not None:
        shown = alarm_advice.view(state.alarm, t)
        return Rendered(shown.text, [*shown.blocks, context(_goes_on(state, t))])
    return Rendered(t("report-notify"), _answer(state, t))


def _answer(state: ReceiptState, t: Text) -> list[Block]:
    if state.over:
        left = state.pressed is Pressed.LEFT_BEHIND
        return [section(t("receipt-over" if left else "head-over"))]
    if state.pressed is Pressed.GONE_ON:
        return [section(_goes_on(state, t)), *_danger(state, t)]
    chosen = dict(zip(("ja", "en"), state.option_label or (), strict=False)).get(t.language)
    answer, left = name(chosen or ""), state.pressed is Pressed.LEFT_BEHIND
    if not answer:
        title = t("receipt-title")
    else:
        title = t("receipt-left-behind" if left else "receipt-answer", answer=answer)
    return [section(title), context(_goes_on(state, t)), *_danger(state, t)]


def _goes_on(state: ReceiptState, t: Text) -> str:
    """Say where; that nobody else sees it, only while that is so."""
    where = t("receipt-thread")
    return f"{where}\n{t('receipt-nobody-else')}" if state.private else where


def _danger(state: ReceiptState, t: Text) -> list[Block]:
    """The danger button stays at hand until the question has an answer."""
    if state.question is None:
        return []
    return [actions([danger_button(state.question, state.case, t)])]
