"""Whoever came in danger opens what they came for, wherever they were called."""

from flows.alarm.end_alarm import end_alarm
from flows.desk.open_record import open_record
from flows.desk.take_case import take_case
from flows.errors import Reason
from flows.messages import Kind, Place
from flows.report.view_states import Told
from tests.flows.office import (
    CHIEF,
    EAST_CHIEF,
    EAST_DESK,
    HQ_DESK,
    LEGAL,
    MANAGER,
    ON_CALL,
    STAFF,
    WORKSPACE,
    Firm,
    refusal,
    settings,
)


async def test_somebody_on_call_who_is_on_no_desk_opens_what_they_came_for(firm: Firm) -> None:
    """The record opens for them, and for nobody else who was called; also once it is over."""
    case = await firm.danger()
    await take_case(firm.office, WORKSPACE, case, ON_CALL)
    await firm.deliver()
    for _ in range(2):
        assert firm.shown(Kind.PAGE, Place.person(ON_CALL))[0].may_open
        assert not firm.shown(Kind.PAGE, Place.person(MANAGER))[0].may_open
        await open_record(firm.office, WORKSPACE, case, ON_CALL)
        other = open_record(firm.office, WORKSPACE, case, MANAGER)
        assert await refusal(other) == Reason.NOT_ALLOWED
        if (await firm.case(case)).ringing:
            await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
            await firm.deliver()
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    assert (await firm.case(case)).taken_by == CHIEF


async def test_a_sister_desk_that_came_opens_the_record(without_hq: Firm) -> None:
    """Whoever of the other branch took it opens it; the branch has the report."""
    firm = without_hq
    case = await firm.danger()
    await firm.later(minutes=2)
    await take_case(firm.office, WORKSPACE, case, EAST_CHIEF)
    await firm.deliver()
    assert firm.shown(Kind.PAGE, EAST_DESK)[0].may_open
    await open_record(firm.office, WORKSPACE, case, EAST_CHIEF)
    assert (await firm.case(case)).taken_by is None


async def test_a_manager_who_came_may_open_what_is_kept_from_the_branch(firm: Firm) -> None:
    """HQ alone is told of it; a manager outside HQ takes the page, and opens it."""
    case = await firm.report(hq_only=True)
    await firm.answer(case, "danger", "now")
    await take_case(firm.office, WORKSPACE, case, MANAGER)
    await firm.deliver()
    assert firm.shown(Kind.PAGE, Place.person(MANAGER))[0].may_open
    await open_record(firm.office, WORKSPACE, case, MANAGER)


async def test_a_manager_who_was_called_by_a_slip_is_not_said_to_know_the_report(
    firm: Firm,
) -> None:
    """What reached them was taken back; what was reported afterwards did not reach them."""
    case = await firm.danger()
    await firm.deliver()
    assert firm.reached(Kind.PAGE) >= {MANAGER}
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=True)
    for question, value in (("danger", "none"), ("actor", "tenant"), ("scene", "phone")):
        await firm.answer(case, question, value)
    await firm.answer(case, "acts", ["insult"])
    await firm.deliver()
    desk = (Told("西店", hq=False),)
    assert firm.shown(Kind.ADVICE)[0].told == desk
    assert firm.shown(Kind.REPORT_HEAD)[0].told == desk


async def test_a_manager_on_the_branchs_desk_is_of_the_branch(bare_firm: Firm) -> None:
    """The gravest, and danger, page the managers; but not one it is kept from."""
    firm = bare_firm
    await firm.settle_in(settings(managers=[CHIEF, LEGAL]))
    case = await firm.report("threat", hq_only=True)
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {LEGAL}
    assert CHIEF not in {one.person for one in firm.shown(Kind.ADVICE)[0].told}
    await firm.answer(case, "danger", "now")
    await firm.later(minutes=3)
    assert {LEGAL, HQ_DESK} <= firm.reached(Kind.PAGE)
    assert not [place for _, place, _ in firm.sent if CHIEF in place]
    assert CHIEF not in {one.person for one in firm.shown(Kind.ALARM_ADVICE)[0].told}
