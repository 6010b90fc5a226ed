"""To whoever took an alarm: it is over, and they need not go on."""

from flows.desk.view_states import AlarmOverState
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import alarm_ended


def view(state: AlarmOverState, t: Text) -> Rendered:
    """Say how it ended, and since when."""
    ended = alarm_ended(state.how, state.at, state.timezone, t)
    number = t("page-number", number=state.number)
    return Rendered(t("desk-notify-changed"), [section(f"*{ended}*\n{number}")])
