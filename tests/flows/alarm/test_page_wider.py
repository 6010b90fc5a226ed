"""A page that does not get through: the next circle at once, and an end to it."""

from uuid import uuid4

from flows.alarm.ask_for_relief import ask_for_relief, take_relief
from flows.alarm.end_alarm import end_alarm
from flows.alarm.page_wider import page_wider
from flows.desk.take_case import take_case
from flows.messages import Kind, Place
from flows.report.start_report import Start
from tests.flows.office import (
    CHIEF,
    HQ_DESK,
    MANAGER,
    ON_CALL,
    SHOP,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
)

AT_DESK, THREAD = Place.channel(WEST_DESK), Place.thread(uuid4(), STAFF)
DESK = AT_DESK.key
EVERYWHERE = {DESK, Place.channel(HQ_DESK).key} | {
    Place.person(user).key for user in (CHIEF, ON_CALL, MANAGER)
}


async def test_a_desk_that_cannot_be_reached_sends_it_to_hq_at_once(firm: Firm) -> None:
    """Without waiting for two minutes; those on call are reached in person."""
    firm.unreachable = {DESK}
    await firm.danger()
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {CHIEF, ON_CALL, MANAGER, HQ_DESK}
    assert not firm.shown(Kind.NOBODY_YET)


async def test_when_nothing_is_reachable_the_reporter_is_told_to_ring_at_once(firm: Firm) -> None:
    """It comes to an end, and claims nothing of HQ."""
    firm.unreachable = set(EVERYWHERE)
    await firm.danger()
    await firm.deliver()
    assert not firm.reached(Kind.PAGE)
    (nobody,) = firm.shown(Kind.NOBODY_YET)
    assert nobody.wider == ()
    assert nobody.phone == "03-0000-0001"


async def test_it_ends_even_where_the_reporter_cannot_be_reached_either(firm: Firm) -> None:
    """Every place is given up once."""
    case = await firm.danger()
    firm.unreachable = EVERYWHERE | {Place.person(STAFF).key}
    await firm.deliver()
    await firm.later(hours=1)
    assert not firm.sent
    assert len(await firm.timeline(case)) < 30


async def test_what_only_the_reporter_would_have_read_calls_nobody(firm: Firm) -> None:
    """HQ is not paged because a direct message failed."""
    case = await firm.danger()
    for failed in (Kind.ALARM_ADVICE, Kind.NOBODY_YET, Kind.TAKEN):
        await page_wider(firm.office, WORKSPACE, case, failed, THREAD)
    await firm.deliver()
    assert HQ_DESK not in firm.reached(Kind.PAGE)


async def test_nobody_is_called_for_what_somebody_has(firm: Firm) -> None:
    """Nor for a case that does not exist."""
    case = await firm.danger()
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await page_wider(firm.office, WORKSPACE, case, Kind.PAGE, AT_DESK)
    await page_wider(firm.office, WORKSPACE, uuid4(), Kind.PAGE, AT_DESK)
    await firm.deliver()
    assert HQ_DESK not in firm.reached(Kind.PAGE)


async def test_the_gravest_page_that_fails_reaches_others(firm: Firm) -> None:
    """No alarm rings, but somebody has to know at once."""
    firm.unreachable = {Place.person(MANAGER).key}
    await firm.report("assault")
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {CHIEF, ON_CALL, HQ_DESK}
    assert not firm.shown(Kind.NOBODY_YET)


async def test_after_a_slip_only_what_is_true_reaches_others(firm: Firm) -> None:
    """A page that says it was a slip calls nobody; one about the gravest, as without an alarm."""
    case = await firm.danger()
    await firm.deliver()
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=True)
    await page_wider(firm.office, WORKSPACE, case, Kind.PAGE, Place.person(MANAGER))
    await firm.deliver()
    assert HQ_DESK not in firm.reached(Kind.PAGE)
    firm.unreachable = {Place.person(MANAGER).key}
    for question, answer in (("danger", "past"), ("actor", "tenant"), ("scene", "counter")):
        await firm.answer(case, question, answer)
    await firm.answer(case, "acts", ["assault"])
    firm.sent.clear()
    await firm.deliver()
    assert firm.reached(Kind.PAGE) >= {CHIEF, ON_CALL, HQ_DESK}
    assert not firm.shown(Kind.NOBODY_YET)


async def test_a_shared_account_is_not_written_to_when_nothing_is_reachable(firm: Firm) -> None:
    """It has no thread."""
    firm.unreachable = set(EVERYWHERE)
    await firm.danger(who=SHOP)
    await firm.deliver()
    assert not firm.shown(Kind.NOBODY_YET)


async def test_relief_that_does_not_reach_the_desk_is_asked_of_others(firm: Firm) -> None:
    """Those on call, the manager and HQ read it, and whoever was asked may go."""
    firm.unreachable = {DESK}
    start = Start(uuid4(), STAFF)
    await ask_for_relief(firm.office, WORKSPACE, start)
    await firm.deliver()
    assert firm.reached(Kind.RELIEF_PAGE) == {CHIEF, ON_CALL, MANAGER, HQ_DESK}
    await take_relief(firm.office, WORKSPACE, start.case, ON_CALL)
    await page_wider(firm.office, WORKSPACE, start.case, Kind.RELIEF_PAGE, AT_DESK)
    await firm.deliver()
    assert {page.taken_by for page in firm.shown(Kind.RELIEF_PAGE)} == {ON_CALL}


async def test_relief_that_reaches_nobody_comes_to_an_end(firm: Firm) -> None:
    """Every place is tried once."""
    firm.unreachable = set(EVERYWHERE)
    await ask_for_relief(firm.office, WORKSPACE, Start(uuid4(), STAFF))
    await firm.deliver()
    assert not firm.reached(Kind.RELIEF_PAGE)
    assert firm.shown(Kind.RELIEF_RECEIPT)[0].phone == "03-0000-0001"
