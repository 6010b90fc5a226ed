"""Two minutes passed and nobody took it: the page went wider."""

from flows.report.view_states import NobodyYetState
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import joined, nobody

_WIDER = {"hq": "told-hq", "desks": "told-desks"}


def view(state: NobodyYetState, t: Text) -> Rendered:
    """Say so plainly, who was told besides, and not to wait; once somebody comes, no more of it.

    Who comes stands in a message of its own.
    """
    wider = joined((t(_WIDER[who]) for who in state.wider), t)
    others = [t("nobody-wider", who=wider)] if wider else []
    if not state.waiting:
        said = t("nobody-over") if state.over else "".join(others) or t("nobody-answered")
        return Rendered(t("report-notify"), [section(said)])
    said = nobody(state.phone, t, *others)
    return Rendered(t("report-notify-alarm"), [section(said)])
