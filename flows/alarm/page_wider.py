"""A page that could not be delivered must not wait for its two minutes."""

from dataclasses import replace
from uuid import UUID

from flows.alarm.ask_for_relief import relief_circle
from flows.alarm.raise_alarm import called_people, page_to, wider_circle
from flows.case import Case, Contact
from flows.company import Company
from flows.membership.roles import company_of
from flows.messages import Kind, Place, Urgency, Wanted
from flows.places import card_of, is_shared, thread_of
from flows.ports import Office, Work
from flows.timeline import BOT, EntryKind

CALLS_SOMEBODY = frozenset({Kind.PAGE, Kind.DESK_CARD})


async def page_wider(
    office: Office, workspace: str, case_id: UUID, failed: Kind, at: Place | None = None
) -> None:
    """Page the next circle at once because an urgent message did not get through to `at`.

    When the desk's card itself failed, nothing can stand in its thread: the people on call
    and the managers are paged in person, and the wider circle now instead of later. Places
    that were given up are not tried again; when none is left the reporter is told to ring.
    What only the reporter would have read calls nobody. Where the company's contact cannot be
    told of a colleague, the reporter reads that nothing has arrived there.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case = await work.cases.get(case_id)
        if case is None:
            return
        content = {"kind": failed.value}
        await work.timeline.append(case.id, EntryKind.UNDELIVERED, BOT, office.clock.now(), content)
        given_up = await work.messages.undeliverable(case.id) | {at.key if at else ""}
        if failed is Kind.RELIEF_PAGE:
            await _ask_others(work, company, case, given_up)
        elif failed is Kind.PASSED_ON:
            await work.cases.save(replace(case, contact=Contact.BY_ONESELF))
            await work.messages.refresh(case.id, Kind.ENDED)
        elif failed is Kind.DESK_CARD and case.alarm is None and company.hq_channel:
            # Nobody is in danger, but nobody would read it either: HQ gets the card.
            await work.messages.want(card_of(case, company.hq_channel))
        elif failed in CALLS_SOMEBODY and case.unattended:
            await _page_others(work, company, case, given_up)


async def _page_others(work: Work, company: Company, case: Case, given_up: frozenset[str]) -> None:
    circle = [
        *(page_to(case, Place.person(u)) for u in await called_people(work, company, case)),
        *(page_to(case, p, wider=True) for p in await wider_circle(work, company, case)),
    ]
    reachable = [page for page in circle if page.place.key not in given_up]
    for page in reachable:
        await work.messages.want(page)
    if not reachable and not is_shared(company, case.reporter):
        page = page_to(case, thread_of(case))
        await work.messages.want(replace(page, kind=Kind.NOBODY_YET))


async def _ask_others(work: Work, company: Company, case: Case, given_up: frozenset[str]) -> None:
    if case.relief is None or case.relief.taken_by is not None:
        return
    for place in await relief_circle(work, company, case):
        if place.key not in given_up:
            await work.messages.want(
                Wanted(Kind.RELIEF_PAGE, place, case=case.id, urgency=Urgency.PAGE)
            )
    await work.messages.refresh(case.id, Kind.RELIEF_RECEIPT)
