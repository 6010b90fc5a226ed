"""To whoever had taken a report: it moved, or is over, and they need not go on."""

from flows.case import Ending
from flows.desk.view_states import ReleasedState
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.card_lines import passed_on_line, withdrawn_line
from handlers.views.rendered import Rendered


def view(state: ReleasedState, t: Text) -> Rendered:
    """Say what became of it, and which it is."""
    number = t("page-number", number=state.number)
    return Rendered(t("desk-notify-changed"), [section(f"*{_said(state, t)}*\n{number}")])


def _said(state: ReleasedState, t: Text) -> str:
    if state.moved:
        return t("card-moved")
    match state.ending:
        case Ending.WITHDRAWN:
            return withdrawn_line(t, ringing=state.ringing)
        case Ending.PASSED_ON:
            return passed_on_line(t, ringing=state.ringing)
        case _:
            return t("released-back")
