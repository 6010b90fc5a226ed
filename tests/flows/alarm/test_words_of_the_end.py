"""What everybody reads once an alarm has ended, or the report has while it rings."""

from flows.alarm.end_alarm import end_alarm
from flows.desk.take_case import take_case
from flows.messages import Kind, Place
from flows.report.change_course import reopen_question, resume_report
from flows.report.end_report import withdraw_report
from tests.flows.office import CHIEF, MANAGER, ON_CALL, STAFF, WEST_DESK, WORKSPACE, Firm
from tests.flows.words import read

NOT_OVER = "危険が去ったという知らせは、まだありません"
MANAGERS = Place.person(MANAGER)


async def test_a_page_after_the_desks_card_shows_the_withdrawal_too(firm: Firm) -> None:
    """Danger after the desk was told: that page is edited like the others and the card."""
    case = await firm.report()
    await firm.deliver()
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "danger")
    await firm.answer(case, "danger", "now")
    await firm.deliver()
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    (page,), (card,) = (read(firm, kind, WEST_DESK) for kind in (Kind.PAGE, Kind.DESK_CARD))
    for text in (page, card, *read(firm, Kind.PAGE)):
        assert "取り下げ" in text
        assert NOT_OVER in text
        assert "case.take" in text


async def test_the_card_still_says_who_came_once_it_is_safe(firm: Firm) -> None:
    """Taken by somebody on call who is not on the desk: who came, since when it is safe."""
    case = await firm.danger()
    await firm.deliver()
    await take_case(firm.office, WORKSPACE, case, ON_CALL)
    await firm.later(minutes=5)
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    await firm.deliver()
    (card,) = read(firm, Kind.DESK_CARD, WEST_DESK)
    assert f"<@{ON_CALL}>" in card
    assert "12:05" in card
    assert "まだ誰も受け持っていません" not in card
    assert "case.take" in card
    (page,) = read(firm, Kind.PAGE, Place.person(CHIEF))
    assert f"<@{ON_CALL}>" in page
    assert "12:05" in page


async def test_an_alarm_about_a_colleague_can_still_be_taken(firm: Firm) -> None:
    """Passed on, nothing opens; who needs help, and where, stands there until it is over."""
    case = await firm.danger()
    await firm.answer(case, "place", "visit")
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    await firm.answer(case, "actor", "colleague")
    await firm.answer(case, "pass_on", "contact")
    await firm.deliver()
    (page,), (card,) = read(firm, Kind.PAGE, MANAGERS), read(firm, Kind.DESK_CARD, WEST_DESK)
    for text in (page, card):
        assert NOT_OVER in text
        assert "訪問先" in text
        assert f"<@{STAFF}>" in text
        assert "case.take" in text
        assert "case.record" not in text
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    assert any(f"<@{CHIEF}> が応答しました" in text for text in read(firm, Kind.ALARM_ADVICE))
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    await firm.deliver()
    for text in (*read(firm, Kind.PAGE), *read(firm, Kind.DESK_CARD, WEST_DESK)):
        assert f"<@{STAFF}>" not in text


async def test_a_slip_in_a_report_is_no_reason_to_drop_it(firm: Firm) -> None:
    """What was reported before the slip is still the desk's, and is not withdrawn unasked."""
    case = await firm.report()
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "danger")
    await firm.answer(case, "danger", "now")
    await firm.deliver()
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=True)
    await firm.deliver()
    (card,), (said,) = read(firm, Kind.DESK_CARD, WEST_DESK), read(firm, Kind.ALARM_ADVICE)
    assert "case.take" in card
    assert "押し間違いだったと" in said
    assert "報告しないで終わる" not in said
    assert "報告を取り下げる" in said
    await firm.answer(case, "danger", "now")
    await firm.deliver()
    assert not any("押し間違いだったと" in text for text in read(firm, Kind.ALARM_ADVICE))


async def test_the_page_about_the_gravest_says_what_became_of_it(firm: Firm) -> None:
    """Corrected to a colleague, what happened goes from it; withdrawn, it asks for nothing."""
    case = await firm.report("assault")
    await firm.deliver()
    (page,) = read(firm, Kind.PAGE, MANAGERS)
    assert "重大な言動" in page
    assert "殴る" in page
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "actor")
    await firm.answer(case, "actor", "colleague")
    await firm.deliver()
    (page,) = read(firm, Kind.PAGE, MANAGERS)
    assert "殴る" not in page
    assert "社内" not in page
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "actor")
    await firm.answer(case, "actor", "tenant")
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    (page,) = read(firm, Kind.PAGE, MANAGERS)
    assert "重大な言動" not in page
    assert "取り下げ" in page
