"""Danger is heard however late it is pressed, and whatever became of the report."""

from uuid import uuid4

import pytest

from flows.alarm.end_alarm import end_alarm
from flows.case import State
from flows.desk.take_case import take_case
from flows.errors import Reason
from flows.messages import Kind, Place
from flows.report.change_course import reopen_question, resume_report
from flows.report.end_report import withdraw_report
from flows.timeline import EntryKind
from tests.flows.office import (
    CHIEF,
    COLLEAGUE,
    EAST_CHIEF,
    EAST_DESK,
    EAST_SECOND,
    GUEST,
    HQ,
    HQ_DESK,
    MANAGER,
    ON_CALL,
    SECOND,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    refusal,
    settings,
)


async def test_one_press_pages_the_desk_those_on_call_and_the_manager(firm: Firm) -> None:
    """The people on call and the manager in person, the rest of the desk by its card.

    The same press again, a repeated delivery, has no second effect.
    """
    case = await firm.danger()
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {CHIEF, ON_CALL, MANAGER}
    assert firm.card().mentions == (SECOND,)
    assert firm.open_question() == "place"
    before, entries = len(firm.sent), await firm.kinds(case)
    await firm.answer(case, "danger", "now")
    await firm.deliver()
    assert (len(firm.sent), await firm.kinds(case)) == (before, entries)


@pytest.mark.parametrize("told", [False, True])
async def test_danger_pressed_on_a_withdrawn_report_pages_for_a_new_one(
    firm: Firm, told: bool
) -> None:
    """Nobody in danger is refused; the withdrawn report stays as it is."""
    case = await firm.report() if told else await firm.begin()
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    await firm.answer(case, "danger", "now")
    await firm.answer(case, "danger", "now")
    await firm.deliver()
    assert {CHIEF, ON_CALL, MANAGER} <= firm.reached(Kind.PAGE)
    assert (await firm.case(case)).state is State.WITHDRAWN
    assert firm.times_sent(Kind.ALARM_ADVICE) == 1
    assert firm.times_sent(Kind.REPORT_HEAD) == 2


async def test_danger_after_a_report_kept_from_the_branch_is_kept_from_it_too(firm: Firm) -> None:
    """The wish of the former report counts for the one that follows it."""
    case = await firm.report(hq_only=True)
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    await firm.answer(case, "danger", "now")
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {MANAGER}
    assert not firm.shown(Kind.DESK_CARD, WEST_DESK)
    assert firm.reached(Kind.DESK_CARD) == {HQ_DESK}


async def test_danger_pressed_on_somebody_elses_report_is_the_pressers_own(firm: Firm) -> None:
    """The other report is not touched."""
    case = await firm.begin()
    before = await firm.case(case)
    await firm.answer(case, "danger", "now", who=COLLEAGUE)
    await firm.deliver()
    assert await firm.case(case) == before
    assert firm.card().reporter == COLLEAGUE


async def test_danger_is_not_heard_from_somebody_of_another_company(firm: Firm) -> None:
    """Guests and strangers page nobody."""
    pressed = firm.answer(uuid4(), "danger", "now", who=GUEST)
    assert await refusal(pressed) == Reason.NOT_ALLOWED


async def test_a_case_that_somebody_has_already_still_calls_for_help(firm: Firm) -> None:
    """Whoever took the report yesterday may be anywhere: the alarm is taken anew."""
    case = await firm.report()
    await firm.deliver()
    await take_case(firm.office, WORKSPACE, case, SECOND)
    await firm.answer(case, "danger", "now")
    await firm.deliver()
    assert (firm.card().taken_by, firm.card().alarm.taken_by) == (SECOND, None)
    assert firm.reached(Kind.PAGE) == {CHIEF, ON_CALL, MANAGER, WEST_DESK}
    # An edited card rings nobody; whoever is paged in person is not called a second time.
    (page,) = firm.shown(Kind.PAGE, WEST_DESK)
    assert (page.mentions, page.may_take) == ((SECOND,), True)
    await firm.later(minutes=2)
    assert HQ_DESK in firm.reached(Kind.PAGE)
    assert firm.times_sent(Kind.NOBODY_YET) == 1
    said = firm.times_sent(Kind.TAKEN)
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    assert firm.times_sent(Kind.TAKEN) == said + 1
    assert firm.shown(Kind.ALARM_ADVICE)[0].taken_by == CHIEF
    assert (await firm.case(case)).taken_by == SECOND


async def test_taking_it_stops_nobody_yet_and_the_wider_page(firm: Firm) -> None:
    """Taken within two minutes nobody else is called."""
    case = await firm.danger()
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.later(minutes=3)
    assert HQ_DESK not in firm.reached(Kind.PAGE)
    assert not firm.shown(Kind.NOBODY_YET)


async def test_withdrawing_while_it_rings_stops_no_page(firm: Firm) -> None:
    """The page goes wider, the alarm can be taken, and only then the person is fetched."""
    case = await firm.danger()
    await firm.deliver()
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    await firm.later(minutes=2)
    assert HQ_DESK in firm.reached(Kind.PAGE)
    assert firm.times_sent(Kind.NOBODY_YET) == 1
    assert firm.shown(Kind.ALARM_ADVICE)[0].ringing
    await take_case(firm.office, WORKSPACE, case, HQ)
    assert await refusal(take_case(firm.office, WORKSPACE, case, CHIEF)) == Reason.ALREADY_TAKEN
    await firm.answer(case, "danger", "now")
    kept = await firm.case(case)
    assert kept.state is State.WITHDRAWN
    assert kept.alarm is not None
    assert (kept.alarm.round, kept.alarm.taken_by, kept.taken_by) == (1, HQ, None)
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    await firm.deliver()
    assert firm.shown(Kind.ALARM_ADVICE)[0].ended_how == "safe"
    assert not firm.shown(Kind.FINISHED)


async def test_a_grave_act_counts_as_danger_until_it_is_known_to_be_over(firm: Firm) -> None:
    """Danger unknown with an assault pages, also after a false alarm in the same report."""
    case = await firm.danger()
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=True)
    for question, value in (("danger", "unknown"), ("actor", "tenant"), ("scene", "counter")):
        await firm.answer(case, question, value)
    await firm.answer(case, "acts", ["assault"])
    alarm = (await firm.case(case)).alarm
    assert alarm is not None
    assert (alarm.round, alarm.ringing) == (2, True)


async def test_only_the_present_round_is_shown_as_ringing(firm: Firm) -> None:
    """The advice of a false alarm says that it goes on below; the next one has its own."""
    case = await firm.danger()
    await firm.deliver()
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=True)
    await firm.deliver()
    await firm.answer(case, "danger", "now")
    await firm.deliver()
    assert [a.gone_on for a in firm.shown(Kind.ALARM_ADVICE)] == [True, False]
    assert [p.ended_how for p in firm.shown(Kind.PAGE, Place.person(MANAGER))] == ["mistake", None]
    await firm.later(minutes=31)
    assert firm.times_sent(Kind.NOBODY_YET) == 1
    assert [nudge.after_alarm for nudge in firm.shown(Kind.NUDGE)] == [True]


async def test_correcting_danger_ends_the_alarm(firm: Firm) -> None:
    """The place is not asked for ever by an alarm whose answer was changed."""
    cases = {answer: await firm.danger() for answer in ("none", "past")}
    for answer, case in cases.items():
        await firm.answer(case, "place", "shop")
        await reopen_question(firm.office, WORKSPACE, case, STAFF, "danger")
        await firm.answer(case, "danger", answer)
        assert not (await firm.case(case)).ringing, answer
    await firm.deliver()
    assert [said.ended_how for said in firm.shown(Kind.ALARM_ADVICE)] == ["safe", "safe"]
    asked = {(s.case, s.question.id) for s in firm.shown(Kind.QUESTION) if s.phase == "open"}
    assert asked == {(case, "actor") for case in cases.values()}


async def test_not_being_sure_does_not_end_the_alarm(firm: Firm) -> None:
    """Until somebody says that it is over it rings; pressing danger again is kept."""
    case = await firm.danger()
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "danger")
    await firm.answer(case, "danger", "unknown")
    assert (await firm.case(case)).ringing
    await firm.answer(case, "danger", "now")
    kept = await firm.case(case)
    assert (kept.answers.danger, kept.alarm and kept.alarm.round) == ("now", 1)


async def test_a_colleague_named_while_it_rings_does_not_stop_the_pages(firm: Firm) -> None:
    """Passed on, nothing opens; help still comes."""
    case = await firm.danger()
    await firm.deliver()
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    await firm.answer(case, "actor", "colleague")
    await firm.answer(case, "pass_on", "myself")
    await firm.later(minutes=2)
    assert firm.card().ending == "passed_on"
    assert HQ_DESK in firm.reached(Kind.PAGE)
    assert not firm.shown(Kind.FINISHED)
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    kept = await firm.case(case)
    assert kept.alarm is not None
    assert (kept.alarm.taken_by, kept.taken_by) == (CHIEF, None)


async def test_danger_at_no_known_branch_pages_every_desk_of_the_entity(firm: Firm) -> None:
    """The desks of another legal entity hear nothing where the reporter's is known."""
    document = settings()
    document["branches"][1]["entity"] = "架空管理"
    await firm.change_settings(document)
    case = await firm.danger(who=HQ)
    assert (await firm.case(case)).branch is None
    await firm.deliver()
    assert {WEST_DESK, EAST_DESK, HQ_DESK} <= firm.reached(Kind.DESK_CARD)
    document["branches"].append(
        document["branches"][0]
        | {"id": "third", "name": "南店", "desk_channel": "C0THIRD", "team_channel": "C0THIRDTEAM"}
    )
    await firm.change_settings(document)
    async with firm.database.write(WORKSPACE) as work:
        await work.directory.keep_members("C0THIRDTEAM", frozenset({STAFF}), firm.clock.now())
    firm.sent.clear()
    await firm.danger()
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {WEST_DESK, "C0THIRD", HQ_DESK}


async def test_when_the_branch_becomes_known_the_other_desks_see_no_more(firm: Firm) -> None:
    """Their cards and pages say only that another desk has it, which is not called anew."""
    case = await firm.danger(who=HQ)
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {CHIEF, ON_CALL, MANAGER}
    await resume_report(firm.office, WORKSPACE, case, HQ)
    for question, value in (("actor", "tenant"), ("scene", "phone"), ("acts", ["insult"])):
        await firm.answer(case, question, value, HQ)
    await firm.answer(case, "branch", "east", HQ)
    await firm.deliver()
    assert firm.card(WEST_DESK).moved
    assert firm.card(WEST_DESK).reporter is None
    assert firm.shown(Kind.PAGE, Place.person(CHIEF))[0].moved
    assert firm.card(EAST_DESK).reporter == HQ
    assert firm.card(EAST_DESK).mentions == (EAST_CHIEF, EAST_SECOND)
    assert not firm.shown(Kind.PAGE, EAST_DESK)
    assert not firm.shown(Kind.PAGE, Place.person(MANAGER))[0].moved


async def test_without_hq_the_sister_desks_of_the_entity_are_paged_and_may_come(
    without_hq: Firm,
) -> None:
    """Whoever is paged can take the alarm, but the report stays with the branch."""
    firm = without_hq
    case = await firm.danger()
    await firm.deliver()
    taking = take_case(firm.office, WORKSPACE, case, STAFF)
    assert await refusal(taking) == Reason.OWN_CASE
    await firm.later(minutes=2)
    assert EAST_DESK in firm.reached(Kind.PAGE)
    assert firm.shown(Kind.NOBODY_YET)[0].wider == ("desks",)
    await take_case(firm.office, WORKSPACE, case, EAST_CHIEF)
    kept = await firm.case(case)
    assert kept.alarm is not None
    assert (kept.alarm.taken_by, kept.taken_by) == (EAST_CHIEF, None)
    assert kept.state is State.REPORTED
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    late = take_case(firm.office, WORKSPACE, case, EAST_SECOND)
    assert await refusal(late) == Reason.NOT_ALLOWED
    assert EntryKind.ALARM_ENDED in await firm.kinds(case)


async def test_a_single_branch_without_hq_says_only_that_nobody_came(bare_firm: Firm) -> None:
    """Nothing is claimed about a wider circle that does not exist."""
    document = settings(hq_channel=None)
    document["branches"].pop()
    await bare_firm.settle_in(document)
    await bare_firm.danger()
    await bare_firm.later(minutes=2)
    assert bare_firm.shown(Kind.NOBODY_YET)[0].wider == ()


async def test_somebody_on_call_is_not_called_to_their_own_alarm(firm: Firm) -> None:
    """A supervisor in danger is paged about by others, and rings others."""
    await firm.danger(who=CHIEF)
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {ON_CALL, MANAGER}
    assert firm.card().mentions == (SECOND,)
    assert firm.shown(Kind.ALARM_ADVICE)[0].on_call == (ON_CALL,)


async def test_accounts_that_left_are_not_paged_and_the_desk_is_called_instead(firm: Firm) -> None:
    """Deactivated people on call cannot come."""
    document = settings()
    document["branches"][0]["on_call"] = [GUEST]
    await firm.change_settings(document)
    await firm.danger()
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {MANAGER}
    assert firm.card().mentions == (CHIEF, SECOND)
