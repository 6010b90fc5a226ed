"""The short help, seen by the one who asked."""

from handlers.blocks import context, section
from handlers.texts import Text
from handlers.views.rendered import Rendered


def view(t: Text) -> Rendered:
    """Say how a report is started."""
    lines = [t("help-title"), t("help-report"), t("help-message"), t("help-direct")]
    return Rendered(t("help-notify"), [section("\n".join(lines)), context(t("help-private"))])
