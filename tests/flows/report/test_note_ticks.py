"""What is ticked and not sent: it comes back with the question, and is kept as the answer is."""

from flows.messages import Kind
from flows.report.change_course import reopen_question
from flows.report.note_ticks import note_ticks
from handlers.views import question
from tests.flows.office import STAFF, WORKSPACE, Firm
from tests.flows.words import JA
from tests.handlers.views.checks import outline


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


async def test_nothing_ticked_of_oneself_is_not_called_filled_in(firm: Firm) -> None:
    """Sent without a tick it says so; with one it says that the answer is kept elsewhere."""
    for ticked, said in (([], "選ばずに進みました"), (["severe_health"], "記入済み")):
        case = await firm.report()
        await firm.reach(case, "impact")
        await firm.deliver()
        await firm.press(case, "impact", ticked)
        await firm.deliver()
        (asked,) = (s for s in firm.shown(Kind.QUESTION) if s.question.id == "impact")
        assert said in outline(question.view(asked, JA))
        firm.stands.clear()
