"""The one form of a shop account that several people use."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.alarm.raise_alarm import raise_alarm
from flows.case import Case
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of
from flows.messages import Kind, ReplyAddress, Wanted
from flows.places import is_shared
from flows.ports import Office, Work
from flows.report.next_question import BEFORE_THE_DESK
from flows.report.own_case import own_case
from flows.report.proceed import proceed
from flows.report.start_report import Start, open_intake, report_in_danger
from flows.timeline import BOT, EntryKind
from flows.triage import Answers, AnswersError

SHARED_QUESTIONS = ("danger", "actor", "scene", "acts", "words")
"""Everything the form asks besides the name and the branch."""


@dataclass(frozen=True, slots=True)
class SharedForm:
    """What was filled in. `name` is the person at the counter, typed each time."""

    start: Start
    name: str
    branch: str | None
    given: Mapping[str, object]
    reply: ReplyAddress | None = None


async def submit_shared_form(office: Office, workspace: str, form: SharedForm) -> None:
    """Report in one step: no thread, no history, nothing sent to the account later.

    After danger was pressed the form completes that report, and takes nothing of it back.

    Raises:
        RefusedError: the account is a person's own, the form cannot be read, or this report
            has been sent already.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        if not is_shared(company, form.start.reporter):
            raise RefusedError(Reason.SHARED_ACCOUNT)
        before = await _report(office, work, company, form.start)
        branch = company.branch(form.branch) or company.branch(before.branch)
        # Nothing can be asked afterwards: what was left empty must not keep it from the desk.
        unasked = {q.id for q in office.flow.questions if q.stage in BEFORE_THE_DESK}
        case = replace(
            before,
            reporter_name=form.name,
            branch=branch.id if branch else None,
            answers=_read(office, before, form.given),
            settled=before.settled | unasked | {"branch"},
        )
        now = office.clock.now()
        await work.timeline.append(
            case.id,
            EntryKind.ANSWERED,
            form.start.reporter,
            now,
            {"name": form.name, "given": case.answers.to_document()},
        )
        case = await proceed(office, work, company, before, case)
        await work.cases.save(replace(case, finished_at=now))
        await work.timeline.append(case.id, EntryKind.FINISHED, BOT, now)
        if form.reply is not None:
            await work.messages.remember(form.reply)
            await work.messages.want(Wanted(Kind.RECEIPT, form.reply.place, case=case.id))


async def raise_shared_alarm(
    office: Office, workspace: str, start: Start, reply: ReplyAddress | None
) -> None:
    """Danger at a shared account: page first, who it is can be said afterwards."""
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        before = await report_in_danger(office, work, company, start)
        if reply is not None:
            await work.messages.remember(reply)
            await work.messages.want(Wanted(Kind.RECEIPT, reply.place, case=before.id))
        if before.ringing:
            return
        case = replace(before, answers=before.answers.with_answer("danger", "now"))
        case = await raise_alarm(work, company, case, office.clock.now())
        await proceed(office, work, company, before, case)


async def _report(office: Office, work: Work, company: Company, start: Start) -> Case:
    """Return the report the form belongs to: a new one, or that of the alarm."""
    if await work.cases.get(start.case) is None:
        return await open_intake(office, work, company, start)
    case = await own_case(work, start.case, start.reporter)
    if case.reporter_name is not None:
        raise RefusedError(Reason.ALREADY_ANSWERED)
    return case


def _read(office: Office, before: Case, given: Mapping[str, object]) -> Answers:
    """Return the answers with those of the form; an alarm is not taken back by a form."""
    asked = {key for q in SHARED_QUESTIONS for key in office.flow.question(q).answer_ids}
    if not set(given) <= asked:
        raise RefusedError(Reason.UNREADABLE)
    answers = before.answers
    try:
        for answer_id, value in given.items():
            answers = answers.with_answer(answer_id, value)
    except AnswersError as error:
        raise RefusedError(Reason.UNREADABLE) from error
    return answers if before.alarm is None else answers.with_answer("danger", before.answers.danger)
