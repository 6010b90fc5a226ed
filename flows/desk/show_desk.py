"""What the desk's messages show, read from the case as it stands now."""

from collections.abc import Iterable
from dataclasses import replace

from flows.alarm.ask_for_relief import relief_channels
from flows.alarm.raise_alarm import WIDER, called_people, superseded, wider_circle
from flows.case import Case, Ending
from flows.company import Company
from flows.desk.view_states import (
    CardState,
    PageState,
    PassedOnState,
    RecordLine,
    ReliefPageState,
    TalkRequestState,
)
from flows.membership.roles import roles_of
from flows.messages import PlaceKind, Showing
from flows.places import called_at, card_of, desks_of
from flows.ports import Office, Work
from flows.reading import Reading
from flows.report.end_report import ending_of
from flows.report.proceed import full_answers
from flows.triage import Answers, Question, Severity, pending

ANONYMOUS = "anonymous_to_branch"
HAPPENED = ("actor", "scene", "acts")
HARM = frozenset({"fear_or_health", "severe_health", "work_interrupted", "others_affected"})


async def show_card(reading: Reading) -> CardState | None:
    """Return the card for one channel, or None while that desk is not to know."""
    case, company, channel = reading.case, reading.company, reading.showing.place.ref
    if not case.told:
        return None
    for_hq = channel == company.hq_channel
    here = for_hq or channel in await desks_of(reading.work, company, case)
    if not here and reading.showing.first:
        return None
    state = await card_state(
        reading.office, reading.work, company, case, channel if here else None, for_hq=for_hq
    )
    return state if here else _moved(state)


async def card_state(
    office: Office, work: Work, company: Company, case: Case, channel: str | None, *, for_hq: bool
) -> CardState:
    """Return the card as one channel sees it; None is the record's own, complete, heading."""
    care = await work.care.get(case.id)
    answers = full_answers(case, care)
    branch = company.branch(case.branch)
    hidden = _anonymous(case) and not for_hq
    mentions: tuple[str, ...] = ()
    if channel is not None and _calls(case):
        mentions = await called_at(work, company, case, channel)
    unknown: tuple[Question, ...] = ()
    if not case.over and case.ending is None:
        settled = case.settled | {"branch", "affected"}
        unknown = pending(office.flow, answers, thresholds=company.thresholds, settled=settled)
    return CardState(
        case=case.id,
        number=case.number or "",
        state=case.state,
        branch_name=branch.name if branch else None,
        reporter=None if hidden or case.reporter_name else case.reporter,
        reporter_name=None if hidden else case.reporter_name,
        affected=case.affected.user if case.affected and not hidden else None,
        affected_name=case.affected.name if case.affected and not hidden else None,
        told_at=case.told_at or case.created_at,
        answers=case.answers.without("words"),
        happened=answered_lines(office, case, HAPPENED) if channel else (),
        proposal=case.proposal,
        alarm=case.alarm,
        hindered=bool(care and HARM & set(care.impact)),
        wishes=tuple(case.answers.wishes or ()),
        unknown=unknown,
        provisional=case.finished_at is None and not case.over,
        evidence_count=case.evidence_count,
        mentions=mentions,
        taken_by=case.holder,
        taken_at=case.alarm.taken_at if case.alarm and case.ringing else case.taken_at,
        ending=case.ending,
        moved=False,
        for_hq=for_hq,
        timezone=company.timezone,
    )


def _calls(case: Case) -> bool:
    """Whether the card calls people by name: once, when it is new and more than a complaint.

    A channel's message rings no phone by itself; an edit never does.
    """
    if case.help_wanted:
        return True
    serious = case.proposal is not None and case.proposal.severity is not Severity.S0
    return serious and case.unattended and case.alarm is None


def _moved(state: CardState) -> CardState:
    """Return what a desk still sees of a case that is no longer its own: that it moved."""
    return replace(
        state,
        branch_name=None,
        reporter=None,
        reporter_name=None,
        affected=None,
        affected_name=None,
        answers=Answers(),
        happened=(),
        proposal=None,
        hindered=False,
        wishes=(),
        unknown=(),
        evidence_count=0,
        taken_by=None,
        taken_at=None,
        moved=True,
    )


def answered_lines(office: Office, case: Case, questions: Iterable[str]) -> tuple[RecordLine, ...]:
    """Return the answers to these questions, those that were given, in that order."""
    document = case.answers.to_document()
    lines = []
    for question in map(office.flow.question, questions):
        given = [document[answer] for answer in question.answer_ids if answer in document]
        values = tuple(str(v) for one in given for v in (one if isinstance(one, list) else [one]))
        if values:
            lines.append(RecordLine(question, values))
    return tuple(lines)


async def show_page(reading: Reading) -> PageState | None:
    """Return a page, or None when its reason is gone before it was shown.

    The page below a desk's card mentions the people on call; in a channel of the wider
    circle its members are few and see it as it comes. Who was paged and is no longer to know
    reads only that the case moved.
    """
    company, case, showing = reading.company, reading.case, reading.showing
    wider = showing.detail.endswith(WIDER)
    if case.number is None or superseded(case, showing.detail):
        return None
    here = await _is_paged(reading)
    needed = here and (case.unattended or not wider)
    if showing.first and not needed:
        return None
    in_channel = showing.place.kind is PlaceKind.CHANNEL
    desk = showing.place.ref if in_channel else _desk_of_thread(company, case, showing)
    mentions = await called_at(reading.work, company, case, desk) if desk and here else ()
    named = here and (case.ringing or not _anonymous(case) or await _for_hq(reading))
    branch = company.branch(case.branch) if here else None
    alarm = case.alarm
    return PageState(
        case=case.id,
        number=case.number,
        branch_name=branch.name if branch else None,
        branch_phone=branch.phone if branch else None,
        reporter=case.reporter if named and not case.reporter_name else None,
        reporter_name=case.reporter_name if named else None,
        danger=alarm is not None,
        alarm_place=case.answers.place if here else None,
        ended_how=alarm.ended_how if alarm else None,
        wider=wider,
        mentions=mentions,
        taken_by=case.holder if here else None,
        passed_on=case.ending is Ending.PASSED_ON,
        may_take=here and case.help_wanted,
        moved=not here,
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
        return place.ref in await called_people(work, company, case)
    desks = await desks_of(work, company, case)
    if place.kind is PlaceKind.THREAD:
        return _desk_of_thread(company, case, reading.showing) in desks
    wider = {channel.ref for channel in await wider_circle(work, company, case)}
    return place.ref in {*desks, *wider, company.hq_channel}


async def _for_hq(reading: Reading) -> bool:
    """Whether only HQ or a manager reads a page: not the branch that is not to have a name."""
    place, company = reading.showing.place, reading.company
    if place.kind is PlaceKind.PERSON:
        roles = await roles_of(reading.work, company, place.ref)
        return roles.hq or (roles.manager and reading.case.branch not in roles.desks)
    desk = _desk_of_thread(company, reading.case, reading.showing)
    return company.hq_channel in (place.ref, desk)


async def show_relief_page(reading: Reading) -> ReliefPageState | None:
    """Return the quiet page to the desk; one that is not to know (any more) is told nothing."""
    case, company, place = reading.case, reading.company, reading.showing.place
    if case.relief is None:
        return None
    if place.kind is PlaceKind.CHANNEL and place.ref not in {
        *relief_channels(company, case),
        company.hq_channel,
    }:
        return None
    branch = company.branch(case.branch)
    return ReliefPageState(
        case=case.id,
        branch_name=branch.name if branch else None,
        reporter=case.reporter,
        place=case.answers.scene,
        taken_by=case.relief.taken_by,
    )


async def show_talk_request(reading: Reading) -> TalkRequestState | None:
    """Return the request to the chosen person; to one chosen before, nothing more is said."""
    case = reading.case
    if case.talk is None or case.talk.person != reading.showing.place.ref:
        return None
    return TalkRequestState(employee=case.reporter if case.talk.named else None)


async def show_passed_on(reading: Reading) -> PassedOnState | None:
    """Return what the company's own contact reads; once it was a slip, only that."""
    case, showing = reading.case, reading.showing
    if showing.place.ref != reading.company.internal_contact_channel:
        return None
    stands = case.ending is Ending.PASSED_ON and showing.detail == ending_of(case)
    if not stands and showing.first:
        return None
    return PassedOnState(
        stands=stands,
        reporter=case.reporter if stands and not case.reporter_name else None,
        reporter_name=case.reporter_name if stands else None,
        danger=case.alarm is not None,
    )


def _desk_of_thread(company: Company, case: Case, showing: Showing) -> str | None:
    """Return the channel whose card the page hangs on; None where it hangs on none."""
    channels = [*(b.desk_channel for b in company.branches), company.hq_channel]
    cards = {str(card_of(case, c).id_in(case.workspace)): c for c in channels if c}
    return cards.get(showing.place.ref)


def _anonymous(case: Case) -> bool:
    return ANONYMOUS in (case.answers.wishes or ())
