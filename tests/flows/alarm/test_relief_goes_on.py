"""Relief that others are to give now, and relief that nobody gives."""

from uuid import UUID, uuid4

import pytest

from flows.alarm.ask_for_relief import ask_for_relief, take_relief
from flows.messages import Kind, Place
from flows.report.change_course import reopen_question
from flows.report.start_report import Start
from tests.flows.office import (
    CHIEF,
    EAST_DESK,
    HQ,
    HQ_DESK,
    MANAGER,
    ON_CALL,
    ORDINARY,
    SHOP,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    settings,
)

DESK = Place.channel(WEST_DESK)


async def ask(firm: Firm, case: UUID | None = None, who: str = STAFF) -> UUID:
    """Press 交代してほしい and deliver."""
    start = Start(case or uuid4(), who)
    await ask_for_relief(firm.office, WORKSPACE, start)
    await firm.deliver()
    return start.case


async def keep_from_branch(firm: Firm, case: UUID, *, afterwards: bool = False) -> None:
    """Report up to the acts, for HQ alone: from the start, or once the branch was told."""
    for question, value in ORDINARY:
        await firm.answer(case, question, value)
    await firm.answer(case, "acts", ["insult"], hq_only=not afterwards)
    await firm.deliver()
    if afterwards:
        await firm.answer(case, "wishes", ["keep_from_branch"])
        await firm.deliver()


@pytest.mark.parametrize("afterwards", [False, True])
async def test_kept_from_the_branch_it_is_hqs_to_give(firm: Firm, afterwards: bool) -> None:
    """The branch's page says no more than that it moved; the receipt names HQ alone."""
    case = await ask(firm)
    await keep_from_branch(firm, case, afterwards=afterwards)
    (page,) = firm.shown(Kind.RELIEF_PAGE, WEST_DESK)
    assert page == type(page)(case, None, None, None, None)
    (there,) = firm.shown(Kind.RELIEF_PAGE, HQ_DESK)
    assert there.reporter == STAFF
    (receipt,) = firm.shown(Kind.RELIEF_RECEIPT)
    assert ([told.hq for told in receipt.told], receipt.phone) == ([True], None)


async def test_who_was_asked_in_person_reads_that_it_moved_as_well(firm: Firm) -> None:
    """Those on call were asked because the desk was gone; the manager may still go."""
    firm.unreachable = {DESK.key}
    case = await ask(firm)
    await keep_from_branch(firm, case)
    for user, asked in ((CHIEF, False), (ON_CALL, False), (MANAGER, True)):
        (page,) = firm.shown(Kind.RELIEF_PAGE, Place.person(user))
        assert (page.reporter is not None) is asked, user


async def test_somebody_who_goes_already_is_not_called_back(firm: Firm) -> None:
    """The branch's page goes on naming them, and HQ is not asked."""
    case = await ask(firm)
    await take_relief(firm.office, WORKSPACE, case, CHIEF)
    await keep_from_branch(firm, case)
    (page,) = firm.shown(Kind.RELIEF_PAGE, WEST_DESK)
    assert page.taken_by == CHIEF
    assert firm.reached(Kind.RELIEF_PAGE) == {WEST_DESK}
    assert firm.shown(Kind.RELIEF_RECEIPT)[0].taken_by == CHIEF


async def test_the_branch_named_later_is_asked_and_others_read_that_it_moved(
    without_hq: Firm,
) -> None:
    """Every desk was asked because nobody knew the branch."""
    case = await ask(without_hq, who=HQ)
    for question, value in (*ORDINARY, ("acts", ["insult"]), ("branch", "east")):
        await without_hq.answer(case, question, value, HQ)
    await without_hq.deliver()
    (west,) = without_hq.shown(Kind.RELIEF_PAGE, WEST_DESK)
    (east,) = without_hq.shown(Kind.RELIEF_PAGE, EAST_DESK)
    assert (west.reporter, east.reporter) == (None, HQ)
    await reopen_question(without_hq.office, WORKSPACE, case, HQ, "branch")
    await without_hq.answer(case, "branch", "west", HQ)
    await without_hq.deliver()
    assert without_hq.shown(Kind.RELIEF_PAGE, WEST_DESK)[0].reporter == HQ
    assert without_hq.shown(Kind.RELIEF_PAGE, EAST_DESK)[0].reporter is None


async def test_after_two_minutes_hq_is_asked_and_the_reporter_told(firm: Firm) -> None:
    """Once: nobody is asked a third time."""
    await ask(firm)
    await firm.later(seconds=119)
    assert not firm.shown(Kind.RELIEF_UNANSWERED)
    await firm.later(seconds=1)
    (said,) = firm.shown(Kind.RELIEF_UNANSWERED)
    assert ([told.hq for told in said.wider], said.phone) == ([True], "03-0000-0001")
    await firm.later(hours=2)
    assert firm.reached(Kind.RELIEF_PAGE) == {WEST_DESK, HQ_DESK}
    assert firm.times_sent(Kind.RELIEF_PAGE) == 2
    assert firm.times_sent(Kind.RELIEF_UNANSWERED) == 1


async def test_where_hq_was_asked_first_the_managers_are_next(firm: Firm) -> None:
    """The branch is still not to know, and its people on call are not asked."""
    case = await firm.report(hq_only=True)
    await ask(firm, case)
    await firm.later(minutes=2)
    assert firm.reached(Kind.RELIEF_PAGE) == {HQ_DESK, MANAGER}
    assert firm.shown(Kind.RELIEF_UNANSWERED)[0].wider[0].person == MANAGER


async def test_without_hq_those_on_call_are_next(without_hq: Firm) -> None:
    """And the manager; each may go."""
    case = await ask(without_hq)
    await without_hq.later(minutes=2)
    assert without_hq.reached(Kind.RELIEF_PAGE) == {WEST_DESK, CHIEF, ON_CALL, MANAGER}
    await take_relief(without_hq.office, WORKSPACE, case, ON_CALL)
    await without_hq.deliver()
    assert without_hq.shown(Kind.RELIEF_UNANSWERED)[0].taken_by == ON_CALL


async def test_with_nobody_else_to_ask_the_desk_is_asked_again(bare_firm: Firm) -> None:
    """A new message, which rings; and still only once."""
    alone = settings(hq_channel=None, managers=[])
    alone["branches"][0]["on_call"] = []
    await bare_firm.settle_in(alone)
    await ask(bare_firm)
    await bare_firm.later(minutes=2)
    await bare_firm.later(hours=2)
    assert bare_firm.reached(Kind.RELIEF_PAGE) == {WEST_DESK}
    assert bare_firm.times_sent(Kind.RELIEF_PAGE) == 2
    assert bare_firm.shown(Kind.RELIEF_UNANSWERED)[0].wider == ()


async def test_taken_in_time_nothing_more_is_said(firm: Firm) -> None:
    """HQ is not asked, and the reporter reads no bad news."""
    case = await ask(firm)
    await take_relief(firm.office, WORKSPACE, case, CHIEF)
    await firm.later(minutes=2)
    assert firm.reached(Kind.RELIEF_PAGE) == {WEST_DESK}
    assert not firm.shown(Kind.RELIEF_UNANSWERED)


async def test_a_shared_account_is_asked_for_wider_and_not_written_to(firm: Firm) -> None:
    """HQ is asked; the account gets nothing later."""
    await ask(firm, who=SHOP)
    await firm.later(minutes=2)
    assert firm.reached(Kind.RELIEF_PAGE) == {WEST_DESK, HQ_DESK}
    assert not firm.shown(Kind.RELIEF_UNANSWERED)


async def test_the_receipt_names_those_whom_it_reached(firm: Firm) -> None:
    """The desk is gone: people and HQ are named instead, and that the desk got nothing."""
    firm.unreachable = {DESK.key}
    await ask(firm)
    (receipt,) = firm.shown(Kind.RELIEF_RECEIPT)
    assert {told.person for told in receipt.told} == {CHIEF, ON_CALL, MANAGER, None}
    assert [told.branch for told in receipt.missed] == ["西店"]
