"""What a desk reads when whoever had a case no longer has it."""

from flows.alarm.calls import SLIP
from flows.desk.view_states import FreedState
from flows.messages import PlaceKind
from flows.places import called_at, desks_of
from flows.reading import Reading


async def show_freed(reading: Reading) -> FreedState | None:
    """Return that it is to be taken again; where somebody has it before that is said, nothing."""
    work, company, case, place = (
        reading.work,
        reading.company,
        reading.case,
        reading.showing.place,
    )
    in_person = place.kind is PlaceKind.PERSON
    desks = (*await desks_of(work, company, case), company.hq_channel)
    here = place.ref in (case.stand_ins if in_person else desks)
    free = here and case.taken_by is None and not case.over and not case.withheld
    if case.number is None or (reading.showing.first and not free):
        return None
    calls = free and not in_person
    return FreedState(
        case=case.id,
        number=case.number,
        free=free,
        mentions=await called_at(work, company, case, place.ref) if calls else (),
        taken_by=case.taken_by if here and not case.withheld else None,
        after_slip=reading.showing.detail.startswith(SLIP),
    )
