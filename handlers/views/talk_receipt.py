"""The person chosen to talk to was told."""

from flows.report.view_states import TalkReceiptState
from handlers.blocks import context, section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import name, person


def view(state: TalkReceiptState, t: Text) -> Rendered:
    """Say who, and who rings whom."""
    lines = [
        t("talk-receipt", who=person(state.person)),
        t("talk-receipt-named") if state.named else t("talk-receipt-unnamed"),
    ]
    if state.phone and state.branch_name:
        lines.append(t("alarm-phone", branch=name(state.branch_name), phone=name(state.phone)))
    beside = t("talk-receipt-beside") if state.reported else t("talk-receipt-no-case")
    return Rendered(t("report-notify"), [section("\n".join(lines)), context(beside)])
