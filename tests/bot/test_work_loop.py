"""The loop keeps what it has in work, and finds by itself what nobody told it of."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.clock import MovableClock
from bot.work_loop import (
    AFTER_FAILURE,
    LONGEST_PIECE,
    LOOK_AGAIN,
    RENEW_AFTER,
    STILL_AFTER,
    Source,
    WorkLoop,
)
from storage.inbox import LEASE as INBOX_LEASE
from storage.outbox import LEASE as OUTBOX_LEASE
from storage.signal import Signal
from tests.bot.running import NOON


class Pieces:
    """Names to be worked off, under leases of which the loop is to take care."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.waiting: list[str] = []
        self.worked: list[str] = []
        self.looks = 0
        self.claims: list[int] = []
        self.failures = 0
        self.renewed: list[tuple[datetime, tuple[str, ...]]] = []
        self.release = asyncio.Event()
        self.claiming = asyncio.Event()
        self.claimable = asyncio.Event()
        self.claimable.set()
        self.lookable = asyncio.Event()
        self.lookable.set()
        self.due_at: datetime | None = None
        self.changed = Signal()
        self._progress = asyncio.Event()
        self.set_back: list[timedelta] = []
        source = Source(self._claim, self._next_due, self.changed, self._renew, self._set_back)
        self.loop = WorkLoop(source, self._work, clock, at_once=3)

    async def _next_due(self, now: datetime) -> datetime | None:
        if self.failures:
            self.failures -= 1
            self._progress.set()
            raise ConnectionError
        self.looks += 1
        self._progress.set()
        await self.lookable.wait()
        if self.due_at is not None and self.due_at > now:
            return self.due_at
        return now if self.waiting else None

    async def _claim(self, _now: datetime, most: int) -> Sequence[str]:
        self.claims.append(most)
        self.claiming.set()
        await self.claimable.wait()
        claimed, self.waiting = self.waiting[:most], self.waiting[most:]
        self._progress.set()
        return claimed

    async def _renew(self, now: datetime, pieces: Sequence[str]) -> None:
        self.renewed.append((now, tuple(pieces)))
        self._progress.set()

    async def _set_back(self, now: datetime, _longest: timedelta) -> None:
        self.set_back.append(now - NOON)

    async def _work(self, piece: str) -> None:
        await self.release.wait()
        self.worked.append(piece)
        self._progress.set()

    async def pass_by(self, step: timedelta) -> None:
        """Let time pass, and the loop look once more."""
        looks = self.looks
        self.clock.move(step)
        self.loop.poke()
        await self.until(lambda: self.looks > looks)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return once that holds; looked at whenever something was renewed or worked off."""
        async with asyncio.timeout(10):
            while not holds():
                self._progress.clear()
                await self._progress.wait()


@pytest.fixture
async def pieces() -> AsyncIterator[Pieces]:
    made = Pieces(MovableClock(NOON))
    made.loop.start()
    yield made
    made.release.set()
    await made.loop.stop(1.0)


async def test_found_without_being_told(pieces: Pieces) -> None:
    """What nobody announced is found a few seconds later."""
    await pieces.loop.idle()
    pieces.release.set()
    pieces.waiting.append("left behind")
    pieces.clock.move(LOOK_AGAIN)
    await pieces.until(lambda: pieces.worked == ["left behind"])


async def test_renewed_while_in_work(pieces: Pieces) -> None:
    """The leases of what takes long are renewed again and again, and no longer once it is done."""
    await pieces.loop.idle()
    pieces.waiting += ["slow", "slower"]
    pieces.loop.poke()
    await pieces.until(lambda: pieces.loop.claimed == 2)
    while len(pieces.renewed) < 3:
        await pieces.pass_by(LOOK_AGAIN)
    assert {names for _, names in pieces.renewed} == {("slow", "slower")}
    pieces.release.set()
    await pieces.until(lambda: len(pieces.worked) == 2)
    await pieces.loop.idle()
    await pieces.pass_by(2 * LOOK_AGAIN)
    assert len(pieces.renewed) == 3


BACK_AND_FORTH = pytest.mark.parametrize("by", [timedelta(hours=-1), timedelta(hours=1)])


@BACK_AND_FORTH
async def test_clock_set_while_idle(pieces: Pieces, by: timedelta) -> None:
    """A loop that waits goes on looking every few seconds, to whatever the clock is set."""
    await pieces.loop.idle()
    pieces.release.set()
    pieces.clock.set_by(by)
    pieces.waiting.append("left behind")
    pieces.clock.move(LOOK_AGAIN)
    await pieces.until(lambda: pieces.worked == ["left behind"])


@BACK_AND_FORTH
async def test_clock_set_while_in_work(pieces: Pieces, by: timedelta) -> None:
    """Leases are renewed by the time that has passed, not by what the clock shows."""
    await pieces.loop.idle()
    pieces.waiting.append("slow")
    pieces.loop.poke()
    await pieces.until(lambda: pieces.loop.claimed == 1)
    pieces.clock.set_by(by)
    await pieces.pass_by(LOOK_AGAIN)
    assert [(when - NOON, names) for when, names in pieces.renewed] == [
        (by + LOOK_AGAIN, ("slow",))
    ]


async def test_set_back_is_told_of(pieces: Pieces) -> None:
    """Moments noted before are looked through before a start, and when the clock was set back."""
    await pieces.loop.catch_up()
    await pieces.loop.idle()
    hour = timedelta(hours=1)
    for by in (-hour, timedelta(), hour, -hour / 7200, -2 * hour):
        pieces.clock.set_by(by)
        await pieces.pass_by(LOOK_AGAIN)
    assert pieces.set_back == [
        timedelta(),
        LOOK_AGAIN - hour,
        5 * LOOK_AGAIN - 2 * hour - hour / 7200,
    ]


async def test_clock_set_back_after_a_failure(pieces: Pieces) -> None:
    """A loop that waits for its database does not wait for the clock to come round again."""
    await pieces.loop.idle()
    pieces.release.set()
    pieces.failures = 1
    with capture_logs():
        pieces.loop.poke()
        await pieces.until(lambda: pieces.failures == 0)
        await pieces.loop.idle()
    pieces.clock.set_by(timedelta(hours=-1))
    pieces.waiting.append("one")
    pieces.clock.move(AFTER_FAILURE)
    await pieces.until(lambda: pieces.worked == ["one"])


async def test_slow_to_answer(pieces: Pieces) -> None:
    """What comes due while the loop is still asking is not put off by how long that takes."""
    await pieces.loop.idle()
    pieces.release.set()
    pieces.waiting.append("retry")
    pieces.due_at = NOON + timedelta(seconds=2)
    pieces.lookable.clear()
    looks = pieces.looks
    pieces.loop.poke()
    await pieces.until(lambda: pieces.looks > looks)
    pieces.clock.move(timedelta(seconds=3))
    pieces.lookable.set()
    await pieces.until(lambda: pieces.worked == ["retry"])


async def test_told_while_claiming(pieces: Pieces) -> None:
    """What is committed while the loop claims is claimed next; no clock has to move for it."""
    await pieces.loop.idle()
    pieces.release.set()
    pieces.claimable.clear()
    pieces.claiming.clear()
    pieces.waiting.append("first")
    pieces.changed.set()
    assert not pieces.loop.is_idle
    await pieces.claiming.wait()
    pieces.claimable.set()
    await pieces.until(lambda: not pieces.waiting)
    pieces.waiting.append("second")
    pieces.changed.set()
    await pieces.loop.idle()
    assert pieces.worked == ["first", "second"]


async def test_looks_seldom(pieces: Pieces) -> None:
    """An hour without work costs no more than a look every few seconds."""
    await pieces.loop.idle()
    looks = pieces.looks
    for _ in range(3600):
        pieces.clock.move(timedelta(seconds=1))
        await pieces.loop.idle()
    assert pieces.looks - looks <= timedelta(hours=1) / LOOK_AGAIN


def test_leases_outlive_a_missed_renewal() -> None:
    """Between two renewals there is room for a look that came late."""
    longest_between = LOOK_AGAIN + RENEW_AFTER
    assert min(INBOX_LEASE, OUTBOX_LEASE) >= longest_between + timedelta(seconds=5)


async def test_hanging_piece(pieces: Pieces) -> None:
    """A piece that never ends is told of although the loop goes round, until it does end."""
    pieces.waiting.append("endless")
    pieces.loop.poke()
    await pieces.until(lambda: pieces.loop.claimed == 1)
    while pieces.clock.passed() < LONGEST_PIECE:
        await pieces.pass_by(LOOK_AGAIN)
        assert pieces.loop.standstill() is None
    await pieces.pass_by(LOOK_AGAIN)
    assert pieces.loop.standstill() == "has had one piece in work for 125 seconds"
    pieces.release.set()
    await pieces.until(lambda: bool(pieces.worked))
    await pieces.loop.idle()
    assert pieces.loop.standstill() is None


async def test_no_work_to_be_had(pieces: Pieces) -> None:
    """A loop that cannot ask for work says for how long; once it can, all is well."""
    await pieces.loop.idle()
    pieces.failures = 1_000
    pieces.clock.move(STILL_AFTER)
    assert pieces.loop.standstill() is None
    pieces.clock.move(timedelta(seconds=1))
    assert pieces.loop.standstill() == "has not been able to look for work for 31 seconds"
    pieces.failures = 0
    await pieces.pass_by(AFTER_FAILURE)
    assert pieces.loop.standstill() is None


async def test_not_running(pieces: Pieces) -> None:
    """A loop that was stopped says that it does not run."""
    await pieces.loop.stop(1.0)
    assert pieces.loop.standstill() == "does not run"


async def test_stopped_while_claiming(pieces: Pieces) -> None:
    """What was being claimed is worked off as well, not broken off in the middle."""
    await pieces.loop.idle()
    pieces.claimable.clear()
    pieces.claiming.clear()
    pieces.waiting.append("claimed late")
    pieces.loop.poke()
    await pieces.claiming.wait()
    stopping = asyncio.create_task(pieces.loop.stop(10.0))
    await asyncio.sleep(0)
    pieces.claimable.set()
    for _ in range(20):
        await asyncio.sleep(0)
    assert not stopping.done()
    pieces.release.set()
    await stopping
    assert pieces.worked == ["claimed late"]


async def test_others_go_first(pieces: Pieces) -> None:
    """While others are let go first nothing is claimed; and nothing more once it is to stop."""
    gone = asyncio.Event()
    waits = asyncio.Event()

    async def give_way() -> None:
        waits.set()
        await gone.wait()

    await pieces.loop.idle()
    pieces.loop.yield_to(give_way)
    pieces.waiting += ["first", "second"]
    pieces.loop.poke()
    await waits.wait()
    assert pieces.claims == []
    stopping = asyncio.create_task(pieces.loop.stop(1.0))
    await asyncio.wait([stopping], timeout=0.05)
    gone.set()
    await stopping
    assert pieces.claims == []
    assert pieces.waiting == ["first", "second"]
