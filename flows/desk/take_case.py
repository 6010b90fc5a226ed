"""受ける: somebody of the desk takes a case, and the person who reported learns who."""

from dataclasses import replace
from uuid import UUID

from flows.case import Case, State, next_state
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of, roles_of
from flows.messages import Kind, Urgency, Wanted
from flows.people import own_people, sees_case
from flows.places import is_shared, thread_of
from flows.ports import Office, Work
from flows.timeline import EntryKind


async def take_case(office: Office, workspace: str, case_id: UUID, actor: str) -> None:
    """Take a case: pages stop, the card says who has it.

    Taking what one has taken already changes nothing.

    Raises:
        RefusedError: no right, one's own case, over, or somebody else has it.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case = await desk_case(work, company, case_id, actor)
        if case.over:
            raise RefusedError(Reason.CLOSED)
        if case.taken_by == actor:
            return
        if case.taken_by is not None:
            raise RefusedError(Reason.ALREADY_TAKEN)
        now = office.clock.now()
        case = replace(
            case,
            state=next_state(case.state, State.ACKNOWLEDGED),
            taken_by=actor,
            taken_at=now,
            touched_at=now,
        )
        await work.cases.save(case)
        await work.timeline.append(case.id, EntryKind.TAKEN, actor, now)
        for kind in (Kind.DESK_CARD, Kind.PAGE, Kind.ALARM_ADVICE):
            await work.messages.refresh(case.id, kind)
        if not is_shared(company, case.reporter):
            urgency = Urgency.PAGE if case.alarm else Urgency.NORMAL
            taken = Wanted(Kind.TAKEN, thread_of(case), case=case.id, urgency=urgency)
            await work.messages.want(taken)


async def desk_case(work: Work, company: Company, case_id: UUID, actor: str) -> Case:
    """Return a case that the actor's desk may deal with.

    A manager who was paged may take an alarm as well.

    Raises:
        RefusedError: there is none, it is the actor's own, or the actor has no right to it.
    """
    case = await work.cases.get(case_id)
    if case is None or not case.told:
        raise RefusedError(Reason.NOT_FOUND)
    if actor in own_people(case):
        raise RefusedError(Reason.OWN_CASE)
    roles = await roles_of(work, company, actor)
    paged = case.alarm is not None and (roles.manager or _on_call(company, case, actor))
    if not sees_case(roles, case, company) and not paged:
        raise RefusedError(Reason.NOT_ALLOWED)
    return case


def _on_call(company: Company, case: Case, actor: str) -> bool:
    branch = None if case.hq_only else company.branch(case.branch)
    return branch is not None and actor in branch.on_call
