"""Somebody at the desk took the report, or comes."""

from flows.report.view_states import Taken, TakenState
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import person

_SAID = {Taken.CASE: "taken-by", Taken.ALARM: "alarm-taken", Taken.RELIEF: "relief-taken"}


def view(state: TakenState, t: Text) -> Rendered:
    """Say who, in the words that the other messages use for it."""
    return Rendered(t("report-notify"), [section(t(_SAID[state.what], who=person(state.by)))])
