"""A case whose holder may no longer have it is free to be taken again, and its desk hears so."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.alarm.ask_for_relief import relief_channels
from flows.alarm.call_again import (
    RELIEF_LASTS,
    comer_is_lost,
    comers,
    without_comer,
    without_own_comer,
)
from flows.case import Case
from flows.company import Company
from flows.desk.take_case import SHOWING_WHO
from flows.membership.roles import is_one_of_us, roles_of
from flows.messages import Kind, Place, Wanted
from flows.people import own_people
from flows.places import card_of, desks_of, holds, taking_of, word_to_holder
from flows.ports import Office, Work
from flows.timeline import BOT, MOVED, EntryKind


async def freed_of_own(work: Work, company: Company, case: Case, now: datetime) -> Case:
    """Return the case without a holder, or somebody who comes, whom it turned out to be about."""
    if case.taken_by in own_people(case):
        case = await _freed(work, company, case, now, moved=False)
    return await without_own_comer(work, company, case, now)


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


async def free_cases_of(office: Office, workspace: str, *users: str) -> None:
    """They may have left a desk, or the company: free what they hold and may no longer have.

    Where they were to come, others are called.

    Raises:
        ExceptionGroup: of cases that could not be freed, after all the others were.
    """
    now = office.clock.now()
    async with office.store.read(workspace) as work:
        lost = await _lost_by(work, frozenset(users), now)
    failures = []
    for case in lost:
        # Each by itself: what is the matter with one must not keep the others from it.
        try:
            async with office.store.write(workspace) as work:
                await _free(work, case, frozenset(users), now)
        except Exception as failure:  # noqa: BLE001 - raised below, with the others
            failures.append(failure)
    if failures:
        raise ExceptionGroup("not every case of somebody who left was freed", failures)


async def _lost_by(work: Work, users: frozenset[str], now: datetime) -> list[UUID]:
    """Find the cases that they have, or were to come to, and may no longer."""
    company = await work.settings.company()
    if company is None or not users:
        return []
    taken = [case for user in sorted(users) for case in await work.cases.taken_by(user)]
    lost = [case for case in taken if not await holds(work, company, case, case.taken_by or "")]
    for case in await work.cases.calling(now - RELIEF_LASTS):
        concerned = not comers(case, now).isdisjoint(users)
        if concerned and await comer_is_lost(work, company, case, now):
            lost.append(case)
    return list(dict.fromkeys(case.id for case in lost))


async def holders_of(work: Work, now: datetime) -> frozenset[str]:
    """Return everybody who has a case, or is to come to one."""
    return frozenset(user for user, _ in await work.cases.holders()) | await _coming(work, now)


async def may_have_left(work: Work, company: Company, now: datetime) -> frozenset[str]:
    """Return those of them whose cases are to be looked at: the others are where these belong."""
    left = set(await _coming(work, now))
    holders = await work.cases.holders()
    roles = {user: await roles_of(work, company, user) for user in {user for user, _ in holders}}
    for user, branch in holders:
        if not roles[user].hq and branch not in roles[user].desks:
            left.add(user)
    return frozenset(left)


async def _coming(work: Work, now: datetime) -> frozenset[str]:
    calling = await work.cases.calling(now - RELIEF_LASTS)
    return frozenset[str]().union(*(comers(case, now) for case in calling))


async def _free(work: Work, case_id: UUID, users: frozenset[str], now: datetime) -> None:
    company, case = await work.settings.company(), await work.cases.get(case_id)
    if company is None or case is None:
        return
    concerned = users & {case.taken_by, *comers(case, now)}
    if await _is_unknown(work, company, case, concerned):
        return
    free = case
    if case.taken_by in users and not case.over:
        free = await freed_if_lost(work, company, case, now, moved=False)
        if free != case:
            await work.messages.refresh(case.id, *SHOWING_WHO)
    if not comers(case, now).isdisjoint(users):
        free = await without_comer(work, company, free, now)
    if free != case:
        await work.cases.save(free)


async def _is_unknown(work: Work, company: Company, case: Case, people: frozenset[str]) -> bool:
    """Whether it is not known at the moment who is in a channel that made it theirs, HQ's too.

    Whoever no longer works here is gone all the same.
    """
    if all([not is_one_of_us(await work.directory.person(user)) for user in people]):
        return False
    branch = company.branch(case.branch)
    channels = {branch.desk_channel} if branch else set[str]()
    answered = case.ringing and case.alarm is not None and case.alarm.taken_by in people
    if not answered:  # silence in danger is worse than to be called once more
        channels |= {*await desks_of(work, company, case), *relief_channels(company, case)}
        channels |= {company.hq_channel} if company.hq_channel else set()
    return any([await work.directory.members(channel) is None for channel in channels])


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
    await call_desks(work, company, case, taking_of(case))
    await work.messages.refresh(case.id, Kind.TAKEN, Kind.FREED)
    return replace(case, taken_by=None, taken_at=None)


async def call_desks(work: Work, company: Company, case: Case, detail: str) -> None:
    """Call whoever the card called, once for each detail: the card itself is only edited.

    Where no card stands yet, the one that comes calls them: a desk that is left with too few
    people has HQ beside it.
    """
    hq = (company.hq_channel,) if company.hq_channel else ()
    desks = await desks_of(work, company, case)
    channels = dict.fromkeys((*desks, *hq))
    places = [Place.channel(c) for c in channels if await work.messages.stands(card_of(case, c))]
    places += map(Place.person, sorted(case.stand_ins - {case.taken_by or ""}))
    for place in places:
        await work.messages.want(Wanted(Kind.FREED, place, case.id, detail))
    for channel in desks:
        await work.messages.want(card_of(case, channel))
