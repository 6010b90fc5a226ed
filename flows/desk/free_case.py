"""A case whose holder may no longer have it is free to be taken again, and its desk hears so."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.alarm.call_again import LATELY, comers, without_comer
from flows.case import Case
from flows.company import Company
from flows.desk.take_case import SHOWING_WHO
from flows.membership.roles import is_one_of_us
from flows.messages import Kind, Place, Wanted
from flows.people import own_people
from flows.places import card_of, desks_of, holds, taking_of, word_to_holder
from flows.ports import Work
from flows.timeline import BOT, MOVED, EntryKind


async def freed_of_own(work: Work, company: Company, case: Case, now: datetime) -> Case:
    """Return the case without a holder whom it has turned out to be about."""
    if case.taken_by not in own_people(case):
        return case
    return await _freed(work, company, case, now, moved=False)


async def freed_if_lost(
    work: Work, company: Company, case: Case, now: datetime, *, moved: bool
) -> Case:
    """Return the case without a holder who is on no desk that has it.

    For when somebody left, or the case `moved`: that somebody is not known to be in a channel
    says nothing by itself.
    """
    if case.taken_by is None or await holds(work, company, case, case.taken_by):
        return case
    return await _freed(work, company, case, now, moved=moved)


async def free_cases_of(work: Work, user: str, now: datetime) -> None:
    """Somebody left a desk, or the company: free what they hold and may no longer have.

    Where they were to come, others are called. Nothing is freed of a branch whose desk's
    members are not known at the moment.
    """
    company = await work.settings.company()
    if company is None:
        return
    for case in await work.cases.taken_by(user):
        if await _is_unknown(work, company, case):
            continue
        free = await freed_if_lost(work, company, case, now, moved=False)
        if free != case:
            await work.cases.save(free)
            await work.messages.refresh(case.id, *SHOWING_WHO)
    for seen in await work.cases.touched_since(now - LATELY):
        if user in comers(seen):
            await _call_others(work, company, seen.id, now)


async def holders_of(work: Work, now: datetime) -> frozenset[str]:
    """Return everybody who has a case, or is to come to one."""
    coming = [comers(case) for case in await work.cases.touched_since(now - LATELY)]
    return (await work.cases.holders()).union(*coming)


async def _call_others(work: Work, company: Company, case_id: UUID, now: datetime) -> None:
    case = await work.cases.get(case_id)
    if case is None or await _is_unknown(work, company, case):
        return
    called = await without_comer(work, company, case, now)
    if called != case:
        await work.cases.save(called)


async def _is_unknown(work: Work, company: Company, case: Case) -> bool:
    """Whether it is not known at the moment who is on the desk of its branch."""
    branch = company.branch(case.branch)
    return branch is not None and await work.directory.members(branch.desk_channel) is None


async def _freed(work: Work, company: Company, case: Case, now: datetime, *, moved: bool) -> Case:
    """Free it, note that, and tell its desks and whoever had it, where they still work here."""
    word = word_to_holder(case)
    if word is None or case.taken_by is None:
        return case
    person = await work.directory.person(case.taken_by)
    if is_one_of_us(person):
        await work.messages.want(word)
    what = {"from": case.taken_by, "what": MOVED if moved else "case"}
    await work.timeline.append(case.id, EntryKind.FREED, BOT, now, what)
    await _call_again(work, company, case)
    await work.messages.refresh(case.id, Kind.TAKEN, Kind.FREED)
    return replace(case, taken_by=None, taken_at=None)


async def _call_again(work: Work, company: Company, case: Case) -> None:
    """Call whoever the card called, once for each taking: the card itself is only edited.

    Where no card stands yet, the one that comes calls them: a desk that is left with too few
    people has HQ beside it.
    """
    hq = (company.hq_channel,) if company.hq_channel else ()
    desks = await desks_of(work, company, case)
    channels = dict.fromkeys((*desks, *hq))
    places = [Place.channel(c) for c in channels if await work.messages.stands(card_of(case, c))]
    places += map(Place.person, sorted(case.stand_ins - {case.taken_by or ""}))
    for place in places:
        await work.messages.want(Wanted(Kind.FREED, place, case.id, taking_of(case)))
    for channel in desks:
        await work.messages.want(card_of(case, channel))
