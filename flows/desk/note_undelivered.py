"""A message that was given up: noted in its case, shown on its card, told to whoever runs the app.

Told once: a message for each day, edited as more is given up, in HQ's channel, or else to the
managers in person. Where it does not arrive itself, nobody is told of that in a loop.
"""

from uuid import UUID
from zoneinfo import ZoneInfo

from flows.company import Company
from flows.local_time import local
from flows.membership.roles import managers
from flows.messages import Kind, Place, PlaceKind, Wanted
from flows.ports import Office, Work
from flows.timeline import BOT, EntryKind


async def note_undelivered(
    office: Office, work: Work, kind: Kind, case: UUID | None, place: Place, why: str
) -> None:
    """Do what follows from giving a message up, in the transaction that gives it up.

    Args:
        office: the clock.
        work: the transaction.
        kind: what was given up.
        case: what it was about, if it was about a case.
        place: where it was to stand.
        why: the code with which it was refused.
    """
    now = office.clock.now()
    about = await work.cases.get(case) if case is not None else None
    if about is not None and about.purged_at is None:
        content = {"kind": kind.value, "why": why}
        await work.timeline.append(about.id, EntryKind.UNDELIVERED, BOT, now, content)
        await work.messages.refresh(about.id, Kind.DESK_CARD)
    company = await work.settings.company()
    if company is None:
        return
    day = local(now, ZoneInfo(company.timezone)).date().isoformat()
    for reader in await _readers(work, company, kind, place):
        await work.messages.want(Wanted(Kind.UNDELIVERED, reader, detail=day))


async def _readers(work: Work, company: Company, kind: Kind, place: Place) -> tuple[Place, ...]:
    if kind is Kind.UNDELIVERED and place.kind is PlaceKind.PERSON:
        return ()
    lost = await work.messages.undelivered()
    failed = {one.place.key for one in lost if one.kind is Kind.UNDELIVERED} | {place.key}
    hq = company.hq_channel
    if hq is not None and Place.channel(hq).key not in failed:
        return (Place.channel(hq),)
    people = (Place.person(user) for user in sorted(await managers(work, company)))
    return tuple(person for person in people if person.key not in failed)
