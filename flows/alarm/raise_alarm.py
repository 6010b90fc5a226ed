"""One press: somebody is in danger. Everybody who can come is paged before anything is asked."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from flows.alarm.calls import REPORT, WIDER, round_of
from flows.case import Alarm, Case
from flows.company import Company
from flows.messages import Kind, Place, Urgency, Wanted
from flows.places import (
    card_of,
    desk_people,
    desks_of,
    is_shared,
    managers_of,
    on_call_of,
    thread_of,
)
from flows.ports import Work
from flows.report.put_question import moved_down
from flows.report.shared_reply import say_if_nobody_comes
from flows.timeline import EntryKind

WIDER_AFTER = timedelta(minutes=2)
RESUME_AFTER = timedelta(minutes=30)


async def raise_alarm(work: Work, company: Company, case: Case, now: datetime) -> Case:
    """Call the desk, those on call and the managers now, and the next circle in two minutes.

    The rows for the wider circle wait with the case; they show nothing once somebody has
    taken it or it is over.
    """
    rounds = case.alarm.round + 1 if case.alarm else 1
    # Where they are, and who it is, matters anew although it was known or put off before; an
    # answer that was being changed stays as it was.
    case = replace(
        moved_down(case, "place", now),
        alarm=Alarm(raised_at=now, round=rounds),
        postponed=case.postponed - {"affected"},
        reopened=frozenset(),
    )
    await work.timeline.append(case.id, EntryKind.ALARM, case.reporter, now, {"round": rounds})
    wider_at = await page_circles(work, company, case, now)
    case = replace(case, alarm=Alarm(raised_at=now, round=rounds, unheard_from=wider_at))
    await say_if_nobody_comes(work, case, now)
    if not is_shared(company, case.reporter):
        thread = thread_of(case)
        advice = Wanted(Kind.ALARM_ADVICE, thread, case.id, round_of(case), urgency=Urgency.PAGE)
        await work.messages.want(advice)
        await work.messages.want(nobody_yet(case, wider_at))
        later = now + RESUME_AFTER
        nudge = Wanted(Kind.NUDGE, thread, case.id, round_of(case), not_before=later)
        await work.messages.want(nudge)
    return case


def nobody_yet(case: Case, wider_at: datetime) -> Wanted:
    """Return what tells the reporter, at that time, that nobody comes so far."""
    return Wanted(
        Kind.NOBODY_YET,
        thread_of(case),
        case=case.id,
        detail=round_of(case),
        not_before=wider_at,
        urgency=Urgency.PAGE,
    )


async def page_circles(
    work: Work,
    company: Company,
    case: Case,
    raised_at: datetime,
    called: Collection[str] = (),
) -> datetime:
    """Call everybody the ringing alarm concerns, and return when it goes wider.

    Each is called once, where it is surest: those on call and the managers in person, the
    rest of a desk by its card. A card that stands already is edited, which rings no phone: a
    page follows it, unless the desk is one of those this alarm has `called` before. It does
    not stand in the card's thread, which whoever the card called before would follow.
    Where there is nobody to call, the wider circle is paged at once.
    """
    desks = await desks_of(work, company, case)
    in_person = await called_people(work, company, case)
    somebody = bool(in_person)
    for channel in desks:
        somebody = somebody or bool(await called_on_desk(work, company, case, channel))
        if channel not in called and await work.messages.stands(card_of(case, channel)):
            await work.messages.want(page_to(case, Place.channel(channel)))
    for user in in_person:
        await work.messages.want(page_to(case, Place.person(user)))
    wider_at = raised_at + WIDER_AFTER if somebody else raised_at
    for place in await wider_circle(work, company, case):
        await work.messages.want(page_to(case, place, wider=True, not_before=wider_at))
    return wider_at


async def called_people(work: Work, company: Company, case: Case) -> tuple[str, ...]:
    """Return who is paged in person: those on call on the desks that are told, and managers."""
    desks = await desks_of(work, company, case)
    told = [branch for branch in company.branches if branch.desk_channel in desks]
    on_call = [user for branch in told for user in await on_call_of(work, case, branch)]
    return tuple(dict.fromkeys([*on_call, *await managers_of(work, company, case)]))


async def called_on_desk(work: Work, company: Company, case: Case, channel: str) -> tuple[str, ...]:
    """Return who is called by name in a desk's channel: all but those paged in person."""
    in_person = await called_people(work, company, case)
    people = await desk_people(work, case, channel)
    return tuple(user for user in people if user not in in_person)


async def wider_circle(work: Work, company: Company, case: Case) -> tuple[Place, ...]:
    """Return the places paged when nobody of the first circle came: HQ, else sister desks.

    Nothing crosses legal entities.
    """
    first = await desks_of(work, company, case)
    if company.hq_channel and company.hq_channel not in first:
        return (Place.channel(company.hq_channel),)
    if case.hq_only:
        return ()
    branch = company.branch(case.branch)
    sisters = company.sisters({branch.id} if branch else case.branches)
    return tuple(Place.channel(b.desk_channel) for b in sisters if b.desk_channel not in first)


def page_to(
    case: Case, place: Place, *, wider: bool = False, not_before: datetime | None = None
) -> Wanted:
    """Return the page of the alarm that rings now, or else of the report, in one place."""
    detail = (round_of(case) if case.was_in_danger else REPORT) + (WIDER if wider else "")
    return Wanted(Kind.PAGE, place, case.id, detail, not_before=not_before, urgency=Urgency.PAGE)
