"""The conversation ended without a decision of the desk."""

from flows.case import Ending
from flows.report.view_states import EndedState
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import name


def view(state: EndedState, t: Text) -> Rendered:
    """Say how it ended, and what is kept nevertheless."""
    return Rendered(t("report-notify"), [section("\n".join(_lines(state, t)))])


def _lines(state: EndedState, t: Text) -> list[str]:
    match state.ending:
        case Ending.WITHDRAWN:
            if state.told:
                return [t("ended-title-withdrawn"), t("ended-withdrawn-told")]
            return [t("ended-title-cancelled"), t("ended-withdrawn-untold")]
        case Ending.PASSED_ON:
            return [t("ended-title-passed-on"), _contact(state, t), _desk(state, t)]
        case Ending.TALK_ONLY:
            return [t("ended-title-talk-only"), t("ended-talk-only")]


def _contact(state: EndedState, t: Text) -> str:
    if state.internal_contact is None:
        return t("ended-passed-on-ask")
    return t("ended-passed-on-contact", contact=name(state.internal_contact))


def _desk(state: EndedState, t: Text) -> str:
    return t("ended-passed-on-told") if state.told else t("ended-passed-on-untold")
