"""安全になった and 押し間違い, in every situation."""

from flows.alarm.end_alarm import end_alarm
from flows.errors import Reason
from flows.messages import Kind
from flows.report.change_course import finish_report, resume_report
from flows.report.end_report import withdraw_report
from flows.timeline import EntryKind
from tests.flows.office import COLLEAGUE, STAFF, WORKSPACE, Firm, refusal


async def test_safe_goes_on_with_the_questions_and_then_gives_the_advice(firm: Firm) -> None:
    """Who was told, what to do and that no disadvantage may follow is said after an alarm too."""
    case = await firm.danger()
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    await firm.deliver()
    assert firm.open_question() == "actor"
    assert not firm.shown(Kind.ADVICE)
    for question, value in (("actor", "tenant"), ("scene", "counter"), ("acts", ["assault"])):
        await firm.answer(case, question, value)
    await firm.deliver()
    assert firm.times_sent(Kind.ADVICE) == 1
    assert firm.times_sent(Kind.DESK_CARD) == 1


async def test_mistake_asks_about_danger_again_and_keeps_the_press(firm: Firm) -> None:
    """The press stays in the timeline; the answer does not."""
    case = await firm.danger()
    await firm.answer(case, "place", "shop")
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=True)
    await firm.deliver()
    kept = await firm.case(case)
    assert kept.answers.danger is None
    assert firm.open_question() == "danger"
    assert [kind for kind in await firm.kinds(case) if kind.value.startswith("alarm")] == [
        EntryKind.ALARM,
        EntryKind.ALARM_ENDED,
    ]
    await firm.answer(case, "danger", "none")
    await firm.deliver()
    assert firm.open_question() == "actor"


async def test_going_on_puts_the_danger_question_at_the_end_of_the_thread(firm: Firm) -> None:
    """Both copies of it change with the answer."""
    case = await firm.danger()
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=True)
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    assert firm.times_sent(Kind.REPORT_HEAD) == 2
    await firm.answer(case, "danger", "past")
    await firm.deliver()
    assert {h.question.phase for h in firm.shown(Kind.REPORT_HEAD)} == {"answered"}


async def test_nothing_that_does_not_ring_can_be_ended(firm: Firm) -> None:
    """Twice, before, by somebody else, of no report, of one that is over: a sentence each."""
    office = firm.office
    case = await firm.danger()
    other = end_alarm(office, WORKSPACE, case, COLLEAGUE, mistake=False)
    assert await refusal(other) == Reason.NOT_YOURS
    await end_alarm(office, WORKSPACE, case, STAFF, mistake=False)
    again = end_alarm(office, WORKSPACE, case, STAFF, mistake=True)
    assert await refusal(again) == Reason.ALREADY_ANSWERED
    await withdraw_report(office, WORKSPACE, case, STAFF)
    over = end_alarm(office, WORKSPACE, case, STAFF, mistake=False)
    assert await refusal(over) == Reason.CLOSED
    quiet = await firm.begin()
    never = end_alarm(office, WORKSPACE, quiet, STAFF, mistake=False)
    assert await refusal(never) == Reason.ALREADY_ANSWERED


async def test_enough_said_in_an_alarm_stays_enough_when_it_ends(firm: Firm) -> None:
    """Nothing more is asked by itself; going on is one press."""
    case = await firm.danger()
    await firm.answer(case, "place", "shop")
    await finish_report(firm.office, WORKSPACE, case, STAFF)
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    await firm.deliver()
    assert firm.open_question() is None
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    assert firm.open_question() == "actor"
