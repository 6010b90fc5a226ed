"""The conversation ended without a decision of the desk."""

from flows.case import Ending
from flows.report.view_states import EndedState
from handlers.blocks import actions, button, section
from handlers.texts import Text
from handlers.views.alarm_advice import it_is_over
from handlers.views.rendered import Rendered
from handlers.views.wording import contact_line, person, told


def view(state: EndedState, t: Text) -> Rendered:
    """Say how it ended, and what is kept nevertheless; a slip can be taken back.

    While an alarm rings it asks whether that is over.
    """
    blocks = [section("\n".join(_lines(state, t)))]
    passed_on = state.ending is Ending.PASSED_ON
    if passed_on:
        blocks.append(actions([button(t("ended-take-back"), "report.reopen", state.case)]))
    if state.ringing and state.ending is not None:
        comes = state.taken_by
        called = t("alarm-taken", who=person(comes)) if comes else t("ended-ringing")
        ask = f"{called}\n{t('ended-ask-safe')}"
        # Two slips of the finger in one message would be mistaken for one another.
        blocks += [section(ask), it_is_over(state.case, t, or_mistake=not passed_on)]
    return Rendered(t("report-notify"), blocks)


def _lines(state: EndedState, t: Text) -> list[str]:
    match state.ending:
        case Ending.WITHDRAWN:
            if state.slip:
                return [t("ended-title-slip"), t("ended-slip")]
            if state.told:
                return [t("ended-title-withdrawn"), t("ended-withdrawn-told")]
            return [t("ended-title-cancelled"), t("ended-withdrawn-untold")]
        case Ending.PASSED_ON:
            contact = contact_line(state.internal_contact, t)
            return [t("ended-title-passed-on"), contact, _contact(state, t), the_desk(state, t)]
        case Ending.TALK_ONLY:
            return [t("ended-title-talk-only"), t("ended-talk-only")]
        case None:
            contact_too = [t("ended-taken-back-contact")] if state.contact_told else []
            return [t("ended-taken-back"), *contact_too]


def _contact(state: EndedState, t: Text) -> str:
    if not state.contact_told:
        return t("ended-passed-on-yourself")
    return t("ended-passed-on-sent-danger" if state.was_in_danger else "ended-passed-on-sent")


def the_desk(state: EndedState, t: Text) -> str:
    """Return what the desk knows of what was passed on."""
    if not state.told:
        return t("ended-passed-on-untold")
    return t("ended-passed-on-told", who=told(state.told, t))
