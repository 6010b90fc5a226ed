"""社内の人: whom to tell is asked whatever was said before, and the contact reads no more."""

import pytest

from flows.alarm.end_alarm import end_alarm
from flows.messages import Kind
from flows.report.change_course import finish_report, reopen_question
from tests.flows.office import HR_DESK, STAFF, WORKSPACE, Firm, settings


@pytest.fixture
async def reachable(bare_firm: Firm) -> Firm:
    """The company with a contact that can be told in Slack."""
    await bare_firm.settle_in(settings(internal_contact_channel=HR_DESK))
    return bare_firm


async def test_after_enough_was_said_the_choice_is_still_put(reachable: Firm) -> None:
    """質問を終える puts off every question but this one; who calls themselves tells nobody."""
    firm = reachable
    case = await firm.report()
    await finish_report(firm.office, WORKSPACE, case, STAFF)
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "actor")
    await firm.answer(case, "actor", "colleague")
    await firm.deliver()
    assert firm.open_question() == "pass_on"
    assert firm.card().withheld
    await firm.press(case, "pass_on", "myself")
    await firm.deliver()
    assert not firm.shown(Kind.PASSED_ON)
    (ended,) = firm.shown(Kind.ENDED)
    assert not ended.contact_told


@pytest.mark.parametrize("mistake", [True, False])
async def test_an_alarm_by_mistake_is_no_danger_to_the_contact(
    reachable: Firm, *, mistake: bool
) -> None:
    """Nor to the employee, who reads what was told."""
    firm = reachable
    case = await firm.danger()
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=mistake)
    if mistake:
        await firm.press(case, "danger", "none")
    await firm.press(case, "actor", "colleague")
    await firm.press(case, "pass_on", "contact")
    await firm.deliver()
    (told,), (ended,) = firm.shown(Kind.PASSED_ON, HR_DESK), firm.shown(Kind.ENDED)
    assert (told.reporter, told.danger) == (STAFF, not mistake)
    assert (ended.contact_told, ended.was_in_danger) == (True, not mistake)
