"""All that a shared account reads of its report: in the form once sent, then in the channel."""

from flows.report.shared_states import SharedReceiptState
from flows.triage import Question
from handlers.blocks import Block, Element, Modal, actions, button, context, modal, section
from handlers.texts import Text
from handlers.views import advice, alarm_advice, ended, nobody_yet
from handlers.views.choices import answer_button
from handlers.views.rendered import TAKEN_AWAY, Rendered
from handlers.views.wording import contact_line, flow_text, listed, name, person


def view(state: SharedReceiptState, t: Text) -> Rendered:
    """Say everything at one place, the most pressing first."""
    if state.cleared:
        return TAKEN_AWAY
    ringing = state.alarm is not None and state.alarm.ringing
    blocks = [*_danger(state, t), *_told(state, t), *_standing(state, t), *_buttons(state, t)]
    return Rendered(t("report-notify-alarm" if ringing else "report-notify"), blocks)


def sent(state: SharedReceiptState, t: Text) -> Modal:
    """Return what the form turns into as it is sent."""
    blocks = view(state, t).blocks
    return modal("report.sent", t("shared-title"), blocks, close=t("form-close"), case=state.case)


def _danger(state: SharedReceiptState, t: Text) -> list[Block]:
    if state.alarm is None:
        return []
    nobody = nobody_yet.view(state.nobody, t).blocks if state.nobody else []
    shown = [*nobody, *alarm_advice.view(state.alarm, t).blocks]
    if state.ahead:
        shown = [block for block in shown if block["type"] != "actions"]
    return [*shown, *_place(state.place, state, t)]


def _place(question: Question | None, state: SharedReceiptState, t: Text) -> list[Block]:
    if question is None or state.ahead:
        return []
    offered = [answer_button(question, one, state.case, t) for one in question.options]
    return [section(f"*{flow_text(question.text, t)}*"), actions(offered)]


def _told(state: SharedReceiptState, t: Text) -> list[Block]:
    if state.advice is not None:
        return advice.view(state.advice, t).blocks
    return [*_passed_on(state, t), context(t("advice-law"))]


def _passed_on(state: SharedReceiptState, t: Text) -> list[Block]:
    """Say in the form alone that it is about a colleague, who may use this account as well."""
    if state.ended is None or (_rings(state) and not state.ahead):
        return []
    contact = contact_line(state.ended.internal_contact, t)
    if not state.ahead:
        return [section(contact)]
    told = "shared-contact-told-danger" if state.ended.was_in_danger else "shared-contact-told"
    will = t(told if state.ended.contact_told else "ended-passed-on-yourself")
    desk = ended.the_desk(state.ended, t)
    return [section("\n".join([t("ended-title-passed-on"), contact, will, desk]))]


def _standing(state: SharedReceiptState, t: Text) -> list[Block]:
    """Who has it, where to ring, and how long this can be read."""
    lines = []
    if state.advice is not None and state.taken_by is not None:
        lines.append(t("taken-by", who=person(state.taken_by)))
    elif state.advice is not None and not state.ahead:
        lines.append(t("shared-untaken"))
    rung = _rings(state) and state.alarm is not None and bool(state.alarm.phones)
    if state.phones and not rung:
        phones = (t("alarm-phone", branch=name(b), phone=name(p)) for b, p in state.phones)
        lines.append(t("shared-phones", phones=listed(phones, t)))
    shown = [section("\n".join(lines))] if lines else []
    return [*shown, *map(context, _what_next(state, t))]


def _what_next(state: SharedReceiptState, t: Text) -> list[str]:
    if state.ahead:
        return _once_closed(state, t)
    if _rings(state):
        return [t("shared-number", number=state.number)] if state.number else []
    return [t("shared-note", number=state.number)] if state.number else []


def _once_closed(state: SharedReceiptState, t: Text) -> list[str]:
    """Where the rest can be read; what was passed on ends here."""
    if _rings(state) and state.follows:
        safe, mistake = t("alarm-safe"), t("alarm-mistake")
        return [t("shared-close-alarm", safe=safe, mistake=mistake)]
    if state.ended is not None:
        return [t("shared-close-passed-on")]
    return [t("shared-close") if state.follows else t("shared-call")]


def _buttons(state: SharedReceiptState, t: Text) -> list[Block]:
    if state.ahead:
        return []
    row: list[Element] = []
    if not _rings(state):
        row += [
            answer_button(state.danger, one, state.case, t)
            for one in state.danger.options
            if one.id == "now"
        ]
    if state.may_fill:
        row.append(button(t("receipt-form"), "report.form", state.case))
    return [actions(row)] if row else []


def _rings(state: SharedReceiptState) -> bool:
    return state.alarm is not None and state.alarm.ringing
