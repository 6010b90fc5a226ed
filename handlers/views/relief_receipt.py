"""Somebody was asked to take over."""

from flows.report.view_states import ReliefReceiptState
from handlers.blocks import actions, button, context, section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import name, person, told


def view(state: ReliefReceiptState, t: Text) -> Rendered:
    """Say who was asked, and who comes, with a way to call it off; or that it is over."""
    if state.ended:
        return Rendered(t("report-notify"), [section(t("relief-ended"))])
    called = f"{person(state.mention)} " if state.mention else ""
    lines = [called + t("relief-title")]
    if state.told:
        lines.append(t("relief-told", who=told(state.told, t)))
    if state.missed:
        lines.append(t("missed", who=told(state.missed, t)))
    if state.phone:
        lines.append(t("relief-phone", phone=name(state.phone)))
    if state.taken_by:
        lines.append(t("relief-taken", who=person(state.taken_by)))
    end = button(t("relief-end"), "triage.relief_end", state.case)
    no_report = [] if state.reported else [context(t("relief-no-report"))]
    blocks = [section("\n".join(lines)), *no_report, actions([end])]
    return Rendered(t("report-notify"), blocks)
