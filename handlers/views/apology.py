"""Something failed for good: say so, what to do instead, and under which id it can be found."""

from handlers.blocks import section
from handlers.mrkdwn import typed
from handlers.texts import Text
from handlers.views.rendered import Rendered

_ID = 20  # characters; an error id has eight


def view(error: str, t: Text) -> Rendered:
    """Say that it did not work, and how help is reached meanwhile."""
    return Rendered(t("notice-notify"), [section(t("apology", error=typed(error, _ID)))])
