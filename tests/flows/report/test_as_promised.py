"""What a screen says will happen: who is told by which press, and what is offered until then."""

from uuid import UUID

import pytest

from flows.alarm.ask_for_relief import ask_for_relief
from flows.alarm.end_alarm import end_alarm
from flows.case import State
from flows.desk.take_case import take_case
from flows.messages import Kind, Place
from flows.report.end_report import withdraw_report
from flows.report.start_report import Start
from flows.report.take_back import take_back
from tests.flows.office import (
    COLLEAGUE,
    HQ,
    HR_DESK,
    ORDINARY,
    SECOND,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    settings,
)


@pytest.fixture
async def reachable(bare_firm: Firm) -> Firm:
    """The company with a contact that can be told in Slack."""
    await bare_firm.settle_in(settings(internal_contact_channel=HR_DESK))
    return bare_firm


async def about_a_colleague(firm: Firm) -> UUID:
    """Report up to the choice of who tells the company's contact."""
    case = await firm.begin()
    await firm.answer(case, "danger", "none")
    await firm.answer(case, "actor", "colleague")
    await firm.deliver()
    return case


def options(firm: Firm) -> list[str]:
    """Return what the one open question offers."""
    (asked,) = [state for state in firm.shown(Kind.QUESTION) if state.phase == "open"]
    return [option.id for option in asked.question.options]


async def test_the_button_that_tells_is_the_one_that_tells(firm: Firm) -> None:
    """After an injury the desk is told at the press; what it was is asked afterwards."""
    case = await firm.begin()
    for question, value in (("danger", "past"), ("actor", "tenant"), ("scene", "counter")):
        await firm.answer(case, question, value)
    await firm.deliver()
    assert not firm.shown(Kind.DESK_CARD)
    assert firm.open_question() == "acts"
    await firm.press(case, "acts", ["strong_tone"])
    await firm.deliver()
    assert firm.card().number == "K-2026-0001"
    assert firm.open_question() == "past_event"


async def test_without_hq_the_branch_is_asked_before_that_button(without_hq: Firm) -> None:
    """Where every desk would otherwise be told, the last press still is the one that tells."""
    firm = without_hq
    case = await firm.begin(HQ)
    for question, value in ORDINARY:
        await firm.press(case, question, value, HQ)
    await firm.deliver()
    assert firm.open_question() == "branch"
    await firm.press(case, "branch", "west", HQ)
    await firm.deliver()
    assert firm.open_question() == "acts"
    assert not firm.shown(Kind.DESK_CARD)
    await firm.press(case, "acts", ["insult"], HQ)
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {WEST_DESK}


async def test_without_a_channel_the_contact_is_only_named(firm: Firm) -> None:
    """The bot offers to tell nobody whom it cannot reach."""
    case = await about_a_colleague(firm)
    assert options(firm) == ["myself"]
    await firm.press(case, "pass_on", "myself")
    await firm.deliver()
    (ended,) = firm.shown(Kind.ENDED)
    assert (ended.internal_contact, ended.contact_told) == ("人事部 内線 123", False)
    assert not firm.shown(Kind.PASSED_ON)
    assert not firm.shown(Kind.DESK_CARD)


async def test_a_contact_that_cannot_be_reached_is_not_said_to_know(reachable: Firm) -> None:
    """With the contact's channel gone, the employee is asked to get in touch."""
    firm = reachable
    firm.unreachable = {Place.channel(HR_DESK).key}
    case = await about_a_colleague(firm)
    assert options(firm) == ["contact", "myself"]
    await firm.press(case, "pass_on", "contact")
    await firm.deliver()
    assert [ended.contact_told for ended in firm.shown(Kind.ENDED)] == [False]


async def test_after_danger_a_slip_brings_the_card_back(reachable: Firm) -> None:
    """The desk knew of the danger: the card closes, and opens again with the way back."""
    firm = reachable
    case = await firm.danger()
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    await firm.press(case, "actor", "colleague")
    await firm.press(case, "pass_on", "contact")
    await firm.deliver()
    assert firm.card().ending == "passed_on"
    assert firm.shown(Kind.PASSED_ON, HR_DESK)[0].reporter == STAFF
    await take_back(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    assert firm.card().ending is None
    assert not firm.shown(Kind.PASSED_ON, HR_DESK)[0].stands
    assert firm.open_question() == "actor"
    assert (await firm.case(case)).state is State.REOPENED
    await take_case(firm.office, WORKSPACE, case, SECOND)
    assert (await firm.case(case)).state is State.ACKNOWLEDGED


def relief_offered(firm: Firm) -> list[list[str]]:
    """Return whom the advice of each report offers to ask, in short."""
    return [[one.branch or "HQ" for one in state.relief] for state in firm.shown(Kind.ADVICE)]


async def test_relief_is_offered_where_somebody_could_give_it(firm: Firm) -> None:
    """The desk, or HQ alone; not to whoever reports for another, nor twice, nor at the end."""
    case = await firm.report()
    for question, value, offered in (
        ("reported_as", "self", [["西店"]]),
        ("reported_as", "for_other", [[]]),
        ("reported_as", "self", [["西店"]]),
        ("wishes", ["keep_from_branch"], [["HQ"]]),
    ):
        await firm.answer(case, question, value)
        await firm.deliver()
        assert relief_offered(firm) == offered, value
    await ask_for_relief(firm.office, WORKSPACE, Start(case, STAFF))
    await firm.deliver()
    assert relief_offered(firm) == [[]]
    over = await firm.report(who=COLLEAGUE)
    await firm.deliver()
    assert relief_offered(firm)[1:] == [["西店"]]
    await withdraw_report(firm.office, WORKSPACE, over, COLLEAGUE)
    await firm.deliver()
    assert relief_offered(firm)[1:] == [[]]
