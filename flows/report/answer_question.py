"""Answering one question: keep the answer where it belongs, then go on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flows.alarm.end_alarm import stop_ringing
from flows.alarm.raise_alarm import raise_alarm
from flows.alarm.whereabouts import PLACE, with_place
from flows.case import Case
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of, refuse_strangers
from flows.messages import Kind, ReplyAddress
from flows.places import is_shared
from flows.ports import Office, Work
from flows.report.keep_apart import APART, HQ_WISH, NEVER_IN_TIMELINE, keep_apart
from flows.report.next_question import refuse_unasked
from flows.report.note_ticks import drop_ticks
from flows.report.own_case import own_case
from flows.report.private_receipt import Pressed, leave_receipt, over_by_now
from flows.report.proceed import proceed
from flows.report.refresh_questions import looks_of, refresh_questions
from flows.report.shared_reply import read_on
from flows.report.start_report import Start, open_intake, report_in_danger
from flows.timeline import EntryKind
from flows.triage import Answers, AnswersError, Question
from flows.triage import Kind as QuestionKind

TYPED = frozenset({QuestionKind.FORM, QuestionKind.WORDS})
"""Kinds of question whose answer may be that it is not known."""

_BEGIN = frozenset({"danger", "reported_as"})
"""What can be pressed before there is a report."""

_SHOWING = (Kind.REPORT_HEAD, Kind.RECEIPT, Kind.FINISHED, Kind.ALARM_ADVICE)
"""What else looks different once something was answered; two of them hold danger's buttons."""

NO_DANGER_NOW = frozenset({"past", "none"})


@dataclass(frozen=True, slots=True)
class Answering:
    """One answer as it was pressed or typed.

    `given` maps answer ids to an option id, a list of them, a number or text. `private` is
    set where the press was on the private first question, which then turns into a receipt.
    `hq_only` comes with the acts, however few, when HQ is to be told and not the branch.
    `held_by` is that of `Start`. `in_form` says that it was filled in in a form, during which
    the question may have been answered elsewhere.
    """

    case: UUID
    actor: str
    question: str
    given: Mapping[str, object]
    origin: str | None = None
    private: ReplyAddress | None = None
    hq_only: bool = False
    held_by: UUID | None = None
    in_form: bool = False

    @property
    def counts_anyway(self) -> bool:
        """Whether it was written down by somebody, who is not to lose it: the last word counts."""
        return self.in_form and bool(self.given)


async def answer_question(office: Office, workspace: str, answering: Answering) -> None:
    """Keep an answer, tell whoever must know, and ask the next question.

    The same answer again changes nothing. Danger is heard however late and from wherever it
    is pressed, even where the question had been answered otherwise.

    Raises:
        RefusedError: not the actor's report, over, never asked or of no matter any more,
            answered already, or not an answer.
    """
    question = office.flow.question(answering.question)
    answering = replace(answering, given=_without_contradiction(question, answering.given))
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        await refuse_strangers(work, answering.actor)
        if answering.private is not None:
            left = await _left_behind(work, company, answering)
            if left is not None:
                await leave_receipt(work, left, answering.private, Pressed.LEFT_BEHIND)
                return
        before = await _case_for(office, work, company, answering)
        if answering.private is not None:
            before = await _receive(office, work, company, before, answering.private)
        refuse_unasked(before, question)
        if answering.hq_only and company.hq_channel is None:
            raise RefusedError(Reason.OUTDATED)  # the branch would be told instead
        looked = await looks_of(office, work, company, before)
        kept = await _keep(office, work, company, before, answering, question)
        if kept is None:
            return
        case = replace(
            await drop_ticks(work, kept, question),
            reopened=kept.reopened - {question.id},
            postponed=kept.postponed - {question.id},
        )
        await _note(office, work, before, answering, question)
        case = await proceed(office, work, company, before, case)
        await work.messages.refresh(case.id, *_SHOWING)
        await refresh_questions(office, work, company, looked, case)


def _without_contradiction(question: Question, given: Mapping[str, object]) -> dict[str, object]:
    return {
        key: question.without_contradiction(value) if isinstance(value, list) else value
        for key, value in given.items()
    }


async def _case_for(office: Office, work: Work, company: Company, answering: Answering) -> Case:
    """Return the report; what is pressed on the private first question may be its beginning."""
    start = Start(answering.case, answering.actor, answering.origin, held_by=answering.held_by)
    if _is_danger_now(answering):
        return await report_in_danger(office, work, company, start)
    first = answering.question in _BEGIN
    if first and await work.cases.get(answering.case) is None:
        return await open_intake(office, work, company, start)
    return await own_case(work, answering.case, answering.actor)


def _is_danger_now(answering: Answering) -> bool:
    return answering.question == "danger" and answering.given.get("danger") == "now"


async def _receive(
    office: Office, work: Work, company: Company, case: Case, address: ReplyAddress
) -> Case:
    """Let the person read, where it was pressed, what became of it."""
    if is_shared(company, case.reporter):
        return await read_on(work, case, address, office.clock.now())
    await leave_receipt(work, case, address)
    return case


async def _left_behind(work: Work, company: Company, answering: Answering) -> Case | None:
    """Return the report where its thread has gone on from the private first question.

    Danger is heard all the same, and the same answer again is its receipt. A shared account
    has no thread.
    """
    if _is_danger_now(answering) or is_shared(company, answering.actor):
        return None
    over = await over_by_now(work, answering.case, answering.actor)
    if over is not None:
        return over
    case = await work.cases.get(answering.case)
    if case is None or case.reporter != answering.actor or case.answers.danger is None:
        return None
    kept = case.answers.to_document()
    return case if any(kept.get(key) != value for key, value in answering.given.items()) else None


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
        return await _keep_apart(work, company, case, answering, question)
    answers = _read(case.answers, answering, question)
    if question.is_answered(case.answers) and question.id not in case.reopened:
        if answering.hq_only and not case.hq_only:
            answers = case.answers  # they stand; the wish counts nevertheless
        elif not _is_heard(case, answering, answers, question):
            return None
    case = replace(case, answers=answers)
    if not question.is_answered(answers):
        if question.kind not in TYPED:
            raise RefusedError(Reason.UNREADABLE)
        # Nothing filled in says that no more is known: it is not asked again.
        case = replace(case, settled=case.settled | {question.id})
    if answering.hq_only or HQ_WISH in (answers.wishes or ()):
        case = _kept_from_branch(company, case)
    if question.id == "danger":
        case = await _ring(office, work, company, case)
    return case


def _is_heard(case: Case, answering: Answering, answers: Answers, question: Question) -> bool:
    """Whether a question that has an answer takes this one: danger is heard however late.

    What is answered by a button of its own is taken back by one, without being opened first.
    """
    if _is_danger_now(answering):
        return not case.ringing or (answers != case.answers and not case.over)
    if answers == case.answers:
        return False
    if question.on_request or answering.counts_anyway:
        return True
    raise RefusedError(Reason.ALREADY_ANSWERED)


async def _keep_apart(
    work: Work, company: Company, case: Case, answering: Answering, question: Question
) -> Case | None:
    if question.id == PLACE:
        return with_place(case, question, answering.given)
    kept = await keep_apart(work, company, case, answering.question, answering.given)
    if answering.question in case.settled - case.reopened:
        if kept is None:
            return None
        if not answering.counts_anyway:
            raise RefusedError(Reason.ALREADY_ANSWERED)
    kept = kept or replace(case, settled=case.settled | {answering.question})
    return _kept_from_branch(company, kept) if answering.hq_only else kept


def _read(answers: Answers, answering: Answering, question: Question) -> Answers:
    """Return the answers with these; a field emptied in a form is empty from now on."""
    if not set(answering.given) <= set(question.answer_ids):
        raise RefusedError(Reason.UNREADABLE)
    if question.fields:
        answers = answers.without(*question.answer_ids)
    try:
        for answer_id, value in answering.given.items():
            answers = answers.with_answer(answer_id, value)
    except AnswersError as error:
        raise RefusedError(Reason.UNREADABLE) from error
    return answers


async def _ring(office: Office, work: Work, company: Company, case: Case) -> Case:
    """Raise the alarm, or end it where the answer is now that the danger is not present."""
    if case.answers.danger == "now" and not case.ringing:
        return await raise_alarm(work, company, case, office.clock.now())
    if case.answers.danger in NO_DANGER_NOW and case.ringing:
        return await stop_ringing(work, case, "safe", office.clock.now())
    return case


def _kept_from_branch(company: Company, case: Case) -> Case:
    """A wish to keep it from the branch counts from when it is made, and for good.

    Where there is no HQ to tell instead, the wish is noted and the branch told all the same.
    """
    wishes = dict.fromkeys([*(case.answers.wishes or ()), HQ_WISH])
    answers = case.answers.with_answer("wishes", [*wishes])
    return replace(case, answers=answers, hq_only=case.hq_only or company.hq_channel is not None)


async def _note(
    office: Office, work: Work, before: Case, answering: Answering, question: Question
) -> None:
    """Put the answer into the timeline; what belongs to another store is only named there."""
    content: dict[str, object] = {"question": question.id}
    if question.id not in NEVER_IN_TIMELINE:
        content["given"] = dict(answering.given)
    kind = {"customer": EntryKind.CUSTOMER, "impact": EntryKind.CARE}.get(question.id)
    known = question.is_answered(before.answers) or question.id in before.settled
    again = known and (question.on_request or answering.in_form)
    changed = again or question.id in before.reopened
    fallback = EntryKind.CORRECTED if changed else EntryKind.ANSWERED
    await work.timeline.append(
        before.id, kind or fallback, answering.actor, office.clock.now(), content
    )
