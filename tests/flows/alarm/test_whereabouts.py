"""Where somebody in danger is: asked in every alarm, however it came about, and heard in words."""

from uuid import UUID, uuid4

import pytest

from flows.alarm.end_alarm import end_alarm
from flows.messages import Kind, ReplyAddress
from flows.report.add_evidence import add_words
from flows.report.change_course import finish_report, postpone_question, reopen_question
from flows.report.start_report import Start
from flows.report.submit_shared_form import raise_shared_alarm
from tests.flows.conftest import NOON
from tests.flows.office import SHOP, STAFF, WORKSPACE, Firm


async def danger_after_all(firm: Firm, case: UUID) -> None:
    """Change the answer about danger, and show what follows."""
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "danger")
    await firm.press(case, "danger", "now")
    await firm.deliver()


async def test_put_off_it_is_asked_in_the_next_alarm(firm: Firm) -> None:
    """What is put off is put off for this alarm."""
    case = await firm.danger()
    await postpone_question(firm.office, WORKSPACE, case, STAFF, "place")
    await firm.deliver()
    assert firm.open_question() is None
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    await danger_after_all(firm, case)
    assert firm.open_question() == "place"


async def test_a_report_that_was_told_is_asked_too(firm: Firm) -> None:
    """Danger in it: the place at once, also after enough was said."""
    case = await firm.report()
    await finish_report(firm.office, WORKSPACE, case, STAFF)
    await danger_after_all(firm, case)
    assert firm.open_question() == "place"


async def test_the_first_question_of_another_day_asks_for_it(firm: Firm) -> None:
    """The private question of a finished report, pressed two days later."""
    case = await firm.report()
    await finish_report(firm.office, WORKSPACE, case, STAFF)
    await firm.later(days=2)
    address = ReplyAddress(uuid4(), "http://127.0.0.1/r", STAFF, NOON.replace(day=30), True)
    await firm.press(case, "danger", "now", private=address)
    await firm.deliver()
    assert firm.open_question() == "place"


async def test_a_shared_account_is_asked_in_each_alarm(firm: Firm) -> None:
    """The receipt carries the way into the next one, which may be somewhere else."""
    first, safe, second = (
        ReplyAddress(uuid4(), "http://127.0.0.1/r", SHOP, NOON.replace(minute=30), True)
        for _ in range(3)
    )
    start = Start(uuid4(), SHOP)
    await raise_shared_alarm(firm.office, WORKSPACE, start, first)
    await firm.answer(start.case, "place", "visit", SHOP)
    await end_alarm(firm.office, WORKSPACE, start.case, SHOP, mistake=False, private=safe)
    await firm.later(minutes=20)
    await raise_shared_alarm(firm.office, WORKSPACE, start, second)
    await firm.deliver()
    (receipt,) = firm.shown(Kind.SHARED_RECEIPT, second.place)
    assert receipt.place.id == "place"
    alarm = (await firm.case(start.case)).alarm
    assert alarm is not None
    assert (alarm.round, alarm.ringing, alarm.place) == (2, True, None)
    assert firm.card().alarm == alarm


@pytest.mark.parametrize("mistake", [True, False])
async def test_words_after_an_alarm_are_words_again(firm: Firm, *, mistake: bool) -> None:
    """Those said while it rang are nobody's words to the staff, and those after it no place."""
    case = await firm.danger()
    await add_words(firm.office, WORKSPACE, case, STAFF, "給湯室")
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=mistake)
    await add_words(firm.office, WORKSPACE, case, STAFF, "ばかと言われた")
    kept = await firm.case(case)
    assert kept.alarm is not None
    assert (kept.answers.words, kept.alarm.place_words) == ("ばかと言われた", ("給湯室",))
