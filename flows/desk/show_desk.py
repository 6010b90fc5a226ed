"""What the desk's messages show, read from the case as it stands now."""

from collections.abc import Iterable

from flows.alarm.raise_alarm import WIDER
from flows.case import Case, Ending
from flows.company import Company
from flows.desk.view_states import (
    CardState,
    PageState,
    RecordLine,
    ReliefPageState,
    TalkRequestState,
)
from flows.messages import PlaceKind, Showing
from flows.places import called_at, card_of, desks_of
from flows.ports import Office, Work
from flows.reading import Reading
from flows.report.proceed import full_answers
from flows.triage import Question, pending

ANONYMOUS = "anonymous_to_branch"
HAPPENED = ("actor", "scene", "acts")
HARM = frozenset({"fear_or_health", "severe_health", "work_interrupted", "others_affected"})


async def show_card(reading: Reading) -> CardState | None:
    """Return the card for one channel, or None while the desk is not to know."""
    case = reading.case
    if not case.told:
        return None
    return await card_state(
        reading.office, reading.work, reading.company, case, reading.showing.place.ref
    )


async def card_state(
    office: Office, work: Work, company: Company, case: Case, channel: str | None
) -> CardState:
    """Return the card as one channel sees it; None is the record's own, complete, heading."""
    care = await work.care.get(case.id)
    answers = full_answers(case, care)
    branch = company.branch(case.branch)
    for_hq = channel is not None and channel == company.hq_channel
    moved = case.hq_only and bool(company.hq_channel) and channel is not None and not for_hq
    hidden = moved or (_anonymous(case) and channel is not None and not for_hq)
    ringing = case.alarm is not None and case.alarm.ringing and not case.taken_by
    calls = ringing and channel is not None and not moved
    mentions = await called_at(work, company, case, channel) if calls and channel else ()
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
        affected=None if hidden else _affected(case),
        told_at=case.told_at or case.created_at,
        answers=case.answers,
        happened=answered_lines(office, case, HAPPENED) if channel else (),
        proposal=case.proposal,
        alarm=case.alarm,
        hindered=bool(care and HARM & set(care.impact)),
        wishes=tuple(case.answers.wishes or ()),
        unknown=unknown,
        provisional=case.finished_at is None and not case.over,
        evidence_count=case.evidence_count,
        mentions=mentions,
        taken_by=case.taken_by,
        taken_at=case.taken_at,
        ending=case.ending,
        moved=moved,
        for_hq=for_hq,
        timezone=company.timezone,
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
    circle its members are few and see it as it comes.
    """
    company, case, showing = reading.company, reading.case, reading.showing
    if case.number is None:
        return None
    alarm = case.alarm
    later = showing.detail.endswith(WIDER)
    over = case.over or case.taken_by is not None or (alarm is not None and not alarm.ringing)
    if later and over and showing.first:
        return None
    branch = company.branch(case.branch)
    in_thread = showing.place.kind is PlaceKind.THREAD
    desk = await _desk_of_thread(reading.work, company, case, showing) if in_thread else None
    if in_thread and desk is None:
        return None
    mentions = await called_at(reading.work, company, case, desk) if desk else ()
    hidden = case.hq_only and not (in_thread or showing.place.ref == company.hq_channel)
    return PageState(
        case=case.id,
        number=case.number,
        branch_name=branch.name if branch else None,
        branch_phone=branch.phone if branch else None,
        reporter=None if case.reporter_name or hidden else case.reporter,
        reporter_name=case.reporter_name,
        danger=alarm is not None,
        alarm_place=case.answers.place,
        ended_how=alarm.ended_how if alarm else None,
        wider=later,
        mentions=mentions,
        taken_by=case.taken_by,
        passed_on=case.ending is Ending.PASSED_ON,
        may_take=not case.over and case.taken_by is None and alarm is not None,
    )


async def show_relief_page(reading: Reading) -> ReliefPageState | None:
    """Return the quiet page to the desk."""
    case = reading.case
    if case.relief is None:
        return None
    branch = reading.company.branch(case.branch)
    return ReliefPageState(
        case=case.id,
        branch_name=branch.name if branch else None,
        reporter=case.reporter,
        place=case.answers.scene,
        taken_by=case.relief.taken_by,
    )


async def show_talk_request(reading: Reading) -> TalkRequestState | None:
    """Return the request to the chosen person."""
    case = reading.case
    if case.talk is None:
        return None
    return TalkRequestState(employee=case.reporter if case.talk.named else None)


async def _desk_of_thread(work: Work, company: Company, case: Case, showing: Showing) -> str | None:
    """Return the desk's channel whose card the page hangs on, while that desk is told."""
    desks = await desks_of(work, company, case)
    cards = {str(card_of(case, channel).id_in(case.workspace)): channel for channel in desks}
    return cards.get(showing.place.ref)


def _anonymous(case: Case) -> bool:
    return ANONYMOUS in (case.answers.wishes or ())


def _affected(case: Case) -> str | None:
    return (case.affected.user or case.affected.name) if case.affected else None
