"""The one way of working something off: claim, work several at once, wait to be woken.

A loop wakes when something was committed for it, when a piece of work ended, or when the moment
has come that a retry or a timer was put off to. Besides, it looks every few seconds: for what a
process that is gone has left, for what another has committed without being heard, and for what
a clock that was set has made due.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import structlog

from bot.backoff import LONGEST
from bot.clock import Clock
from bot.operator_log import say_failed
from storage.signal import Signal

AFTER_FAILURE = timedelta(seconds=1)
"""How long a loop waits when the database itself could not be asked."""

LOOK_AGAIN = timedelta(seconds=5)
LOOK_AFTER_CLAIM = timedelta(seconds=1)
"""As a rule what was claimed ends before, and then the loop looks."""

RENEW_AFTER = timedelta(seconds=4)
"""A lease is several times as long: whoever renews it no more has gone."""

STILL_AFTER = timedelta(seconds=30)
"""Several looks: a loop that has not got as far as one by then stands still."""

LONGEST_PIECE = timedelta(minutes=2)
"""Longer than a piece is given, as a rule: what is in work by then hangs."""

SET_BACK = timedelta(seconds=1)
"""Less is how a clock is kept right all day long."""

_log = structlog.get_logger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source(Generic[T]):
    """Where work comes from.

    `next_due` says when to look again if nothing changes, which is now if something is due;
    `claim` leases at most so many pieces that are due; `changed` tells that something was
    committed; `renew` lengthens the leases of what is still in work; `set_back` shortens what
    waits for moments that a clock showed before it was set back, no retry being put off by
    more than the span given.
    """

    claim: Callable[[datetime, int], Awaitable[Sequence[T]]]
    next_due: Callable[[datetime], Awaitable[datetime | None]]
    changed: Signal
    renew: Callable[[datetime, Sequence[T]], Awaitable[None]]
    set_back: Callable[[datetime, timedelta], Awaitable[None]]


class WorkLoop(Generic[T]):
    """Works off one source, at most `at_once` pieces at the same time.

    What is in work for longer than `longest_piece` counts as a standstill; no retry is put off
    for longer than `longest_wait`.
    """

    def __init__(
        self,
        source: Source[T],
        work: Callable[[T], Awaitable[None]],
        clock: Clock,
        at_once: int,
        longest_piece: timedelta = LONGEST_PIECE,
        longest_wait: timedelta = LONGEST,
    ) -> None:
        self.claimed = 0
        self._give_way: Callable[[], Awaitable[None]] | None = None
        self._longest_piece = longest_piece
        self._longest_wait = longest_wait
        self._origin = clock.now() - clock.passed()  # what it showed when nothing had passed
        self._source = source
        self._work = work
        self._clock = clock
        self._at_once = at_once
        self._in_work: dict[asyncio.Task[None], tuple[T, timedelta]] = {}  # and since when
        self._renewed = self._looked = clock.passed()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self._alarm: asyncio.Task[None] | None = None
        self._mark = timedelta()  # when that sounds
        source.changed.hear(self.poke)

    def yield_to(self, give_way: Callable[[], Awaitable[None]]) -> None:
        """Await this before each look from now on: it returns once those who go first have gone."""
        self._give_way = give_way

    async def catch_up(self) -> None:
        """Before the start: the clock may have been set back while nobody was here to see it."""
        await self._source.set_back(self._clock.now(), self._longest_wait)

    def start(self) -> None:
        """Begin to work in the background."""
        self._looked = self._clock.passed()
        self._task = asyncio.create_task(self._run())

    async def stop(self, within: float) -> None:
        """Claim nothing more; give what is in work so many seconds, then let go of it.

        What is let go of keeps its lease and is taken up by the next start.
        """
        self._stopping = True
        self._wake.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                # A claim under way is not broken off: a connection would be left in the middle.
                if self._task is not None:
                    await asyncio.wait([self._task])
                # Looked at only now: what that claim has brought is in work as well.
                if self._in_work:
                    await asyncio.wait(self._in_work)
        left = [*filter(None, (self._task, self._alarm)), *self._in_work]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    @property
    def alive(self) -> bool:
        """Whether the loop runs."""
        return self._task is not None and not self._task.done()

    def standstill(self) -> str | None:
        """Why nothing is worked off any more, in plain words; None while the loop goes round."""
        if not self.alive:
            return "does not run"
        passed = self._clock.passed()
        if passed - self._looked > STILL_AFTER:
            return f"has not been able to look for work for {_seconds(passed - self._looked)}"
        since = min((since for _, since in self._in_work.values()), default=passed)
        if passed - since > self._longest_piece:
            return f"has had one piece in work for {_seconds(passed - since)}"
        return None

    def poke(self) -> None:
        """Have the loop look once more."""
        if not self.alive:
            return
        self._idle.clear()
        self._wake.set()

    async def idle(self) -> None:
        """Return once nothing is in work and nothing is due; at once when it does not run."""
        if self._clock_moved():
            self.poke()
        await self._idle.wait()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is in work and nothing due, or it does not run."""
        return self._idle.is_set() and not (self.alive and self._clock_moved())

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            self._idle.clear()
            try:
                await self._keep_leases()
                await self._look_at_clock()
                mark = await self._next_look()
                due = mark <= self._clock.passed()
                if due and not self._stopping and await self._claim_some():
                    # All that was due, or all there are hands for.
                    mark = self._clock.passed() + LOOK_AFTER_CLAIM
                self._wake_at(mark)
            except Exception as error:  # noqa: BLE001 - the loop outlives a database that does not
                say_failed(_log, "work could not be claimed", error)
                self._wake_at(self._clock.passed() + AFTER_FAILURE)
            if not self._in_work and not self._wake.is_set():
                self._idle.set()
            await self._wake.wait()
        self._idle.set()

    async def _keep_leases(self) -> None:
        """Say of what is in work that it still is. Before claiming: not to claim one's own."""
        passed = self._clock.passed()
        since = passed - self._renewed
        if self._in_work and since >= RENEW_AFTER:
            pieces = [piece for piece, _ in self._in_work.values()]
            await self._source.renew(self._clock.now(), pieces)
        if not self._in_work or since >= RENEW_AFTER:
            self._renewed = passed

    async def _look_at_clock(self) -> None:
        """Find out whether the clock was set back since the last look."""
        now = self._clock.now()
        origin = now - self._clock.passed()
        if origin < self._origin - SET_BACK:
            await self._source.set_back(now, self._longest_wait)
        self._origin = origin

    async def _next_look(self) -> timedelta:
        """Return the mark until which nothing will be due: one that is reached if something is.

        Asked before claiming: most often nothing is due, and asking takes no lock.
        """
        if self._give_way is not None:
            await self._give_way()
        now, passed = self._clock.now(), self._clock.passed()
        due = await self._source.next_due(now) if len(self._in_work) < self._at_once else None
        self._looked = self._clock.passed()
        return passed + (LOOK_AGAIN if due is None else min(due - now, LOOK_AGAIN))

    async def _claim_some(self) -> bool:
        """Start what is due, as far as hands are free; tell whether there was any."""
        free = self._at_once - len(self._in_work)
        pieces = await self._source.claim(self._clock.now(), free)
        self.claimed += len(pieces)
        for piece in pieces:
            task = asyncio.create_task(self._do(piece))
            self._in_work[task] = piece, self._looked
            task.add_done_callback(self._ended)
        return bool(pieces)

    async def _do(self, piece: T) -> None:
        try:
            await self._work(piece)
        except Exception as error:  # noqa: BLE001 - its lease ends, and it is taken up again
            say_failed(_log, "work ended without an outcome", error)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._in_work[task]
        self._wake.set()

    def _wake_at(self, mark: timedelta) -> None:
        if self._alarm is not None:
            if self._clock.passed() < self._mark <= mark and not self._alarm.done():
                return  # it sounds before, and then the loop looks anyway
            self._alarm.cancel()
        self._mark = mark
        self._alarm = asyncio.create_task(self._sound(mark))

    async def _sound(self, mark: timedelta) -> None:
        # By the time that passes: a clock set back an hour must not stop the work for an hour.
        await self._clock.sleep_until_passed(mark)
        self._wake.set()

    def _clock_moved(self) -> bool:
        """Whether the moment to look has come, or the clock was set, since the last look."""
        passed = self._clock.passed()
        set_by = self._clock.now() - passed - self._origin
        return passed >= self._mark or abs(set_by) >= SET_BACK


AnyLoop = WorkLoop[Any]
"""A loop, whatever it works off."""


def _seconds(span: timedelta) -> str:
    return f"{span.total_seconds():.0f} seconds"
