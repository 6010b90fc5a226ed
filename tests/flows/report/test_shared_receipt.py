"""What the answer to a shared account's press holds, and what its form says of a colleague."""

from uuid import uuid4

import pytest

from flows.messages import Kind, Place
from flows.report.show_shared import foresee_shared_receipt, show_shared_form
from flows.report.start_report import Start
from flows.report.submit_shared_form import SharedForm, submit_shared_form
from tests.flows.office import (
    CHIEF,
    HQ_DESK,
    HR_DESK,
    MANAGER,
    ON_CALL,
    SHOP,
    WEST_DESK,
    WORKSPACE,
    Firm,
    settings,
)
from tests.flows.report.test_shared_account import GIVEN, NAME, alarm, receipt, reply


@pytest.mark.parametrize(("scene", "asked"), [("their_place", "place"), ("counter", None)])
async def test_a_form_with_danger_asks_for_the_place_where_the_scene_does_not_say_it(
    firm: Firm, scene: str, asked: str | None
) -> None:
    """Somewhere out of the shop: the buttons stand in the receipt."""
    address = reply(firm)
    given = GIVEN | {"danger": "now", "scene": scene}
    form = SharedForm(Start(uuid4(), SHOP), NAME, None, given, address)
    await submit_shared_form(firm.office, WORKSPACE, form)
    await firm.deliver()
    place = receipt(firm, address).place
    assert (place.id if place else None) == asked


async def test_nobody_reachable_is_said_as_soon_as_it_is_known(firm: Firm) -> None:
    """Where no page gets through, the person at the counter does not wait two minutes."""
    people = {Place.person(user).key for user in (CHIEF, ON_CALL, MANAGER)}
    everywhere = people | {Place.channel(WEST_DESK).key, Place.channel(HQ_DESK).key}
    firm.late, address = set(everywhere), reply(firm)
    await alarm(firm, uuid4(), address)
    assert receipt(firm, address).nobody is None, "it is tried again"
    firm.late, firm.unreachable = set(), everywhere
    await firm.later(minutes=1)
    assert receipt(firm, address).nobody is not None


@pytest.mark.parametrize("channel", [HR_DESK, None])
async def test_before_it_is_sent_the_form_says_who_hears_of_a_colleague(
    firm: Firm, channel: str | None
) -> None:
    """Where the contact has no channel nobody is told, and nothing else is said."""
    await firm.change_settings(settings(internal_contact_channel=channel))
    start = Start(uuid4(), SHOP)
    shown = await show_shared_form(firm.office, WORKSPACE, start, uuid4())
    form = SharedForm(start, NAME, None, {"danger": "none", "actor": "colleague"})
    foreseen = await foresee_shared_receipt(firm.office, WORKSPACE, form)
    await submit_shared_form(firm.office, WORKSPACE, form)
    await firm.deliver()
    assert foreseen.ended is not None
    told = (shown.contact_told, foreseen.ended.contact_told, bool(firm.shown(Kind.PASSED_ON)))
    assert told == (channel is not None,) * 3
