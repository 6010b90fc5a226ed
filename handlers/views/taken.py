"""Somebody at the desk took the report, or comes."""

from flows.report.view_states import Taken, TakenState
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import person, told

_SAID = {
    Taken.CASE: "taken-by",
    Taken.ALARM: "alarm-taken",
    Taken.CAME: "nobody-taken",
    Taken.RELIEF: "relief-taken",
}
_LEFT = {
    Taken.ALARM: "alarm-left",
    Taken.CAME: "nobody-over",
    Taken.RELIEF: "relief-left",
}


def view(state: TakenState, t: Text) -> Rendered:
    """Say who, in the words that the other messages use for it; or that they left, or it moved."""
    if state.by is None and state.what is not Taken.CASE:
        said = t(_LEFT[state.what])
    elif state.left:
        said = t("taken-left")
    elif state.by is None:
        said = t("taken-moved", who=told(state.moved_to, t))
    else:
        said = t(_SAID[state.what], who=person(state.by))
    return Rendered(t("report-notify"), [section(said)])
