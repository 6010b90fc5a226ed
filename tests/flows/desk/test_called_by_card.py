"""Whom the card of a new report calls by name: every report, however light, is looked at."""

from flows.alarm.end_alarm import end_alarm
from flows.messages import Kind, Place
from tests.flows.office import CHIEF, SECOND, WEST_DESK, WORKSPACE, Firm


async def test_every_report_calls_those_on_call(firm: Firm) -> None:
    """An ordinary complaint as well, and a quarrel between tenants; nobody else of the desk."""
    await firm.report("strong_tone")
    await firm.deliver()
    assert firm.card().mentions == (CHIEF,)
    firm.stands.clear()
    quarrel = await firm.begin()
    await firm.press(quarrel, "danger", "none")
    await firm.press(quarrel, "actor", "tenants_only")
    await firm.press(quarrel, "tell", "desk")
    await firm.deliver()
    assert firm.card().mentions == (CHIEF,)


async def test_danger_twice_to_somebody_of_the_desk_never_calls_them(firm: Firm) -> None:
    """Neither the card nor the page after it; the others of the desk are called."""
    case = await firm.danger(who=CHIEF)
    await firm.deliver()
    assert firm.card().mentions == (SECOND,)
    assert (firm.card().reporter, firm.card().reporter_name) == (None, CHIEF)
    await end_alarm(firm.office, WORKSPACE, case, CHIEF, mistake=True)
    await firm.press(case, "danger", "now", CHIEF)
    await firm.deliver()
    (page,) = firm.shown(Kind.PAGE, WEST_DESK)
    assert page.mentions == (SECOND,)
    assert not firm.shown(Kind.PAGE, Place.person(CHIEF))
