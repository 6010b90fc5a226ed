"""The wish to keep a report from the branch: when it counts, and when it can be lifted."""

from uuid import UUID

from flows.errors import Reason
from flows.messages import Kind
from tests.flows.office import HQ, HQ_DESK, ORDINARY, STAFF, WEST_DESK, Firm, refusal


async def at_the_acts(firm: Firm, who: str = STAFF) -> UUID:
    """Begin a report up to the question of what happened."""
    case = await firm.begin(who)
    for question, value in ORDINARY:
        await firm.answer(case, question, value, who)
    return case


async def test_the_wish_alone_is_noted_once_and_tells_nobody(firm: Firm) -> None:
    """A repeated delivery notes nothing more; the question of what happened stays open."""
    case = await at_the_acts(firm)
    await firm.answer(case, "acts", [], hq_only=True)
    kept, entries = await firm.case(case), await firm.kinds(case)
    await firm.answer(case, "acts", [], hq_only=True)
    await firm.deliver()
    assert (await firm.case(case), await firm.kinds(case)) == (kept, entries)
    assert (kept.hq_only, kept.told, kept.answers.acts) == (True, False, None)
    assert firm.open_question() == "acts"


async def test_lifting_the_wish_leaves_other_wishes(firm: Firm) -> None:
    """Only what the branch may know is changed."""
    case = await at_the_acts(firm)
    await firm.answer(case, "wishes", ["talk_first"])
    await firm.answer(case, "acts", [], hq_only=True)
    assert (await firm.case(case)).answers.wishes == ("talk_first", "keep_from_branch")
    await firm.answer(case, "acts", ["insult"], to_branch=True)
    await firm.deliver()
    kept = await firm.case(case)
    assert (kept.answers.wishes, kept.hq_only) == (("talk_first",), False)
    assert firm.reached(Kind.DESK_CARD) == {WEST_DESK}


async def test_once_hq_knows_the_wish_is_not_lifted(firm: Firm) -> None:
    """A stale button does not give the branch what was kept from it."""
    case = await firm.report(hq_only=True)
    stale = firm.answer(case, "acts", ["insult"], to_branch=True)
    assert await refusal(stale) == Reason.ALREADY_ANSWERED
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {HQ_DESK}
    assert (await firm.case(case)).branch_told_at is None


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
