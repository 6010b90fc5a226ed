"""The daily jobs: memberships read anew; what is done with forgotten, timelines' ends signed."""

from collections.abc import Awaitable, Callable
from datetime import time, timedelta

from bot.clock import Clock
from bot.recurring import Job
from flows.company import Company
from flows.schedule import DailyAt, Turn
from storage.buckets import Buckets
from storage.inbox import Inbox
from storage.occurrences import Occurrences
from storage.outbox import Outbox
from storage.unit_of_work import Database

RECONCILE, TIDY = "reconcile", "tidy"
JOBS = frozenset({RECONCILE, TIDY})

NIGHTLY = DailyAt(time(4))
"""By the company's clock, while nobody works."""

DELIVERIES_KEPT = timedelta(days=1)
"""Longer than Slack repeats a delivery: until then its key tells a repetition."""

OCCURRENCES_KEPT = timedelta(days=100)
"""Far longer than any occurrence that was missed is still made good."""


class Upkeep:
    """What keeps an installation in order."""

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        outbox: Outbox,
        occurrences: Occurrences,
        buckets: Buckets,
        reconcile: Callable[[str], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._outbox = outbox
        self._occurrences = occurrences
        self._buckets = buckets
        self._reconcile = reconcile
        self._clock = clock

    def jobs(self) -> tuple[Job, ...]:
        """Return them. Missed nights are made good by one."""
        return (Job(RECONCILE, _nightly, self._read_members), Job(TIDY, _nightly, self._tidy))

    async def _read_members(self, turn: Turn) -> None:
        """Until this has worked, what was known before stays in force."""
        await self._reconcile(turn.workspace)

    async def _tidy(self, _turn: Turn) -> None:
        now = self._clock.now()
        await self._inbox.clear(now - DELIVERIES_KEPT)
        await self._outbox.forget_addresses(now)
        await self._occurrences.clear(now - OCCURRENCES_KEPT)
        await self._buckets.clear(now)
        await self._database.checkpoint()


def _nightly(_company: Company) -> DailyAt:
    return NIGHTLY
