"""What tells the reporter who has the case or comes, or that it is no longer so."""

from datetime import datetime

from flows.alarm.calls import ALARM, LEFT, RELIEF, asked_anew, asked_before, rung_anew, superseded
from flows.places import taking_of
from flows.reading import Reading
from flows.report.view_states import Taken, TakenState
from flows.report.who_was_told import told_of_case
from flows.timeline import MOVED, EntryKind


async def show_taken(reading: Reading) -> TakenState | None:
    """Return who took the case, who comes, or who came; what is over is not said anew."""
    case, showing = reading.case, reading.showing
    if showing.detail.startswith(RELIEF):
        return _relief_taken(reading)
    if not showing.detail.startswith(ALARM):
        return await _case_taken(reading)
    alarm = None if superseded(case, showing.detail) else case.alarm
    if alarm is None or (showing.first and not alarm.ringing):
        return None
    if _says_nothing_new(reading, alarm.taken_by, stale=rung_anew(case, showing.detail)):
        return None
    return TakenState(case.id, alarm.taken_by, Taken.ALARM if alarm.ringing else Taken.CAME)


def _relief_taken(reading: Reading) -> TakenState | None:
    case, detail = reading.case, reading.showing.detail
    relief = None if asked_before(case, detail) else case.relief
    if relief is None:
        return None
    if _says_nothing_new(reading, relief.taken_by, stale=asked_anew(case, detail)):
        return None
    waits = relief.stands or relief.taken_by is not None
    return TakenState(case.id, relief.taken_by, Taken.RELIEF if waits else Taken.CAME)


def _says_nothing_new(reading: Reading, comer: str | None, *, stale: bool) -> bool:
    """Whether somebody comes, or nobody does any more, against what was to be said first.

    Nor is anything said first of a call that was followed by another.
    """
    left = reading.showing.detail.endswith(LEFT)
    return reading.showing.first and (stale or left is (comer is not None))


async def _case_taken(reading: Reading) -> TakenState | None:
    """Return who has the case, or who has it to take where its holder no longer does."""
    case, showing = reading.case, reading.showing
    if case.taken_by is not None and showing.detail == taking_of(case):
        return TakenState(case.id, case.taken_by)
    if showing.first:
        return None
    if not await _moved(reading):
        return TakenState(case.id, None, left=True)
    who = await told_of_case(reading.work, reading.company, case)
    return TakenState(case.id, None, moved_to=tuple(one for one in who.told if not one.person))


async def _moved(reading: Reading) -> bool:
    """Whether another desk has the case, and not only somebody else of the same."""
    holder, _, taken = reading.showing.detail.partition("/")
    since = datetime.fromisoformat(taken)
    lost = [
        entry.content["what"]
        for entry in await reading.work.timeline.of(reading.case.id)
        if entry.kind is EntryKind.FREED and entry.at >= since and entry.content
        if entry.content["from"] == holder and entry.content["what"] in (MOVED, "case")
    ]
    return lost[:1] == [MOVED]
