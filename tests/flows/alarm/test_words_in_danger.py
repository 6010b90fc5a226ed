"""What is read while an alarm rings, by those who come and by whoever needs them."""

from uuid import uuid4

from flows.alarm.end_alarm import end_alarm
from flows.desk.take_case import take_case
from flows.messages import Kind, Place, ReplyAddress
from flows.report.change_course import resume_report
from tests.flows.conftest import NOON
from tests.flows.office import HR, MANAGER, ON_CALL, STAFF, WEST_DESK, WORKSPACE, Firm
from tests.flows.words import read

PAGE_ACT = "まず店に、出ないときは本人に電話してください。危険なら110番を。向かうときは二人で。"
CARD_ACT = "すぐに店か本人に電話するか、二人で現場へ向かってください。"
NUMBER = "西店 電話 03-0000-0001"
NOBODY_ELSE = "ほかの人には見えません"
IN_THE_THREAD = "ボットとのダイレクトメッセージ"


def private() -> ReplyAddress:
    """Return what was pressed: a private answer that can be replaced."""
    return ReplyAddress(uuid4(), "http://127.0.0.1/r", STAFF, NOON.replace(hour=4), True)


async def test_whoever_answers_still_reads_what_to_do(firm: Firm) -> None:
    """Beside who answered, on every page and the card, with the number to ring; until it is over.

    Somebody who accepts needs it then.
    """
    case = await firm.danger()
    await firm.deliver()
    for taker in (None, ON_CALL):
        if taker is not None:
            await take_case(firm.office, WORKSPACE, case, taker)
            await firm.deliver()
        (card,) = read(firm, Kind.DESK_CARD, WEST_DESK)
        pages = [*read(firm, Kind.PAGE, Place.person(ON_CALL)), *read(firm, Kind.PAGE)]
        for text, act in ((card, CARD_ACT), *((page, PAGE_ACT) for page in pages)):
            assert act in text
            assert NUMBER in text
            assert (f"<@{ON_CALL}> が応答しました" in text) is (taker is not None)
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    await firm.deliver()
    for text in (*read(firm, Kind.DESK_CARD, WEST_DESK), *read(firm, Kind.PAGE)):
        assert CARD_ACT not in text
        assert PAGE_ACT not in text
        assert NUMBER not in text


async def test_whoever_answers_without_a_branch_known_reads_to_find_the_person(
    firm: Firm,
) -> None:
    """There is no branch to ring: the page goes on asking to find out where they are."""
    case = await firm.danger(HR)
    await firm.deliver()
    await take_case(firm.office, WORKSPACE, case, MANAGER)
    await firm.deliver()
    (page,) = read(firm, Kind.PAGE, Place.person(MANAGER))
    assert f"<@{MANAGER}> が応答しました" in page
    assert "すぐに本人に連絡し、どこにいるか確かめてください" in page


async def test_in_danger_nothing_says_that_nobody_else_sees_it(firm: Firm) -> None:
    """What is typed in the thread reaches those who come; the private answer says no other.

    Whether it was pressed first, or gone on with.
    """
    calm, pressed, gone_on = private(), private(), private()
    case = uuid4()
    await firm.answer(case, "danger", "none", private=calm)
    await firm.deliver()
    (text,) = read(firm, Kind.RECEIPT, calm.place)
    assert IN_THE_THREAD in text
    assert NOBODY_ELSE in text
    case = uuid4()
    await firm.answer(case, "danger", "now", private=pressed)
    await resume_report(firm.office, WORKSPACE, case, STAFF, gone_on)
    await firm.deliver()
    for address in (pressed, gone_on):
        (text,) = read(firm, Kind.RECEIPT, address.place)
        assert IN_THE_THREAD in text
        assert NOBODY_ELSE not in text, address
