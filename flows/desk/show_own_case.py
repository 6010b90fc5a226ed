"""To whoever a case is about and who pressed on its card: others have it, and who they are."""

from flows.desk.view_states import OwnCaseState
from flows.reading import Reading
from flows.report.who_was_told import ALARM, told_of_case


async def show_own_case(reading: Reading) -> OwnCaseState:
    """Return who has the case, or who could take it; of one that is over, neither."""
    case = reading.case
    who = await told_of_case(reading.work, reading.company, case, ALARM)
    comes = case.alarm.taken_by if case.alarm and case.ringing else None
    waits = case.ringing or not case.over
    return OwnCaseState(
        taken_by=(comes or case.taken_by) if waits else None,
        told=who.told if waits else (),
        reports=reading.showing.place.reader == case.reporter and not case.over,
    )
