"""Somebody at the desk took the report."""

from flows.report.view_states import TakenState
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import person


def view(state: TakenState, t: Text) -> Rendered:
    """Say who."""
    return Rendered(t("report-notify"), [section(t("taken-by", who=person(state.by)))])
