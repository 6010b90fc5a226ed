"""A private sentence that changes nothing."""

from flows.errors import Reason
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.rendered import Rendered


def view(reason: Reason, t: Text) -> Rendered:
    """Say why nothing happened."""
    return Rendered(t("notice-notify"), [section(t(f"notice-{reason.value}"))])
