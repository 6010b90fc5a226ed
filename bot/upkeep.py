"""The daily jobs: memberships read anew, what is done with forgotten, records purged."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import time, timedelta

import structlog

from bot.clock import Clock
from bot.recurring import Job
from flows.company import Company
from flows.purge import purge, what_is_due
from flows.schedule import DailyAt, Turn
from flows.timeline import BOT
from storage.buckets import Buckets
from storage.inbox import Inbox
from storage.occurrences import Occurrences
from storage.outbox import Outbox
from storage.unit_of_work import Database

RECONCILE, TIDY, PURGE = "reconcile", "tidy", "purge"
JOBS = frozenset({RECONCILE, TIDY, PURGE})

NIGHTLY = DailyAt(time(4))
"""By the company's clock, while nobody works."""

DELIVERIES_KEPT = timedelta(days=1)
"""Longer than Slack repeats a delivery: until then its key tells a repetition."""

FAILURES_KEPT = timedelta(days=30)
"""Deliveries that could not be worked off, for whoever looks into why."""

NOTICES_KEPT = timedelta(days=30)
"""Messages about no case, such as a refusal, once they are said: what is kept of them."""

OCCURRENCES_KEPT = timedelta(days=100)
"""Far longer than any occurrence that was missed is still made good."""

_log = structlog.get_logger(__name__)


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
        return (
            Job(RECONCILE, _nightly, self._read_members),
            Job(TIDY, _nightly, self._tidy),
            Job(PURGE, _nightly, self._purge),
        )

    async def _read_members(self, turn: Turn) -> None:
        """Until this has worked, what was known before stays in force."""
        await self._reconcile(turn.workspace)

    async def _tidy(self, turn: Turn) -> None:
        now = self._clock.now()
        await self._inbox.clear(now - DELIVERIES_KEPT, now - FAILURES_KEPT)
        await self._outbox.forget_notices(turn.workspace, now - NOTICES_KEPT)
        await self._outbox.forget_addresses(now)
        await self._occurrences.clear(now - OCCURRENCES_KEPT)
        await self._buckets.clear(now)
        await self._database.checkpoint()

    async def _purge(self, turn: Turn) -> None:
        """Remove the records whose time is over, one after another."""
        gone: Counter[str] = Counter()
        async for due in what_is_due(self._database, turn.workspace, turn.now):
            done = await purge(self._database, turn.workspace, due.case, BOT, turn.now)
            if done is not None:
                gone[done.because.value] += 1
        for why, count in sorted(gone.items()):
            _log.info("records removed", workspace=turn.workspace, why=why, count=count)


def _nightly(_company: Company) -> DailyAt:
    return NIGHTLY
