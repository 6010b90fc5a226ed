"""What the reporter reads of who was told follows what became of the messages."""

from typing import Any

import pytest

from flows.alarm.end_alarm import end_alarm
from flows.desk.open_record import open_record
from flows.desk.take_case import take_case
from flows.errors import Reason
from flows.messages import Kind, Place
from flows.report.change_course import reopen_question, resume_report
from flows.report.end_report import withdraw_report
from flows.timeline import EntryKind
from tests.flows.office import (
    CHIEF,
    COLLEAGUE,
    EAST_DESK,
    HQ,
    HQ_DESK,
    MANAGER,
    ON_CALL,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    refusal,
    settings,
)

DESK, HQ_PLACE = Place.channel(WEST_DESK).key, Place.channel(HQ_DESK).key
PEOPLE = {Place.person(user).key for user in (CHIEF, ON_CALL, MANAGER)}


def advice(firm: Firm) -> Any:
    """Return what the reporter reads."""
    (state,) = firm.shown(Kind.ADVICE)
    return state


def names(told: Any) -> list[str]:
    """Return who is meant, in short."""
    return [one.person or one.branch or "HQ" for one in told]


async def test_a_desk_that_reads_it_is_named_and_no_phone(firm: Firm) -> None:
    """The usual report."""
    await firm.report()
    await firm.deliver()
    state = advice(firm)
    assert (names(state.told), state.missed, state.phone) == (["西店"], (), None)


async def test_a_desk_that_is_gone_is_not_claimed(firm: Firm) -> None:
    """HQ is named, and that the desk got nothing; a correction later changes none of it."""
    firm.unreachable = {DESK}
    case = await firm.report()
    for _ in range(2):
        await firm.deliver()
        state = advice(firm)
        assert (names(state.told), names(state.missed)) == (["HQ"], ["西店"])
        assert firm.card(HQ_DESK).instead
        await firm.answer(case, "words", {"words": "ばか"})
    assert firm.reached(Kind.DESK_CARD) == {HQ_DESK}
    assert not firm.reached(Kind.PAGE)
    told = [e.content for e in await firm.timeline(case) if e.kind is EntryKind.TOLD]
    assert [content.get("instead") for content in told if content] == [None, [HQ_DESK]]


async def test_a_branch_that_got_nothing_is_not_said_to_have_known(firm: Firm) -> None:
    """Kept from it afterwards, neither HQ nor the reporter reads that it was told before."""
    firm.unreachable = {DESK}
    case = await firm.report()
    await firm.deliver()
    await firm.answer(case, "wishes", ["keep_from_branch"])
    await firm.deliver()
    assert advice(firm).branch_told_at is None
    assert firm.card(HQ_DESK).branch_told_at is None


async def test_a_card_that_is_late_is_not_claimed_to_have_arrived(firm: Firm) -> None:
    """The phone is named while it is tried again; once it stands, the desk is told."""
    firm.late = {DESK}
    await firm.report()
    await firm.deliver()
    state = advice(firm)
    assert (state.told, names(state.awaited), state.phone) == ((), ["西店"], "03-0000-0001")
    assert firm.shown(Kind.REPORT_HEAD)[0].unreached
    firm.late = set()
    await firm.later(minutes=1)
    assert (names(advice(firm).told), advice(firm).phone) == (["西店"], None)
    assert not firm.shown(Kind.REPORT_HEAD)[0].unreached


async def test_a_desk_that_is_back_is_named_again(firm: Firm) -> None:
    """With the next answer the card stands there as well."""
    firm.unreachable = {DESK}
    case = await firm.report()
    await firm.deliver()
    firm.unreachable = set()
    await firm.answer(case, "words", {"words": "ばか"})
    await firm.deliver()
    assert (names(advice(firm).told), advice(firm).missed) == (["西店", "HQ"], ())
    assert not firm.card().instead


@pytest.mark.parametrize("hq", ["gone", "none"])
async def test_people_stand_in_for_desks_that_are_gone(bare_firm: Firm, hq: str) -> None:
    """Those on call and the manager get the card itself, and may take and open the case."""
    await bare_firm.settle_in(settings() if hq == "gone" else settings(hq_channel=None))
    firm = bare_firm
    firm.unreachable = {DESK, HQ_PLACE}
    case = await firm.report()
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {CHIEF, ON_CALL, MANAGER}
    assert not firm.reached(Kind.PAGE)
    state = advice(firm)
    assert set(names(state.told)) == {CHIEF, ON_CALL, MANAGER}
    assert state.phone == "03-0000-0001"
    (card,) = firm.shown(Kind.DESK_CARD, Place.person(MANAGER))
    assert (card.reporter, card.instead, card.mentions) == (STAFF, True, ())
    await take_case(firm.office, WORKSPACE, case, MANAGER)
    assert (await open_record(firm.office, WORKSPACE, case, ON_CALL)).card.taken_by == MANAGER
    opening = open_record(firm.office, WORKSPACE, case, COLLEAGUE)
    assert await refusal(opening) == Reason.NOT_ALLOWED


async def test_a_name_kept_from_the_branch_is_kept_from_its_stand_ins(without_hq: Firm) -> None:
    """The manager, who is not of the branch, reads it."""
    firm = without_hq
    firm.unreachable = {DESK}
    case = await firm.report()
    await firm.answer(case, "wishes", ["anonymous_to_branch"])
    await firm.deliver()
    for user, reporter in ((CHIEF, None), (ON_CALL, None), (MANAGER, STAFF)):
        (card,) = firm.shown(Kind.DESK_CARD, Place.person(user))
        assert card.reporter == reporter, user


async def test_a_name_kept_from_the_branch_is_kept_where_there_is_no_hq(without_hq: Firm) -> None:
    """Neither the desk nor a sister branch that was paged is taken for HQ."""
    firm = without_hq
    case = await firm.danger()
    await firm.later(minutes=2)
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    await firm.answer(case, "wishes", ["anonymous_to_branch"])
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    await firm.deliver()
    assert firm.card().reporter is None
    assert firm.shown(Kind.PAGE, EAST_DESK)[0].reporter is None


async def test_when_nobody_can_be_told_the_reporter_reads_so(without_hq: Firm) -> None:
    """Nobody is named, the phone is; the head of the thread claims nothing either."""
    without_hq.unreachable = {DESK} | PEOPLE
    await without_hq.report()
    await without_hq.deliver()
    state = advice(without_hq)
    assert (state.told, state.awaited, names(state.missed)) == ((), (), ["西店"])
    assert state.phone == "03-0000-0001"
    assert without_hq.shown(Kind.REPORT_HEAD)[0].unreached


async def test_stand_ins_who_cannot_be_reached_are_not_named(without_hq: Firm) -> None:
    """Nor may they open what they were not told."""
    without_hq.unreachable = {DESK, Place.person(MANAGER).key}
    case = await without_hq.report()
    await without_hq.deliver()
    assert set(names(advice(without_hq).told)) == {CHIEF, ON_CALL}
    opening = open_record(without_hq.office, WORKSPACE, case, MANAGER)
    assert await refusal(opening) == Reason.NOT_ALLOWED


async def test_another_desk_ends_what_the_stand_ins_do(bare_firm: Firm) -> None:
    """The branch was wrong: theirs is a card that moved, and the case is free to be taken."""
    firm = bare_firm
    await firm.settle_in(settings(hq_channel=None))
    firm.unreachable = {DESK}
    case = await firm.begin(who=HQ)
    for question, value in (("danger", "none"), ("actor", "tenant"), ("scene", "phone")):
        await firm.answer(case, question, value, HQ)
    await firm.answer(case, "acts", ["insult"], HQ)
    await firm.answer(case, "branch", "west", HQ)
    await firm.deliver()
    await take_case(firm.office, WORKSPACE, case, ON_CALL)
    await reopen_question(firm.office, WORKSPACE, case, HQ, "branch")
    await firm.answer(case, "branch", "east", HQ)
    await firm.deliver()
    assert firm.card(EAST_DESK).taken_by is None
    (card,) = firm.shown(Kind.DESK_CARD, Place.person(ON_CALL))
    assert card.moved
    opening = open_record(firm.office, WORKSPACE, case, ON_CALL)
    assert await refusal(opening) == Reason.NOT_ALLOWED
    assert names(advice(firm).told) == ["東店"]


async def test_kept_from_the_branch_with_hq_gone_the_managers_get_it(firm: Firm) -> None:
    """Nobody of the branch is told, and the branch's phone is not named."""
    firm.unreachable = {HQ_PLACE}
    await firm.report(hq_only=True)
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {MANAGER}
    state = advice(firm)
    assert (names(state.told), names(state.missed), state.phone) == ([MANAGER], ["HQ"], None)


async def test_kept_from_the_branch_with_hq_taken_from_the_settings(firm: Firm) -> None:
    """What the branch knew of moves to HQ, which is no more: the manager gets the card."""
    case = await firm.report()
    await firm.deliver()
    await firm.answer(case, "wishes", ["keep_from_branch"])
    await firm.change_settings(settings(hq_channel=None))
    await firm.answer(case, "words", {"words": "ばか"})
    await firm.deliver()
    assert [c.moved for c in firm.shown(Kind.DESK_CARD, Place.person(MANAGER))] == [False]
    assert firm.card().moved


async def test_nobody_is_told_of_a_report_that_is_over(firm: Firm) -> None:
    """The edit that says that it was withdrawn fails: HQ is not called for that."""
    case = await firm.report()
    await firm.deliver()
    firm.unreachable = {DESK}
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {WEST_DESK}


async def test_danger_at_a_desk_that_is_gone(firm: Firm) -> None:
    """The advice to leave names HQ, and that the desk got nothing; HQ is called by one page."""
    firm.unreachable = {DESK}
    await firm.danger()
    await firm.deliver()
    (state,) = firm.shown(Kind.ALARM_ADVICE)
    assert (names(state.told), names(state.missed)) == (["HQ", MANAGER], ["西店"])
    (page,) = firm.shown(Kind.PAGE, HQ_DESK)
    assert (len(page.mentions), firm.card(HQ_DESK).mentions) == (2, ())
