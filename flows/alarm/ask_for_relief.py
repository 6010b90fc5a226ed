"""交代してほしい: one press, a quiet page to the desk, no report needed.

Nobody within two minutes: the next circle is asked once, and the reporter is told to ring.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.alarm.calls import RELIEF, call_of
from flows.alarm.raise_alarm import WIDER_AFTER, called_people
from flows.case import Case, Relief
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of, refuse_strangers, roles_of
from flows.messages import Kind, Place, ReplyAddress, Urgency, Wanted
from flows.places import is_shared, thread_of
from flows.ports import Office, Work
from flows.report.own_case import own_case
from flows.report.start_report import Start, open_intake
from flows.timeline import EntryKind

SHOWING_RELIEF = (
    Kind.RELIEF_PAGE,
    Kind.RELIEF_RECEIPT,
    Kind.RELIEF_UNANSWERED,
    Kind.TAKEN,
)
"""What looks different once somebody goes, or others are asked."""


async def ask_for_relief(
    office: Office, workspace: str, start: Start, private: ReplyAddress | None = None
) -> None:
    """Ask the desk for somebody to take over at the counter.

    With no known branch HQ is asked, and without HQ every desk of the legal entity. Asking
    twice is asking once, until it was called off.

    Raises:
        RefusedError: it is somebody else's report, or over.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        await refuse_strangers(work, start.reporter)
        if await work.cases.get(start.case) is None:
            case = await open_intake(office, work, company, start)
        else:
            case = await own_case(work, start.case, start.reporter)
        if private is not None:
            await work.messages.remember(private)
            await work.messages.want(Wanted(Kind.RELIEF_RECEIPT, private.place, case=case.id))
        if case.relief_wanted:
            return
        now = office.clock.now()
        rounds = case.relief.round + 1 if case.relief else 1
        case = replace(case, relief=Relief(asked_at=now, round=rounds), touched_at=now)
        await work.cases.save(case)
        await work.timeline.append(case.id, EntryKind.RELIEF, start.reporter, now)
        await page_for_relief(work, company, case, now)
        await work.messages.refresh(case.id, *SHOWING_RELIEF, Kind.ADVICE, Kind.REPORT_HEAD)
        if not is_shared(company, case.reporter):
            thread = thread_of(case)
            receipt = Wanted(Kind.RELIEF_RECEIPT, thread, case=case.id, detail=call_of(case))
            await work.messages.want(receipt)
            await say_if_nobody_goes(work, case, now)


async def say_if_nobody_goes(work: Work, case: Case, now: datetime) -> None:
    """Tell the reporter in two minutes that nobody goes, if that is so then."""
    await work.messages.want(
        Wanted(
            Kind.RELIEF_UNANSWERED,
            thread_of(case),
            case=case.id,
            detail=call_of(case),
            not_before=now + WIDER_AFTER,
            urgency=Urgency.PAGE,
        )
    )


async def page_for_relief(work: Work, company: Company, case: Case, called_at: datetime) -> None:
    """Ask the channels whose people can come now, and the next circle after two minutes.

    Who was asked is not asked again. The rows for the next circle wait with the case; they
    show nothing once somebody goes. Where there is no other circle the desk is asked twice.
    """
    later = called_at + WIDER_AFTER
    first = [Place.channel(channel) for channel in relief_channels(company, case)]
    for place in first:
        await work.messages.want(relief_page(case, place))
    circle = await next_circle(work, company, case)
    for place in circle:
        await work.messages.want(relief_page(case, place, not_before=later))
    for place in first if not circle else ():
        again = relief_page(case, place, not_before=later)
        await work.messages.want(replace(again, detail=call_of(case, "again")))


async def move_relief(work: Work, company: Company, before: Case, case: Case) -> None:
    """Ask anew where an answer changed who can come; whoever was asked reads that it moved."""
    if case.relief is None or relief_channels(company, case) == relief_channels(company, before):
        return
    if case.relief.waits:
        await page_for_relief(work, company, case, case.relief.called_at)
    await work.messages.refresh(case.id, *SHOWING_RELIEF)


def relief_page(case: Case, place: Place, *, not_before: datetime | None = None) -> Wanted:
    """Return the request in one place."""
    return Wanted(
        Kind.RELIEF_PAGE,
        place,
        case=case.id,
        detail=call_of(case),
        not_before=not_before,
        urgency=Urgency.PAGE,
    )


async def take_relief(office: Office, workspace: str, case_id: UUID, actor: str) -> None:
    """Somebody of the desk goes; the person at the counter is told who.

    Raises:
        RefusedError: the actor is not on a desk that was asked, somebody goes already, or it
            is no longer needed.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case = await work.cases.get(case_id)
        if case is None or case.relief is None:
            raise RefusedError(Reason.NOT_FOUND)
        await _refuse_others(work, company, case, actor)
        if not case.relief.stands:
            raise RefusedError(Reason.OUTDATED)
        if case.relief.taken_by == actor:
            return
        if case.relief.taken_by is not None:
            raise RefusedError(Reason.ALREADY_TAKEN)
        now = office.clock.now()
        case = replace(case, relief=replace(case.relief, taken_by=actor, taken_at=now))
        await work.cases.save(case)
        await work.timeline.append(case.id, EntryKind.RELIEF, actor, now, {"taken_by": actor})
        await work.messages.refresh(case.id, *SHOWING_RELIEF)
        if not is_shared(company, case.reporter):
            detail = call_of(case, RELIEF)
            coming = Wanted(Kind.TAKEN, thread_of(case), case=case.id, detail=detail)
            await work.messages.want(coming)


def relief_channels(company: Company, case: Case) -> tuple[str, ...]:
    """Return the channels asked for relief; a branch that is not to know is not asked."""
    if case.hq_only and company.hq_channel:
        return (company.hq_channel,)
    branch = company.branch(case.branch)
    if branch is not None:
        return (branch.desk_channel,)
    if company.hq_channel:
        return (company.hq_channel,)
    return tuple(b.desk_channel for b in company.sisters(case.branches))


async def next_circle(work: Work, company: Company, case: Case) -> tuple[Place, ...]:
    """Return whom to ask when nobody answered: HQ; if that was asked, on call and managers."""
    if company.hq_channel and company.hq_channel not in relief_channels(company, case):
        return (Place.channel(company.hq_channel),)
    return tuple(Place.person(user) for user in await called_people(work, company, case))


async def relief_circle(work: Work, company: Company, case: Case) -> tuple[Place, ...]:
    """Return whom to ask where the desk itself cannot be reached: on call, managers, HQ."""
    people = await called_people(work, company, case)
    hq = (Place.channel(company.hq_channel),) if company.hq_channel else ()
    return (*(Place.person(user) for user in people), *hq)


async def _refuse_others(work: Work, company: Company, case: Case, actor: str) -> None:
    if actor == case.reporter:
        raise RefusedError(Reason.OWN_RELIEF)
    if not await may_relieve(work, company, case, actor):
        raise RefusedError(Reason.NOT_ALLOWED)


async def may_relieve(work: Work, company: Company, case: Case, user: str) -> bool:
    """Whether somebody is one of those who are asked, or may be."""
    roles = await roles_of(work, company, user)
    asked = set(relief_channels(company, case))
    on_desk = any(b.desk_channel in asked for b in company.branches if b.id in roles.desks)
    called = roles.active and user in await called_people(work, company, case)
    return on_desk or called or roles.hq
