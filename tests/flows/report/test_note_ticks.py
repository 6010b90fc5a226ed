"""What is ticked and not sent: it comes back with the question, and is kept as the answer is."""

from flows.messages import Kind
from flows.report.change_course import reopen_question
from flows.report.note_ticks import note_ticks
from tests.flows.office import STAFF, WORKSPACE, Firm


async def test_ticks_about_oneself_come_back_and_stay_with_oneself(firm: Firm) -> None:
    """What was ticked of one's own health stands beside the case; answered, it is gone."""
    case = await firm.report()
    await firm.have_asked(case, "impact")
    await note_ticks(firm.office, WORKSPACE, case, STAFF, "impact", ["severe_health"])
    assert "severe_health" not in repr(await firm.case(case))
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "impact")
    await firm.deliver()
    (asked,) = (one for one in firm.shown(Kind.QUESTION) if one.question.id == "impact")
    assert asked.ticked == ("severe_health",)
    await firm.answer(case, "impact", ["severe_health"])
    await note_ticks(firm.office, WORKSPACE, case, STAFF, "impact", [])
    await firm.deliver()
    (asked,) = (one for one in firm.shown(Kind.QUESTION) if one.question.id == "impact")
    assert asked.ticked is None
