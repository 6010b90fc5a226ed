"""What a page shows: who is in danger and where, who comes, or that it is over."""

from flows.alarm.calls import ALARM, WIDER, rung_anew, superseded
from flows.alarm.raise_alarm import called_on_desk, called_people, wider_circle
from flows.case import Ending
from flows.desk.show_desk import anonymous, happened_lines, reads_for_hq
from flows.desk.view_states import AlarmOverState, PageState, ReleasedState
from flows.membership.roles import roles_of
from flows.messages import PlaceKind
from flows.people import Roles, sees_case
from flows.places import (
    affected_at,
    called_at,
    card_of,
    desks_of,
    holds,
    managers_of,
    reporter_at,
    taking_of,
)
from flows.reading import Reading
from flows.report.who_was_told import to_be_told


async def show_page(reading: Reading) -> PageState | None:
    """Return a page, or None when its reason is gone before it was shown.

    In a desk's channel it calls those of the desk who are not paged in person; in a channel
    of the wider circle, whoever is on call there, else all. Who was paged and is no longer to
    know reads only that the case moved. A page about the gravest calls, in the channel of a desk
    that has the card, those whom that called; none is sent there where somebody has taken it.
    """
    company, case, showing = reading.company, reading.case, reading.showing
    wider = showing.detail.endswith(WIDER)
    if case.number is None or superseded(case, showing.detail):
        return None
    # A page about the gravest speaks of the report, whatever alarm there is besides.
    alarm = case.alarm if showing.detail.startswith(ALARM) else None
    paged = await _is_paged(reading)
    withheld = alarm is None and case.withheld
    here = paged and not withheld
    over = case.over if alarm is None else not alarm.ringing
    in_channel = showing.place.kind is PlaceKind.CHANNEL
    has_card = not wider and (in_channel or showing.place.ref in case.stand_ins)
    needless = wider or (alarm is None and in_channel)
    stale = rung_anew(case, showing.detail) or (needless and not case.unattended)
    if showing.first and (not here or over or stale):
        return None
    untaken = case.help_wanted if alarm else has_card and not (over or case.taken_by)
    named = here and (case.ringing or not anonymous(case) or await reads_for_hq(reading))
    reporter, reporter_name = await reporter_at(reading.work, case, showing.place)
    affected, affected_name = await affected_at(reading.work, case, showing.place)
    branch = company.branch(case.branch) if here else None
    return PageState(
        case=case.id,
        number=case.number,
        branch_name=branch.name if branch else None,
        branch_phone=branch.phone if branch else None,
        reporter=reporter if named else None,
        reporter_name=reporter_name if named else None,
        affected=affected if named else None,
        affected_name=affected_name if named else None,
        for_other=here and case.for_other,
        danger=alarm is not None,
        alarm_place=alarm.place if alarm and here else None,
        alarm_place_words=alarm.place_words if alarm and here else (),
        ended_how=alarm.ended_how if alarm else None,
        ended_at=alarm.ended_at if alarm else None,
        wider=wider,
        mentions=await _called_by_page(reading) if here else (),
        taken_by=(alarm.taken_by if alarm else case.taken_by) if here else None,
        ending=case.ending if here or case.ending is Ending.PASSED_ON else None,
        may_take=here and untaken,
        timezone=company.timezone,
        moved=not paged,
        withheld=paged and withheld,
        may_open=here and await _leads_to_record(reading),
        hears=over and alarm is not None and alarm.taken_by == showing.place.ref,
        desks=await to_be_told(reading.work, company, case) if here else (),
        happened=happened_lines(reading.office, case) if here and alarm is None else (),
    )


async def _called_by_page(reading: Reading) -> tuple[str, ...]:
    work, company, case, place = (
        reading.work,
        reading.company,
        reading.case,
        reading.showing.place,
    )
    if place.kind is PlaceKind.PERSON:
        return ()
    if reading.showing.detail.endswith(WIDER):
        return await called_at(work, company, case, place.ref)
    if reading.showing.detail.startswith(ALARM):
        return await called_on_desk(work, company, case, place.ref)
    in_person = await managers_of(work, company, case)
    people = await called_at(work, company, case, place.ref)
    return tuple(user for user in people if user not in in_person)


async def _leads_to_record(reading: Reading) -> bool:
    """Whether those who read a page may open the record, and have no card for it there."""
    work, company, case, place = (
        reading.work,
        reading.company,
        reading.case,
        reading.showing.place,
    )
    reader = case.alarm.taken_by if case.alarm else None
    if place.kind is PlaceKind.PERSON:
        reader = place.ref
    elif await work.messages.stands(card_of(case, place.ref)):
        return False
    elif reader is None or place.ref not in await work.directory.channels_of(reader):
        anybody = Roles("", active=True, hq=place.ref == company.hq_channel)
        return sees_case(anybody, case, company)
    return sees_case(await roles_of(work, company, reader), case, company)


async def show_alarm_over(reading: Reading) -> AlarmOverState | None:
    """Return how an alarm ended; of a later one that rings by now, nothing."""
    case, alarm = reading.case, reading.case.alarm
    if alarm is None or superseded(case, reading.showing.detail):
        return None
    if case.number is None or alarm.ended_how is None or alarm.ended_at is None:
        return None
    return AlarmOverState(case.number, alarm.ended_how, alarm.ended_at, reading.company.timezone)


async def show_released(reading: Reading) -> ReleasedState | None:
    """Return what became of a case for whoever had taken it; what moved on is no longer theirs."""
    case, showing = reading.case, reading.showing
    theirs = case.taken_by == showing.place.ref and showing.detail == taking_of(case)
    if case.number is None or (showing.first and theirs and case.ending is None):
        return None
    return ReleasedState(
        number=case.number,
        ending=case.ending if theirs else None,
        moved=not theirs,
        ringing=theirs and case.ringing,
    )


async def _is_paged(reading: Reading) -> bool:
    """Whether the place of a page is one that may know of the case as it stands."""
    work, company, case, place = (
        reading.work,
        reading.company,
        reading.case,
        reading.showing.place,
    )
    if place.kind is PlaceKind.PERSON:
        of_report = not reading.showing.detail.startswith(ALARM)
        holder = of_report and await holds(work, company, case, place.ref)
        return holder or place.ref in await called_people(work, company, case)
    desks = await desks_of(work, company, case)
    known = {*desks, company.hq_channel}
    if reading.showing.detail.startswith(ALARM) or reading.showing.detail.endswith(WIDER):
        known |= {channel.ref for channel in await wider_circle(work, company, case)}
    return place.ref in known
