"""The company's own contact hears that a colleague is concerned, and from whom."""

from flows.desk.view_states import PassedOnState
from handlers.blocks import context, section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import calling, name, person


def view(state: PassedOnState, t: Text) -> Rendered:
    """Say whom to get in touch with, and nothing of what happened; or that it was a slip."""
    if not state.stands:
        return Rendered(t("desk-notify-talk"), [section(t("passed-on-mistake"))])
    who = name(state.reporter_name) if state.reporter_name else person(state.reporter or "")
    lines = [calling(state.mentions, t("passed-on", who=who), t), t("passed-on-ask")]
    if state.danger:
        lines.insert(1, t("passed-on-danger"))
    blocks = [section("\n".join(lines)), context(t("passed-on-nothing-more"))]
    return Rendered(t("desk-notify-talk"), blocks)
