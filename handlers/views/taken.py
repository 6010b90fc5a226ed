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


def view(state: TakenState, t: Text) -> Rendered:
    """Say who, in the words that the other messages use for it; or that it moved."""
    if state.by is None:
        said = t("taken-moved", who=told(state.moved_to, t))
    else:
        said = t(_SAID[state.what], who=person(state.by))
    return Rendered(t("report-notify"), [section(said)])
