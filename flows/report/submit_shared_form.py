"""The one form of a shop account that several people use."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.alarm.raise_alarm import raise_alarm
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of
from flows.messages import Kind, ReplyAddress, Wanted
from flows.places import is_shared
from flows.ports import Office
from flows.report.proceed import proceed
from flows.report.start_report import Start, open_intake
from flows.timeline import EntryKind
from flows.triage import Answers, AnswersError


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

    Raises:
        RefusedError: the account is a person's own, or the form cannot be read.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        if not is_shared(company, form.start.reporter):
            raise RefusedError(Reason.SHARED_ACCOUNT)
        answers = _read(form.given)
        before = await work.cases.get(form.start.case)
        if before is None:
            before = await open_intake(office, work, company, form.start)
        elif before.reporter != form.start.reporter or before.reporter_name is not None:
            return
        branch = company.branch(form.branch) or company.branch(before.branch)
        case = replace(
            before,
            reporter_name=form.name,
            branch=branch.id if branch else None,
            answers=answers,
            settled=before.settled | {"branch"},
        )
        now = office.clock.now()
        await work.timeline.append(
            case.id,
            EntryKind.ANSWERED,
            form.start.reporter,
            now,
            {"name": form.name, "given": answers.to_document()},
        )
        case = await proceed(office, work, company, before, case)
        if form.reply is not None:
            await work.messages.remember(form.reply)
            await work.messages.want(Wanted(Kind.RECEIPT, form.reply.place, case=case.id))


async def raise_shared_alarm(
    office: Office, workspace: str, start: Start, reply: ReplyAddress | None
) -> None:
    """Danger at a shared account: page first, who it is can be said afterwards."""
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        before = await work.cases.get(start.case)
        if before is not None and before.alarm is not None:
            return
        if before is None:
            before = await open_intake(office, work, company, start)
        case = replace(before, answers=before.answers.with_answer("danger", "now"))
        case = await raise_alarm(work, company, case, office.clock.now())
        await proceed(office, work, company, before, case)
        if reply is not None:
            await work.messages.remember(reply)
            await work.messages.want(Wanted(Kind.RECEIPT, reply.place, case=case.id))


def _read(given: Mapping[str, object]) -> Answers:
    answers = Answers()
    try:
        for answer_id, value in given.items():
            answers = answers.with_answer(answer_id, value)
    except AnswersError as error:
        raise RefusedError(Reason.UNREADABLE) from error
    return answers
