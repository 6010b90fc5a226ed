"""Whoever was to come may no longer: people are called as if nobody had answered."""

from dataclasses import replace
from datetime import datetime, timedelta

from flows.alarm.ask_for_relief import (
    SHOWING_RELIEF,
    may_relieve,
    page_for_relief,
    say_if_nobody_goes,
)
from flows.alarm.calls import LEFT, RELIEF, call_of, round_of
from flows.alarm.raise_alarm import nobody_yet, page_circles
from flows.case import Case
from flows.company import Company
from flows.desk.take_case import SHOWING_WHO, may_come
from flows.messages import Kind, Urgency, Wanted
from flows.people import own_people
from flows.places import card_of, desks_of, is_shared, thread_of
from flows.ports import Work
from flows.report.shared_reply import say_if_nobody_comes
from flows.timeline import BOT, EntryKind

RELIEF_LASTS = timedelta(hours=2)
"""How long after somebody went others are asked again: nobody stands at a counter longer."""

ALARM_LASTS = timedelta(days=3)
"""How long after somebody answered others are called again, though nobody ended the alarm."""


def comers(case: Case, now: datetime) -> frozenset[str]:
    """Return who is to come to this report: to danger, or to take over at the counter."""
    return frozenset(user for user in (_answerer(case, now), _goer(case, now)) if user)


async def comer_is_lost(work: Work, company: Company, case: Case, now: datetime) -> bool:
    """Whether somebody was to come and may no longer."""
    answerer, goer = _answerer(case, now), _goer(case, now)
    if answerer is not None and not await may_come(work, company, case, answerer):
        return True
    return goer is not None and not await may_relieve(work, company, case, goer)


def _answerer(case: Case, now: datetime) -> str | None:
    """Return who answered an alarm that still rings."""
    alarm = case.alarm
    if alarm is None or not case.ringing:
        return None
    return alarm.taken_by if now - (alarm.taken_at or alarm.called_at) < ALARM_LASTS else None


def _goer(case: Case, now: datetime) -> str | None:
    """Return who may be on the way to take over, or have just arrived."""
    relief = case.relief
    if relief is None or not relief.stands:
        return None
    since = relief.taken_at or relief.called_at
    return relief.taken_by if now - since < RELIEF_LASTS else None


async def without_comer(work: Work, company: Company, case: Case, now: datetime) -> Case:
    """Return the case without anybody who was to come and may no longer; others are called."""
    if _answerer(case, now) is not None:
        case = await _unanswered(work, company, case, now)
    return await _without_goer(work, company, case, now)


async def without_own_comer(work: Work, company: Company, case: Case, now: datetime) -> Case:
    """Return the case without somebody who answered danger and whom it turned out to be about."""
    comes_to_own = case.alarm is not None and case.alarm.taken_by in own_people(case)
    return await _unanswered(work, company, case, now) if comes_to_own else case


async def _unanswered(work: Work, company: Company, case: Case, now: datetime) -> Case:
    alarm = case.alarm
    if alarm is None or not alarm.ringing or alarm.taken_by is None:
        return case
    if await may_come(work, company, case, alarm.taken_by):
        return case
    what = {"from": alarm.taken_by, "what": "alarm"}
    await work.timeline.append(case.id, EntryKind.FREED, BOT, now, what)
    calls = alarm.calls + 1
    alarm = replace(alarm, taken_by=None, taken_at=None, calls=calls, called_anew_at=now)
    case = replace(case, alarm=alarm)
    wider_at = await page_circles(work, company, case, now)
    for channel in await desks_of(work, company, case):
        # A desk that is left with too few people has HQ beside it: that is called by its card.
        await work.messages.want(card_of(case, channel))
    case = replace(case, alarm=replace(alarm, unheard_from=wider_at))
    await say_if_nobody_comes(work, case, now)
    await work.messages.refresh(case.id, *SHOWING_WHO)
    if not is_shared(company, case.reporter):
        await _say_so(work, case, round_of(case) + LEFT)
        await work.messages.want(nobody_yet(case, wider_at))
    return case


async def _without_goer(work: Work, company: Company, case: Case, now: datetime) -> Case:
    relief, goer = case.relief, _goer(case, now)
    if relief is None or goer is None or await may_relieve(work, company, case, goer):
        return case
    what = {"from": goer, "what": "relief"}
    await work.timeline.append(case.id, EntryKind.FREED, BOT, now, what)
    calls = relief.calls + 1
    relief = replace(relief, taken_by=None, taken_at=None, calls=calls, called_anew_at=now)
    case = replace(case, relief=relief)
    await page_for_relief(work, company, case, now)
    await work.messages.refresh(case.id, *SHOWING_RELIEF)
    if not is_shared(company, case.reporter):
        await _say_so(work, case, call_of(case, RELIEF) + LEFT)
        await say_if_nobody_goes(work, case, now)
    return case


async def _say_so(work: Work, case: Case, detail: str) -> None:
    """The reporter counts on somebody: an edited message would ring no phone."""
    thread = thread_of(case)
    await work.messages.want(Wanted(Kind.TAKEN, thread, case.id, detail, urgency=Urgency.PAGE))
