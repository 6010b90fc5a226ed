"""Somebody would like to talk to the person who reads this."""

from flows.desk.view_states import TalkRequestState
from handlers.blocks import context, section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import person


def view(state: TalkRequestState, t: Text) -> Rendered:
    """Say who, where they gave their name; it is no report."""
    if state.employee is None:
        said = t("talk-request-unnamed")
    else:
        said = t("talk-request", who=person(state.employee))
    return Rendered(t("desk-notify-talk"), [section(said), context(t("talk-request-no-case"))])
