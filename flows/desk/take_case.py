"""受ける: somebody of the desk takes a case, and the person who reported learns who."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.alarm.calls import round_of
from flows.alarm.raise_alarm import called_people, wider_circle
from flows.case import Case, State, next_state
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of, roles_of
from flows.messages import Kind, Urgency, Wanted
from flows.people import Roles, is_on_its_desk, own_people
from flows.places import desks_of, has_card, is_shared, taking_of, thread_of
from flows.ports import Office, Work
from flows.timeline import EntryKind

SHOWING_WHO = (
    Kind.DESK_CARD,
    Kind.PAGE,
    Kind.TAKEN,
    Kind.ALARM_ADVICE,
    Kind.NOBODY_YET,
    Kind.NUDGE,
    Kind.ENDED,
    Kind.SHARED_RECEIPT,
    Kind.FREED,
)
"""What looks different once somebody has it."""


async def take_case(office: Office, workspace: str, case_id: UUID, actor: str) -> None:
    """Take what calls: the alarm while nobody comes to it, else the case itself.

    The case comes with the alarm for those who have its card, where nobody has it yet: whoever
    comes from elsewhere leaves it to its own desk. Taking what one has taken already changes
    nothing.

    Raises:
        RefusedError: no right, one's own case, over, or somebody else has it.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case, decides = await _case_to_take(work, company, case_id, actor)
        if case.over and not case.ringing:
            raise RefusedError(Reason.CLOSED)
        if _has(case, actor):
            return
        alarm = case.help_wanted
        free = case.taken_by is None and not case.over and decides
        if not alarm and not free:
            raise RefusedError(Reason.ALREADY_TAKEN)
        with_case = free and (not alarm or await has_card(work, company, case, actor))
        now = office.clock.now()
        case = _taken(case, actor, now, alarm=alarm, with_case=with_case)
        await work.cases.save(case)
        what = {"alarm": alarm, "case": with_case}
        await work.timeline.append(case.id, EntryKind.TAKEN, actor, now, what)
        await work.messages.refresh(case.id, *SHOWING_WHO)
        if not is_shared(company, case.reporter):
            await work.messages.want(_said_to_reporter(case, alarm=alarm))


def _has(case: Case, actor: str) -> bool:
    """Whether the actor has it: the alarm while that rings, else the case."""
    if case.alarm is not None and case.alarm.ringing and case.alarm.taken_by == actor:
        return True
    return case.taken_by == actor and not case.help_wanted


def _taken(case: Case, actor: str, now: datetime, *, alarm: bool, with_case: bool) -> Case:
    if alarm and case.alarm is not None:
        case = replace(case, alarm=replace(case.alarm, taken_by=actor, taken_at=now))
    if with_case:
        fresh = case.state in (State.REPORTED, State.REOPENED)
        state = next_state(case.state, State.ACKNOWLEDGED) if fresh else case.state
        case = replace(case, state=state, taken_by=actor, taken_at=now)
    return case


def _said_to_reporter(case: Case, *, alarm: bool) -> Wanted:
    """Each alarm and each taking has its own message: an edited one would ring no phone."""
    thread = thread_of(case)
    if not alarm:
        return Wanted(Kind.TAKEN, thread, case=case.id, detail=taking_of(case))
    detail = round_of(case)
    return Wanted(Kind.TAKEN, thread, case=case.id, detail=detail, urgency=Urgency.PAGE)


async def _case_to_take(
    work: Work, company: Company, case_id: UUID, actor: str
) -> tuple[Case, bool]:
    """Return a case whose alarm the actor may answer, and whether the case is theirs as well.

    Raises:
        RefusedError: there is none, it is the actor's own, or the actor has no right to it.
    """
    case = await work.cases.get(case_id)
    if case is None or not case.told:
        raise RefusedError(Reason.NOT_FOUND)
    if actor in own_people(case):
        raise RefusedError(Reason.OWN_CASE, case.id)
    roles = await roles_of(work, company, actor)
    decides = is_on_its_desk(roles, case, company)
    if not decides and not await _was_paged(work, company, case, roles):
        raise RefusedError(Reason.NOT_ALLOWED)
    return case, decides


async def may_come(work: Work, company: Company, case: Case, user: str) -> bool:
    """Whether somebody may answer the alarm: it is their desk's, or they were paged."""
    roles = await roles_of(work, company, user)
    if user in own_people(case):
        return False
    return is_on_its_desk(roles, case, company) or await _was_paged(work, company, case, roles)


async def _was_paged(work: Work, company: Company, case: Case, roles: Roles) -> bool:
    if not case.ringing or not roles.active:
        return False
    if roles.user in await called_people(work, company, case):
        return True
    wider = {place.ref for place in await wider_circle(work, company, case)}
    paged = {*await desks_of(work, company, case), *wider}
    return bool(paged & await work.directory.channels_of(roles.user))
