"""The ways a conversation ends before a decision: withdrawn, or not this desk's matter."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.alarm.end_relief import without_relief
from flows.case import Case, Contact, Ending, State, next_state
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of
from flows.messages import Kind, Place, Wanted
from flows.places import is_shared, thread_of, word_to_holder
from flows.ports import Office, Work
from flows.report.own_case import own_case
from flows.timeline import EntryKind

SHOWING = (
    Kind.REPORT_HEAD,
    Kind.DESK_CARD,
    Kind.PAGE,
    Kind.QUESTION,
    Kind.ADVICE,
    Kind.ALARM_ADVICE,
    Kind.FINISHED,
    Kind.NUDGE,
    Kind.RECEIPT,
    Kind.SHARED_RECEIPT,
    Kind.FREED,
)
"""What looks different once a report is over, or no longer is."""


async def withdraw_report(
    office: Office, workspace: str, case_id: UUID, actor: str, *, untold: bool = False
) -> None:
    """Stop asking. What was kept stays kept, and the reporter is told so.

    `untold` says that the button spoke of a report that no desk has.

    Raises:
        RefusedError: not the actor's report, over already, or told by now against what the
            button said.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case = await own_case(work, case_id, actor)
        if untold and case.told:
            raise RefusedError(Reason.TOLD_BY_NOW)
        case = replace(case, state=next_state(case.state, State.WITHDRAWN))
        case = await close(work, company, case, Ending.WITHDRAWN, office.clock.now())
        await work.cases.save(case)


async def pass_on(work: Work, company: Company, case: Case, now: datetime) -> Case:
    """A colleague did it: the company's own contact is told, and the desk learns nothing.

    Where the contact cannot be reached in Slack, or the employee prefers to, they get in
    touch themselves.
    """
    channel = company.internal_contact_channel
    tells = channel is not None and case.contact is not Contact.BY_ONESELF
    contact = Contact.TOLD if tells else Contact.BY_ONESELF
    case = replace(case, state=next_state(case.state, State.CLOSED), contact=contact)
    case = await close(work, company, case, Ending.PASSED_ON, now)
    if channel is not None and tells:
        place = Place.channel(channel)
        await work.messages.want(Wanted(Kind.PASSED_ON, place, case.id, ending_of(case)))
    return case


async def close(work: Work, company: Company, case: Case, ending: Ending, now: datetime) -> Case:
    """Note the ending, say it to the reporter, and show it wherever the case is shown.

    An alarm that rings goes on being shown as raised: people may still be in danger, and
    withdrawing a report does not say that they are safe. A request to be relieved ends with a
    withdrawn report alone: who is at the counter is the same whoever did it, and whoever hears.
    """
    case = replace(case, ending=ending, ended_at=now, touched_at=now, reopened=frozenset())
    await work.timeline.append(case.id, EntryKind.ENDED, case.reporter, now, {"how": ending.value})
    await work.messages.refresh(case.id, *SHOWING)
    if ending is Ending.WITHDRAWN:
        case = await without_relief(work, case, now)
    if (word := word_to_holder(case)) is not None:
        await work.messages.want(word)
    if not is_shared(company, case.reporter):
        await work.messages.want(Wanted(Kind.ENDED, thread_of(case), case.id, ending_of(case)))
    return case


def ending_of(case: Case) -> str:
    """Return what tells one ending of a case from another: one that was taken back, say."""
    return case.ended_at.isoformat() if case.ended_at else ""
