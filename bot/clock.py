"""Time, injected: the system's clock, and one that a test or the local workspace moves by hand."""

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What everything that waits or stamps is given instead of the system's time."""

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` has reached `moment`; at once when it is already past."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's time, aware, in UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep in steps of a minute at most, so that a clock set forward is noticed."""
        # No event could tell that a laptop's clock was set forward: the steps look again.
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(min(left, 60.0))


class MovableClock:
    """A clock that follows `base` plus whatever it has been moved on by.

    With no base it stands still between moves: what tests want. With a base it runs, and
    can be moved on so that "nobody answered for two minutes" is seen now.
    """

    def __init__(self, start: datetime, base: Clock | None = None) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware datetime")
        self._base = base
        self._origin = base.now() if base is not None else None
        self._start = start
        self._moved = timedelta()
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        """Return start, plus what passed on the base clock, plus the moves."""
        passed = self._base.now() - self._origin if self._base and self._origin else timedelta()
        return self._start + passed + self._moved

    def move(self, step: timedelta) -> None:
        """Move on by `step` and wake everybody whose moment has come."""
        if step < timedelta():
            raise ValueError("time moves on, not back")
        self._moved += step
        now = self.now()
        while self._sleepers and self._sleepers[0][0] <= now:
            _, _, waiting = heapq.heappop(self._sleepers)
            if not waiting.done():
                waiting.set_result(None)

    async def sleep_until(self, moment: datetime) -> None:
        """Wait for a move past `moment`, or for the base clock to reach it."""
        while moment > self.now():
            waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heapq.heappush(self._sleepers, (moment, next(self._order), waiting))
            if self._base is None:
                await waiting
                continue
            left = (moment - self.now()).total_seconds()
            await asyncio.wait([waiting], timeout=min(max(left, 0.0), 60.0))
            waiting.cancel()
