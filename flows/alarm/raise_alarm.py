"""One press: somebody is in danger. Everybody who can come is paged before anything is asked."""

from dataclasses import replace
from datetime import datetime, timedelta

from flows.case import Alarm, Case
from flows.company import Company
from flows.membership.roles import is_stranger, managers
from flows.messages import Kind, Place, Urgency, Wanted
from flows.people import own_people
from flows.places import card_thread, desks_of, is_shared, thread_of
from flows.ports import Work
from flows.timeline import EntryKind

WIDER_AFTER = timedelta(minutes=2)
WIDER = "/wider"  # ends the detail of a page to the wider circle
RESUME_AFTER = timedelta(minutes=30)


async def raise_alarm(work: Work, company: Company, case: Case, now: datetime) -> Case:
    """Page the desk, those on call and the managers now, and the next circle in two minutes.

    The rows for the wider circle wait with the case; they show nothing once somebody has
    taken it or it is over.
    """
    rounds = case.alarm.round + 1 if case.alarm else 1
    case = replace(case, alarm=Alarm(raised_at=now, round=rounds))
    await work.timeline.append(case.id, EntryKind.ALARM, case.reporter, now, {"round": rounds})
    await page_circles(work, company, case)
    later = now + WIDER_AFTER
    if not is_shared(company, case.reporter):
        thread = thread_of(case)
        for kind, when in (
            (Kind.ALARM_ADVICE, None),
            (Kind.NOBODY_YET, later),
            (Kind.NUDGE, now + RESUME_AFTER),
        ):
            await work.messages.want(
                Wanted(
                    kind,
                    thread,
                    case=case.id,
                    detail=f"alarm/{rounds}",
                    not_before=when,
                    urgency=Urgency.NORMAL if kind is Kind.NUDGE else Urgency.PAGE,
                )
            )
    return case


async def page_circles(work: Work, company: Company, case: Case) -> None:
    """Page everybody the ringing alarm concerns; who was paged already is not paged again."""
    later = case.alarm.raised_at + WIDER_AFTER if case.alarm else None
    for place in await first_circle(work, company, case):
        await work.messages.want(page_to(case, place))
    for place in await wider_circle(work, company, case):
        await work.messages.want(page_to(case, place, wider=True, not_before=later))


async def first_circle(work: Work, company: Company, case: Case) -> tuple[Place, ...]:
    """Return the places paged at once: below the desk's card, people on call, managers."""
    desks = await desks_of(work, company, case)
    people = await called_people(work, company, case)
    return (
        *(card_thread(case, channel) for channel in desks),
        *(Place.person(user) for user in people),
    )


async def called_people(work: Work, company: Company, case: Case) -> tuple[str, ...]:
    """Return who is paged in person: those on call on the desks that are told, and managers."""
    desks = await desks_of(work, company, case)
    on_call = [u for b in company.branches if b.desk_channel in desks for u in b.on_call]
    everyone = (*on_call, *sorted(await managers(work, company)))
    others = dict.fromkeys(user for user in everyone if user not in own_people(case))
    return tuple([user for user in others if not await is_stranger(work, user)])


async def wider_circle(work: Work, company: Company, case: Case) -> tuple[Place, ...]:
    """Return the places paged when nobody of the first circle came: HQ, else sister desks.

    Nothing crosses legal entities.
    """
    first = await desks_of(work, company, case)
    if company.hq_channel and company.hq_channel not in first:
        return (Place.channel(company.hq_channel),)
    if case.hq_only:
        return ()
    branch = company.branch(case.branch)
    sisters = (b for b in company.branches if branch is None or b.entity == branch.entity)
    return tuple(Place.channel(b.desk_channel) for b in sisters if b.desk_channel not in first)


def page_to(
    case: Case, place: Place, *, wider: bool = False, not_before: datetime | None = None
) -> Wanted:
    """Return the page of the alarm that rings now, in one place."""
    rounds = case.alarm.round if case.alarm else 0
    detail = f"alarm/{rounds}{WIDER if wider else ''}"
    return Wanted(Kind.PAGE, place, case.id, detail, not_before=not_before, urgency=Urgency.PAGE)


def superseded(case: Case, detail: str) -> bool:
    """Whether a message of an alarm, by its detail, is of a round before the present one."""
    if case.alarm is None or not detail.startswith("alarm/"):
        return False
    return int(detail.split("/")[1]) < case.alarm.round
