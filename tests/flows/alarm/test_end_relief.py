"""Somebody to take over is no longer needed: the reporter says so, or ends the report."""

from uuid import UUID, uuid4

import pytest

from flows.alarm.ask_for_relief import ask_for_relief, take_relief
from flows.alarm.end_relief import end_relief
from flows.errors import Reason
from flows.messages import Kind, Place
from flows.report.end_report import withdraw_report
from flows.report.start_report import Start
from flows.report.talk_only import TalkWish, ask_to_talk
from flows.timeline import EntryKind
from tests.flows.office import (
    CHIEF,
    COLLEAGUE,
    HQ_DESK,
    HR,
    SECOND,
    SHOP,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    refusal,
)


async def ask(firm: Firm, case: UUID | None = None, who: str = STAFF) -> UUID:
    """Press 交代してほしい and deliver."""
    start = Start(case or uuid4(), who)
    await ask_for_relief(firm.office, WORKSPACE, start)
    await firm.deliver()
    return start.case


async def call_off(firm: Firm, case: UUID, who: str = STAFF) -> None:
    """Press もう大丈夫です and deliver."""
    await end_relief(firm.office, WORKSPACE, case, who)
    await firm.deliver()


@pytest.mark.parametrize("ends", [end_relief, withdraw_report])
async def test_whoever_was_asked_reads_that_it_is_over(firm: Firm, ends: object) -> None:
    """Nobody can take it any more, nobody else is asked, and the record says when it ended."""
    case = await ask(firm)
    assert callable(ends)
    await ends(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    (page,) = firm.shown(Kind.RELIEF_PAGE, WEST_DESK)
    assert (page.ended, page.mentions) == (True, ())
    assert all(receipt.ended for receipt in firm.shown(Kind.RELIEF_RECEIPT))
    late = take_relief(firm.office, WORKSPACE, case, CHIEF)
    assert await refusal(late) == Reason.OUTDATED
    await firm.later(minutes=3)
    assert firm.reached(Kind.RELIEF_PAGE) == {WEST_DESK}
    assert not firm.shown(Kind.RELIEF_UNANSWERED)
    last = [e for e in await firm.timeline(case) if e.kind is EntryKind.RELIEF][-1]
    assert (last.actor, last.content) == (STAFF, {"ended": True})


async def test_whoever_is_on_the_way_gets_a_message(firm: Firm) -> None:
    """An edited page rings no phone; and it is said once."""
    case = await ask(firm)
    await take_relief(firm.office, WORKSPACE, case, CHIEF)
    for _ in range(2):
        await call_off(firm, case)
    (word,) = firm.shown(Kind.RELIEF_PAGE, Place.person(CHIEF))
    assert word.ended


async def test_it_can_be_asked_for_again(firm: Firm) -> None:
    """A new message rings; who was asked before, and HQ in two minutes, are asked once more."""
    case = await ask(firm)
    await firm.later(minutes=2)
    await call_off(firm, case)
    assert [said.over for said in firm.shown(Kind.RELIEF_UNANSWERED)] == [True]
    await ask(firm, case)
    assert [page.ended for page in firm.shown(Kind.RELIEF_PAGE, WEST_DESK)] == [False, False]
    assert [said.over for said in firm.shown(Kind.RELIEF_UNANSWERED)] == [True]
    await take_relief(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    assert [taken.by for taken in firm.shown(Kind.TAKEN)] == [CHIEF]
    await firm.later(minutes=2)
    assert len(firm.shown(Kind.RELIEF_PAGE, HQ_DESK)) == 1


async def test_somebody_who_would_rather_talk_still_needs_it(firm: Firm) -> None:
    """That ends the conversation with the bot, not what happens at the counter."""
    case = await ask(firm)
    await ask_to_talk(firm.office, WORKSPACE, TalkWish(Start(case, STAFF), HR, named=True))
    await take_relief(firm.office, WORKSPACE, case, CHIEF)


async def test_only_the_one_who_asked_calls_it_off(firm: Firm) -> None:
    """A shared account does so, too; what was never asked for is not called off."""
    case = await ask(firm)
    assert await refusal(end_relief(firm.office, WORKSPACE, case, COLLEAGUE)) == Reason.NOT_YOURS
    await call_off(firm, await ask(firm, who=SHOP), SHOP)
    quiet = await firm.begin()
    await call_off(firm, quiet)
    assert EntryKind.RELIEF not in await firm.kinds(quiet)


async def test_what_waited_of_a_request_that_was_called_off_says_nothing(firm: Firm) -> None:
    """Asked anew within the two minutes: HQ and the reporter hear of the new request alone."""
    case = await ask(firm)
    await firm.later(seconds=30)
    await call_off(firm, case)
    await firm.later(seconds=30)
    await ask(firm, case)
    await firm.later(minutes=1)
    assert HQ_DESK not in firm.reached(Kind.RELIEF_PAGE)
    assert not firm.shown(Kind.RELIEF_UNANSWERED)
    await firm.later(minutes=1)
    assert len(firm.shown(Kind.RELIEF_PAGE, HQ_DESK)) == 1
    assert [said.over for said in firm.shown(Kind.RELIEF_UNANSWERED)] == [False]


async def test_who_went_the_last_time_stays_said(firm: Firm) -> None:
    """A new request is answered in a message of its own."""
    case = await ask(firm)
    await take_relief(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    await call_off(firm, case)
    before = firm.shown(Kind.TAKEN)
    await ask(firm, case)
    assert firm.shown(Kind.TAKEN) == before
    await take_relief(firm.office, WORKSPACE, case, SECOND)
    await firm.deliver()
    assert [said.by for said in firm.shown(Kind.TAKEN)] == [CHIEF, SECOND]


async def test_whoever_is_at_the_counter_needs_it_also_where_a_colleague_did_it(firm: Firm) -> None:
    """Passing the report on says nothing of that."""
    case = await firm.begin()
    await ask(firm, case)
    await firm.answer(case, "danger", "none")
    await firm.answer(case, "actor", "colleague")
    await firm.answer(case, "pass_on", "myself")
    assert (await firm.case(case)).over
    await take_relief(firm.office, WORKSPACE, case, CHIEF)
