"""What a question's message shows: open, answered, put off, no longer needed."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from flows.alarm.whereabouts import PLACE
from flows.case import Case, Contact, Customer
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of, refuse_strangers
from flows.places import is_shared
from flows.ports import Office, Work
from flows.reading import Reading
from flows.report.keep_apart import ANONYMOUS, HQ_WISH
from flows.report.next_question import (
    BEFORE_THE_DESK,
    LAST_PRESS,
    TELLS_THE_DESK,
    has_answer,
    next_to_ask,
    still_open,
)
from flows.report.note_ticks import ticked_of
from flows.report.own_case import own_case
from flows.report.private_receipt import Pressed
from flows.report.proceed import full_answers
from flows.report.put_question import message_of
from flows.report.show_reporter import show_alarm_advice
from flows.report.talk_only import people_to_talk_to
from flows.report.view_states import (
    Choice,
    FormState,
    HeadState,
    Phase,
    QuestionState,
    ReceiptState,
    TalkFormState,
)
from flows.report.who_was_told import ALARM, told_of_case
from flows.triage import Answers, Question, Store
from flows.triage import Kind as QuestionKind


async def show_head(reading: Reading) -> HeadState:
    """Return the head of the thread with the danger question in it."""
    office, case = reading.office, reading.case
    question = await question_state(
        office, reading.work, reading.company, case, office.flow.question("danger")
    )
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
    )


async def show_question(reading: Reading) -> QuestionState | None:
    """Return a question's state; one dropped before it was shown is not shown."""
    office, showing = reading.office, reading.showing
    question = office.flow.question(showing.detail.partition("/")[0])
    state = await question_state(office, reading.work, reading.company, reading.case, question)
    if showing.detail != message_of(reading.case, question.id).detail:
        state = replace(state, phase=Phase.MOVED)
    if showing.first and state.phase is not Phase.OPEN:
        return None
    return state


async def question_state(
    office: Office, work: Work, company: Company, case: Case, question: Question
) -> QuestionState:
    """Return how one question stands for its reporter."""
    care = await work.care.get(case.id)
    answers = full_answers(case, care)
    open_ones = still_open(office, company, case, answers)
    slip = question.id == PLACE and not case.was_in_danger
    phase = Phase.DROPPED if slip else _phase(office, company, case, question, answers, open_ones)
    first_reply = next((q for q in case.asked if q != "danger"), None)
    first_stage = question.stage in BEFORE_THE_DESK
    is_open = phase is Phase.OPEN
    return QuestionState(
        case=case.id,
        question=_as_offered(company, case, question) if is_open else question,
        phase=phase,
        answers=answers,
        mention=case.reporter if question.id == first_reply and is_open else None,
        to_go=_to_go(case, question, open_ones) if is_open else None,
        not_known=await _not_known(work, case, question),
        choices=branch_choices(company, case.branches) if question.id == "branch" else (),
        given=_given(company, case, question),
        named=_named(case, question),
        pressed=_pressed(case, question),
        ticked=await ticked_of(work, case, question),
        said=case.alarm.place_words if case.alarm and question.id == PLACE else (),
        internal_contact=company.internal_contact,
        tells=question.id in TELLS_THE_DESK and not case.told,
        offer_hq=company.hq_channel is not None and not case.hq_only,
        kept=case.hq_only,
        branch_told_at=case.branch_told_at,
        desk_knows=case.told,
        for_other=case.for_other,
        was_in_danger=case.was_in_danger,
        may_postpone=not first_stage or question.id == PLACE,
        may_finish=case.told and not first_stage,
        may_change=_may_change(case, question),
        may_keep=question.id in case.reopened and has_answer(case, question),
        timezone=company.timezone,
    )


def _phase(
    office: Office,
    company: Company,
    case: Case,
    question: Question,
    answers: Answers,
    open_ones: Sequence[Question],
) -> Phase:
    if question.id in case.reopened and not case.over:
        return Phase.OPEN
    if question.is_answered(answers) or has_answer(case, question):
        return Phase.ANSWERED
    if case.over:
        return Phase.ENDED
    put_off = question.id in case.postponed and question.id not in LAST_PRESS
    if put_off or (question.id == PLACE and _place_put_off(case)):
        return Phase.POSTPONED
    current = next_to_ask(office, company, case, answers)
    if current is not None and current.id == question.id:
        return Phase.OPEN
    return Phase.WAITING if question in open_ones else Phase.DROPPED


def _to_go(case: Case, question: Question, open_ones: Sequence[Question]) -> int | None:
    """Return how many questions are left with this one, where they come one after another."""
    if case.ringing or question.id in (*case.reopened, *LAST_PRESS):
        return None
    left = {
        one.id
        for one in open_ones
        if one.id not in case.postponed and (case.told or one.stage in BEFORE_THE_DESK)
    }
    return len(left | {question.id})


async def _not_known(work: Work, case: Case, question: Question) -> bool:
    """Whether a question that takes more than a press was answered with "not sure"."""
    if question.id not in case.settled:
        return False
    match question.kind:
        case QuestionKind.PERSON:
            return case.affected is None
        case QuestionKind.BRANCH:
            return case.branch is None
        case QuestionKind.FORM if question.store is Store.IDENTITY:
            return await work.customers.get(case.id) in (None, Customer())
        case QuestionKind.FORM | QuestionKind.WORDS:
            return not question.is_answered(case.answers)
        case _:
            return False


def _place_put_off(case: Case) -> bool:
    return case.alarm is not None and case.alarm.ringing and case.alarm.place_later


def _may_change(case: Case, question: Question) -> bool:
    """Whether the answer can be changed: where they are, only while somebody comes."""
    if question.id == PLACE:
        return case.ringing and not case.over
    return not case.over and question.id not in LAST_PRESS


def _given(company: Company, case: Case, question: Question) -> str | None:
    """Return what was given outside the triage answers, where it may be repeated."""
    if question.id == "branch" and "branch" in case.settled:
        branch = company.branch(case.branch)
        return branch.name if branch else None
    if question.id == "affected" and case.affected is not None:
        return case.affected.name
    return None


def _named(case: Case, question: Question) -> str | None:
    """Return the colleague who was chosen, where a question asks for one."""
    if question.id != "affected" or case.affected is None or case.affected.name:
        return None
    return case.affected.user


def _pressed(case: Case, question: Question) -> str | None:
    """Return what was pressed where a question only waits for a press."""
    if question.id == PLACE:
        return case.alarm.place if case.alarm else None
    if question.id not in LAST_PRESS or question.id not in case.settled:
        return None
    if question.id == "tell":
        return "hq" if case.hq_only else "desk"
    return case.contact.value if case.contact else None


def _as_offered(company: Company, case: Case, question: Question) -> Question:
    """Return a question with the options that can be kept as promised."""
    if question.id == "wishes" and case.hq_only:
        return _without(question, HQ_WISH, ANONYMOUS)
    if question.id == "wishes" and company.hq_channel is None:
        return _without(question, HQ_WISH)
    if question.id == "pass_on" and company.internal_contact_channel is None:
        return _without(question, Contact.TOLD)
    return question


def _without(question: Question, *options: str) -> Question:
    return replace(question, options=tuple(o for o in question.options if o.id not in options))


def branch_choices(company: Company, belongs: Collection[str]) -> tuple[Choice, ...]:
    """Return the branches there are to choose for somebody who belongs to these.

    They are of one legal entity. Where that is not known all can be chosen, by entity.
    """
    near = company.sisters(belongs)
    several = len({branch.entity for branch in near}) > 1
    return tuple(Choice(b.id, b.name, b.entity if several else None) for b in near)


async def show_receipt(reading: Reading) -> ReceiptState:
    """Return what the private first question turns into."""
    case = reading.case
    danger = case.answers.danger
    labels = {o.id: o.label for o in reading.office.flow.question("danger").options}
    label = labels.get(danger or "")
    pressed = Pressed(reading.showing.detail)
    alarm = danger == "now" and pressed is Pressed.ANSWERED
    return ReceiptState(
        case=case.id,
        danger=danger,
        option_label=(label.ja, label.en) if label else None,
        pressed=pressed,
        over=case.over,
        alarm=await show_alarm_advice(reading) if alarm else None,
    )


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
