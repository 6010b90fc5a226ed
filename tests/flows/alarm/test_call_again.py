"""Whoever was to come leaves the desk or the company: others are called as if nobody had."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from flows.alarm.ask_for_relief import ask_for_relief, take_relief
from flows.alarm.end_alarm import end_alarm
from flows.alarm.end_relief import end_relief
from flows.desk.take_case import take_case
from flows.membership.follow_events import change_person, leave_channel, lose_channel
from flows.membership.reconcile import reconcile
from flows.messages import Kind, Place, ReplyAddress
from flows.people import Person, Standing
from flows.report.start_report import Start
from flows.report.view_states import Taken
from flows.timeline import BOT, EntryKind
from tests.flows.membership.test_membership import Workspace
from tests.flows.office import (
    COLLEAGUE,
    EAST_DESK,
    HQ_DESK,
    MEMBERS,
    ON_CALL,
    SECOND,
    SHOP,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
)

REPLY_LASTS = timedelta(minutes=30)


async def leaves_the_desk(firm: Firm) -> None:
    """Whoever comes is taken out of the desk's channel."""
    await leave_channel(firm.office, WORKSPACE, WEST_DESK, SECOND)
    await firm.deliver()


async def leaves_unnoticed(firm: Firm) -> None:
    """That was missed; everything is read anew at night."""
    others = {WEST_DESK: MEMBERS[WEST_DESK] - {SECOND} | {COLLEAGUE}}
    await reconcile(firm.office, WORKSPACE, Workspace({**MEMBERS, **others}))
    await firm.deliver()


async def in_danger(firm: Firm, who: str = STAFF) -> UUID:
    """Danger, and SECOND comes."""
    case = await firm.danger(who)
    await firm.deliver()
    await take_case(firm.office, WORKSPACE, case, SECOND)
    await firm.later(minutes=10)
    return case


async def relieved(firm: Firm, who: str = STAFF) -> UUID:
    """Somebody is to take over, and SECOND goes."""
    start = Start(uuid4(), who)
    await ask_for_relief(firm.office, WORKSPACE, start)
    await firm.deliver()
    await take_relief(firm.office, WORKSPACE, start.case, SECOND)
    await firm.later(minutes=10)
    return start.case


@pytest.mark.parametrize("happens", [leaves_the_desk, leaves_unnoticed])
async def test_danger_calls_everybody_once_more(firm: Firm, happens: object) -> None:
    """The phones ring again, the others' in two minutes, and the reporter is told at once."""
    case = await in_danger(firm)
    assert firm.reached(Kind.PAGE) & {ON_CALL, HQ_DESK} == {ON_CALL}
    rung = len(firm.shown(Kind.PAGE, Place.person(ON_CALL)))
    assert callable(happens)
    await happens(firm)
    assert (await firm.case(case)).help_wanted
    assert len(firm.shown(Kind.PAGE, Place.person(ON_CALL))) == rung + 1
    assert all(page.may_take for page in firm.shown(Kind.PAGE, Place.person(ON_CALL)))
    assert {(said.by, said.what) for said in firm.shown(Kind.TAKEN)} == {(None, Taken.ALARM)}
    assert len(firm.shown(Kind.TAKEN)) == 2
    last = [e for e in await firm.timeline(case) if e.kind is EntryKind.FREED][-1]
    assert (last.actor, last.content) == (BOT, {"from": SECOND, "what": "alarm"})
    await firm.later(minutes=2)
    # HQ itself is called by its card where the desk is left with one person.
    assert {HQ_DESK, EAST_DESK} & firm.reached(Kind.PAGE)
    assert HQ_DESK in firm.reached(Kind.PAGE) | firm.reached(Kind.DESK_CARD)
    assert [said.waiting for said in firm.shown(Kind.NOBODY_YET)] == [True]


async def test_another_comes_and_the_reporter_reads_who(firm: Firm) -> None:
    """In a message of its own, which rings."""
    case = await in_danger(firm)
    await leaves_the_desk(firm)
    await take_case(firm.office, WORKSPACE, case, ON_CALL)
    await firm.deliver()
    assert {said.by for said in firm.shown(Kind.TAKEN)} == {ON_CALL}
    assert len(firm.shown(Kind.TAKEN)) == 3
    await firm.later(minutes=5)
    assert not firm.shown(Kind.NOBODY_YET)


async def test_what_is_over_calls_nobody(firm: Firm) -> None:
    """Nor does what somebody else answered."""
    over, relief = await in_danger(firm), await relieved(firm)
    await end_alarm(firm.office, WORKSPACE, over, STAFF, mistake=False)
    await end_relief(firm.office, WORKSPACE, relief, STAFF)
    await firm.deliver()
    sent = len(firm.sent)
    await leaves_the_desk(firm)
    kinds = {kind for kind, _, _ in firm.sent[sent:]}
    assert not kinds & {Kind.PAGE, Kind.RELIEF_PAGE, Kind.TAKEN}


async def test_once_it_is_over_nobody_is_said_to_be_called(firm: Firm) -> None:
    """What told of the one who left says only that the call is over."""
    case = await in_danger(firm)
    await leaves_the_desk(firm)
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    await firm.deliver()
    assert {(said.by, said.what) for said in firm.shown(Kind.TAKEN)} == {(None, Taken.CAME)}


@pytest.mark.parametrize("happens", [leaves_the_desk, leaves_unnoticed])
async def test_somebody_else_is_asked_to_take_over(firm: Firm, happens: object) -> None:
    """The desk's phones ring again, HQ is asked in two minutes, the reporter is told at once."""
    case = await relieved(firm)
    assert callable(happens)
    await happens(firm)
    pages = firm.shown(Kind.RELIEF_PAGE, WEST_DESK)
    assert [page.taken_by for page in pages] == [None, None]
    assert {(said.by, said.what) for said in firm.shown(Kind.TAKEN)} == {(None, Taken.RELIEF)}
    await firm.later(minutes=2)
    assert HQ_DESK in firm.reached(Kind.RELIEF_PAGE)
    assert [said.over for said in firm.shown(Kind.RELIEF_UNANSWERED)] == [False]
    await take_relief(firm.office, WORKSPACE, case, ON_CALL)
    await firm.deliver()
    assert {said.by for said in firm.shown(Kind.TAKEN)} == {ON_CALL}
    await end_relief(firm.office, WORKSPACE, case, STAFF)


async def test_nobody_is_called_to_a_counter_of_hours_ago(firm: Firm) -> None:
    """Also where the report was gone on with since."""
    case = await relieved(firm)
    await firm.later(hours=2)
    await firm.answer(case, "danger", "none")
    await leaves_the_desk(firm)
    assert firm.times_sent(Kind.RELIEF_PAGE) == 1


@pytest.mark.parametrize(("days", "calls"), [(2, True), (3, False)])
async def test_danger_that_still_rings_calls_for_days(
    firm: Firm, days: int, *, calls: bool
) -> None:
    """Nobody said that it is over; but nobody waits for a week."""
    case = await in_danger(firm)
    await firm.later(days=days)
    await leaves_the_desk(firm)
    assert (await firm.case(case)).help_wanted is calls


async def test_an_alarm_of_days_ago_stays_silent_where_only_relief_is_to_come(firm: Firm) -> None:
    """Both were answered by the same person; only the counter still waits."""
    case = await in_danger(firm)
    await firm.later(days=4)
    await ask_for_relief(firm.office, WORKSPACE, Start(case, STAFF))
    await take_relief(firm.office, WORKSPACE, case, SECOND)
    await leaves_the_desk(firm)
    left = await firm.case(case)
    assert left.relief is not None
    assert left.relief.waits
    assert not left.help_wanted


async def test_found_gone_once_the_desk_can_be_read_again(firm: Firm) -> None:
    """They left while the bot was not in the channel: no event said so."""
    case = await in_danger(firm)
    await lose_channel(firm.office, WORKSPACE, WEST_DESK)
    await leaves_unnoticed(firm)
    assert (await firm.case(case)).help_wanted


async def test_in_danger_others_are_called_though_hq_is_not_known(firm: Firm) -> None:
    """Silence would be worse than to call once too often."""
    case = await in_danger(firm)
    await lose_channel(firm.office, WORKSPACE, HQ_DESK)
    await leaves_the_desk(firm)
    assert (await firm.case(case)).help_wanted


async def test_nobody_is_said_to_have_gone_while_it_is_not_known(firm: Firm) -> None:
    """They may be in the channel that cannot be read at the moment."""
    case = await in_danger(firm)
    await lose_channel(firm.office, WORKSPACE, WEST_DESK)
    await leaves_the_desk(firm)
    assert not (await firm.case(case)).help_wanted
    gone = Person(SECOND, SECOND, "ja", Standing.DEACTIVATED)
    await change_person(firm.office, WORKSPACE, gone)
    assert (await firm.case(case)).help_wanted


async def test_whom_it_turns_out_to_be_about_does_not_come_to_it(firm: Firm) -> None:
    """Others are called, as if they had left."""
    case = await in_danger(firm)
    await firm.answer(case, "reported_as", "for_other")
    await firm.answer(case, "affected", {"user": SECOND})
    await firm.deliver()
    assert (await firm.case(case)).help_wanted
    assert [said.by for said in firm.shown(Kind.TAKEN)] == [None, None]


async def test_whoever_was_called_in_person_still_comes(firm: Firm) -> None:
    """On call without being in the channel: leaving another desk changes nothing."""
    case = await firm.danger()
    await take_case(firm.office, WORKSPACE, case, ON_CALL)
    await leave_channel(firm.office, WORKSPACE, WEST_DESK, ON_CALL)
    assert not (await firm.case(case)).help_wanted
    gone = Person(ON_CALL, ON_CALL, "ja", Standing.DEACTIVATED)
    await change_person(firm.office, WORKSPACE, gone)
    assert (await firm.case(case)).help_wanted


async def test_a_shared_account_is_not_written_to(firm: Firm) -> None:
    """It has no conversation; those who can come are called all the same."""
    for case in (await in_danger(firm, SHOP), await relieved(firm, SHOP)):
        firm.sent.clear()
        assert case
    await leaves_the_desk(firm)
    assert {kind for kind, _, _ in firm.sent} >= {Kind.PAGE, Kind.RELIEF_PAGE}
    assert not {kind for kind, _, _ in firm.sent} & {Kind.TAKEN, Kind.NOBODY_YET}


async def test_what_waited_of_the_call_before_does_not_ring(firm: Firm) -> None:
    """Whoever came leaves within the two minutes: HQ and the reporter are rung once, by the new."""
    case, relief = await firm.danger(), Start(uuid4(), STAFF)
    await ask_for_relief(firm.office, WORKSPACE, relief)
    await firm.deliver()
    await firm.later(seconds=30)
    await take_case(firm.office, WORKSPACE, case, ON_CALL)
    await take_relief(firm.office, WORKSPACE, relief.case, SECOND)
    await firm.later(seconds=30)
    gone = Person(ON_CALL, ON_CALL, "ja", Standing.DEACTIVATED)
    await change_person(firm.office, WORKSPACE, gone)
    await leaves_the_desk(firm)
    await firm.later(minutes=1)
    waiting = {Kind.NOBODY_YET, Kind.RELIEF_UNANSWERED}
    assert not waiting & {kind for kind, _, _ in firm.sent}
    assert HQ_DESK not in firm.reached(Kind.PAGE) | firm.reached(Kind.RELIEF_PAGE)
    await firm.later(minutes=1)
    for kind in waiting:
        assert firm.times_sent(kind) == 1
    assert len(firm.shown(Kind.RELIEF_PAGE, HQ_DESK)) == 1


async def test_a_shared_account_reads_once_more_that_nobody_comes(firm: Firm) -> None:
    """Its receipt said so before somebody answered who then left."""
    case = uuid4()
    address = ReplyAddress(uuid4(), "http://127.0.0.1/r", SHOP, firm.clock.now() + REPLY_LASTS)
    await firm.have_asked(case, "danger")
    await firm.press(case, "danger", "now", SHOP, private=address)
    await firm.deliver()
    await firm.later(minutes=2)
    said = firm.times_sent(Kind.SHARED_RECEIPT)
    await take_case(firm.office, WORKSPACE, case, SECOND)
    await firm.deliver()
    await leaves_the_desk(firm)
    await firm.later(minutes=2)
    assert firm.times_sent(Kind.SHARED_RECEIPT) == said + 1


async def test_the_next_circle_waits_its_two_minutes_also_at_another_branch(firm: Firm) -> None:
    """They count from the latest call, though the alarm was raised long before."""
    case, relief = await in_danger(firm), await relieved(firm)
    await leaves_the_desk(firm)
    sent = len(firm.sent)
    for one in (case, relief):
        await firm.answer(one, "branch", "east")
    await firm.deliver()
    waits = {Kind.PAGE, Kind.RELIEF_PAGE}
    assert {p for k, p, _ in firm.sent[sent:] if k in waits and p == f"channel:{HQ_DESK}"} == set()
    await firm.later(minutes=2)
    assert {k for k, p, _ in firm.sent[sent:] if p == f"channel:{HQ_DESK}"} >= waits
