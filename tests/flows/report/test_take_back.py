"""Taking back what was passed on by a slip of the finger."""

import pytest

from flows.case import Contact, State
from flows.errors import Reason
from flows.messages import Kind
from flows.report.end_report import withdraw_report
from flows.report.take_back import take_back
from flows.timeline import EntryKind
from tests.flows.office import COLLEAGUE, HR_DESK, STAFF, WORKSPACE, Firm, refusal, settings


@pytest.fixture
async def reachable(bare_firm: Firm) -> Firm:
    """The company with a contact that can be told in Slack."""
    await bare_firm.settle_in(settings(internal_contact_channel=HR_DESK))
    return bare_firm


async def test_both_messages_say_so_and_the_original_stays(reachable: Firm) -> None:
    """The contact and the reporter read it; the timeline keeps the answer and the way back."""
    firm = reachable
    case = await firm.begin()
    await firm.answer(case, "danger", "none")
    await firm.answer(case, "actor", "colleague")
    await firm.answer(case, "pass_on", "contact")
    await firm.deliver()
    assert firm.shown(Kind.PASSED_ON, HR_DESK)[0].reporter == STAFF
    await take_back(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    (contact,), (ended,) = firm.shown(Kind.PASSED_ON, HR_DESK), firm.shown(Kind.ENDED)
    assert (contact.stands, contact.reporter) == (False, None)
    assert (ended.ending, ended.contact_told) == (None, True)
    assert firm.open_question() == "actor"
    kept = await firm.case(case)
    assert (kept.state, kept.answers.actor) == (State.REOPENED, None)
    entries = await firm.timeline(case)
    given = [e.content["given"] for e in entries if e.content and "given" in e.content]
    assert {"actor": "colleague"} in given
    assert entries[-1].kind in (EntryKind.TAKEN_BACK, EntryKind.PROPOSED)


async def test_a_contact_chosen_to_be_called_is_not_told_when_taken_back(reachable: Firm) -> None:
    """Nothing was sent, and nothing is said to have been."""
    firm = reachable
    case = await firm.begin()
    await firm.answer(case, "danger", "none")
    await firm.answer(case, "actor", "colleague")
    await firm.answer(case, "pass_on", "myself")
    await take_back(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    assert not firm.shown(Kind.PASSED_ON)
    assert not firm.shown(Kind.ENDED)
    assert (await firm.case(case)).contact is Contact.BY_ONESELF


async def test_another_channel_for_the_contact_shows_nothing_new(reachable: Firm) -> None:
    """A message still on its way to the former channel is not sent there."""
    firm = reachable
    case = await firm.begin()
    await firm.answer(case, "danger", "none")
    await firm.answer(case, "actor", "colleague")
    await firm.answer(case, "pass_on", "contact")
    await firm.change_settings(settings())
    await firm.deliver()
    assert not firm.shown(Kind.PASSED_ON)


async def test_what_was_not_passed_on_is_not_taken_back(firm: Firm) -> None:
    """A report that goes on, one that was withdrawn, one of somebody else."""
    case = await firm.report()
    back = take_back(firm.office, WORKSPACE, case, STAFF)
    assert await refusal(back) == Reason.ALREADY_ANSWERED
    other = take_back(firm.office, WORKSPACE, case, COLLEAGUE)
    assert await refusal(other) == Reason.NOT_YOURS
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    over = take_back(firm.office, WORKSPACE, case, STAFF)
    assert await refusal(over) == Reason.CLOSED


async def test_only_what_is_offered_passes_on(firm: Firm) -> None:
    """Anything else is unreadable, and the same press again changes nothing."""
    case = await firm.begin()
    await firm.answer(case, "danger", "none")
    await firm.answer(case, "actor", "tenants_only")
    await firm.answer(case, "tell", "desk")
    kept = await firm.case(case)
    await firm.answer(case, "tell", "desk")
    assert await firm.case(case) == kept
    second = await firm.begin()
    await firm.answer(second, "danger", "none")
    await firm.answer(second, "actor", "colleague")
    assert await refusal(firm.answer(second, "pass_on", "desk")) == Reason.UNREADABLE
