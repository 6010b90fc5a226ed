"""Beginning, being asked about it once, and the ways it ends."""

from datetime import timedelta
from uuid import uuid4

import pytest

from flows.case import Ending, State
from flows.errors import Reason, RefusedError, SettingsError
from flows.membership.roles import company_of
from flows.messages import Kind
from flows.report.belonging import belonging
from flows.report.change_course import resume_report
from flows.report.end_report import withdraw_report
from flows.report.greet import show_begin
from flows.report.leave_notice import leave_notice, offer_button, offer_help
from flows.report.start_report import Start, offer_report, start_report, unfinished_report
from flows.timeline import EntryKind
from tests.flows.office import (
    CHIEF,
    COLLEAGUE,
    EAST_TEAM,
    GUEST,
    HQ,
    HR,
    SHOP,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    refusal,
    settings,
)


async def test_a_repeated_delivery_begins_nothing_twice(firm: Firm) -> None:
    """One intake, one head."""
    start = Start(uuid4(), STAFF)
    for _ in range(2):
        await start_report(firm.office, WORKSPACE, start)
        await offer_report(firm.office, WORKSPACE, start)
    await firm.deliver()
    assert await firm.kinds(start.case) == [EntryKind.STARTED]
    assert firm.times_sent(Kind.REPORT_HEAD) == 1
    assert not firm.shown(Kind.BEGIN)


async def test_a_second_report_is_offered_to_go_on_with_the_first(firm: Firm) -> None:
    """The command begins nothing by itself; words in the conversation bring the offer."""
    first = await firm.begin()
    second = Start(uuid4(), STAFF)
    await start_report(firm.office, WORKSPACE, second)
    await offer_report(firm.office, WORKSPACE, second)
    await firm.deliver()
    assert firm.times_sent(Kind.REPORT_HEAD) == 1
    assert firm.times_sent(Kind.BEGIN) == 1
    async with firm.office.store.read(WORKSPACE) as work:
        offered = await show_begin(firm.office, work, STAFF, second.case)
        own = await show_begin(firm.office, work, STAFF, first)
    assert (offered.unfinished and offered.unfinished.case, own.unfinished) == (first, None)


async def test_a_report_the_desk_knows_of_is_offered_for_a_day(firm: Firm) -> None:
    """After that a new report is a new event."""
    case = await firm.report()
    for days, expected in ((0, case), (2, None)):
        firm.clock.move(timedelta(days=days))
        async with firm.office.store.read(WORKSPACE) as work:
            company = await company_of(work)
            found = await unfinished_report(firm.office, work, company, STAFF)
        assert (found.id if found else None) == expected


async def test_an_abandoned_report_is_asked_about_once(firm: Firm) -> None:
    """An hour after the last answer, and never again; days later it still takes its answer."""
    case = await firm.begin()
    await firm.later(minutes=40)
    await firm.answer(case, "danger", "none")
    await firm.later(minutes=40)
    assert not firm.shown(Kind.NUDGE)
    await firm.later(minutes=30)
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    await firm.later(days=3)
    assert firm.times_sent(Kind.NUDGE) == 1
    await firm.press(case, "actor", "tenant")
    await firm.deliver()
    assert firm.open_question() == "scene"


async def test_a_report_that_ended_is_not_asked_about(firm: Firm) -> None:
    """Withdrawn, or with the desk."""
    case = await firm.begin()
    await firm.report()
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    await firm.later(hours=2)
    assert not firm.shown(Kind.NUDGE)


async def test_withdrawing_says_what_is_kept_and_is_refused_the_second_time(firm: Firm) -> None:
    """The card shows it; nothing is open any more."""
    case = await firm.report()
    await firm.deliver()
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    kept = await firm.case(case)
    assert (kept.state, kept.ending) == (State.WITHDRAWN, Ending.WITHDRAWN)
    assert firm.card().ending is Ending.WITHDRAWN
    assert firm.shown(Kind.ENDED)[0].told
    assert firm.open_questions() == set()
    assert firm.shown(Kind.REPORT_HEAD)[0].may_cancel is False
    again = withdraw_report(firm.office, WORKSPACE, case, STAFF)
    assert await refusal(again) == Reason.CLOSED
    other = withdraw_report(firm.office, WORKSPACE, case, COLLEAGUE)
    assert await refusal(other) == Reason.NOT_YOURS


async def test_what_a_colleague_did_tells_no_desk(firm: Firm) -> None:
    """The company's own contact is named; whoever cannot be reached in Slack is told nothing."""
    case = await firm.begin()
    await firm.answer(case, "danger", "past")
    await firm.answer(case, "actor", "colleague")
    await firm.answer(case, "pass_on", "contact")
    await firm.deliver()
    assert not firm.shown(Kind.DESK_CARD)
    (ended,) = firm.shown(Kind.ENDED)
    assert (ended.internal_contact, ended.told) == ("人事部 内線 123", ())
    assert not ended.contact_told
    assert not firm.shown(Kind.PASSED_ON)
    assert (await firm.case(case)).number is None


async def test_guests_begin_nothing(firm: Firm) -> None:
    """They are told why where they asked."""
    start = Start(uuid4(), GUEST)
    for begun in (
        start_report(firm.office, WORKSPACE, start),
        offer_report(firm.office, WORKSPACE, start),
    ):
        assert await refusal(begun) == Reason.NOT_ALLOWED


async def test_without_settings_the_operator_is_told(bare_firm: Firm) -> None:
    """Which workspace, and what to do."""
    with pytest.raises(SettingsError, match=WORKSPACE):
        await bare_firm.begin()


@pytest.mark.parametrize(
    ("who", "origin", "branch"),
    [
        (STAFF, EAST_TEAM, "east"),
        (STAFF, "C0LUNCH", "west"),
        (STAFF, None, "west"),
        (CHIEF, WEST_DESK, "west"),
        (HQ, None, None),
    ],
)
async def test_the_branch_is_known_without_asking_where_it_can_be(
    firm: Firm, who: str, origin: str | None, branch: str | None
) -> None:
    """The channel it was typed in, else the team the reporter is in."""
    async with firm.office.store.read(WORKSPACE) as work:
        found = await belonging(work, await company_of(work), who, origin)
    assert found.branch == branch


async def test_somebody_of_two_branches_gets_the_last_one_again(firm: Firm) -> None:
    """Remembered, while that branch still exists; a single branch needs no asking."""
    async with firm.office.store.write(WORKSPACE) as work:
        await work.directory.add_member(EAST_TEAM, COLLEAGUE)
    assert (await firm.case(await firm.begin(COLLEAGUE))).branch is None
    await firm.begin(COLLEAGUE, EAST_TEAM)
    assert (await firm.case(await firm.begin(COLLEAGUE))).branch == "east"
    document = settings()
    document["branches"].pop()
    await firm.change_settings(document)
    assert (await firm.case(await firm.begin(HR))).branch == "west"


async def test_private_sentences_stand_where_they_belong(firm: Firm) -> None:
    """A refusal, the help, and the button for a command typed as a message."""
    await leave_notice(firm.office, WORKSPACE, STAFF, RefusedError(Reason.CLOSED), delivery="d1")
    await offer_help(firm.office, WORKSPACE, STAFF, reference=str(uuid4()))
    await offer_button(firm.office, WORKSPACE, SHOP, "C0LUNCH", reference=str(uuid4()))
    await firm.deliver()
    assert {(k, p) for k, p, _ in firm.sent} == {
        (Kind.NOTICE, f"person:{STAFF}"),
        (Kind.HELP, f"person:{STAFF}"),
        (Kind.BEGIN, f"private:C0LUNCH/{SHOP}"),
    }


async def test_giving_up_what_no_desk_has_never_withdraws_what_one_has(firm: Firm) -> None:
    """The button spoke of a report nobody knows; once the desk was told it does nothing."""
    case = await firm.report()
    withdrawing = withdraw_report(firm.office, WORKSPACE, case, STAFF, untold=True)
    assert await refusal(withdrawing) == "told-by-now"
    assert not (await firm.case(case)).over
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    assert (await firm.case(case)).over
