"""Two minutes passed and nobody took it: the page went wider."""

from flows.report.view_states import NobodyYetState
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import listed, name, person

_WIDER = {"hq": "told-hq", "manager": "told-manager", "desks": "told-desks"}


def view(state: NobodyYetState, t: Text) -> Rendered:
    """Say so plainly, who was told besides, and not to wait; once somebody comes, say that."""
    if not state.waiting:
        over = t("nobody-taken", who=person(state.taken_by)) if state.taken_by else t("nobody-over")
        return Rendered(t("report-notify"), [section(over)])
    lines = [t("nobody-title")]
    if wider := [t(_WIDER[who]) for who in state.wider]:
        lines.append(t("nobody-wider", who=listed(wider, t)))
    call = t("nobody-call", phone=name(state.phone)) if state.phone else t("nobody-call-110")
    return Rendered(t("report-notify-alarm"), [section("\n".join([*lines, call]))])
