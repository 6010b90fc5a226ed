"""The short help, seen by the one who asked, with the way to begin."""

from flows.report.view_states import BeginState
from handlers.blocks import context, divider, section
from handlers.texts import Text
from handlers.views import begin
from handlers.views.rendered import Rendered


def view(state: BeginState | None, t: Text) -> Rendered:
    """Say how a report is started, and ask about danger; nothing of that of who may not report."""
    lines = [
        t("help-title"),
        t("help-report"),
        t("help-message"),
        t("help-direct"),
        t("help-guide"),
    ]
    said = [section("\n".join(lines)), context(t("help-private"))]
    asked = [] if state is None else [divider(), *begin.view(state, t).blocks]
    return Rendered(t("help-notify"), [*said, *asked])
