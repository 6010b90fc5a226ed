"""受ける: somebody of the desk takes a case, and the person who reported learns who."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.alarm.raise_alarm import called_people, wider_circle
from flows.case import Case, State, next_state
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of, roles_of
from flows.messages import Kind, Urgency, Wanted
from flows.people import Roles, own_people, sees_case
from flows.places import desks_of, is_shared, thread_of
from flows.ports import Office, Work
from flows.timeline import EntryKind

_SHOWING_WHO = (
    Kind.DESK_CARD,
    Kind.PAGE,
    Kind.ALARM_ADVICE,
    Kind.NOBODY_YET,
    Kind.ENDED,
    Kind.SHARED_RECEIPT,
)
"""What looks different once somebody has it."""


async def take_case(office: Office, workspace: str, case_id: UUID, actor: str) -> None:
    """Take a case: pages stop, the card says who has it.

    While an alarm rings it is the alarm that is taken, even of a report that was withdrawn
    or that somebody else has had before; the case comes with it where nobody has it and the
    actor may see it. Taking what one has taken already changes nothing.

    Raises:
        RefusedError: no right, one's own case, over, or somebody else has it.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case, sees = await _case_to_take(work, company, case_id, actor)
        if case.over and not case.ringing:
            raise RefusedError(Reason.CLOSED)
        if case.holder == actor:
            return
        if case.holder is not None:
            raise RefusedError(Reason.ALREADY_TAKEN)
        case = _taken(case, actor, office.clock.now(), sees=sees)
        await work.cases.save(case)
        await work.timeline.append(case.id, EntryKind.TAKEN, actor, office.clock.now())
        for kind in _SHOWING_WHO:
            await work.messages.refresh(case.id, kind)
        if not is_shared(company, case.reporter):
            await work.messages.want(_said_to_reporter(case))


def _taken(case: Case, actor: str, now: datetime, *, sees: bool) -> Case:
    if case.alarm is not None and case.alarm.ringing:
        case = replace(case, alarm=replace(case.alarm, taken_by=actor, taken_at=now))
    if sees and not case.over and case.taken_by is None:
        fresh = case.state in (State.REPORTED, State.REOPENED)
        state = next_state(case.state, State.ACKNOWLEDGED) if fresh else case.state
        case = replace(case, state=state, taken_by=actor, taken_at=now)
    return replace(case, touched_at=now)


def _said_to_reporter(case: Case) -> Wanted:
    """Each alarm has its own message: an edited one would ring no phone."""
    thread = thread_of(case)
    if case.alarm is None or not case.alarm.ringing:
        return Wanted(Kind.TAKEN, thread, case=case.id, detail="hq" if case.hq_only else "")
    detail = f"alarm/{case.alarm.round}"
    return Wanted(Kind.TAKEN, thread, case=case.id, detail=detail, urgency=Urgency.PAGE)


async def _case_to_take(
    work: Work, company: Company, case_id: UUID, actor: str
) -> tuple[Case, bool]:
    """Return a case that the actor may take, and whether they may see it as well.

    Whoever was paged may come, but that alone does not open the record.

    Raises:
        RefusedError: there is none, it is the actor's own, or the actor has no right to it.
    """
    case = await work.cases.get(case_id)
    if case is None or not case.told:
        raise RefusedError(Reason.NOT_FOUND)
    if actor in own_people(case):
        raise RefusedError(Reason.OWN_CASE)
    roles = await roles_of(work, company, actor)
    sees = sees_case(roles, case, company)
    if not sees and not await _was_paged(work, company, case, roles):
        raise RefusedError(Reason.NOT_ALLOWED)
    return case, sees


async def _was_paged(work: Work, company: Company, case: Case, roles: Roles) -> bool:
    if not case.ringing or not roles.active:
        return False
    if roles.user in await called_people(work, company, case):
        return True
    wider = {place.ref for place in await wider_circle(work, company, case)}
    paged = {*await desks_of(work, company, case), *wider}
    return bool(paged & await work.directory.channels_of(roles.user))
