"""The wish to keep a report from the branch: when it counts, and when it can be lifted."""

from uuid import UUID

from flows.messages import Kind
from tests.flows.office import HQ, HQ_DESK, ORDINARY, STAFF, Firm


async def at_the_acts(firm: Firm, who: str = STAFF) -> UUID:
    """Begin a report up to the question of what happened."""
    case = await firm.begin(who)
    for question, value in ORDINARY:
        await firm.answer(case, question, value, who)
    return case


async def test_hq_is_told_however_little_is_known(firm: Firm) -> None:
    """The button says that it tells HQ, also with nothing ticked; pressed twice it tells once."""
    case = await at_the_acts(firm)
    await firm.answer(case, "acts", [], hq_only=True)
    kept, entries = await firm.case(case), await firm.kinds(case)
    await firm.answer(case, "acts", [], hq_only=True)
    await firm.deliver()
    assert (await firm.case(case), await firm.kinds(case)) == (kept, entries)
    assert (kept.hq_only, kept.told, kept.answers.acts) == (True, True, ())
    assert firm.reached(Kind.DESK_CARD) == {HQ_DESK}


async def test_the_wish_stands_beside_others(firm: Firm) -> None:
    """What was wished before is wished still."""
    case = await at_the_acts(firm)
    await firm.answer(case, "wishes", ["talk_first"])
    await firm.answer(case, "acts", [], hq_only=True)
    assert (await firm.case(case)).answers.wishes == ("talk_first", "keep_from_branch")


async def test_the_branch_knows_from_when_it_was_told_not_hq(firm: Firm) -> None:
    """With the branch unknown HQ is told first; the branch's time is its own."""
    case = await at_the_acts(firm, HQ)
    await firm.answer(case, "acts", ["insult"], HQ)
    assert (await firm.case(case)).branch_told_at is None
    await firm.later(minutes=7)
    await firm.answer(case, "branch", "west", HQ)
    told = await firm.case(case)
    assert told.branch_told_at == firm.clock.now()
    await firm.later(minutes=7)
    await firm.answer(case, "words", "馬鹿", HQ)
    assert (await firm.case(case)).branch_told_at == told.branch_told_at
