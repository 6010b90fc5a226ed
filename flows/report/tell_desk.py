"""The moment a report becomes a case: it gets its number and the desk gets its card."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flows.alarm.calls import SLIP
from flows.alarm.raise_alarm import page_circles
from flows.case import Case, State, next_state
from flows.company import Company
from flows.desk.free_case import call_desks, freed_if_lost, freed_of_own
from flows.messages import Kind, Wanted
from flows.places import (
    card_of,
    desks_of,
    is_shared,
    thread_of,
)
from flows.ports import Office, Work
from flows.report.gravest import is_gravest, page_about_the_gravest
from flows.report.tell_others import tell_others
from flows.timeline import BOT, EntryKind

_SHOWING = (
    Kind.DESK_CARD,
    Kind.PAGE,
    Kind.RELIEF_PAGE,
    Kind.ADVICE,
    Kind.ALARM_ADVICE,
    Kind.SHARED_RECEIPT,
    Kind.FREED,
)
"""What may look different after an answer."""


async def tell_desk(office: Office, work: Work, company: Company, case: Case) -> Case:
    """Number the case, put its card before the desk, and tell the reporter who knows."""
    now = office.clock.now()
    local_year = now.astimezone(company.zone).year
    case = replace(
        case,
        number=await work.cases.next_number(local_year),
        state=next_state(case.state, State.REPORTED),
        told_at=now,
    )
    desks = await desks_of(work, company, case)
    case = _noting_the_branch(company, case, desks)
    for channel in desks:
        await work.messages.want(card_of(case, channel))
    if not desks:
        given_up = await work.messages.undeliverable(case.id)
        case = await tell_others(work, company, case, given_up, now)
    await work.timeline.append(
        case.id, EntryKind.TOLD, BOT, now, {"channels": list(desks), "number": case.number}
    )
    if case.alarm is None:
        if is_gravest(case):
            await page_about_the_gravest(work, company, case)
        if not is_shared(company, case.reporter):
            await work.messages.want(Wanted(Kind.ADVICE, thread_of(case), case=case.id))
    return case


async def refresh_desk(
    work: Work, company: Company, before: Case, case: Case, *, what_happened: bool
) -> Case:
    """Edit what the desk sees, and put the card where it now belongs as well.

    `what_happened` says that the reporter may be told what to do meanwhile: after an alarm
    that is later than the desk was told.
    """
    desks = await desks_of(work, company, case)
    if desks != await desks_of(work, company, before):
        case = await _hand_over(work, company, before, case, case.touched_at)
    if not case.over:
        case = await freed_of_own(work, company, case, case.touched_at)
    shown_again = before.withheld and not case.withheld and not case.over
    had_somebody = case.state not in {State.REPORTED, State.REOPENED}
    if shown_again and had_somebody and case.taken_by is None:
        # Whoever had it may have left meanwhile, and what was said of that showed nothing.
        await call_desks(work, company, case, case.touched_at.isoformat())
    await work.messages.refresh(case.id, *_SHOWING)
    if case.over:
        return case
    case = _noting_the_branch(company, case, desks)
    for channel in desks:
        await work.messages.want(card_of(case, channel))
    if not desks:
        given_up = await work.messages.undeliverable(case.id)
        case = await tell_others(work, company, case, given_up, case.touched_at)
    if what_happened and not is_shared(company, case.reporter):
        await work.messages.want(Wanted(Kind.ADVICE, thread_of(case), case=case.id))
    return await _calling_anew(work, company, before, case)


async def _calling_anew(work: Work, company: Company, before: Case, case: Case) -> Case:
    """Call those whom an edited card would not: for the gravest, and after a slip.

    Who answered an alarm that was a slip has answered nothing of the report after it, which is
    free to be taken.
    """
    if case.was_in_danger:
        return case  # the alarm called everybody
    after_slip = await _is_new_after_slip(work, before, case)
    if after_slip:
        case = await _without_who_came(work, case)
    if is_gravest(case):
        if before.was_in_danger or not is_gravest(before):
            await page_about_the_gravest(work, company, case)
    elif after_slip and case.alarm is not None and case.taken_by is None:
        await call_desks(work, company, case, f"{SLIP}{case.alarm.round}")
    return case


async def _is_new_after_slip(work: Work, before: Case, case: Case) -> bool:
    """Whether a report has come of which the desk has heard nothing but an alarm, a slip.

    What was reported before the alarm was called for by its card.
    """
    alarm = case.alarm
    if alarm is None or case.told_at is None or not _is_reported(case):
        return False
    if not before.was_in_danger:
        return not _is_reported(before)
    if case.told_at >= alarm.raised_at:
        return True
    entries = await work.timeline.of(case.id)
    kinds = [entry.kind for entry in entries]
    since = entries[len(kinds) - kinds[::-1].index(EntryKind.ALARM) :]
    return any((entry.content or {}).get("question") == "acts" for entry in since)


async def _without_who_came(work: Work, case: Case) -> Case:
    """Return the case free where it was taken with the alarm alone, and note that."""
    taken, alarm = (case.taken_by, case.taken_at), case.alarm
    if case.taken_by is None or alarm is None or taken != (alarm.taken_by, alarm.taken_at):
        return case
    what = {"from": case.taken_by, "what": "slip"}
    await work.timeline.append(case.id, EntryKind.FREED, BOT, case.touched_at, what)
    return replace(case, taken_by=None, taken_at=None)


def _is_reported(case: Case) -> bool:
    """Whether anything was said of what happened, be it that this is not known."""
    said = bool(case.answers.acts or case.answers.words) or case.evidence_count > 0
    return said or "acts" in case.settled


def _noting_the_branch(company: Company, case: Case, desks: Sequence[str]) -> Case:
    """Return the case with when a branch's desk first knew: later wishes cannot undo that."""
    known = any(branch.desk_channel in desks for branch in company.branches)
    if case.branch_told_at is not None or not known:
        return case
    return replace(case, branch_told_at=case.touched_at)


async def _hand_over(work: Work, company: Company, before: Case, case: Case, now: datetime) -> Case:
    """Another desk has it now: it is paged where nobody comes yet, and free to be taken.

    Somebody who is on no desk that has it cannot go on holding it, nor stand in for a desk
    that had it before; they are told.
    """
    case = replace(case, stand_ins=frozenset())
    if case.alarm is not None and case.help_wanted:
        called = await desks_of(work, company, before) if before.ringing else ()
        await page_circles(work, company, case, case.alarm.called_at, called)
    return await freed_if_lost(work, company, case, now, moved=True)
