"""安全になった, 押し間違い: the alarm stops, and the desk sees which of the two it was."""

from dataclasses import replace
from uuid import UUID

from flows.case import Case
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of
from flows.messages import Kind
from flows.places import head_of
from flows.ports import Office, Work
from flows.report.own_case import own_case
from flows.report.proceed import proceed
from flows.timeline import EntryKind


async def end_alarm(
    office: Office, workspace: str, case_id: UUID, actor: str, *, mistake: bool
) -> None:
    """Stop the pages and go on with the questions.

    A pressed-by-mistake alarm asks the danger question again; what was pressed stays in the
    timeline. Someone who is safe is asked what happened.

    Raises:
        RefusedError: it is not the actor's report, or nothing is ringing.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case = await own_case(work, case_id, actor)
        if case.alarm is None or not case.alarm.ringing:
            raise RefusedError(Reason.ALREADY_ANSWERED)
        how = "mistake" if mistake else "safe"
        now = office.clock.now()
        ended = replace(case, alarm=replace(case.alarm, ended_at=now, ended_how=how))
        await work.timeline.append(case.id, EntryKind.ALARM_ENDED, actor, now, {"how": how})
        if mistake:
            ended = replace(
                ended,
                answers=ended.answers.without("danger"),
                reopened=ended.reopened | {"danger"},
            )
            await work.messages.want(head_of(case))
        await _settle(office, work, company, case, ended)


async def go_on_meanwhile(office: Office, workspace: str, case_id: UUID, actor: str) -> None:
    """Go on with the questions although nobody said yet that it is over."""
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case = await own_case(work, case_id, actor)
        if case.alarm is not None and not case.alarm.form_resumed:
            going_on = replace(case, alarm=replace(case.alarm, form_resumed=True))
            await _settle(office, work, company, case, going_on)


async def _settle(office: Office, work: Work, company: Company, before: Case, case: Case) -> None:
    case = await proceed(office, work, company, before, case)
    for kind in (Kind.ALARM_ADVICE, Kind.PAGE, Kind.NOBODY_YET, Kind.QUESTION):
        await work.messages.refresh(case.id, kind)
