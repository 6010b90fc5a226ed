"""What follows from every answer: judge anew, tell the desk when it is time, ask the next."""

from dataclasses import replace

from flows.alarm.ask_for_relief import move_relief
from flows.alarm.raise_alarm import raise_alarm
from flows.case import Care, Case
from flows.company import Company
from flows.messages import Kind, Wanted
from flows.places import is_shared, thread_of
from flows.ports import Office, Work
from flows.report.ask_again import ask_again
from flows.report.belonging import belonging
from flows.report.end_report import pass_on
from flows.report.lost_branch import without_lost_branch
from flows.report.next_question import next_to_ask, ready_to_tell, what_happened_is_known
from flows.report.put_question import message_of
from flows.report.start_report import NUDGE_AFTER
from flows.report.tell_desk import refresh_desk, tell_desk
from flows.timeline import BOT, EntryKind
from flows.triage import Answers, Question, decide, stale_answers


def full_answers(case: Case, care: Care | None) -> Answers:
    """Return the answers with what the employee said of themselves, for judging only."""
    if care is None or not care.impact:
        return case.answers
    return case.answers.with_answer("impact", list(care.impact))


async def proceed(office: Office, work: Work, company: Company, before: Case, case: Case) -> Case:
    """Take a case on from a change, and keep it.

    Args:
        office: the time and the flow.
        work: the transaction of the change.
        company: the settings in force.
        before: the case as it was.
        case: the case with the change made.
    """
    now = office.clock.now()
    case = without_lost_branch(company, replace(case, touched_at=now), now)
    case = _drop_stale(office, case)
    if case.branch is None and not case.branches:
        own = await belonging(work, company, case.reporter, None)
        case = replace(case, branches=own.branches)
    answers = full_answers(case, await work.care.get(case.id))
    case = ask_again(office, company, before, case, answers, now)
    case = await _judge(office, work, company, case, answers)
    if _newly_urgent(before, case):
        case = await raise_alarm(work, company, case, now)
    await move_relief(work, company, before, case)
    by_colleague = case.answers.actor == "colleague"
    told = case.told
    # Danger is heard before it matters who did it.
    if (
        not told
        and (case.alarm is not None or not by_colleague)
        and ready_to_tell(office, company, case, answers)
    ):
        case = await tell_desk(office, work, company, case)
    # The reporter's own press passes it on; a desk that knows of it sees no more meanwhile.
    if by_colleague and not case.over and "pass_on" in case.settled:
        case = await pass_on(work, company, case, now)
    elif told:
        known = what_happened_is_known(office, company, case, answers)
        case = await refresh_desk(work, company, before, case, what_happened=known)
    case = await _ask(office, work, company, case, answers)
    await work.messages.refresh(case.id, Kind.NUDGE)
    await work.cases.save(case)
    return case


def _newly_urgent(before: Case, case: Case) -> bool:
    """Whether the answers speak of danger that nobody has been paged for yet."""
    if case.over or case.ringing or case.proposal is None or not case.proposal.urgent:
        return False
    return before.proposal is None or not before.proposal.urgent


def _drop_stale(office: Office, case: Case) -> Case:
    """Forget answers to questions that a correction has made pointless."""
    stale = stale_answers(office.flow, case.answers)
    case = replace(case, answers=case.answers.without(*stale), settled=case.settled - stale)
    if case.affected is not None and not office.flow.question("affected").applies(case.answers):
        case = replace(case, affected=None, settled=case.settled - {"affected"})
    return case


async def _judge(
    office: Office, work: Work, company: Company, case: Case, answers: Answers
) -> Case:
    """Decide anew and keep each different proposal in the timeline."""
    proposal = decide(office.flow, answers, thresholds=company.thresholds)
    if proposal != case.proposal:
        await work.timeline.append(
            case.id, EntryKind.PROPOSED, BOT, office.clock.now(), dict(proposal.to_document())
        )
    return replace(case, proposal=proposal)


async def _ask(office: Office, work: Work, company: Company, case: Case, answers: Answers) -> Case:
    """Put the next question to the reporter, or say that nothing more is asked."""
    if is_shared(company, case.reporter) or case.over:
        return case
    thread, now = thread_of(case), office.clock.now()
    if not case.told and await work.messages.waiting(case.id, Kind.NUDGE):
        await work.messages.want(
            Wanted(Kind.NUDGE, thread, case=case.id, not_before=now + NUDGE_AFTER)
        )
    question = next_to_ask(office, company, case, answers)
    if question is not None:
        return await _put(work, case, question)
    ringing = case.alarm is not None and case.alarm.ringing and not case.alarm.form_resumed
    if case.told and not ringing and case.finished_at is None:
        case = replace(case, finished_at=now)
        await work.timeline.append(case.id, EntryKind.FINISHED, BOT, now)
        await work.messages.want(Wanted(Kind.FINISHED, thread, case.id, finishing_of(case)))
    return case


def finishing_of(case: Case) -> str:
    """Return what tells one summary of a report from another, after more was added."""
    return case.finished_at.isoformat() if case.finished_at else ""


async def _put(work: Work, case: Case, question: Question) -> Case:
    """Ask a question, or show again the one asked before; danger stands in the head."""
    if question.id not in case.asked:
        case = replace(case, asked=(*case.asked, question.id), finished_at=None)
    if question.id != "danger":
        await work.messages.want(message_of(case, question.id))
    return case
