"""What stands in front of the company's people, in the words that they read."""

from flows.messages import Kind, Place
from handlers.projections import ABOUT_A_CASE
from handlers.texts import Texts
from tests.flows.office import Firm
from tests.handlers.views.checks import outline

JA = Texts.load(strict=True).in_("ja")


def read(firm: Firm, kind: Kind, place: Place | str | None = None) -> list[str]:
    """Return what each message of a kind says, its buttons and what they do included."""
    _, view = ABOUT_A_CASE[kind]
    return [outline(view(state, JA)) for state in firm.shown(kind, place)]
