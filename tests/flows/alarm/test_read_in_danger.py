"""What the screens hold while an alarm rings: whom to ring, how it stands, how to go on."""

from flows.desk.take_case import take_case
from flows.messages import Kind
from flows.report.change_course import resume_report
from tests.flows.office import CHIEF, COLLEAGUE, HR, STAFF, WORKSPACE, Firm, settings


async def test_somebody_of_no_branch_reads_the_numbers_of_those_who_were_called(
    firm: Firm,
) -> None:
    """Both branches were paged; their phones are rung as well as their people."""
    document = settings()
    document["branches"][1]["phone"] = "045-000-0002"
    await firm.change_settings(document)
    await firm.danger(HR)
    await firm.deliver()
    (advice,) = firm.shown(Kind.ALARM_ADVICE)
    assert advice.phones == (("西店", "03-0000-0001"), ("東店", "045-000-0002"))
    assert {page.branch_name for page in firm.shown(Kind.PAGE)} == {None}


async def test_after_half_an_hour_it_is_said_how_the_alarm_stands(firm: Firm) -> None:
    """Nobody came, and whom to ring; or who came. The way to withdraw is back where it goes on."""
    case, taken = await firm.danger(), await firm.danger(COLLEAGUE)
    await take_case(firm.office, WORKSPACE, taken, CHIEF)
    await firm.deliver()
    assert [head.may_cancel for head in firm.shown(Kind.REPORT_HEAD)] == [False, False]
    await firm.later(minutes=31)
    stands = {nudge.case: (nudge.ringing, nudge.taken_by) for nudge in firm.shown(Kind.NUDGE)}
    assert stands == {case: (True, None), taken: (True, CHIEF)}
    assert {nudge.phone for nudge in firm.shown(Kind.NUDGE)} == {"03-0000-0001"}
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    assert [head.may_cancel for head in firm.shown(Kind.REPORT_HEAD)] == [True, False]
