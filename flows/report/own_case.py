"""A report may be changed by the person who makes it, while it is not over."""

from uuid import UUID

from flows.case import Case
from flows.errors import Reason, RefusedError
from flows.ports import Work


async def own_case(work: Work, case_id: UUID, actor: str) -> Case:
    """Return the actor's own case, which may be changed.

    Raises:
        RefusedError: there is none, it is somebody else's, or it is over.
    """
    case = await case_of(work, case_id, actor)
    if case.over:
        raise RefusedError(Reason.CLOSED)
    return case


async def case_that_hears(work: Work, case_id: UUID, actor: str) -> Case:
    """Return the actor's own case, to which words and files may still be added.

    Raises:
        RefusedError: there is none, it is somebody else's, or it is over: then what came is
            not kept.
    """
    case = await case_of(work, case_id, actor)
    if case.over:
        raise RefusedError(Reason.NOT_KEPT, case.id)
    return case


async def case_of(work: Work, case_id: UUID, actor: str) -> Case:
    """Return the actor's own case, over or not.

    Raises:
        RefusedError: there is none, or it is somebody else's.
    """
    case = await work.cases.get(case_id)
    if case is None or case.purged_at is not None:
        raise RefusedError(Reason.NOT_FOUND)
    if case.reporter != actor:
        raise RefusedError(Reason.NOT_YOURS)
    return case
