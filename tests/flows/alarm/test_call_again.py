"""Whoever was to come leaves the desk or the company: others are called as if nobody had."""

from datetime import timedelta
from uuid import UUID, uuid4

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
    CHIEF,
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


async def answered(firm: Firm, by: str = SECOND) -> UUID:
    """Danger, and somebody comes, before any message is out."""
    case = await firm.danger()
    await take_case(firm.office, WORKSPACE, case, by)
    return case


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


async def test_others_are_called_once_more(firm: Firm) -> None:
    """The phones ring again, the others' in two minutes, and the reporter is told at once.

    In danger, and where somebody is to take over. Once it is over, what told of the one who
    left says only that the call is over.
    """
    case, relief = await in_danger(firm), await relieved(firm)
    assert firm.reached(Kind.PAGE) & {ON_CALL, HQ_DESK} == {ON_CALL}
    rung = len(firm.shown(Kind.PAGE, Place.person(ON_CALL)))
    await leaves_the_desk(firm)
    assert (await firm.case(case)).help_wanted
    assert len(firm.shown(Kind.PAGE, Place.person(ON_CALL))) == rung + 1
    assert all(page.may_take for page in firm.shown(Kind.PAGE, Place.person(ON_CALL)))
    assert [page.taken_by for page in firm.shown(Kind.RELIEF_PAGE, WEST_DESK)] == [None, None]
    told = [(said.by, said.what) for said in firm.shown(Kind.TAKEN)]
    assert sorted(told, key=str) == [(None, Taken.ALARM)] * 2 + [(None, Taken.RELIEF)] * 2
    last = [e for e in await firm.timeline(case) if e.kind is EntryKind.FREED][-1]
    assert (last.actor, last.content) == (BOT, {"from": SECOND, "what": "alarm"})
    await firm.later(minutes=2)
    # HQ itself is called by its card where the desk is left with one person.
    assert {HQ_DESK, EAST_DESK} & firm.reached(Kind.PAGE)
    assert HQ_DESK in firm.reached(Kind.PAGE) | firm.reached(Kind.DESK_CARD)
    assert [said.waiting for said in firm.shown(Kind.NOBODY_YET)] == [True]
    assert HQ_DESK in firm.reached(Kind.RELIEF_PAGE)
    assert [said.over for said in firm.shown(Kind.RELIEF_UNANSWERED)] == [False]
    await take_relief(firm.office, WORKSPACE, relief, ON_CALL)
    await firm.deliver()
    assert [said.by for said in firm.shown(Kind.TAKEN)].count(ON_CALL) == 3
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=False)
    await firm.deliver()
    told = [(said.by, said.what) for said in firm.shown(Kind.TAKEN) if said.by is None]
    assert told == [(None, Taken.CAME)] * 2


async def test_another_comes_and_the_reporter_reads_who(firm: Firm) -> None:
    """In a message of its own, which rings."""
    case = await in_danger(firm)
    await leaves_the_desk(firm)
    await take_case(firm.office, WORKSPACE, case, ON_CALL)
    await firm.later(minutes=5)
    assert [said.by for said in firm.shown(Kind.TAKEN)] == [ON_CALL] * 3
    assert not firm.shown(Kind.NOBODY_YET)


async def test_what_is_over_calls_nobody(firm: Firm) -> None:
    """Nor does a counter of hours ago, also where the report was gone on with since."""
    long_ago = await relieved(firm)
    await firm.later(hours=2)
    await firm.answer(long_ago, "danger", "none")
    over, relief = await in_danger(firm), await relieved(firm)
    await end_alarm(firm.office, WORKSPACE, over, STAFF, mistake=False)
    await end_relief(firm.office, WORKSPACE, relief, STAFF)
    await firm.deliver()
    sent = len(firm.sent)
    await leaves_the_desk(firm)
    kinds = {kind for kind, _, _ in firm.sent[sent:]}
    assert not kinds & {Kind.PAGE, Kind.RELIEF_PAGE, Kind.TAKEN}


async def test_danger_that_still_rings_calls_for_days(firm: Firm) -> None:
    """Nobody said that it is over; but nobody waits for a week.

    Also where the counter still waits: both were answered by the same person.
    """
    old, both = await answered(firm), await answered(firm)
    firm.clock.move(timedelta(days=1))
    young = await answered(firm)
    firm.clock.move(timedelta(days=2))
    await ask_for_relief(firm.office, WORKSPACE, Start(both, STAFF))
    await take_relief(firm.office, WORKSPACE, both, SECOND)
    await leave_channel(firm.office, WORKSPACE, WEST_DESK, SECOND)
    left = [await firm.case(case) for case in (young, old, both)]
    assert [case.help_wanted for case in left] == [True, False, False]
    relief = left[-1].relief
    assert relief is not None
    assert relief.waits


async def test_nobody_is_said_to_have_gone_while_it_is_not_known(firm: Firm) -> None:
    """They may be in the channel that cannot be read at the moment.

    They are found once it can be read again, though no event said so, or once the account is gone.
    """
    office, relief = firm.office, Start(uuid4(), STAFF)
    first, second = await answered(firm), await answered(firm, CHIEF)
    await ask_for_relief(office, WORKSPACE, relief)
    await take_relief(office, WORKSPACE, relief.case, SECOND)

    async def called() -> list[bool]:
        waits = (await firm.case(relief.case)).relief
        assert waits is not None
        return [(await firm.case(case)).help_wanted for case in (first, second)] + [waits.waits]

    await lose_channel(office, WORKSPACE, WEST_DESK)
    await leave_channel(office, WORKSPACE, WEST_DESK, SECOND)
    assert await called() == [False, False, False]
    await change_person(office, WORKSPACE, Person(CHIEF, CHIEF, "ja", Standing.DEACTIVATED))
    assert await called() == [False, True, False]
    others = {WEST_DESK: MEMBERS[WEST_DESK] - {SECOND} | {COLLEAGUE}}
    await reconcile(office, WORKSPACE, Workspace({**MEMBERS, **others}))
    assert await called() == [True, True, True]


async def test_in_danger_others_are_called_though_hq_is_not_known(firm: Firm) -> None:
    """Silence would be worse than to call once too often."""
    case = await answered(firm)
    await lose_channel(firm.office, WORKSPACE, HQ_DESK)
    await leave_channel(firm.office, WORKSPACE, WEST_DESK, SECOND)
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
    case = await answered(firm, ON_CALL)
    await leave_channel(firm.office, WORKSPACE, WEST_DESK, ON_CALL)
    assert not (await firm.case(case)).help_wanted
    gone = Person(ON_CALL, ON_CALL, "ja", Standing.DEACTIVATED)
    await change_person(firm.office, WORKSPACE, gone)
    assert (await firm.case(case)).help_wanted


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


async def test_a_shared_account_is_not_written_to(firm: Firm) -> None:
    """Those who can come are called all the same; its receipt says once more that nobody comes."""
    case = uuid4()
    address = ReplyAddress(uuid4(), "http://127.0.0.1/r", SHOP, firm.clock.now() + REPLY_LASTS)
    await firm.have_asked(case, "danger")
    await firm.press(case, "danger", "now", SHOP, private=address)
    await firm.later(minutes=2)
    said = firm.times_sent(Kind.SHARED_RECEIPT)
    await take_case(firm.office, WORKSPACE, case, SECOND)
    await relieved(firm, SHOP)
    sent = len(firm.sent)
    await leaves_the_desk(firm)
    await firm.later(minutes=2)
    assert {kind for kind, _, _ in firm.sent[sent:]} >= {Kind.PAGE, Kind.RELIEF_PAGE}
    assert not {kind for kind, _, _ in firm.sent} & {Kind.TAKEN, Kind.NOBODY_YET}
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
