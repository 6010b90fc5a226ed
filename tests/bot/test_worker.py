import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from structlog.testing import capture_logs

from bot.clock import MovableClock
from bot.metrics import Metrics
from bot.worker import CONVERSATIONS_AT_ONCE, MOST_ATTEMPTS, Worker
from storage.inbox import Delivery, Inbox
from storage.keys import new_key, parse_keyring
from storage.unit_of_work import Database, open_database
from tests.bot.running import NOON, WORKSPACE

Body = Mapping[str, Any]


class Desk:
    """An inbox with a worker whose work is a list, and trouble on request."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        self.clock = clock
        self.inbox = Inbox(database)
        self.started: list[str] = []
        self.done: list[str] = []
        self.apologies: list[tuple[str, str, str]] = []
        self.refusals: list[tuple[str, str]] = []
        self._progress = asyncio.Event()
        self.before: Callable[[str], Any] = lambda _name: None
        chance = Random(7)  # noqa: S311 - jitter
        self.worker = Worker(
            self.inbox, self._work, clock, chance, Metrics(), self._apologise, self._refuse
        )

    async def _work(self, body: Body) -> None:
        self.started.append(body["name"])
        self._progress.set()
        waiting = self.before(body["name"])
        if waiting is not None:
            await waiting
        self.done.append(body["name"])
        self._progress.set()

    async def _apologise(self, workspace: str, user: str, error: str) -> None:
        self.apologies.append((workspace, user, error))

    async def _refuse(self, workspace: str, user: str, _delivery: str) -> None:
        self.refusals.append((workspace, user))

    async def deliver(self, *names: str, conversation: str = "U0SATO") -> None:
        """Take in deliveries, one after another."""
        for name in names:
            await self.inbox.accept(
                Delivery(
                    id=uuid4(),
                    workspace=WORKSPACE,
                    key=name,
                    conversation=conversation,
                    kind="event",
                    body={"name": name, "said": "山田 太郎"},
                    received_at=self.clock.now(),
                )
            )

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return once that holds; looked at whenever work begins or ends."""
        async with asyncio.timeout(10):
            while not holds():
                self._progress.clear()
                await self._progress.wait()

    async def settle(self) -> None:
        """Return once the worker has nothing to do at this time."""
        self.worker.loop.poke()
        await self.worker.loop.idle()

    async def move(self, **step: float) -> None:
        """Let time pass."""
        self.clock.move(timedelta(**step))
        await self.settle()


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await open_database(url, parse_keyring(new_key()), MovableClock(NOON))
    yield opened
    await opened.close()


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    made = Desk(database, MovableClock(NOON))
    made.worker.loop.start()
    yield made
    await made.worker.loop.stop(1.0)


def failing(name: str, error: Exception, times: int) -> Callable[[str], None]:
    """Return trouble: the named delivery fails so many times."""
    left = [times]

    def before(worked: str) -> None:
        if worked == name and left[0]:
            left[0] -= 1
            raise error

    return before


async def test_in_order(desk: Desk) -> None:
    """Deliveries of one conversation are worked off in the order they came."""
    await desk.deliver(*(str(n) for n in range(20)))
    await desk.settle()
    assert desk.done == [str(n) for n in range(20)]


async def test_conversations_side_by_side(desk: Desk) -> None:
    """A conversation that takes long does not keep others waiting."""
    release = asyncio.Event()
    desk.before = lambda name: release.wait() if name == "long" else None
    await desk.deliver("long", conversation="U0SATO")
    await desk.deliver("short", conversation="U0EMMA")
    await desk.until(lambda: desk.done == ["short"])
    release.set()
    await desk.settle()
    assert desk.done == ["short", "long"]


async def test_bounded(desk: Desk) -> None:
    """Never more conversations are worked off at once than the bound allows."""
    at_once, most = 0, 0

    release = asyncio.Event()

    async def count() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await release.wait()
        at_once -= 1

    desk.before = lambda _name: count()
    for n in range(20):
        await desk.deliver(str(n), conversation=f"U{n}")
    await desk.until(lambda: len(desk.started) == CONVERSATIONS_AT_ONCE)
    release.set()
    await desk.settle()
    assert len(desk.done) == 20
    assert most == CONVERSATIONS_AT_ONCE


async def test_retry_keeps_order(desk: Desk) -> None:
    """A delivery that fails is tried again later; its conversation waits, others go on."""
    desk.before = failing("first", ConnectionError(), times=2)
    await desk.deliver("first", "second", conversation="U0SATO")
    await desk.deliver("other", conversation="U0EMMA")
    await desk.settle()
    assert desk.done == ["other"]
    await desk.move(seconds=1)
    assert desk.done == ["other"]
    await desk.move(seconds=2)
    assert desk.done == ["other", "first", "second"]


async def test_retry_wakes_by_itself(desk: Desk) -> None:
    """The worker wakes when the retry is due, with nobody poking it."""
    desk.before = failing("one", ConnectionError(), times=1)
    await desk.deliver("one")
    await desk.settle()
    desk.clock.move(timedelta(seconds=1))
    await desk.until(lambda: desk.done == ["one"])
    assert desk.started == ["one", "one"]


async def test_given_up(desk: Desk) -> None:
    """After its last attempt a delivery is dead; operator and person are told one id."""
    desk.before = failing("bad", ValueError("山田 太郎"), times=MOST_ATTEMPTS)
    await desk.deliver("bad", "good")
    with capture_logs() as log:
        await desk.settle()
        for _ in range(MOST_ATTEMPTS):
            await desk.move(minutes=5)
    assert desk.done == ["good"]
    final = log[-1]
    assert final["log_level"] == "error"
    assert final["error"] == "ValueError"
    assert final["attempt"] == MOST_ATTEMPTS
    assert desk.apologies == [(WORKSPACE, "U0SATO", final["error_id"])]
    assert "山田" not in str(log)


async def test_nobody_waits_for_an_event(desk: Desk) -> None:
    """Nobody gets an apology for an event of the workspace's own."""
    desk.before = failing("bad", ValueError("x"), times=MOST_ATTEMPTS)
    await desk.deliver("bad", conversation="C0TEAM")
    with capture_logs():
        await desk.settle()
        for _ in range(MOST_ATTEMPTS):
            await desk.move(minutes=5)
    assert desk.apologies == []


async def test_hopeless(desk: Desk) -> None:
    """A delivery that no retry can mend does not keep its conversation waiting."""

    def unreadable(name: str) -> None:
        if name == "bad":
            TypeAdapter(int).validate_python("山田 太郎")

    desk.before = unreadable
    await desk.deliver("bad", "good")
    with capture_logs() as log:
        await desk.settle()
    assert desk.done == ["good"]
    assert [entry["log_level"] for entry in log] == ["error"]
    assert "山田" not in str(log)


async def test_stop_and_start(database: Database) -> None:
    """What was in work when the process was stopped is worked off by the next one."""
    clock = MovableClock(NOON)
    first = Desk(database, clock)
    first.before = lambda _name: asyncio.Event().wait()
    first.worker.loop.start()
    await first.deliver("one", "two")
    await first.until(lambda: first.started == ["one"])
    await first.worker.loop.stop(0.0)
    second = Desk(database, clock)
    await second.inbox.release_leases()
    second.worker.loop.start()
    await second.settle()
    assert second.done == ["one", "two"]
    await second.worker.loop.stop(1.0)


async def test_database_comes_back(desk: Desk, database: Database) -> None:
    """A database that fails for a while stops nothing for good."""
    await desk.deliver("one")
    await desk.settle()
    async with database.connections.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO away")
    with capture_logs() as log:
        await desk.settle()
    assert log[-1]["event"] == "work could not be claimed"
    async with database.connections.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO inbox")
    await desk.deliver("two")
    await desk.move(seconds=1)
    assert desk.done == ["one", "two"]
    assert desk.worker.loop.alive
