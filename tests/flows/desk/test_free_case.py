"""Whoever may no longer have a case does not keep others from it."""

from collections.abc import Awaitable, Callable

import pytest

from flows.desk.take_case import take_case
from flows.errors import Reason
from flows.membership.follow_events import (
    change_person,
    join_channel,
    leave_channel,
    lose_channel,
)
from flows.membership.reconcile import reconcile
from flows.messages import Kind, Place
from flows.people import Person, Standing
from flows.report.change_course import reopen_question
from flows.report.end_report import withdraw_report
from flows.timeline import BOT, EntryKind
from tests.flows.membership.test_membership import Workspace
from tests.flows.office import (
    CHIEF,
    COLLEAGUE,
    MEMBERS,
    SECOND,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    refusal,
)
from tests.storage.tampering import tamper


async def leaves_the_desk(firm: Firm) -> None:
    """The holder is taken out of the desk's channel."""
    await leave_channel(firm.office, WORKSPACE, WEST_DESK, CHIEF)


async def leaves_the_company(firm: Firm) -> None:
    """The holder's account is deactivated."""
    gone = Person(CHIEF, CHIEF, "ja", Standing.DEACTIVATED)
    await change_person(firm.office, WORKSPACE, gone)


@pytest.mark.parametrize(
    ("happens", "is_told"), [(leaves_the_desk, True), (leaves_the_company, False)]
)
async def test_another_takes_it(
    firm: Firm, happens: Callable[[Firm], Awaitable[None]], *, is_told: bool
) -> None:
    """The card is free at once, and the reporter reads who has it then.

    The desk is called once more, for an edited card rings no phone; the record says whose it was.
    """
    case = await firm.report()
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    await happens(firm)
    await firm.deliver()
    assert firm.card().taken_by is None
    assert bool(firm.shown(Kind.RELEASED, Place.person(CHIEF))) is is_told
    (called,) = firm.shown(Kind.FREED, WEST_DESK)
    assert (called.free, called.mentions) == (True, (SECOND,))
    last = (await firm.timeline(case))[-1]
    left = {"from": CHIEF, "what": "case"}
    assert (last.kind, last.actor, last.content) == (EntryKind.FREED, BOT, left)
    await take_case(firm.office, WORKSPACE, case, SECOND)
    await firm.deliver()
    assert firm.card().taken_by == SECOND
    (called,) = firm.shown(Kind.FREED, WEST_DESK)
    assert (called.free, called.mentions, called.taken_by) == (False, (), SECOND)
    assert firm.reached(Kind.FREED) == {WEST_DESK}
    before, now = firm.shown(Kind.TAKEN)
    assert ((before.by, before.left), now.by) == ((None, True), SECOND)


async def test_nothing_is_freed_while_it_is_not_known_who_is_there(firm: Firm) -> None:
    """The bot was taken out of the desk for a moment: nobody loses a case by that."""
    case = await firm.report()
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await lose_channel(firm.office, WORKSPACE, WEST_DESK)
    await leaves_the_desk(firm)
    await firm.answer(case, "demand", "none")
    assert (await firm.case(case)).taken_by == CHIEF


async def test_the_holder_turns_out_to_be_whom_it_happened_to(firm: Firm) -> None:
    """Nobody keeps a case of their own; the others of the desk can take it."""
    case = await firm.report()
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.answer(case, "reported_as", "for_other")
    await firm.answer(case, "affected", {"user": CHIEF})
    assert (await firm.case(case)).taken_by is None
    assert await refusal(take_case(firm.office, WORKSPACE, case, CHIEF)) == Reason.OWN_CASE
    await take_case(firm.office, WORKSPACE, case, SECOND)


async def test_what_is_not_theirs_or_over_stays_as_it_is(firm: Firm) -> None:
    """Other holders keep theirs; a case that is over keeps who had it."""
    over, other = await firm.report(), await firm.report()
    for case, who in ((over, CHIEF), (other, SECOND)):
        await take_case(firm.office, WORKSPACE, case, who)
    await withdraw_report(firm.office, WORKSPACE, over, STAFF)
    await leaves_the_desk(firm)
    assert ((await firm.case(over)).taken_by, (await firm.case(other)).taken_by) == (CHIEF, SECOND)
    await join_channel(firm.office, WORKSPACE, WEST_DESK, CHIEF)
    await take_case(firm.office, WORKSPACE, await firm.report(), CHIEF)


async def test_nobody_is_called_to_what_is_taken_again_or_over(firm: Firm) -> None:
    """The message that waited has nothing to say any more."""
    taken, over = await firm.report(), await firm.report()
    for case in (taken, over):
        await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    await leaves_the_desk(firm)
    await take_case(firm.office, WORKSPACE, taken, SECOND)
    await withdraw_report(firm.office, WORKSPACE, over, STAFF)
    await firm.deliver()
    assert not firm.shown(Kind.FREED)


async def test_who_left_unnoticed_is_found_by_the_next_reconciliation(firm: Firm) -> None:
    """What was missed while nothing ran is made good; others keep what they have."""
    lost, other = await firm.report(), await firm.report()
    for case, who in ((lost, CHIEF), (other, SECOND)):
        await take_case(firm.office, WORKSPACE, case, who)
    await firm.deliver()
    third = {WEST_DESK: frozenset({SECOND, COLLEAGUE})}
    gone = frozenset({CHIEF})
    await reconcile(firm.office, WORKSPACE, Workspace({**MEMBERS, **third}, gone=gone))
    await firm.deliver()
    assert ((await firm.case(lost)).taken_by, (await firm.case(other)).taken_by) == (None, SECOND)
    assert len(firm.shown(Kind.FREED, WEST_DESK)) == 1
    assert not firm.shown(Kind.RELEASED)


async def test_the_desk_is_called_once_it_sees_the_case_again(firm: Firm) -> None:
    """Its holder left while it was taken to be about a colleague: what said so showed nothing."""
    case = await firm.report()
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "actor")
    await firm.answer(case, "actor", "colleague")
    await leaves_the_desk(firm)
    await firm.deliver()
    assert not firm.shown(Kind.FREED)
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "actor")
    await firm.answer(case, "actor", "tenant")
    await firm.deliver()
    (called,) = firm.shown(Kind.FREED, WEST_DESK)
    assert (called.free, called.mentions) == (True, (SECOND,))


async def test_one_that_cannot_be_changed_keeps_no_other_back(firm: Firm, url: str) -> None:
    """The others are freed all the same, and then it is said."""
    first, second = await firm.report(), await firm.report(who=COLLEAGUE)
    for case in (first, second):
        await take_case(firm.office, WORKSPACE, case, CHIEF)
    await tamper(url, "UPDATE timeline_heads SET sequence = 1 WHERE case_id = ?", first)
    with pytest.raises(ExceptionGroup, match="not every case"):
        await leaves_the_desk(firm)
    assert (await firm.case(first)).taken_by == CHIEF
    assert (await firm.case(second)).taken_by is None
