"""A page that could not be delivered must not wait for its two minutes."""

from dataclasses import replace
from uuid import UUID

from flows.alarm.raise_alarm import called_people, page_to, wider_circle
from flows.membership.roles import company_of
from flows.messages import Kind, Place
from flows.places import is_shared, thread_of
from flows.ports import Office
from flows.timeline import BOT, EntryKind


async def page_wider(office: Office, workspace: str, case_id: UUID, failed: Kind) -> None:
    """Page the next circle at once because an urgent message did not get through.

    When the desk's card itself failed, nothing can stand in its thread: the people on call
    and the managers are paged in person, and the wider circle now instead of later. Places
    that were given up are not tried again; when none is left the reporter is told to ring.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case = await work.cases.get(case_id)
        if case is None or case.over or case.taken_by is not None:
            return
        now = office.clock.now()
        await work.timeline.append(case.id, EntryKind.UNDELIVERED, BOT, now, {"kind": failed.value})
        given_up = await work.messages.undeliverable(case.id)
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
