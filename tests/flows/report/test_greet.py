"""What the command answers, whoever calls at the same moment."""

from uuid import uuid4

from flows.errors import Reason
from flows.report.greet import Caller, Greeting, greet
from tests.flows.office import GUEST, NOBODY, SHOP, STAFF, WORKSPACE, Firm


async def test_many_at_once(firm: Firm) -> None:
    """Each gets the answer of their own, in order, whoever else asks in the same breath."""
    first = await firm.begin()
    callers = [Caller(WORKSPACE, user, uuid4()) for user in (GUEST, STAFF, SHOP, NOBODY, STAFF)]
    guest, staff, shop, nobody, again = await greet(firm.office, callers)
    assert (guest.state, guest.refused) == (None, Reason.NOT_ALLOWED)
    assert staff.state is not None
    assert shop.state is not None
    assert nobody.state is not None
    assert again.state is not None
    unfinished = [staff.state.unfinished, again.state.unfinished]
    assert [one.case for one in unfinished if one] == [first, first]
    assert (shop.state.unfinished, shop.state.shared_account) == (None, True)
    assert (nobody.state.unfinished, nobody.language) == (None, "ja")
    for caller, greeting in zip(callers[1:], (staff, shop, nobody, again), strict=True):
        assert greeting.state is not None
        assert greeting.state.case == caller.fresh


async def test_repeated_call(firm: Firm) -> None:
    """A command delivered again is not asked to go on with the report it began itself."""
    case = await firm.begin()
    (greeting,) = await greet(firm.office, [Caller(WORKSPACE, STAFF, case)])
    assert greeting.state is not None
    assert greeting.state.unfinished is None


async def test_workspaces_apart(firm: Firm) -> None:
    """A workspace without settings asks nothing; callers elsewhere do not notice."""
    callers = [Caller("T0OTHER", STAFF, uuid4()), Caller(WORKSPACE, STAFF, uuid4())]
    other, here = await greet(firm.office, callers)
    assert other == Greeting(None)
    assert here.state is not None
