"""もう大丈夫です: nobody needs to take over any more, and whoever was asked reads so."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.alarm.ask_for_relief import SHOWING_RELIEF
from flows.alarm.calls import GOER_HEARS, call_of
from flows.case import Case
from flows.messages import Kind, Place, Wanted
from flows.ports import Office, Work
from flows.report.own_case import case_of
from flows.timeline import EntryKind


async def end_relief(office: Office, workspace: str, case_id: UUID, actor: str) -> None:
    """Call off the request for somebody to take over; twice is once.

    Raises:
        RefusedError: there is no such report, or it is somebody else's.
    """
    async with office.store.write(workspace) as work:
        case = await case_of(work, case_id, actor)
        ended = await without_relief(work, case, office.clock.now())
        if ended != case:
            await work.cases.save(ended)


async def without_relief(work: Work, case: Case, now: datetime) -> Case:
    """Return the case with its request ended, and show that wherever it was asked.

    Whoever goes may be on the way: an edited page rings no phone.
    """
    relief = case.relief
    if relief is None or not relief.stands:
        return case
    await work.timeline.append(case.id, EntryKind.RELIEF, case.reporter, now, {"ended": True})
    await work.messages.refresh(case.id, *SHOWING_RELIEF, Kind.REPORT_HEAD, Kind.ADVICE)
    if relief.taken_by is not None:
        place, detail = Place.person(relief.taken_by), call_of(case, GOER_HEARS)
        await work.messages.want(Wanted(Kind.RELIEF_PAGE, place, case=case.id, detail=detail))
    return replace(case, relief=replace(relief, ended_at=now))
