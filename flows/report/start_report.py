"""Beginning a report: a thread in the reporter's own conversation with the bot."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from flows.case import Case
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.evidence import ChosenMessage
from flows.membership.roles import company_of, refuse_strangers
from flows.messages import Kind, Place, ReplyAddress, Wanted
from flows.places import head_of, is_shared, thread_of
from flows.ports import Office, Work
from flows.report.belonging import belonging
from flows.report.hold_message import holding, let_go, with_quote
from flows.report.private_receipt import Pressed, leave_receipt
from flows.report.shared_reply import in_hand
from flows.timeline import EntryKind

NUDGE_AFTER = timedelta(hours=1)
OFFERED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Start:
    """Who begins a report, and where.

    `case` is made from the interaction itself, so that a repeated delivery begins nothing
    twice. `origin` is the channel it was typed in. `quote` is a message taken as the first
    evidence. `held_by` is the
    unfinished report that keeps it, where it was chosen beside one.
    """

    case: UUID
    reporter: str
    origin: str | None = None
    quote: ChosenMessage | None = None
    held_by: UUID | None = None


async def start_report(office: Office, workspace: str, start: Start) -> None:
    """Begin a report, unless one is unfinished: then the offer to go on stands already.

    A shared shop account has no conversation of its own; its form begins the case.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        await refuse_strangers(work, start.reporter)
        if is_shared(company, start.reporter) or await work.cases.get(start.case):
            return
        if await unfinished_report(office, work, company, start.reporter) is None:
            await open_intake(office, work, company, start)


async def begin_anew(
    office: Office, workspace: str, start: Start, private: ReplyAddress | None = None
) -> None:
    """Begin a report beside an unfinished one, as was chosen from the offer.

    `private` is set where the press was on the command's private answer, which then shows
    the way to the thread.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        await refuse_strangers(work, start.reporter)
        if is_shared(company, start.reporter):
            return
        case = await work.cases.get(start.case)
        if case is None:
            case = await open_intake(office, work, company, start)
        elif case.reporter != start.reporter:
            raise RefusedError(Reason.NOT_YOURS)
        if private is not None:
            await leave_receipt(work, case, private, Pressed.GONE_ON)


async def offer_report(office: Office, workspace: str, start: Start) -> None:
    """Begin from the bot's own conversation, where nothing was answered in passing.

    Somebody with an unfinished report is asked there whether to go on with it; a message
    chosen as evidence waits for the answer.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        await refuse_strangers(work, start.reporter)
        if await work.cases.get(start.case):
            return
        unfinished = await unfinished_report(office, work, company, start.reporter)
        if unfinished and start.quote:
            await work.cases.save(holding(unfinished, start.case, start.quote))
        if unfinished or is_shared(company, start.reporter):
            await work.messages.want(
                Wanted(Kind.BEGIN, Place.person(start.reporter), detail=str(start.case))
            )
            return
        await open_intake(office, work, company, start)


async def unfinished_report(
    office: Office, work: Work, company: Company, reporter: str
) -> Case | None:
    """Return the report somebody may want to go on with rather than begin another.

    A shared account has no history.
    """
    if is_shared(company, reporter):
        return None
    return (await work.cases.unfinished_of([reporter], offered_since(office))).get(reporter)


def offered_since(office: Office) -> datetime:
    """Return since when the desk may have known of a report that is offered.

    It is for a day: after that, a new report is a new event.
    """
    return office.clock.now() - OFFERED_FOR


async def report_in_danger(office: Office, work: Work, company: Company, start: Start) -> Case:
    """Return the report in which danger is heard now, and begin one where none will do.

    Nobody in danger is refused because a report is over or somebody else's. The new one has
    an id made from the old, so that a repeated delivery begins nothing twice.
    """
    now = office.clock.now()
    shared = is_shared(company, start.reporter)
    case = await work.cases.get(start.case)
    former = case
    while case is not None and not _hears(case, start.reporter, now, shared=shared):
        start = replace(start, case=uuid5(start.case, start.reporter))
        case = await work.cases.get(start.case)
    if case is not None:
        return case
    case = await open_intake(office, work, company, start)
    if former is not None and former.reporter == start.reporter:
        branch = company.branch(former.branch)
        case = replace(
            case,
            hq_only=former.hq_only,
            branch=branch.id if branch else case.branch,
            reporter_name=former.reporter_name if in_hand(former, now) else None,
        )
    return case


def _hears(case: Case, reporter: str, now: datetime, *, shared: bool) -> bool:
    """Whether danger belongs to this report; at a shared account soon somebody else presses."""
    if case.reporter != reporter or (case.over and not case.ringing):
        return False
    return in_hand(case, now) if shared else True


async def new_intake(office: Office, work: Work, company: Company, start: Start) -> Case:
    """Return an intake that is not kept yet."""
    now = office.clock.now()
    own = await belonging(work, company, start.reporter, start.origin)
    return Case(
        id=start.case,
        workspace=work.workspace,
        reporter=start.reporter,
        created_at=now,
        touched_at=now,
        origin=start.origin,
        branch=own.branch,
        branches=own.branches,
        asked=("danger",),
    )


async def open_intake(office: Office, work: Work, company: Company, start: Start) -> Case:
    """Create the intake with its thread, and the one reminder should it be left lying."""
    case = await new_intake(office, work, company, start)
    now = case.created_at
    await work.timeline.append(
        case.id, EntryKind.STARTED, start.reporter, now, {"origin": start.origin}
    )
    quote = start.quote or await let_go(work, start.held_by, start.reporter, start.case)
    if quote is not None:
        case = await with_quote(office, work, case, quote)
    await work.cases.save(case)
    if not is_shared(company, start.reporter):
        await work.messages.want(head_of(case))
        await work.messages.want(
            Wanted(Kind.NUDGE, thread_of(case), case=case.id, not_before=now + NUDGE_AFTER)
        )
    return case
