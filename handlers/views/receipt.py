"""What the private first question turns into once it was answered."""

from flows.report.private_receipt import Pressed
from flows.report.view_states import ReceiptState
from handlers.blocks import Block, context, section
from handlers.texts import Text
from handlers.views import alarm_advice
from handlers.views.rendered import Rendered
from handlers.views.wording import name


def view(state: ReceiptState, t: Text) -> Rendered:
    """Say that the answer arrived, and where it goes on; in danger, first what to do."""
    if state.alarm is not None:
        shown = alarm_advice.view(state.alarm, t)
        return Rendered(shown.text, [*shown.blocks, context(t("receipt-thread"))])
    return Rendered(t("report-notify"), _answer(state, t))


def _answer(state: ReceiptState, t: Text) -> list[Block]:
    if state.pressed is Pressed.LEFT_BEHIND and state.over:
        return [section(t("receipt-over"))]
    if state.pressed is Pressed.GONE_ON:
        return [section(t("receipt-thread"))]
    chosen = dict(zip(("ja", "en"), state.option_label or (), strict=False)).get(t.language)
    answer, left = name(chosen or ""), state.pressed is Pressed.LEFT_BEHIND
    if not answer:
        title = t("receipt-title")
    else:
        title = t("receipt-left-behind" if left else "receipt-answer", answer=answer)
    return [section(title), context(t("receipt-thread"))]
