"""The private first question, pressed once something else has become of its report."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from flows.messages import Kind, ReplyAddress
from flows.report.change_course import resume_report
from flows.report.end_report import withdraw_report
from flows.report.private_receipt import Pressed
from flows.report.start_report import Start, begin_anew
from tests.flows.conftest import NOON
from tests.flows.office import STAFF, WORKSPACE, Firm


def private() -> ReplyAddress:
    """Return what was pressed: a private answer that can be replaced."""
    return ReplyAddress(uuid4(), "http://127.0.0.1/r", STAFF, NOON.replace(hour=4), True)


async def receipt(firm: Firm, address: ReplyAddress) -> Any:
    """Return what the private question has turned into."""
    await firm.deliver()
    (state,) = firm.shown(Kind.RECEIPT, address.place)
    return state


async def answered(firm: Firm) -> UUID:
    """Begin a report, and answer the question in its thread."""
    case = await firm.begin()
    await firm.answer(case, "danger", "none")
    return case


@pytest.mark.parametrize(("question", "value"), [("danger", "past"), ("reported_as", "for_other")])
async def test_another_answer_changes_nothing(firm: Firm, question: str, value: str) -> None:
    """It shows what was answered in the thread, and that the press did nothing."""
    case = await answered(firm)
    before, address = await firm.case(case), private()
    await firm.press(case, question, value, private=address)
    assert await firm.case(case) == before
    state = await receipt(firm, address)
    assert (state.pressed, state.danger, state.over) == (Pressed.LEFT_BEHIND, "none", False)


async def test_the_same_answer_is_its_receipt(firm: Firm) -> None:
    """Nothing is refused where nothing differs."""
    case, address = await answered(firm), private()
    await firm.press(case, "danger", "none", private=address)
    state = await receipt(firm, address)
    assert (state.pressed, state.danger) == (Pressed.ANSWERED, "none")


async def test_a_report_that_is_over_says_so(firm: Firm) -> None:
    """Stopped in its thread: an answer and going on are both left behind."""
    case = await answered(firm)
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    answer, going_on = private(), private()
    await firm.press(case, "danger", "past", private=answer)
    await resume_report(firm.office, WORKSPACE, case, STAFF, going_on)
    for address in (answer, going_on):
        state = await receipt(firm, address)
        assert (state.pressed, state.over) == (Pressed.LEFT_BEHIND, True)


async def test_the_offer_turns_into_the_way_to_the_thread(firm: Firm) -> None:
    """Whether it was gone on with the first report or another was begun."""
    case = await answered(firm)
    resumed, anew = private(), private()
    await resume_report(firm.office, WORKSPACE, case, STAFF, resumed)
    await begin_anew(firm.office, WORKSPACE, Start(uuid4(), STAFF), anew)
    for address, danger in ((resumed, "none"), (anew, None)):
        state = await receipt(firm, address)
        assert (state.pressed, state.danger) == (Pressed.GONE_ON, danger)
