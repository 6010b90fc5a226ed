"""Two minutes passed and nobody goes: who was asked besides, and whom to ring."""

from flows.report.view_states import ReliefUnansweredState
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import name, person, told


def view(state: ReliefUnansweredState, t: Text) -> Rendered:
    """Say so plainly, and that nobody has to wait; once somebody goes, say that."""
    if state.over:
        return Rendered(t("report-notify"), [section(t("nobody-over"))])
    if state.taken_by is not None:
        taken = t("nobody-taken", who=person(state.taken_by))
        return Rendered(t("report-notify"), [section(taken)])
    near = t("relief-near") if state.phone is None else t("relief-phone", phone=name(state.phone))
    lines = [near, t("nobody-title")]
    if state.wider:
        lines.append(t("nobody-wider", who=told(state.wider, t)))
    lines.append(t("relief-danger"))
    return Rendered(t("report-notify"), [section("\n".join(lines))])
