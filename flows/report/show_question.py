"""What the reporter's questions, their forms and the head of the thread show."""

from dataclasses import replace
from uuid import UUID

from flows.alarm.whereabouts import hears_place
from flows.case import Case
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of, refuse_strangers
from flows.places import is_shared
from flows.ports import Office
from flows.reading import Reading
from flows.report.own_case import own_case
from flows.report.private_receipt import Pressed
from flows.report.put_question import message_of
from flows.report.question_state import kept_apart, question_states
from flows.report.show_reporter import show_alarm_advice
from flows.report.talk_only import people_to_talk_to
from flows.report.view_states import (
    FormState,
    HeadState,
    Phase,
    QuestionState,
    ReceiptState,
    TalkFormState,
)
from flows.report.who_was_told import ALARM, told_of_case


async def show_head(reading: Reading) -> HeadState:
    """Return the head of the thread with the danger question in it."""
    case = reading.case
    question = await _state_of(reading, "danger")
    fresh = question.phase is Phase.OPEN and not case.told
    who = await told_of_case(reading.work, reading.company, case, ALARM)
    return HeadState(
        case=case.id,
        question=question,
        number=case.number,
        told=who.told,
        for_other=case.for_other,
        for_self_again=case.answers.reported_as == "self",
        quiet_row=fresh,
        may_cancel=not case.over and (not case.ringing or case.gone_on_in_danger),
        ending=case.ending,
        unreached=case.told and not who.told,
        quoted=case.quote_count,
        only_relief=case.only_relief,
        relief_asked=case.relief_wanted,
        ringing=case.ringing,
        for_comers=hears_place(case),
    )


async def show_question(reading: Reading) -> QuestionState | None:
    """Return a question's state; one dropped before it was shown is not shown."""
    showing = reading.showing
    name = showing.detail.partition("/")[0]
    state = await _state_of(reading, name)
    if showing.detail != message_of(reading.case, name).detail:
        state = replace(state, phase=Phase.MOVED)
    if showing.first and state.phase is not Phase.OPEN:
        return None
    return state


async def _state_of(reading: Reading, name: str) -> QuestionState:
    questions = [reading.office.flow.question(name)]
    apart = await kept_apart(reading.work, reading.case, questions)
    return question_states(reading.office, reading.company, reading.case, apart, questions)[name]


async def show_receipt(reading: Reading) -> ReceiptState:
    """Return what the private first question turns into."""
    case = reading.case
    danger = case.answers.danger
    labels = {o.id: o.label for o in reading.office.flow.question("danger").options}
    label = labels.get(danger or "")
    pressed = Pressed(reading.showing.detail)
    slip = case.alarm is not None and case.alarm.ended_how == "mistake"
    alarm = pressed is Pressed.ANSWERED and (danger == "now" or (slip and danger is None))
    return ReceiptState(
        case=case.id,
        danger=danger,
        option_label=(label.ja, label.en) if label else None,
        pressed=pressed,
        over=case.over,
        alarm=await show_alarm_advice(reading) if alarm and not _calm(case) else None,
        question=reading.office.flow.question("danger") if danger is None else None,
        private=not (case.told or case.ringing),
    )


def _calm(case: Case) -> bool:
    """Whether the report is over, and nothing rings any more."""
    return case.over and not case.ringing


async def show_form(
    office: Office, workspace: str, case_id: UUID, actor: str, question_id: str
) -> FormState:
    """Return a question's form with what is known filled in.

    Raises:
        RefusedError: not the actor's report, over, or the question was never asked.
    """
    async with office.store.read(workspace) as work:
        case = await own_case(work, case_id, actor)
        if question_id not in case.asked:
            raise RefusedError(Reason.NOT_FOUND)
        known: list[tuple[str, str]] = []
        if question_id == "customer" and (customer := await work.customers.get(case.id)):
            parts = ("property", "room", "name", "phone")
            known = [(p, text) for p in parts if (text := getattr(customer, p))]
        if question_id == "affected" and case.affected and case.affected.name:
            known = [("name", case.affected.name)]
        question = office.flow.question(question_id)
        return FormState(case.id, question, case.answers, tuple(known))


async def show_talk_form(
    office: Office, workspace: str, case_id: UUID, actor: str
) -> TalkFormState:
    """Return the form in which an employee chooses whom to talk to.

    Raises:
        RefusedError: it is somebody else's report, or over, or the account is not one
            person's own.
    """
    async with office.store.read(workspace) as work:
        company = await company_of(work)
        await refuse_strangers(work, actor)
        if is_shared(company, actor):
            raise RefusedError(Reason.SHARED_ACCOUNT)
        case = await work.cases.get(case_id)
        if case is not None:
            case = await own_case(work, case_id, actor)
        return TalkFormState(case_id, await people_to_talk_to(work, company, case, actor))
