"""Jobs that are done again and again, each occurrence once: what came due meanwhile too, late."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from random import Random

import structlog

from bot.backoff import wait_before_retry
from bot.clock import Clock
from bot.metrics import Metrics
from bot.operator_log import error_id, where
from bot.work_loop import Source, WorkLoop
from flows.company import Company
from flows.errors import SettingsError
from flows.ports import Store
from flows.schedule import Occurrence, Schedule, Turn, newest_first
from storage.occurrences import Claimed, Occurrences
from storage.trouble import trouble_of

JOBS_AT_ONCE = 2
MOST_ATTEMPTS = 20
"""With the longest waits, about an hour and a half of trying."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again for each company.

    `work` is told which occurrence it is and whether it comes late. A crash in the middle of it
    has it done again: it must come to the same. `makes_good` is how many occurrences that were
    missed are still done, the newest ones; those before them are not.
    """

    name: str
    schedule: Callable[[Company], Schedule]
    work: Callable[[Turn], Awaitable[None]]
    makes_good: int = 1


class RecurringJobs:
    """Does what is due, in whatever process finds it first.

    `workspaces` tells for which companies. `settings` are read each time: a schedule that they
    change holds from then on.
    """

    def __init__(
        self,
        jobs: Collection[Job],
        occurrences: Occurrences,
        store: Store,
        workspaces: Callable[[], Collection[str]],
        clock: Clock,
        chance: Random,
        metrics: Metrics,
    ) -> None:
        self._jobs = {job.name: job for job in jobs}
        self._occurrences = occurrences
        self._store = store
        self._workspaces = workspaces
        self._clock = clock
        self._chance = chance
        self._metrics = metrics
        self._entered: dict[tuple[str, str], Sequence[Occurrence]] = {}
        source = Source(
            occurrences.claim,
            self._next_due,
            occurrences.changed,
            occurrences.renew,
            occurrences.set_back,
        )
        self.loop = WorkLoop(source, self._do, clock, JOBS_AT_ONCE)

    async def do_now(self, job: str, why: str) -> None:
        """Have a job done now, besides its times, for every company."""
        now = self._clock.now()
        extra = Occurrence(f"{now:%Y-%m-%dT%H:%M:%SZ} {why}", now)
        for workspace in self._workspaces():
            await self._occurrences.add(workspace, job, extra)

    async def _next_due(self, now: datetime) -> datetime | None:
        """Enter what has come due, and say when to look again."""
        for workspace in self._workspaces():
            company = await self._store.company(workspace)
            if company is not None:
                await self._enter(workspace, company, now)
        return await self._occurrences.next_due(now)

    async def _enter(self, workspace: str, company: Company, now: datetime) -> None:
        for job in self._jobs.values():
            times = newest_first(job.schedule(company), now, company.zone)
            due = list(islice(times, job.makes_good))
            if self._entered.get((workspace, job.name)) != due:
                await self._occurrences.enter(workspace, job.name, due, now)
                self._entered[workspace, job.name] = due

    async def _do(self, claimed: Claimed) -> None:
        turn = Turn(claimed.workspace, claimed.occurrence, self._clock.now())
        try:
            await self._jobs[claimed.job].work(turn)
        except Exception as error:  # noqa: BLE001 - every error is a retry or the end of trying
            await self._failed(claimed, error)
        else:
            await self._occurrences.done(claimed)
            self._metrics.jobs.labels(claimed.job, "done").inc()
            _log.info("job done", **_which(claimed), late=turn.is_late)

    async def _failed(self, claimed: Claimed, error: Exception) -> None:
        seen = _log.bind(
            **_which(claimed),
            attempt=claimed.attempts,
            error=type(error).__name__,
            error_id=error_id(),
            where=where(error),
        )
        # Settings that cannot work are mended by somebody, not by waiting.
        ours = trouble_of(error) is None
        if (ours and claimed.attempts >= MOST_ATTEMPTS) or isinstance(error, SettingsError):
            await self._occurrences.dead(claimed, type(error).__name__)
            self._metrics.jobs.labels(claimed.job, "dead").inc()
            reason = {"reason": str(error)} if isinstance(error, SettingsError) else {}
            seen.error("job given up until its next time", **reason)
            return
        wait = wait_before_retry(claimed.attempts, self._chance)
        await self._occurrences.later(claimed, self._clock.now() + wait, type(error).__name__)
        self._metrics.jobs.labels(claimed.job, "retry").inc()
        if ours:
            seen.warning("job failed; it is tried again", seconds=round(wait.total_seconds(), 1))


def _which(claimed: Claimed) -> dict[str, str]:
    return {
        "job": claimed.job,
        "workspace": claimed.workspace,
        "occurrence": claimed.occurrence.name,
    }
