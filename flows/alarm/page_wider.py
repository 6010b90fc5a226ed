"""A page that could not be delivered must not wait for its two minutes, nor a card for ever."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.alarm.ask_for_relief import relief_circle, relief_page
from flows.alarm.raise_alarm import called_people, page_to, wider_circle
from flows.case import Case, Contact
from flows.company import Company
from flows.membership.roles import company_of
from flows.messages import Kind, Place
from flows.places import is_shared, thread_of
from flows.ports import Office, Work
from flows.report.gravest import is_gravest
from flows.report.tell_others import tell_others
from flows.timeline import BOT, EntryKind

TOLD_OTHERWISE = frozenset({Kind.DESK_CARD, Kind.PASSED_ON})
"""Besides pages: where nobody would read these, somebody else has to be told."""


async def page_wider(
    office: Office, workspace: str, case_id: UUID, failed: Kind, at: Place
) -> None:
    """Page the next circle at once because an urgent message did not get through to `at`."""
    async with office.store.write(workspace) as work:
        case = await work.cases.get(case_id)
        if case is None or case.purged_at is not None:
            return
        now = office.clock.now()
        await work.timeline.append(case_id, EntryKind.UNDELIVERED, BOT, now, {"kind": failed.value})
        await widen(office, work, case_id, failed, at, for_good=False)


async def widen(
    office: Office, work: Work, case_id: UUID, failed: Kind, at: Place, *, for_good: bool
) -> None:
    """Have others read what did not get through to `at`, for now or `for_good`.

    A page: the people on call and the managers are paged in person, and the wider circle now
    instead of later. A card that is given up is put before HQ, or else before those people.
    Places that were given up are not tried again; when none is left the reporter is told to
    ring. What only the reporter would have read calls nobody. Where the company's contact
    cannot be told of a colleague, the reporter reads that nothing has arrived there.
    """
    company = await company_of(work)
    case = await work.cases.get(case_id)
    if case is None or case.purged_at is not None:
        return
    now = office.clock.now()
    given_up = await work.messages.undeliverable(case.id) | {at.key}
    if failed is Kind.RELIEF_PAGE:
        await _ask_others(work, company, case, given_up)
    if failed is Kind.PASSED_ON:
        await work.cases.save(replace(case, contact=Contact.BY_ONESELF))
        await work.messages.refresh(case.id, Kind.ENDED, Kind.QUESTION)
    if failed is Kind.DESK_CARD and for_good:
        case = await tell_others(work, company, case, given_up, now)
        await work.cases.save(case)
        await work.messages.refresh(case.id, Kind.QUESTION)
    if failed is Kind.PAGE or (failed is Kind.DESK_CARD and case.was_in_danger):
        await _page_others(work, company, case, given_up, now)


async def _page_others(
    work: Work, company: Company, case: Case, given_up: frozenset[str], now: datetime
) -> None:
    if not case.unattended or not (case.was_in_danger or is_gravest(case)):
        return
    circle = [
        *(page_to(case, Place.person(u)) for u in await called_people(work, company, case)),
        *(page_to(case, p, wider=True) for p in await wider_circle(work, company, case)),
    ]
    reachable = [page for page in circle if page.place.key not in given_up]
    for page in reachable:
        await work.messages.want(page)
    if reachable:
        return
    if case.alarm is not None and case.ringing:
        await work.cases.save(replace(case, alarm=replace(case.alarm, unheard_from=now)))
        await work.messages.refresh(case.id, Kind.SHARED_RECEIPT)
    if not is_shared(company, case.reporter):
        page = page_to(case, thread_of(case))
        await work.messages.want(replace(page, kind=Kind.NOBODY_YET))


async def _ask_others(work: Work, company: Company, case: Case, given_up: frozenset[str]) -> None:
    if case.relief is None or not case.relief.waits:
        return
    for place in await relief_circle(work, company, case):
        if place.key not in given_up:
            await work.messages.want(relief_page(case, place))
