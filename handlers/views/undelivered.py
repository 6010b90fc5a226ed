"""To whoever runs the app: what did not arrive, why, and how to have it sent again."""

from flows.desk.view_states import Missed, MissedBy, UndeliveredState
from handlers.blocks import context, section
from handlers.mrkdwn import channel_link
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import listed, refusal

_LINES = 20


def view(state: UndeliveredState, t: Text) -> Rendered:
    """Name places and reasons; no person, and of a case only its number."""
    if not state.missed:
        return Rendered(t("undelivered-notify"), [section(t("undelivered-none"))])
    lines = [
        t("undelivered-line", who=_who(missed, t), count=count, why=refusal(missed.why, t))
        for missed, count in state.missed[:_LINES]
    ]
    numbers = [t("undelivered-numbers", numbers=listed(state.numbers, t))] if state.numbers else []
    return Rendered(
        t("undelivered-notify"),
        [
            section("\n".join([t("undelivered-title"), *lines, *numbers])),
            context(t("undelivered-do")),
        ],
    )


def _who(missed: Missed, t: Text) -> str:
    named = missed.by is MissedBy.CHANNEL and missed.ref is not None
    return channel_link(missed.ref or "") if named else t("undelivered-people")
