"""Messages go out in order, one at a time in a place, and are reported back under their lease."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.clock import MovableClock
from flows.messages import Kind, Place, ReplyAddress, Urgency, Wanted
from storage.outbox import LEASE, Outbox, Outgoing
from storage.unit_of_work import Database
from storage.waiting import Waiting
from tests.counting import Counts, counts
from tests.storage.ear import Ear
from tests.storage.examples import NOON, OTHER, WORKSPACE, wanted

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


async def want(database: Database, *messages: Wanted) -> None:
    async with database.write(WORKSPACE) as work:
        for message in messages:
            await work.messages.want(message)


def details(claimed: object) -> list[str]:
    assert isinstance(claimed, list)
    return [outgoing.detail for outgoing in claimed if isinstance(outgoing, Outgoing)]


async def test_what_is_handed_out(database: Database, outbox: Outbox) -> None:
    """A message is handed out with everything needed to render and send it."""
    case = uuid4()
    message = wanted(Kind.QUESTION, Place.person("U0STAFF"), case=case, detail="acts")
    await want(database, message)
    (out,) = await outbox.claim(NOON)
    assert (out.id, out.workspace) == (message.id_in(WORKSPACE), WORKSPACE)
    assert (out.kind, out.case, out.detail) == (Kind.QUESTION, case, "acts")
    assert (out.place, out.urgency) == (Place.person("U0STAFF"), Urgency.NORMAL)
    assert (out.wanted_revision, out.shown_revision, out.attempts) == (1, 0, 1)
    assert (out.channel, out.ts, out.parent, out.reply, out.in_doubt) == (
        None,
        None,
        None,
        None,
        False,
    )


async def test_shown_once(database: Database, outbox: Outbox) -> None:
    """What is shown is not due again, until it is wanted again: then it is edited."""
    await want(database, wanted())
    (out,) = await outbox.claim(NOON)
    assert await outbox.shown(out, "C0DESK", "1.1")
    assert await outbox.claim(NOON) == []
    assert await outbox.next_due(NOON) is None
    await want(database, wanted())
    (again,) = await outbox.claim(NOON)
    assert (again.channel, again.ts, again.attempts) == ("C0DESK", "1.1", 1)
    assert (again.wanted_revision, again.shown_revision) == (2, 1)


async def test_edits_coalesce(database: Database, outbox: Outbox) -> None:
    """Ten changes while the message waits are one message."""
    for _ in range(10):
        await want(database, wanted())
    (out,) = await outbox.claim(NOON, 10)
    await outbox.shown(out, "C0DESK", "1.1")
    assert await outbox.claim(NOON) == []


async def test_changed_in_flight(database: Database, outbox: Outbox) -> None:
    """A change while the message is being sent makes it due again afterwards."""
    await want(database, wanted())
    (out,) = await outbox.claim(NOON)
    await want(database, wanted())
    assert await outbox.claim(NOON) == []
    await outbox.shown(out, "C0DESK", "1.1")
    (again,) = await outbox.claim(NOON)
    assert (again.ts, again.shown_revision, again.wanted_revision) == ("1.1", 1, 2)


async def test_order_in_a_place(database: Database, outbox: Outbox) -> None:
    """In one place the first wanted goes first, one at a time; other places do not wait."""
    here, there = Place.channel("C0HERE"), Place.channel("C0THERE")
    await want(
        database,
        wanted(place=here, detail="1"),
        wanted(place=here, detail="2"),
        wanted(place=there, detail="3"),
    )
    claimed = await outbox.claim(NOON, 10)
    assert details(claimed) == ["1", "3"]
    assert await outbox.claim(NOON, 10) == []
    await outbox.shown(claimed[0], "C0HERE", "1.1")
    assert details(await outbox.claim(NOON, 10)) == ["2"]


async def test_same_place_in_two_workspaces(database: Database, outbox: Outbox) -> None:
    """A place of one workspace does not wait for the place of that name in another."""
    await want(database, wanted())
    async with database.write("T0OTHER") as work:
        await work.messages.want(wanted())
    assert len(await outbox.claim(NOON, 10)) == 2


async def test_a_retry_holds_the_place(database: Database, outbox: Outbox) -> None:
    """What has to be tried again later is not overtaken in a conversation with somebody."""
    here = Place.person("U0STAFF")
    await want(database, wanted(place=here, detail="1"), wanted(place=here, detail="2"))
    (out,) = await outbox.claim(NOON)
    assert await outbox.later(out, NOON + MINUTE, "ratelimited")
    assert await outbox.claim(NOON) == []
    assert await outbox.next_due(NOON) == NOON + MINUTE
    (again,) = await outbox.claim(NOON + MINUTE, 10)
    assert (again.detail, again.attempts, again.in_doubt) == ("1", 2, False)


async def test_a_retry_steps_aside_in_a_channel(database: Database, outbox: Outbox) -> None:
    """The card of one case does not wait until that of another gets through."""
    await want(database, wanted(detail="1"), wanted(detail="2"), wanted(detail="3"))
    (out,) = await outbox.claim(NOON)
    await outbox.later(out, NOON + MINUTE, "timeout", in_doubt=True)
    (next_,) = await outbox.claim(NOON)
    assert next_.detail == "2"
    await outbox.later(next_, NOON + MINUTE, "ratelimited", tried=False)
    assert await outbox.claim(NOON) == []
    assert details(await outbox.claim(NOON + MINUTE)) == ["1"]


async def test_an_edit_holds_up_nobody(database: Database, outbox: Outbox) -> None:
    """What is new is posted while what stands there is being edited, or waits to be."""
    await want(database, wanted(detail="1"))
    (out,) = await outbox.claim(NOON)
    await outbox.shown(out, "C0DESK", "1.1")
    await want(database, wanted(detail="1"), wanted(detail="2"))
    edit, post = await outbox.claim(NOON, 10)
    assert (details([edit, post]), edit.ts) == (["1", "2"], "1.1")
    await outbox.later(edit, NOON + MINUTE, "ratelimited")
    await outbox.shown(post, "C0DESK", "2.2")
    await want(database, wanted(detail="3"))
    assert details(await outbox.claim(NOON, 10)) == ["3"]


async def test_a_post_holds_up_no_edit(database: Database, outbox: Outbox) -> None:
    """What stands is edited although something new cannot be posted there yet."""
    await want(database, wanted(detail="1"))
    (out,) = await outbox.claim(NOON)
    await outbox.shown(out, "C0DESK", "1.1")
    await want(database, wanted(detail="2"))
    (post,) = await outbox.claim(NOON)
    await want(database, wanted(detail="1"))
    assert details(await outbox.claim(NOON)) == ["1"]
    await outbox.later(post, NOON + MINUTE, "ratelimited")


async def test_later_in_doubt(database: Database, outbox: Outbox) -> None:
    """A try that may have arrived says so at the next claim, until the message is shown."""
    await want(database, wanted())
    (out,) = await outbox.claim(NOON)
    await outbox.later(out, NOON, "timeout", in_doubt=True)
    (again,) = await outbox.claim(NOON)
    assert again.in_doubt
    await outbox.later(again, NOON, "ratelimited")
    (third,) = await outbox.claim(NOON)
    assert third.in_doubt
    await outbox.shown(third, "C0DESK", "1.1")
    await want(database, wanted())
    (edit,) = await outbox.claim(NOON)
    assert not edit.in_doubt


async def test_pages_first(database: Database, outbox: Outbox) -> None:
    """A page overtakes what waits in its place and elsewhere, even what is held back there."""
    await want(database, wanted(detail="card"))
    (out,) = await outbox.claim(NOON)
    await outbox.later(out, NOON + MINUTE, "ratelimited")
    await want(
        database,
        wanted(place=Place.channel("C0THERE"), detail="other"),
        wanted(Kind.PAGE, detail="page", urgency=Urgency.PAGE),
    )
    assert details(await outbox.claim(NOON, 10)) == ["page", "other"]


async def test_page_waits_for_the_flight(database: Database, outbox: Outbox) -> None:
    """A page waits for what is in flight in its place: two at once could change order."""
    await want(database, wanted(detail="card"))
    (out,) = await outbox.claim(NOON)
    await want(database, wanted(Kind.PAGE, detail="page", urgency=Urgency.PAGE))
    assert await outbox.claim(NOON) == []
    await outbox.shown(out, "C0DESK", "1.1")
    assert details(await outbox.claim(NOON)) == ["page"]


async def test_not_before(database: Database, outbox: Outbox) -> None:
    """A message for later waits for its time and holds back nobody meanwhile."""
    await want(database, wanted(detail="later", not_before=NOON + MINUTE), wanted(detail="now"))
    (out,) = await outbox.claim(NOON, 10)
    assert out.detail == "now"
    await outbox.shown(out, "C0DESK", "1.1")
    assert await outbox.next_due(NOON) == NOON + MINUTE
    assert details(await outbox.claim(NOON + MINUTE)) == ["later"]


async def test_thread_waits_for_its_head(database: Database, outbox: Outbox) -> None:
    """A message in a thread goes out once the message above it has been sent, and below it."""
    head = wanted(Kind.REPORT_HEAD, Place.person("U0STAFF"))
    below = wanted(Kind.QUESTION, Place.thread(head.id_in(WORKSPACE), "U0STAFF"))
    await want(database, below, head)
    (first,) = await outbox.claim(NOON, 10)
    assert first.kind is Kind.REPORT_HEAD
    assert await outbox.next_due(NOON) == NOON + LEASE
    await outbox.shown(first, "D0STAFF", "1.1")
    (second,) = await outbox.claim(NOON, 10)
    assert (second.parent, second.place.reader) == (("D0STAFF", "1.1"), "U0STAFF")


async def test_reply_address(database: Database, outbox: Outbox) -> None:
    """An answer to an interaction is handed out with its address, until that is forgotten."""
    address = ReplyAddress(uuid4(), "https://hooks.example/1", "U0STAFF", NOON + MINUTE, True)
    async with database.write(WORKSPACE) as work:
        await work.messages.remember(address)
        await work.messages.want(wanted(Kind.NOTICE, address.place))
    (out,) = await outbox.claim(NOON)
    assert out.reply == address
    await outbox.shown(out, None, None)
    assert await outbox.forget_addresses(NOON) == 0
    assert await outbox.forget_addresses(NOON + 2 * MINUTE) == 1
    await want(database, wanted(Kind.NOTICE, address.place))
    (again,) = await outbox.claim(NOON)
    assert again.reply is None


async def test_dropped(database: Database, outbox: Outbox) -> None:
    """What renders to nothing is done with, and stands nowhere."""
    await want(database, wanted(Kind.NUDGE))
    (out,) = await outbox.claim(NOON)
    assert await outbox.dropped(out)
    assert await outbox.claim(NOON) == []
    await want(database, wanted(Kind.NUDGE))
    (again,) = await outbox.claim(NOON)
    assert again.ts is None


async def test_dead(database: Database, outbox: Outbox) -> None:
    """What cannot be sent is counted, lets the next go, and lives again when wanted again."""
    case = uuid4()
    await want(database, wanted(case=case, detail="1"), wanted(case=case, detail="2"))
    (out,) = await outbox.claim(NOON)
    await outbox.later(out, NOON, "once")
    (out,) = await outbox.claim(NOON)
    assert await outbox.dead(out, "channel_not_found")
    assert await counts(database) == Counts(pending=1, dead=1)
    async with database.read(WORKSPACE) as work:
        assert await work.messages.undeliverable(case) == {"channel:C0DESK"}
        assert await work.messages.undeliverable(uuid4()) == frozenset()
    assert details(await outbox.claim(NOON)) == ["2"]
    async with database.write(WORKSPACE) as work:
        await work.messages.refresh(case, Kind.DESK_CARD)
    assert await counts(database) == Counts(pending=1, dead=1)
    await want(database, wanted(case=case, detail="1"))
    assert await counts(database) == Counts(pending=2, dead=0)
    (again,) = await outbox.claim(NOON + MINUTE)
    assert (again.detail, again.attempts) == ("1", 1)


async def test_fence(database: Database) -> None:
    """Whoever lost the lease changes nothing, and is told so."""
    slow, quick = Outbox(database, timedelta(seconds=10)), Outbox(database)
    await want(database, wanted())
    (lost,) = await slow.claim(NOON)
    assert await quick.claim(NOON + timedelta(seconds=9)) == []
    (held,) = await quick.claim(NOON + timedelta(seconds=10))
    assert (held.attempts, held.in_doubt) == (2, True)
    assert not await slow.shown(lost, "C0DESK", "9.9")
    assert not await slow.dropped(lost)
    assert not await slow.later(lost, NOON, "late")
    assert not await slow.dead(lost, "late")
    assert await quick.shown(held, "C0DESK", "1.1")
    assert not await quick.shown(held, "C0DESK", "2.2")
    await want(database, wanted())
    (again,) = await quick.claim(NOON)
    assert again.ts == "1.1"


async def test_renewed(database: Database) -> None:
    """A lease that is renewed runs on; one that was lost is not had back by it."""
    slow, quick = Outbox(database, timedelta(seconds=10)), Outbox(database)
    await want(database, wanted())
    (out,) = await slow.claim(NOON)
    await slow.renew(NOON + timedelta(seconds=9), [out])
    assert await quick.claim(NOON + timedelta(seconds=18)) == []
    (held,) = await quick.claim(NOON + timedelta(seconds=19))
    await slow.renew(NOON + timedelta(seconds=20), [out])
    assert not await slow.shown(out, "C0DESK", "9.9")
    assert await quick.shown(held, "C0DESK", "1.1")


async def test_clock_set_back(database: Database, outbox: Outbox) -> None:
    """No retry, lease or timer waits longer than it was to."""
    await want(
        database,
        *(
            wanted(detail=detail, place=Place.channel(place), not_before=at, urgency=Urgency.PAGE)
            for detail, place, at in (
                ("in two minutes", "C1", NOON + 2 * MINUTE),
                ("in two hours", "C2", NOON + 120 * MINUTE),
                ("refused", "C3", None),
                ("in work", "C4", None),
            )
        ),
        wanted(detail="no page", place=Place.channel("C5"), not_before=NOON + 4 * MINUTE),
    )
    refused, _ = await outbox.claim(NOON, 4)
    await outbox.later(refused, NOON + MINUTE, "ratelimited")
    before = NOON - 60 * MINUTE
    for now in (before, before + MINUTE):  # looked at by a second process as well
        await outbox.set_back(now, 5 * MINUTE)
    shown = []
    for minutes in (0, 1, 2, 5, 61, 179, 180):
        claimed = await outbox.claim(before + minutes * MINUTE, 4)
        shown.append(details(claimed))
        for out in claimed:
            await outbox.shown(out, "C1", "1.1")
    assert shown == [
        ["refused"],
        ["in work"],
        ["in two minutes"],
        ["no page"],
        [],
        [],
        ["in two hours"],
    ]


async def test_restart(database: Database) -> None:
    """A restart takes over at once what was in flight, and knows that it may have arrived."""
    await want(database, wanted())
    await Outbox(database).claim(NOON)
    after = Outbox(database)
    assert await after.claim(NOON) == []
    await after.release_leases()
    (out,) = await after.claim(NOON)
    assert out.in_doubt


async def test_waiting(database: Database, outbox: Outbox, clock: MovableClock) -> None:
    """The age counts from when a message became due; what waits for its time has none."""
    await want(database, wanted(detail="timer", not_before=NOON + 5 * MINUTE))
    assert await outbox.waiting(NOON) == Waiting(0, None, 0)
    clock.move(MINUTE)
    await want(database, wanted(detail="now"))
    await want(database, wanted(detail="now"))
    assert await outbox.waiting(NOON + 3 * MINUTE) == Waiting(1, 2 * MINUTE, 0)
    assert await outbox.waiting(NOON) == Waiting(1, timedelta(), 0), "the clock was set back"
    (out,) = await outbox.claim(NOON + 3 * MINUTE)
    await outbox.shown(out, "C0DESK", "1.1")
    assert await outbox.waiting(NOON + 6 * MINUTE) == Waiting(1, MINUTE, 0)
    clock.move(6 * MINUTE)
    await want(database, wanted(detail="now"), wanted(detail="timer"))
    assert await outbox.waiting(NOON + 8 * MINUTE) == Waiting(2, 8 * MINUTE, 0)
    (out,) = await outbox.claim(NOON + 8 * MINUTE)
    await outbox.dead(out, "is_archived")
    assert (await outbox.waiting(NOON + 8 * MINUTE)).dead == 1


async def test_wakes(database: Database, outbox: Outbox) -> None:
    """The loop hears of a message that is wanted, by the time that its commit returns."""
    ear = Ear(outbox.changed)
    assert not ear.heard
    await want(database, wanted())
    assert ear.heard


async def test_show_anew(database: Database, outbox: Outbox) -> None:
    """Where everything that stood is gone, what is about a case is shown once more, in order."""
    case = uuid4()
    about_case = (wanted(case=case, detail="1"), wanted(case=case, detail="2"))
    await want(database, *about_case, wanted(Kind.NOTICE))
    for n in range(3):
        (shown,) = await outbox.claim(NOON)
        await outbox.shown(shown, "C0DESK", f"1.{n}")
    await outbox.show_anew(OTHER)
    assert await outbox.claim(NOON) == []
    await outbox.show_anew(WORKSPACE)
    for detail in ("1", "2"):
        (again,) = await outbox.claim(NOON)
        assert (again.detail, again.ts, again.looks) == (detail, None, None)
        await outbox.shown(again, "C0DESK", f"2.{detail}")
    assert await outbox.claim(NOON) == []
