"""What stands in the reporter's thread, read from the case as it stands now."""

from uuid import UUID

from flows.alarm.ask_for_relief import next_circle, relief_channels, relief_circle
from flows.alarm.calls import asked_anew, rung_anew, superseded
from flows.alarm.raise_alarm import wider_circle
from flows.case import Case, Contact
from flows.company import Branch
from flows.membership.roles import roles_of
from flows.messages import Kind, Place, PlaceKind
from flows.places import on_call_of
from flows.reading import Reading
from flows.report.end_report import ending_of
from flows.report.fitting_cards import fitting_cards
from flows.report.next_question import next_to_ask, still_open
from flows.report.proceed import finishing_of, full_answers
from flows.report.start_report import NUDGE_AFTER
from flows.report.view_states import (
    AdviceState,
    AlarmAdviceState,
    EndedState,
    FinishedState,
    NobodyYetState,
    NotKeptState,
    NudgeState,
    ReliefReceiptState,
    ReliefUnansweredState,
    TalkReceiptState,
    WordsKeptState,
)
from flows.report.who_was_told import (
    ALARM,
    RELIEF,
    phone_of,
    phones_to_ring,
    reached,
    relief_offered,
    told_of_case,
)
from flows.timeline import EntryKind
from flows.triage import Question


async def show_alarm_advice(reading: Reading) -> AlarmAdviceState | None:
    """Leave, call 110, call people: with the numbers of those who are on call."""
    company, case = reading.company, reading.case
    gone_on = superseded(case, reading.showing.detail)
    if case.alarm is None or (gone_on and reading.showing.first):
        return None
    branch = company.branch(case.branch)
    on_call: tuple[str, ...] = ()
    if branch is not None and not case.hq_only:
        on_call = await on_call_of(reading.work, case, branch)
    who = await told_of_case(reading.work, company, case, ALARM)
    return AlarmAdviceState(
        case=case.id,
        told=tuple(one for one in who.told if one.person not in on_call),
        missed=who.missed,
        phones=await phones_to_ring(reading.work, company, case),
        on_call=on_call,
        ringing=case.alarm.ringing,
        ended_how=case.alarm.ended_how,
        taken_by=case.alarm.taken_by,
        for_other=case.for_other,
        again=_asked_again(reading),
        slip=case.only_a_slip,
        gone_on=gone_on,
    )


def _asked_again(reading: Reading) -> Question | None:
    """Return the danger question in the thread: the next step after a slip, or danger anew."""
    case = reading.case
    if case.alarm is None or case.over or reading.showing.kind is not Kind.ALARM_ADVICE:
        return None
    slip = case.alarm.ended_how == "mistake" and "danger" in case.reopened
    asks = slip or case.alarm.ended_how == "safe"
    return reading.office.flow.question("danger") if asks else None


async def show_nobody_yet(reading: Reading) -> NobodyYetState | None:
    """Return None when somebody has it, or it is over, before this was shown."""
    company, case, detail = reading.company, reading.case, reading.showing.detail
    if superseded(case, detail):
        return None
    if reading.showing.first and (not case.help_wanted or rung_anew(case, detail)):
        return None
    branch = company.branch(case.branch)
    phone = branch.phone if branch else None
    return NobodyYetState(
        case=case.id,
        phone=phone,
        wider=await _wider(reading),
        waiting=case.help_wanted,
        over=not case.ringing,
    )


async def _wider(reading: Reading) -> tuple[str, ...]:
    """Return who was paged besides, leaving out places that could not be reached."""
    work, company, case = reading.work, reading.company, reading.case
    given_up = await work.messages.undeliverable(case.id)
    circle = await wider_circle(work, company, case)
    reached = [place.ref for place in circle if place.key not in given_up]
    if not reached:
        return ()
    return ("hq",) if company.hq_channel in reached else ("desks",)


async def show_advice(reading: Reading) -> AdviceState | None:
    """Return who was told and the cards that fit what happened."""
    office, work, company, case = reading.office, reading.work, reading.company, reading.case
    if case.number is None or case.proposal is None or (reading.showing.first and case.over):
        return None
    answers = full_answers(case, await work.care.get(case.id))
    who = await told_of_case(work, company, case)
    return AdviceState(
        case=case.id,
        number=case.number,
        told=who.told,
        awaited=who.awaited,
        missed=who.missed,
        phone=None if who.on_a_desk else phone_of(company, case),
        cards=fitting_cards(office, case, answers),
        more_questions=next_to_ask(office, company, case, answers) is not None,
        branch_told_at=case.branch_told_at if case.hq_only else None,
        kept_from_branch=case.hq_only and case.branch_told_at is None,
        timezone=company.timezone,
        for_other=case.for_other,
        relief=relief_offered(company, case),
    )


async def show_nudge(reading: Reading) -> NudgeState | None:
    """Return the question whether to go on, or None where there is no reason to ask it.

    One that stands is edited: by now the danger may be over, or the desk may know.
    """
    case, showing = reading.case, reading.showing
    after_alarm = showing.detail.startswith("alarm")
    if superseded(case, showing.detail):
        return None
    if showing.first and not _left_lying(case, after_alarm=after_alarm):
        return None
    rings = after_alarm and case.ringing
    now = reading.office.clock.now()
    # What was touched later than now was so before the clock was set back.
    lately = now - NUDGE_AFTER < case.touched_at <= now
    gone_on = not _left_lying(case, after_alarm=after_alarm) or (not after_alarm and lately)
    branch = reading.company.branch(case.branch)
    return NudgeState(
        case.id,
        case.told,
        after_alarm,
        ringing=rings,
        taken_by=case.alarm.taken_by if case.alarm else None,
        phone=branch.phone if branch else None,
        gone_on=gone_on,
        number=case.number,
    )


def _left_lying(case: Case, *, after_alarm: bool) -> bool:
    """Whether something is unfinished; not after relief alone, or where enough was said."""
    if case.over or case.finished_at is not None or case.only_relief:
        return False
    if after_alarm:
        return case.alarm is not None and not case.alarm.form_resumed
    return not case.told


async def show_words_kept(reading: Reading) -> WordsKeptState | None:
    """Return how much was added in the thread so far."""
    case = reading.case
    entries = await reading.work.timeline.of(case.id)
    return WordsKeptState(
        case=case.id,
        words=sum(e.kind is EntryKind.WORDS for e in entries),
        files=sum(e.kind is EntryKind.FILE for e in entries),
        quoted=case.quote_count,
    )


async def show_not_kept(reading: Reading) -> NotKeptState:
    """Return how the report ended to which more was said."""
    case = reading.case
    return NotKeptState(UUID(reading.showing.detail), case.ending, case.number)


async def show_finished(reading: Reading) -> FinishedState | None:
    """Return the summary; one from before it was added to again says only that."""
    office, company, case = reading.office, reading.company, reading.case
    stands = case.finished_at is not None and reading.showing.detail == finishing_of(case)
    if case.number is None or (reading.showing.first and not stands):
        return None
    answers = full_answers(case, await reading.work.care.get(case.id))
    left = still_open(office, company, case, answers) if stands and not case.over else ()
    return FinishedState(
        case=case.id,
        number=case.number,
        postponed=tuple(question for question in left if question.id in case.postponed),
        may_withdraw=not case.over,
        gone_on=not stands,
    )


async def show_ended(reading: Reading) -> EndedState | None:
    """Return how the conversation ended, and what is kept nevertheless; or that it goes on."""
    case = reading.case
    stands = case.ending is not None and reading.showing.detail == ending_of(case)
    if not stands and reading.showing.first:
        return None
    return EndedState(
        case=case.id,
        ending=case.ending if stands else None,
        number=case.number,
        internal_contact=reading.company.internal_contact,
        told=(await told_of_case(reading.work, reading.company, case, ALARM)).told,
        contact_told=case.contact is Contact.TOLD,
        ringing=case.ringing,
        taken_by=case.alarm.taken_by if case.alarm else None,
        was_in_danger=case.was_in_danger,
        slip=case.only_a_slip,
    )


async def show_relief_receipt(reading: Reading) -> ReliefReceiptState | None:
    """Return who was asked to take over, and who goes."""
    work, company, case = reading.work, reading.company, reading.case
    if case.relief is None:
        return None
    desks = [Place.channel(channel) for channel in relief_channels(company, case)]
    others = await relief_circle(work, company, case)
    who = await reached(work, company, case, RELIEF, (*desks, *others))
    return ReliefReceiptState(
        case=case.id,
        told=who.told,
        missed=who.missed,
        mention=case.reporter if reading.showing.place.kind is PlaceKind.THREAD else None,
        phone=phone_of(company, case),
        taken_by=case.relief.taken_by,
        ended=not case.relief.stands,
        reported=case.told,
    )


async def show_relief_unanswered(reading: Reading) -> ReliefUnansweredState | None:
    """Return None when somebody goes, it was called off or asked anew, before this was shown."""
    work, company, case = reading.work, reading.company, reading.case
    if case.relief is None:
        return None
    stale = asked_anew(case, reading.showing.detail)
    if reading.showing.first and (stale or not case.relief.waits):
        return None
    circle = await next_circle(work, company, case)
    wider = await reached(work, company, case, RELIEF, circle)
    return ReliefUnansweredState(
        case=case.id,
        wider=wider.told,
        phone=phone_of(company, case),
        taken_by=case.relief.taken_by,
        over=not case.relief.stands or stale,
    )


async def show_talk_receipt(reading: Reading) -> TalkReceiptState | None:
    """Return whom the employee will talk to."""
    case = reading.case
    if case.talk is None:
        return None
    branch = await _branch_of(reading, case.talk.person)
    return TalkReceiptState(
        person=case.talk.person,
        named=case.talk.named,
        branch_name=branch.name if branch else None,
        phone=branch.phone if branch else None,
        reported=case.told,
    )


async def _branch_of(reading: Reading, person: str) -> Branch | None:
    """Return the branch on whose desk somebody is, the report's own first."""
    company = reading.company
    desks = (await roles_of(reading.work, company, person)).desks
    first = company.branch(reading.case.branch)
    near = company.sisters(reading.case.branches)
    branches = [first, *near] if first else near
    return next((branch for branch in branches if branch.id in desks), None)
