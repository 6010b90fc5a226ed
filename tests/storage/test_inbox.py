"""Deliveries are stored once, durably, and worked off in order."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from storage.inbox import Inbox, queue_of
from storage.unit_of_work import Database
from storage.waiting import Waiting
from tests.storage.ear import Ear
from tests.storage.examples import NOON, OTHER, WORKSPACE, delivery


async def test_accept_once(database: Database) -> None:
    """What Slack delivers twice is stored once."""
    inbox = Inbox(database)
    assert await inbox.accept(delivery("Ev1"))
    assert not await inbox.accept(delivery("Ev1"))
    assert await inbox.accept(delivery("Ev1", workspace=OTHER))
    await inbox.close()
    assert len(await inbox.claim(NOON, 10)) == 2


async def test_concurrent_accepts(database: Database) -> None:
    """Deliveries and repeats that arrive together are told apart within one commit."""
    inbox = Inbox(database)
    new = await asyncio.gather(*(inbox.accept(delivery(f"Ev{n % 30}")) for n in range(60)))
    assert new.count(True) == 30


async def test_body(database: Database) -> None:
    """A body comes back as it was delivered."""
    inbox = Inbox(database)
    body = {"text": "ばかやろう", "nested": {"a": [1, None, True]}}
    given = delivery(body=body)
    await inbox.accept(given)
    (claimed,) = await inbox.claim(NOON)
    assert (claimed.body, claimed.id, claimed.attempts) == (body, given.id, 1)


async def test_one_in_flight_per_conversation(database: Database) -> None:
    """The second delivery of a conversation waits for the first; another conversation does not."""
    inbox = Inbox(database)
    for key, conversation in (("Ev1", "U1"), ("Ev2", "U1"), ("Ev3", "U2")):
        await inbox.accept(delivery(key, conversation=conversation))
    first = await inbox.claim(NOON, 10)
    assert [d.key for d in first] == ["Ev1", "Ev3"]
    assert await inbox.claim(NOON, 10) == []
    await inbox.done(first[0])
    assert [d.key for d in await inbox.claim(NOON, 10)] == ["Ev2"]


async def test_retry_keeps_order(database: Database) -> None:
    """A delivery to be tried again holds back those behind it until its time has come."""
    inbox = Inbox(database)
    await inbox.accept(delivery("Ev1"))
    await inbox.accept(delivery("Ev2"))
    (first,) = await inbox.claim(NOON)
    later = NOON + timedelta(seconds=5)
    await inbox.later(first, later, "SlackApiError")
    assert await inbox.claim(NOON, 10) == []
    assert await inbox.next_due(NOON) == later
    (again,) = await inbox.claim(later, 10)
    assert (again.key, again.attempts) == ("Ev1", 2)


async def test_dead_lets_the_next_go(database: Database) -> None:
    """A delivery given up no longer holds back its conversation."""
    inbox = Inbox(database)
    await inbox.accept(delivery("Ev1"))
    await inbox.accept(delivery("Ev2"))
    (first,) = await inbox.claim(NOON)
    await inbox.dead(first, "KeyError")
    assert [d.key for d in await inbox.claim(NOON, 10)] == ["Ev2"]


async def test_lease_runs_out(database: Database) -> None:
    """After its lease a delivery is claimed by another, and the first can no longer finish it."""
    slow, quick = Inbox(database, timedelta(seconds=10)), Inbox(database)
    await slow.accept(delivery())
    (claimed,) = await slow.claim(NOON)
    assert await quick.next_due(NOON) == NOON + timedelta(seconds=10)
    assert await quick.claim(NOON + timedelta(seconds=9)) == []
    (again,) = await quick.claim(NOON + timedelta(seconds=10))
    assert not await slow.done(claimed)
    assert not await slow.dead(claimed, "late")
    assert (await quick.waiting(NOON)).count
    assert await quick.done(again)
    assert not (await quick.waiting(NOON)).count


async def test_lost_to_oneself(database: Database) -> None:
    """What a process was handed a second time, it cannot give back as the first."""
    inbox = Inbox(database, timedelta(seconds=10))
    await inbox.accept(delivery())
    (before,) = await inbox.claim(NOON)
    (now,) = await inbox.claim(NOON + timedelta(seconds=10))
    assert not await inbox.later(before, NOON, "TimeoutError")
    assert await inbox.claim(NOON + timedelta(seconds=11)) == []
    assert await inbox.done(now)


async def test_renewed(database: Database) -> None:
    """A lease that is renewed runs on; one that was lost, or given back, is not had back by it."""
    slow, quick = Inbox(database, timedelta(seconds=10)), Inbox(database)
    await slow.accept(delivery("Ev1", conversation="U1"))
    await slow.accept(delivery("Ev2", conversation="U2"))
    claimed = await slow.claim(NOON, 2)
    await slow.done(claimed[1])
    later = NOON + timedelta(seconds=9)
    await slow.renew(later, claimed)
    assert await quick.claim(NOON + timedelta(seconds=18)) == []
    (taken,) = await quick.claim(NOON + timedelta(seconds=19))
    await slow.renew(NOON + timedelta(seconds=20), claimed)
    assert not await slow.done(claimed[0])
    assert await quick.done(taken)
    await quick.renew(NOON, [taken])


async def test_release_leases(database: Database) -> None:
    """A restart takes over at once what was in work."""
    before = Inbox(database)
    await before.accept(delivery())
    await before.claim(NOON)
    after = Inbox(database)
    await after.release_leases()
    assert await after.next_due(NOON) == NOON
    assert len(await after.claim(NOON)) == 1


async def test_changed(database: Database) -> None:
    """The worker hears of what was accepted, and of nothing that is there already."""
    inbox = Inbox(database)
    ear = Ear(inbox.changed)
    await inbox.accept(delivery("Ev1"))
    await ear.word()
    await inbox.accept(delivery("Ev1"))
    assert not ear.heard
    await inbox.accept(delivery("Ev2"))
    assert ear.heard


async def test_waiting(database: Database) -> None:
    """How many are open, since when the oldest is, and how many were given up."""
    inbox = Inbox(database)
    assert await inbox.waiting(NOON) == Waiting(0, None, 0)
    assert await inbox.next_due(NOON) is None
    await inbox.accept(delivery("Ev1", at=NOON))
    await inbox.accept(delivery("Ev2", at=NOON + timedelta(seconds=3)))
    in_five = NOON + timedelta(seconds=5)
    assert await inbox.waiting(in_five) == Waiting(2, timedelta(seconds=5), 0)
    (first,) = await inbox.claim(NOON)
    await inbox.dead(first, "hopeless")
    assert await inbox.waiting(in_five) == Waiting(1, timedelta(seconds=2), 1)


async def test_given_up_and_tried_again(database: Database) -> None:
    """A dead delivery is listed without its body, and worked off from its first try again."""
    inbox = Inbox(database)
    await inbox.accept(delivery("Ev1"))
    (first,) = await inbox.claim(NOON)
    await inbox.dead(first, "hopeless")
    (dead,) = await inbox.given_up(first.workspace)
    assert (dead.id, dead.conversation, dead.why) == (first.id, first.conversation, "hopeless")
    assert await inbox.given_up("T0OTHER") == []
    assert not await inbox.try_again("T0OTHER", first.id)
    assert await inbox.try_again(first.workspace, first.id)
    (again,) = await inbox.claim(NOON)
    assert (again.id, again.attempts, again.body) == (first.id, 1, first.body)
    await inbox.done(again)
    assert not await inbox.try_again(first.workspace, first.id)
    assert await inbox.given_up(first.workspace) == []


async def test_clear(database: Database) -> None:
    """What is done, or has failed, is forgotten each in its time; what is open stays."""
    inbox, later = Inbox(database), NOON + timedelta(days=1)
    for n in (1, 2, 3):
        await inbox.accept(delivery(f"Ev{n}", conversation=f"U{n}"))
    first, second, _ = await inbox.claim(NOON, 3)
    await inbox.done(first)
    await inbox.dead(second, "hopeless")
    assert await inbox.clear(NOON, NOON) == 0
    assert await inbox.clear(later, NOON) == 1
    assert await inbox.accept(delivery("Ev1"))
    assert not await inbox.accept(delivery("Ev2"))
    assert await inbox.clear(NOON, later) == 1
    assert await inbox.accept(delivery("Ev2"))
    assert not await inbox.accept(delivery("Ev3"))


async def test_failing_database(database: Database) -> None:
    """A delivery that cannot be stored is an error to each who waits for it, and not the end."""
    inbox = Inbox(database)
    broken = replace(delivery("Ev1"), kind=cast("str", None))  # which the table refuses
    results = await asyncio.gather(
        inbox.accept(delivery("Ev2")), inbox.accept(broken), return_exceptions=True
    )
    assert all(isinstance(result, Exception) for result in results)
    assert await inbox.accept(delivery("Ev2"))


async def test_caller_gone(database: Database) -> None:
    """A caller that stops waiting takes nobody else's delivery along, nor its own."""
    inbox = Inbox(database)
    gone = inbox.accept(delivery("Ev1"))
    stays = inbox.accept(delivery("Ev2"))
    await asyncio.wait([gone, stays], timeout=0)
    gone.cancel()
    await inbox.close()
    assert await stays
    assert not await inbox.accept(delivery("Ev1"))
    broken = inbox.accept(replace(delivery("Ev3"), kind=cast("str", None)))
    await asyncio.wait([broken], timeout=0)
    broken.cancel()
    await inbox.close()
    assert await inbox.accept(delivery("Ev3"))


async def test_stopped_in_mid_commit(database: Database) -> None:
    """When the program stops, a delivery whose commit did not happen is not acknowledged."""
    inbox = Inbox(database)
    async with database.connections.writing() as connection:
        queue = queue_of(WORKSPACE, "U0STAFF")
        await connection.run_sync(database.connections.hold, queue)
        waits = inbox.accept(delivery("Ev1"))
        await asyncio.wait([waits], timeout=0.05)
        committing = inbox._accepting._under_way
        assert committing is not None
        committing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waits
    assert await inbox.accept(delivery("Ev1"))
