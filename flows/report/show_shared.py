"""What a shared account is shown: its form, what the form turns into, and its receipt."""

from dataclasses import replace
from uuid import UUID

from flows.alarm.whereabouts import PLACE, asks_place
from flows.case import Alarm, Case, Contact, Ending, State
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of, refuse_strangers
from flows.messages import Kind, Place, Showing
from flows.places import desks_of, is_shared
from flows.ports import Office
from flows.reading import Reading
from flows.report.belonging import belonging
from flows.report.end_report import ending_of
from flows.report.fitting_cards import fitting_cards
from flows.report.question_state import branch_choices
from flows.report.shared_reply import (
    CLEARED,
    CLEARED_BEFORE,
    CLOCKS_DIFFER,
    in_hand,
    is_leaving,
    reply_of,
)
from flows.report.shared_states import SharedFormState, SharedReceiptState
from flows.report.show_reporter import (
    show_alarm_advice,
    show_ended,
    show_nobody_yet,
)
from flows.report.start_report import Start
from flows.report.submit_shared_form import (
    SHARED_QUESTIONS,
    SharedForm,
    filled,
    placed_by_scene,
    report_of_form,
)
from flows.report.view_states import (
    AdviceState,
    EndedState,
)
from flows.report.who_was_told import PHONES, to_be_told, told_of_case
from flows.triage import decide


async def show_shared_form(
    office: Office, workspace: str, start: Start, fresh: UUID
) -> SharedFormState:
    """Return the one form of a shared account.

    It completes the report of an alarm whose name is not known yet. Any other form begins a
    report under the id `fresh`: the same button is in front of several people.

    Raises:
        RefusedError: the account is a person's own, or the report is somebody else's.
    """
    async with office.store.read(workspace) as work:
        company = await company_of(work)
        await refuse_strangers(work, start.reporter)
        if not is_shared(company, start.reporter):
            raise RefusedError(Reason.SHARED_ACCOUNT)
        case = await work.cases.get(start.case)
        if case is not None and case.reporter != start.reporter:
            raise RefusedError(Reason.NOT_YOURS)
        if case is not None and not _is_to_be_completed(case, office):
            case = None
        own = await belonging(work, company, start.reporter, start.origin)
        known = company.branch(case.branch if case else None) or company.branch(own.branch)
        endangered = case is not None and case.answers.danger == "now"
        return SharedFormState(
            case=case.id if case else fresh,
            questions=tuple(
                office.flow.question(q)
                for q in SHARED_QUESTIONS
                if not (endangered and q == "danger")
            ),
            branches=() if known else branch_choices(company, own.branches),
            contact_told=company.internal_contact_channel is not None,
        )


def _is_to_be_completed(case: Case, office: Office) -> bool:
    if case.over or case.reporter_name is not None:
        return False
    return in_hand(case, office.clock.now())


async def foresee_shared_receipt(
    office: Office, workspace: str, form: SharedForm
) -> SharedReceiptState:
    """Return what the form turns into as it is sent: what can be known before it is worked off.

    Raises:
        RefusedError: the form will be refused.
    """
    async with office.store.read(workspace) as work:
        company = await company_of(work)
        before = await report_of_form(office, work, company, form)
        case = _as_it_will_be(office, company, filled(office, company, before, form), form)
        now, place = office.clock.now(), Place.person(case.reporter)
        showing = Showing(workspace, Kind.SHARED_RECEIPT, place, case.id, "", first=True)
        reading = Reading(office, work, company, case, showing)
        state = replace(await _receipt(reading), ahead=True)
        if state.ended is not None and case.told:
            told = await to_be_told(work, company, case)
            state = replace(state, ended=replace(state.ended, told=told))
    until = form.reply.expires_at if form.reply else None
    return replace(state, follows=until is not None and now < until - CLEARED_BEFORE)


def _as_it_will_be(office: Office, company: Company, case: Case, form: SharedForm) -> Case:
    """Return the report as the form will leave it, as far as the receipt shows it."""
    now = office.clock.now()
    proposal = decide(office.flow, case.answers, thresholds=company.thresholds)
    case = replace(case, proposal=proposal)
    rings = form.given.get("danger") == "now" or (proposal.urgent and case.alarm is None)
    if rings and not case.ringing:
        case = replace(case, alarm=Alarm(raised_at=now))
    if case.alarm is not None:
        case = replace(placed_by_scene(case), told_at=now)
    if case.answers.actor == "colleague":
        told = company.internal_contact_channel is not None
        contact = Contact.TOLD if told else Contact.BY_ONESELF
        case = replace(case, state=State.CLOSED, ending=Ending.PASSED_ON, contact=contact)
    return case


async def show_shared_receipt(reading: Reading) -> SharedReceiptState | None:
    """Return the receipt as things stand, where the person reads on now.

    One that waited for its time says that nobody came, or takes the receipt away.
    """
    case, detail = reading.case, reading.showing.detail
    if reading.showing.place != reply_of(case):
        return None
    goes = is_leaving(case, reading.office.clock.now())
    # Whoever it is about may use this account as well; the form has said all there is.
    gone = case.ending is Ending.PASSED_ON and case.alarm is None
    if detail == CLEARED:
        return _cleared(reading) if goes and not gone else None
    if goes or (detail and (not reading.showing.first or await show_nobody_yet(reading) is None)):
        return None
    return _cleared(reading) if gone else await _receipt(reading)


def _cleared(reading: Reading) -> SharedReceiptState:
    danger = reading.office.flow.question("danger")
    return SharedReceiptState(reading.case.id, None, danger, cleared=True)


async def _receipt(reading: Reading) -> SharedReceiptState:
    office, case = reading.office, reading.case
    return SharedReceiptState(
        case=case.id,
        number=case.number,
        danger=office.flow.question("danger"),
        advice=await _advice(reading),
        alarm=await show_alarm_advice(reading),
        nobody=await show_nobody_yet(reading) if _is_unheard(reading) else None,
        place=office.flow.question(PLACE) if asks_place(case) and not case.over else None,
        phones=await _phones(reading),
        taken_by=case.taken_by,
        ended=await _ended(reading),
        may_fill=case.reporter_name is None,
    )


async def _ended(reading: Reading) -> EndedState | None:
    if reading.case.ending is None:
        return None
    showing = replace(reading.showing, detail=ending_of(reading.case))
    return await show_ended(replace(reading, showing=showing))


def _is_unheard(reading: Reading) -> bool:
    alarm = reading.case.alarm
    if alarm is None or alarm.unheard_from is None or not reading.case.help_wanted:
        return False
    now = reading.office.clock.now()
    # Raised later than now: the clock was set back since, and nobody knows for how long.
    return now >= alarm.unheard_from or now < alarm.raised_at - CLOCKS_DIFFER


async def _advice(reading: Reading) -> AdviceState | None:
    """Return who is told and, once it is known what happened, what to do meanwhile.

    Nothing of it while an alarm rings, nor where nothing has happened.
    """
    case = reading.case
    named, alarm = case.reporter_name is not None, case.alarm
    mistaken = alarm is not None and alarm.ended_how == "mistake" and not named
    if case.ringing or case.over or mistaken:
        return None
    cards = fitting_cards(reading.office, case, case.answers) if named else ()
    who = await told_of_case(reading.work, reading.company, case)
    ahead = await to_be_told(reading.work, reading.company, case)
    return AdviceState(
        case=case.id,
        number=case.number,
        told=ahead if case.number is None else who.told,
        awaited=who.awaited,
        missed=who.missed,
        cards=cards,
        more_questions=False,
    )


async def _phones(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Return where people can be reached; what a colleague did is not for the branch to hear."""
    case, company = reading.case, reading.company
    if case.ending is Ending.PASSED_ON and not case.ringing:
        return ()
    desks = await desks_of(reading.work, company, case)
    told = [(b.name, b.phone) for b in company.branches if b.desk_channel in desks and b.phone]
    return tuple(told[:PHONES])
