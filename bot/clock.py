"""Time, injected: the system's clock, and one that a test or the local workspace moves by hand."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

LONGEST_NAP = 60.0
"""Seconds. So often a wait for a moment looks whether the clock was set meanwhile."""


class Clock(Protocol):
    """What everything that waits or stamps is given instead of the system's time.

    There are two times: what the clock shows, which somebody may set, and what has passed.
    """

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""

    def passed(self) -> timedelta:
        """Return how long it has been since some moment, however the clock was set."""

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` has reached `moment`; at once when it is already past."""

    async def sleep_until_passed(self, mark: timedelta) -> None:
        """Return once `passed()` has reached `mark`."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's time, aware, in UTC."""
        return datetime.now(UTC)

    def passed(self) -> timedelta:
        """Return how long the machine has been up and not asleep."""
        return timedelta(seconds=time.monotonic())

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep in steps of a minute at most, so that a clock set forward is noticed."""
        # No event could tell that a laptop's clock was set forward: the steps look again.
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(min(left, LONGEST_NAP))

    async def sleep_until_passed(self, mark: timedelta) -> None:
        """Sleep so long."""
        await asyncio.sleep(max((mark - self.passed()).total_seconds(), 0))


class MovableClock:
    """A clock that follows `base` plus whatever it has been moved on by.

    With no base it stands still between moves: what tests want. With a base it runs, and
    can be moved on so that "nobody answered for two minutes" is seen now.
    """

    def __init__(self, start: datetime, base: Clock | None = None) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware datetime")
        self._base = base
        self._began = (base.now(), base.passed()) if base is not None else None
        self._start = start
        self._moved = timedelta()
        self._set_by = timedelta()
        self._sleepers: dict[asyncio.Future[None], None] = {}  # in the order they came

    def now(self) -> datetime:
        """Return start, plus what the base clock went on, plus the moves and settings."""
        ran = self._base.now() - self._began[0] if self._base and self._began else timedelta()
        return self._start + ran + self._moved + self._set_by

    def passed(self) -> timedelta:
        """Return what has passed on the base clock since the start, plus the moves."""
        ran = self._base.passed() - self._began[1] if self._base and self._began else timedelta()
        return ran + self._moved

    def move(self, step: timedelta) -> None:
        """Let time pass, and wake everybody whose moment has come."""
        if step < timedelta():
            raise ValueError("time moves on, not back")
        self._moved += step
        self._wake()

    def set_by(self, step: timedelta) -> None:
        """Set what the clock shows forward or back; no time passes."""
        self._set_by += step
        self._wake()

    async def sleep_until(self, moment: datetime) -> None:
        """Wait for a move past `moment`, or for the base clock to reach it."""
        await self._wait(lambda: moment - self.now())

    async def sleep_until_passed(self, mark: timedelta) -> None:
        """Wait for moves of so much, or for the base clock to have run so long."""
        await self._wait(lambda: mark - self.passed())

    def _wake(self) -> None:
        for sleeper in self._sleepers:
            if not sleeper.done():
                sleeper.set_result(None)

    async def _wait(self, left: Callable[[], timedelta]) -> None:
        while left() > timedelta():
            woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._sleepers[woken] = None
            nap = min(left().total_seconds(), LONGEST_NAP) if self._base is not None else None
            try:
                await asyncio.wait([woken], timeout=nap)
            finally:
                del self._sleepers[woken]
