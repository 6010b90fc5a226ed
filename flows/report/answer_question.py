"""Answering one question: keep the answer where it belongs, then go on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flows.alarm.raise_alarm import raise_alarm
from flows.case import Case, State
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of, refuse_strangers
from flows.messages import Kind, ReplyAddress, Wanted
from flows.places import head_of
from flows.ports import Office, Work
from flows.report.keep_apart import APART, NEVER_IN_TIMELINE, keep_apart
from flows.report.own_case import own_case
from flows.report.proceed import proceed
from flows.report.start_report import Start, open_intake
from flows.timeline import EntryKind
from flows.triage import Answers, AnswersError, Question

HQ_WISH = "keep_from_branch"


@dataclass(frozen=True, slots=True)
class Answering:
    """One answer as it was pressed or typed.

    `given` maps answer ids to an option id, a list of them, a number or text. `private` is
    set where the press was on the private first question, which then turns into a receipt.
    `hq_only` comes with the acts when the branch is not to be told.
    """

    case: UUID
    actor: str
    question: str
    given: Mapping[str, object]
    origin: str | None = None
    private: ReplyAddress | None = None
    hq_only: bool = False


async def answer_question(office: Office, workspace: str, answering: Answering) -> None:
    """Keep an answer, tell whoever must know, and ask the next question.

    The same answer again changes nothing. Danger is heard however late and from wherever it
    is pressed, even where the question had been answered otherwise.

    Raises:
        RefusedError: not the actor's report, over, answered already, or not an answer.
    """
    question = office.flow.question(answering.question)
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        await refuse_strangers(work, answering.actor)
        before = await _case_for(office, work, company, answering)
        if answering.private is not None:
            await _leave_receipt(work, before, answering.private)
        case = await _keep(office, work, company, before, answering, question)
        if case is None:
            return
        case = replace(
            case,
            reopened=case.reopened - {question.id},
            postponed=case.postponed - {question.id},
        )
        await _note(office, work, before, answering, question)
        await proceed(office, work, company, before, case)
        await _refresh_question(work, case, question)


async def _case_for(office: Office, work: Work, company: Company, answering: Answering) -> Case:
    """Return the report; the private danger question may be pressed before there is one."""
    if answering.question == "danger" and await work.cases.get(answering.case) is None:
        start = Start(answering.case, answering.actor, answering.origin)
        return await open_intake(office, work, company, start)
    return await own_case(work, answering.case, answering.actor)


async def _leave_receipt(work: Work, case: Case, address: ReplyAddress) -> None:
    await work.messages.remember(address)
    await work.messages.want(Wanted(Kind.RECEIPT, address.place, case=case.id))


async def _keep(
    office: Office,
    work: Work,
    company: Company,
    case: Case,
    answering: Answering,
    question: Question,
) -> Case | None:
    """Return the case with the answer, or None when it says nothing new."""
    if question.id in APART:
        if question.id in case.settled - case.reopened:
            raise RefusedError(Reason.ALREADY_ANSWERED)
        return await keep_apart(work, company, case, question.id, answering.given)
    answers = case.answers
    try:
        for answer_id, value in answering.given.items():
            answers = answers.with_answer(answer_id, value)
    except AnswersError as error:
        raise RefusedError(Reason.UNREADABLE) from error
    danger_now = question.id == "danger" and answers.danger == "now"
    if not danger_now and _closed_question(
        case, question.id, answered=_answered(case.answers, question)
    ):
        if answers == case.answers:
            return None
        raise RefusedError(Reason.ALREADY_ANSWERED)
    if danger_now and case.alarm is not None and case.alarm.ringing:
        return None
    case = replace(case, answers=answers, hq_only=case.hq_only or answering.hq_only)
    if answering.hq_only:
        case = _with_hq_wish(case)
    case = _moved_to_hq(case)
    if danger_now:
        case = await raise_alarm(work, company, case, office.clock.now())
    return case


def _answered(answers: Answers, question: Question) -> bool:
    document = answers.to_document()
    return any(answer_id in document for answer_id in question.answer_ids)


def _closed_question(case: Case, question: str, *, answered: bool) -> bool:
    return answered and question not in case.reopened


def _with_hq_wish(case: Case) -> Case:
    wishes = case.answers.wishes or ()
    return replace(
        case, answers=case.answers.with_answer("wishes", [*dict.fromkeys([*wishes, HQ_WISH])])
    )


def _moved_to_hq(case: Case) -> Case:
    """A wish to keep it from the branch counts from when it is made."""
    if HQ_WISH in (case.answers.wishes or ()):
        return replace(case, hq_only=True)
    return case


async def _note(
    office: Office, work: Work, before: Case, answering: Answering, question: Question
) -> None:
    """Put the answer into the timeline; what belongs to another store is only named there."""
    content: dict[str, object] = {"question": question.id}
    if question.id not in NEVER_IN_TIMELINE:
        content["given"] = dict(answering.given)
    kind = {"customer": EntryKind.CUSTOMER, "impact": EntryKind.CARE}.get(question.id)
    changed = question.id in before.reopened
    fallback = EntryKind.CORRECTED if changed else EntryKind.ANSWERED
    await work.timeline.append(
        before.id, kind or fallback, answering.actor, office.clock.now(), content
    )


async def _refresh_question(work: Work, case: Case, question: Question) -> None:
    if question.id == "danger":
        await work.messages.want(head_of(case))
    else:
        await work.messages.refresh(case.id, Kind.QUESTION)
    if case.state is not State.INTAKE:
        await work.messages.refresh(case.id, Kind.FINISHED)
