"""The conversation ended without a decision of the desk."""

from flows.case import Ending
from flows.report.view_states import EndedState
from handlers.blocks import actions, button, section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import contact_line


def view(state: EndedState, t: Text) -> Rendered:
    """Say how it ended, and what is kept nevertheless; a slip can be taken back."""
    blocks = [section("\n".join(_lines(state, t)))]
    if state.ending is Ending.PASSED_ON:
        blocks.append(actions([button(t("ended-take-back"), "report.reopen", state.case)]))
    return Rendered(t("report-notify"), blocks)


def _lines(state: EndedState, t: Text) -> list[str]:
    match state.ending:
        case Ending.WITHDRAWN:
            if state.told:
                return [t("ended-title-withdrawn"), t("ended-withdrawn-told")]
            return [t("ended-title-cancelled"), t("ended-withdrawn-untold")]
        case Ending.PASSED_ON:
            contact = contact_line(state.internal_contact, t)
            return [t("ended-title-passed-on"), contact, _contact(state, t), _desk(state, t)]
        case Ending.TALK_ONLY:
            return [t("ended-title-talk-only"), t("ended-talk-only")]
        case None:
            told = [t("ended-taken-back-contact")] if state.contact_told else []
            return [t("ended-taken-back"), *told]


def _contact(state: EndedState, t: Text) -> str:
    return t("ended-passed-on-sent") if state.contact_told else t("ended-passed-on-yourself")


def _desk(state: EndedState, t: Text) -> str:
    return t("ended-passed-on-told") if state.told else t("ended-passed-on-untold")
