"""安全になった, 押し間違い: the alarm stops, and the desk sees which of the two it was."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.alarm.calls import round_of
from flows.case import Case
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of
from flows.messages import Kind, Place, ReplyAddress, Wanted
from flows.ports import Office, Work
from flows.report.own_case import case_of
from flows.report.proceed import proceed
from flows.report.shared_reply import read_on
from flows.timeline import EntryKind

_SHOWING = (
    Kind.ALARM_ADVICE,
    Kind.PAGE,
    Kind.TAKEN,
    Kind.NOBODY_YET,
    Kind.REPORT_HEAD,
    Kind.ENDED,
    Kind.NUDGE,
    Kind.RECEIPT,
    Kind.SHARED_RECEIPT,
)
"""What looks different once nothing rings; the last four ask meanwhile whether it is over."""


async def end_alarm(
    office: Office,
    workspace: str,
    case_id: UUID,
    actor: str,
    *,
    mistake: bool,
    private: ReplyAddress | None = None,
) -> None:
    """Stop the pages and go on with the questions.

    A pressed-by-mistake alarm asks the danger question again; what was pressed stays in the
    timeline. Someone who is safe is asked what happened. `private` is set where it was pressed
    in a shared account's receipt, which goes on there.

    Raises:
        RefusedError: it is not the actor's report, or nothing is ringing.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case = await case_of(work, case_id, actor)
        if not case.ringing:
            raise RefusedError(Reason.CLOSED if case.over else Reason.ALREADY_ANSWERED)
        how, now = "mistake" if mistake else "safe", office.clock.now()
        case = await read_on(work, case, private, now)
        ended = await stop_ringing(work, case, how, now)
        if mistake and not case.over:
            ended = replace(
                ended,
                answers=ended.answers.without("danger"),
                reopened=ended.reopened | {"danger"},
            )
        await proceed(office, work, company, case, ended)
        await work.messages.refresh(case.id, Kind.ALARM_ADVICE, Kind.QUESTION)


async def stop_ringing(work: Work, case: Case, how: str, now: datetime) -> Case:
    """Return the case with its alarm ended, and show that to everybody who was paged.

    Whoever took it may be on the way and is told anew. A report withdrawn meanwhile goes on
    ringing until this: it does not say who is safe.
    """
    if case.alarm is None:
        return case
    await work.timeline.append(case.id, EntryKind.ALARM_ENDED, case.reporter, now, {"how": how})
    await work.messages.refresh(case.id, *_SHOWING)
    if case.alarm.taken_by is not None:
        place, detail = Place.person(case.alarm.taken_by), round_of(case)
        await work.messages.want(Wanted(Kind.ALARM_OVER, place, case=case.id, detail=detail))
    return replace(
        case,
        alarm=replace(case.alarm, ended_at=now, ended_how=how),
        reopened=case.reopened - {"place"},
    )
