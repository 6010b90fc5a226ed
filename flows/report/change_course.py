"""Putting a question off, going on later, changing an answer, and having said enough."""

from dataclasses import replace
from uuid import UUID

from flows.alarm.whereabouts import PLACE, ringing_alarm
from flows.case import Case
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of
from flows.messages import Kind, ReplyAddress, Wanted
from flows.places import thread_of
from flows.ports import Office, Work
from flows.report.hold_message import attach
from flows.report.lost_branch import without_lost_branch
from flows.report.next_question import has_answer, may_wait, next_to_ask, still_open
from flows.report.note_ticks import drop_ticks
from flows.report.own_case import own_case
from flows.report.private_receipt import Pressed, leave_receipt, over_by_now
from flows.report.proceed import finishing_of, full_answers, proceed
from flows.report.put_question import message_of, moved_down
from flows.report.refresh_questions import looks_of, refresh_questions
from flows.timeline import EntryKind
from flows.triage import Question


async def postpone_question(
    office: Office, workspace: str, case_id: UUID, actor: str, question_id: str
) -> None:
    """Ask the next one; this one can be opened again.

    Raises:
        RefusedError: not the actor's report, over, never asked, or the desk needs this answer
            first.
    """
    question = office.flow.question(question_id)
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        before = await own_case(work, case_id, actor)
        if question.id not in before.asked:
            raise RefusedError(Reason.NOT_FOUND)
        if not may_wait(before, question) and question.id != PLACE:
            raise RefusedError(Reason.UNREADABLE)
        looked = await looks_of(office, work, company, before)
        # An answer that was to be changed stays as it is.
        case = replace(before, reopened=before.reopened - {question.id})
        if not has_answer(case, question):
            case = _put_off(case, question)
        if case == before:
            return
        await work.timeline.append(
            case.id, EntryKind.POSTPONED, actor, office.clock.now(), {"question": question.id}
        )
        case = await proceed(office, work, company, before, case)
        await refresh_questions(office, work, company, looked, case)


def _put_off(case: Case, question: Question) -> Case:
    """Return the case with a question put off: the place for as long as this alarm rings."""
    if question.id == PLACE:
        return replace(case, alarm=replace(ringing_alarm(case), place_later=True))
    return replace(case, postponed=case.postponed | {question.id})


async def reopen_question(
    office: Office,
    workspace: str,
    case_id: UUID,
    actor: str,
    question_id: str,
    *,
    at_end: bool = False,
) -> None:
    """Show a question again so that its answer can be changed; the answer stays until then.

    One that was put off before it was asked can be asked for, too. `at_end` shows it at the
    end of the thread, where it was chosen.

    Raises:
        RefusedError: not the actor's report, over, never asked, or of no matter any more.
    """
    question = office.flow.question(question_id)
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case = await own_case(work, case_id, actor)
        if not await _may_be_opened(office, work, company, case, question):
            raise RefusedError(Reason.NOT_ASKED)
        looked = await looks_of(office, work, company, case)
        now = office.clock.now()
        if question_id == PLACE:
            case = replace(case, alarm=replace(ringing_alarm(case), place_later=False))
        if at_end:
            case = moved_down(case, question_id, now)
        case = replace(
            case,
            asked=tuple(dict.fromkeys([*case.asked, question_id])),
            reopened=case.reopened | {question_id},
            postponed=case.postponed - {question_id},
            finished_at=None if question_id in case.postponed else case.finished_at,
            touched_at=now,
        )
        await work.cases.save(case)
        if question.id != "danger":
            await work.messages.want(message_of(case, question.id))
        await work.messages.refresh(case.id, Kind.REPORT_HEAD, Kind.FINISHED, Kind.DESK_CARD)
        await refresh_questions(office, work, company, looked, case)


async def _may_be_opened(
    office: Office, work: Work, company: Company, case: Case, question: Question
) -> bool:
    if question.id in case.asked:
        return question.applies(case.answers)
    answers = full_answers(case, await work.care.get(case.id))
    put_off = question.id in case.postponed
    return put_off and question in still_open(office, company, case, answers)


async def keep_answer(
    office: Office, workspace: str, case_id: UUID, actor: str, question_id: str
) -> None:
    """Leave an answer that was opened to be changed as it is.

    Raises:
        RefusedError: not the actor's report, or over.
    """
    question = office.flow.question(question_id)
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        before = await own_case(work, case_id, actor)
        if question.id not in before.reopened or not has_answer(before, question):
            return
        looked = await looks_of(office, work, company, before)
        case = await drop_ticks(work, before, question)
        case = replace(case, reopened=case.reopened - {question.id})
        case = await proceed(office, work, company, before, case)
        await work.messages.refresh(case.id, Kind.REPORT_HEAD)
        await refresh_questions(office, work, company, looked, case)


async def resume_report(
    office: Office,
    workspace: str,
    case_id: UUID,
    actor: str,
    private: ReplyAddress | None = None,
    beginning: UUID | None = None,
) -> None:
    """Put the open question at the end of the thread, where it is seen and notified.

    Where nothing is open nothing happens. `private` is set where the press was on the
    command's private answer, which then shows the way to the thread. `beginning` is that for
    which a message was chosen that now belongs to this report.

    Raises:
        RefusedError: not the actor's report, or over.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        if private is not None and (over := await over_by_now(work, case_id, actor)):
            await leave_receipt(work, over, private, Pressed.LEFT_BEHIND)
            return
        before = await own_case(work, case_id, actor)
        before = await attach(office, work, before, beginning)
        if private is not None:
            await leave_receipt(work, before, private, Pressed.GONE_ON)
        case = replace(before, postponed=frozenset(), finished_at=None)
        case = without_lost_branch(company, case, office.clock.now())
        if case.alarm is not None and case.alarm.ringing:
            case = replace(case, alarm=replace(case.alarm, form_resumed=True))
        answers = full_answers(case, await work.care.get(case.id))
        question = next_to_ask(office, company, case, answers)
        if question is None:
            return
        case = moved_down(case, question.id, office.clock.now())
        await proceed(office, work, company, before, case)
        if question.id == "danger":
            again = Wanted(Kind.REPORT_HEAD, thread_of(case), case=case.id, detail="again")
            await work.messages.want(again)
        await work.messages.refresh(case.id, Kind.REPORT_HEAD, Kind.QUESTION, Kind.FINISHED)


async def finish_report(office: Office, workspace: str, case_id: UUID, actor: str) -> None:
    """The reporter has said enough: nothing more is asked, everything stays open to change.

    Raises:
        RefusedError: not the actor's report, over, or the desk does not know of it yet.
    """
    async with office.store.write(workspace) as work:
        case = await own_case(work, case_id, actor)
        if not case.told:
            raise RefusedError(Reason.NO_ACTS)
        if case.finished_at is not None:
            return
        now = office.clock.now()
        # What was not asked yet is put off as well: a correction asks only what it makes matter.
        unanswered = {
            question.id
            for question in office.flow.questions
            if question.id not in ("danger", PLACE) and not has_answer(case, question)
        }
        case = replace(
            case,
            finished_at=now,
            touched_at=now,
            postponed=case.postponed | unanswered,
            reopened=frozenset(),
        )
        await work.cases.save(case)
        await work.timeline.append(case.id, EntryKind.FINISHED, actor, now)
        thread, detail = thread_of(case), finishing_of(case)
        await work.messages.want(Wanted(Kind.FINISHED, thread, case.id, detail))
        await work.messages.refresh(
            case.id,
            Kind.REPORT_HEAD,
            Kind.QUESTION,
            Kind.NUDGE,
            Kind.ALARM_ADVICE,
            Kind.DESK_CARD,
        )
