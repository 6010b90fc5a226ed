"""Nothing can be kept: whose number somebody reads instead."""

from uuid import uuid4

from flows.unkept import UnkeptState, show_unkept
from tests.flows.office import (
    EAST_STAFF,
    EAST_TEAM,
    GUEST,
    STAFF,
    WEST_TEAM,
    WORKSPACE,
    Firm,
)

WEST = (("西店", "03-0000-0001"),)


async def test_the_own_branch(firm: Firm) -> None:
    """Where they are decides, before where they belong; a branch may have no number."""
    office, nothing = firm.office, UnkeptState("ja", ())
    assert await show_unkept(office, WORKSPACE, STAFF, None, None) == UnkeptState("ja", WEST)
    assert await show_unkept(office, WORKSPACE, STAFF, None, EAST_TEAM) == nothing
    assert (await show_unkept(office, WORKSPACE, EAST_STAFF, None, WEST_TEAM)).phones == WEST
    assert await show_unkept(office, WORKSPACE, EAST_STAFF, None, None) == nothing


async def test_the_report(firm: Firm) -> None:
    """In a report of their own it is the report's branch; somebody else's says nothing."""
    case, office = await firm.begin(), firm.office
    assert (await show_unkept(office, WORKSPACE, STAFF, case, EAST_TEAM)).phones == WEST
    assert (await show_unkept(office, WORKSPACE, EAST_STAFF, case, None)).phones == ()
    assert (await show_unkept(office, WORKSPACE, STAFF, uuid4(), None)).phones == WEST


async def test_strangers(firm: Firm) -> None:
    """A guest, or a workspace without settings, is told no number."""
    assert (await show_unkept(firm.office, WORKSPACE, GUEST, None, WEST_TEAM)).phones == ()
    assert await show_unkept(firm.office, "T0OTHER", STAFF, None, None) == UnkeptState(None, ())
