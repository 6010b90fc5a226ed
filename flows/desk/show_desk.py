"""What the desk's messages show, read from the case as it stands now."""

from collections.abc import Iterable
from dataclasses import replace

from flows.alarm.ask_for_relief import relief_channels
from flows.alarm.calls import GOER_HEARS, asked_anew
from flows.alarm.raise_alarm import called_on_desk, called_people
from flows.alarm.whereabouts import place_document
from flows.case import Case, Ending
from flows.company import Company
from flows.desk.show_undelivered import missed_of
from flows.desk.view_states import (
    CardState,
    PassedOnState,
    RecordLine,
    ReliefPageState,
    TalkRequestState,
)
from flows.membership.roles import roles_of
from flows.messages import Place, PlaceKind
from flows.people import is_for_hq, sees_case
from flows.places import affected_at, called_at, desk_people, desks_of, reporter_at
from flows.ports import Office, Work
from flows.reading import Reading
from flows.report.end_report import ending_of
from flows.report.keep_apart import ANONYMOUS
from flows.report.proceed import full_answers
from flows.report.who_was_told import CARDS, reached
from flows.triage import Answers, Question, Store, past_act, pending

HARM = frozenset({"fear_or_health", "severe_health", "work_interrupted", "others_affected"})


async def show_card(reading: Reading) -> CardState | None:
    """Return the card for one channel or stand-in, or None while they are not to know."""
    work, company, case = reading.work, reading.company, reading.case
    if not case.told:
        return None
    place = reading.showing.place
    desks = await desks_of(work, company, case)
    if place.kind is PlaceKind.PERSON:
        roles = await roles_of(work, company, place.ref)
        here = place.ref in case.stand_ins and sees_case(roles, case, company)
    else:
        here = place.ref in (*desks, company.hq_channel)
    if not here and reading.showing.first:
        return None
    for_hq = await reads_for_hq(reading)
    state = await card_state(
        reading.office, work, company, case, place if here else None, for_hq=for_hq
    )
    if not here:
        return _moved(state)
    own = await reached(work, company, case, CARDS, map(Place.channel, desks))
    if place.ref in desks or own.told:
        return state
    # In danger a page calls them, and one call is enough.
    return replace(state, instead=True, mentions=() if case.help_wanted else state.mentions)


async def card_state(
    office: Office, work: Work, company: Company, case: Case, place: Place | None, *, for_hq: bool
) -> CardState:
    """Return the card as one place sees it; None is the record's own, complete, heading."""
    care = await work.care.get(case.id)
    answers = full_answers(case, care)
    branch = company.branch(case.branch)
    hidden = hides_names(case, for_hq=for_hq)
    reporter, reporter_name = await reporter_at(work, case, place)
    affected, affected_name = await affected_at(work, case, place)
    unknown: tuple[Question, ...] = ()
    if not case.over and case.ending is None:
        settled = _answered_elsewhere(office, case)
        unknown = pending(office.flow, answers, thresholds=company.thresholds, settled=settled)
    return CardState(
        case=case.id,
        number=case.number or "",
        state=case.state,
        branch_name=branch.name if branch else None,
        branch_phone=branch.phone if branch else None,
        reporter=None if hidden else reporter,
        reporter_name=None if hidden else reporter_name,
        affected=None if hidden else affected,
        affected_name=None if hidden else affected_name,
        for_other=case.for_other,
        told_at=case.told_at or case.created_at,
        answers=case.answers.without("words"),
        happened=happened_lines(office, case) if place else (),
        proposal=case.proposal,
        alarm=case.alarm,
        hindered=bool(care and HARM & set(care.impact)),
        wishes=tuple(case.answers.wishes or ()),
        unknown=unknown,
        provisional=case.finished_at is None and not case.over,
        evidence_count=case.evidence_count,
        mentions=await _called_by_card(work, company, case, place),
        rung=await _rung_in_person(work, company, case, place),
        slip=case.only_a_slip,
        has_words=bool(case.answers.words),
        taken_by=case.taken_by,
        taken_at=case.taken_at,
        ending=case.ending,
        moved=False,
        for_hq=for_hq,
        timezone=company.timezone,
        kept=case.hq_only,
        withheld=case.withheld,
        branch_told_at=case.branch_told_at,
        missed=await missed_of(work, case, place),
        evidence=next(iter(answered_lines(office, case, ("evidence",))), None),
    )


def _answered_elsewhere(office: Office, case: Case) -> frozenset[str]:
    """Return the questions whose answers stand elsewhere; what was not known is still unknown."""
    handed_in = {"evidence"} if case.evidence_count else set()
    apart = {q.id for q in office.flow.questions if q.store is not Store.FACTS}
    return frozenset((case.settled & apart) | {"branch", "affected"} | handed_in)


async def _called_by_card(
    work: Work, company: Company, case: Case, place: Place | None
) -> tuple[str, ...]:
    """Return whom the card calls by name: somebody has to look, however little is known.

    A channel's message rings no phone by itself; an edit never does.
    """
    if place is None or place.kind is PlaceKind.PERSON:
        return ()
    if case.help_wanted:
        return await called_on_desk(work, company, case, place.ref)
    if case.unattended and not (case.was_in_danger or case.only_a_slip):
        return await called_at(work, company, case, place.ref)
    return ()


async def _rung_in_person(
    work: Work, company: Company, case: Case, place: Place | None
) -> tuple[str, ...]:
    """Return the names of those who are called elsewhere: nobody here need ring them as well."""
    if place is None or place.kind is PlaceKind.PERSON or not case.help_wanted:
        return ()
    given_up = await work.messages.undeliverable(case.id)
    called = await called_people(work, company, case)
    users = [user for user in called if Place.person(user).key not in given_up]
    known = await work.directory.people(users)
    return tuple(known[user].name for user in users if user in known)


def _moved(state: CardState) -> CardState:
    """Return what a desk still sees of a case that is no longer its own: that it moved."""
    return replace(
        state,
        branch_name=None,
        branch_phone=None,
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
        evidence=None,
        taken_by=None,
        taken_at=None,
        missed=(),
        rung=(),
        alarm=None,
        moved=True,
    )


def answered_lines(office: Office, case: Case, questions: Iterable[str]) -> tuple[RecordLine, ...]:
    """Return the answers to these questions, those that were given, in that order."""
    document = case.answers.to_document() | place_document(case)
    lines = []
    for question in map(office.flow.question, questions):
        given = [document[answer] for answer in question.answer_ids if answer in document]
        values = tuple(str(v) for one in given for v in (one if isinstance(one, list) else [one]))
        if values:
            lines.append(RecordLine(question, values))
    return tuple(lines)


def happened_lines(office: Office, case: Case) -> tuple[RecordLine, ...]:
    """Return who, where and what it was, as far as it is known: the acts, and a past danger."""
    past = ("past_event",) if past_act(case.answers) else ()
    return answered_lines(office, case, ("actor", "scene", "acts", *past))


async def show_relief_page(reading: Reading) -> ReliefPageState | None:
    """Return the quiet page; whoever was asked before others were reads only that it moved."""
    work, company, case = reading.work, reading.company, reading.case
    if case.relief is None:
        return None
    here = await _may_relieve(reading, case.relief.taken_by)
    to_goer = reading.showing.detail.startswith(GOER_HEARS)
    says_news = not case.relief.stands if to_goer else case.relief.waits
    stale = asked_anew(case, reading.showing.detail)
    if reading.showing.first and (stale or not here or not says_news):
        return None
    if not here:
        return ReliefPageState(case.id, None, None, None, None)
    branch = company.branch(case.branch)
    reporter, name = await reporter_at(work, case, reading.showing.place)
    calls = case.relief.waits and reading.showing.place.kind is PlaceKind.CHANNEL
    mentions = await called_at(work, company, case, reading.showing.place.ref) if calls else ()
    return ReliefPageState(
        case=case.id,
        branch_name=branch.name if branch else None,
        reporter=reporter,
        reporter_name=name,
        place=case.answers.scene,
        taken_by=case.relief.taken_by,
        mentions=mentions,
        ended=not case.relief.stands,
    )


async def _may_relieve(reading: Reading, goer: str | None) -> bool:
    """Whether the place of a request is one that is asked as things stand, or where one goes."""
    work, company, case, place = (
        reading.work,
        reading.company,
        reading.case,
        reading.showing.place,
    )
    if place.kind is PlaceKind.PERSON:
        return place.ref == goer or place.ref in await called_people(work, company, case)
    if place.ref in (*relief_channels(company, case), company.hq_channel):
        return True
    return goer is not None and place.ref in await work.directory.channels_of(goer)


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
    called = await desk_people(reading.work, case, showing.place.ref) if stands else ()
    reporter, name = await reporter_at(reading.work, case, showing.place)
    return PassedOnState(
        stands=stands,
        reporter=reporter if stands else None,
        reporter_name=name if stands else None,
        danger=case.was_in_danger,
        mentions=called,
    )


def hides_names(case: Case, *, for_hq: bool) -> bool:
    """Whether the names of those whom the case is about are kept from whoever reads it.

    Nobody can be helped without a name: in danger the wish waits until it is over.
    """
    return anonymous(case) and not for_hq and not case.ringing


def anonymous(case: Case) -> bool:
    """Whether the branch is not to have the reporter's name."""
    return ANONYMOUS in (case.answers.wishes or ())


async def reads_for_hq(reading: Reading) -> bool:
    """Whether only HQ or a manager reads it: not the branch that is not to have a name."""
    place, company = reading.showing.place, reading.company
    if place.kind is PlaceKind.PERSON:
        roles = await roles_of(reading.work, company, place.ref)
        return is_for_hq(roles, reading.case)
    return place.ref == company.hq_channel
