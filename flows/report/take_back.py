"""押し間違い: what was passed on by a slip is taken back, and the report goes on."""

from dataclasses import replace
from uuid import UUID

from flows.case import Ending, State, next_state
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of
from flows.messages import Kind
from flows.ports import Office
from flows.report.end_report import SHOWING
from flows.report.own_case import case_of
from flows.report.proceed import proceed
from flows.report.put_question import moved_down
from flows.timeline import EntryKind


async def take_back(office: Office, workspace: str, case_id: UUID, actor: str) -> None:
    """Ask again who it was, and say to the company's contact that it was a slip.

    What a desk knew of comes back to it; what none knew of goes on as a conversation.

    Raises:
        RefusedError: not the actor's report, or not one that was passed on.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        before = await case_of(work, case_id, actor)
        if before.ending is not Ending.PASSED_ON:
            raise RefusedError(Reason.CLOSED if before.over else Reason.ALREADY_ANSWERED)
        now = office.clock.now()
        case = replace(
            before,
            state=next_state(before.state, State.REOPENED),
            ending=None,
            finished_at=None,
            answers=before.answers.without("actor"),
            settled=before.settled - {"actor", "pass_on"},
        )
        await work.timeline.append(case.id, EntryKind.TAKEN_BACK, actor, now)
        # Where it was asked first is above the ending.
        case = moved_down(case, "actor", now)
        await proceed(office, work, company, before, case)
        await work.messages.refresh(case.id, *SHOWING, Kind.ENDED, Kind.PASSED_ON, Kind.RELEASED)
