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
from flows.messages import Kind, Place
from flows.people import Person, Standing
from flows.report.end_report import withdraw_report
from tests.flows.office import CHIEF, SECOND, STAFF, WEST_DESK, WORKSPACE, Firm, refusal


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
    """The card is free at once, and the reporter reads who has it then."""
    case = await firm.report()
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    await happens(firm)
    await firm.deliver()
    assert firm.card().taken_by is None
    assert bool(firm.shown(Kind.RELEASED, Place.person(CHIEF))) is is_told
    await take_case(firm.office, WORKSPACE, case, SECOND)
    await firm.deliver()
    assert firm.card().taken_by == SECOND
    assert firm.shown(Kind.TAKEN)[-1].by == SECOND


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
