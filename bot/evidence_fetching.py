"""Fetching the files that were dropped: hashed and sealed as they come, in constant memory.

Errors by class: held back, that file waits as long as Slack says; temporary, again later, for
days; what Slack no longer has, or never had, is noted as not to be had. While the database has
no room, nothing is kept of a file.
"""

import hashlib
from datetime import timedelta
from random import Random

import structlog
from sqlalchemy.exc import DBAPIError

from bot.backoff import wait_before_retry
from bot.clock import Clock
from bot.metrics import Metrics
from bot.operator_log import error_id
from bot.slack_calls import CallError, HeldBackError
from bot.slack_files import LONGEST_SECONDS, NotToBeHadError, SlackFiles
from bot.work_loop import LONGEST_PIECE, Source, WorkLoop
from flows.evidence import LARGEST_HASHED, LARGEST_KEPT, Fetched, FileState, Why
from flows.report.drop_files import note_fetched
from storage.evidence import PIECE_BYTES
from storage.fetches import Fetch, Fetches, LostLeaseError
from storage.trouble import trouble_of

FILES_AT_ONCE = 3
"""Few: it is for evidence, and nobody waits for it."""

LONGEST_FETCH = timedelta(seconds=LONGEST_SECONDS) + LONGEST_PIECE
"""A film at a poor connection takes its time; what takes longer hangs."""

LONGEST_WAIT = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(days=3)
"""Longer than a weekend: a right that is missing can be given by whoever runs the bot."""

FEWEST_ATTEMPTS = 20
"""Before anything is given up: after days in which nothing ran, its trying begins anew."""

LOOKS = 5
"""So often a file is asked for that Slack does not show: it may have been dropped just now."""

_log = structlog.get_logger(__name__)


class EvidenceFetching:
    """Works off the files that are waited for; up to `kept` bytes they are kept."""

    def __init__(
        self,
        files: SlackFiles,
        fetches: Fetches,
        clock: Clock,
        chance: Random,
        metrics: Metrics,
        *,
        kept: int = LARGEST_KEPT,
        hashed: int = LARGEST_HASHED,
    ) -> None:
        self._files = files
        self._fetches = fetches
        self._clock = clock
        self._chance = chance
        self._metrics = metrics
        self._most_kept = kept
        self._most_hashed = hashed
        source = Source(
            fetches.claim,
            fetches.next_due,
            fetches.changed,
            fetches.renew,
            fetches.set_back,
        )
        self.loop = WorkLoop(
            source,
            self.fetch,
            clock,
            FILES_AT_ONCE,
            longest_piece=LONGEST_FETCH,
            longest_wait=LONGEST_WAIT,
        )

    async def fetch(self, fetch: Fetch) -> None:
        """Fetch one file, or note that it is not to be had, or put it off."""
        try:
            fetched = await self._have(fetch)
        except NotToBeHadError as error:
            if error.why is Why.NOT_SHOWN and fetch.attempts < LOOKS:
                await self._put_off(fetch, error.why.value)
            else:
                await self._finish(fetch, Fetched(FileState.UNAVAILABLE, why=error.why))
        except CallError as error:
            await self._failed(fetch, error)
        except LostLeaseError:
            _log.warning("file left to another process", case=str(fetch.case))
        except DBAPIError as error:
            if trouble_of(error) is None:
                raise
            await self._without_room(fetch, error)
        else:
            await self._finish(fetch, fetched)

    async def _have(self, fetch: Fetch) -> Fetched:
        """Read a file to its end; keep what is not too large."""
        told = await self._files.describe(fetch.file)
        await self._fetches.begin(fetch)
        size, digest = 0, hashlib.sha256()
        async with self._files.opened(told.address, PIECE_BYTES) as pieces:
            async for piece in pieces:
                position = size // PIECE_BYTES
                size += len(piece)
                if size > self._most_hashed:
                    return Fetched(FileState.TOO_LARGE, name=told.name, mimetype=told.mimetype)
                digest.update(piece)
                if size <= self._most_kept:
                    await self._fetches.add(fetch, position, piece)
        state = FileState.KEPT if size <= self._most_kept else FileState.TOO_LARGE
        return Fetched(state, size, digest.hexdigest(), told.name, told.mimetype)

    async def _without_room(self, fetch: Fetch, error: DBAPIError) -> None:
        """Let go of the pieces that are kept: half a file is of no use, and others need room."""
        await self._fetches.begin(fetch)
        await self._put_off(fetch, type(error).__name__)

    async def _failed(self, fetch: Fetch, error: CallError) -> None:
        now = self._clock.now()
        if isinstance(error, HeldBackError):
            at = now + timedelta(seconds=error.seconds)
            await self._fetches.later(fetch, at, error.code, tried=False)
        elif fetch.attempts >= FEWEST_ATTEMPTS and now - fetch.dropped_at > GIVE_UP_AFTER:
            await self._finish(fetch, Fetched(FileState.UNAVAILABLE, why=Why.FAILED))
            self._say(fetch, "file given up", error.code)
        else:
            await self._put_off(fetch, error.code)
            if fetch.attempts == 1:
                self._say(fetch, "file could not be fetched; it is tried again", error.code)

    async def _put_off(self, fetch: Fetch, why: str) -> None:
        wait = wait_before_retry(fetch.attempts, self._chance, LONGEST_WAIT)
        await self._fetches.later(fetch, self._clock.now() + wait, why)
        self._metrics.files.labels("retry").inc()

    async def _finish(self, fetch: Fetch, fetched: Fetched) -> None:
        """Note how it ended, in the transaction that ends it."""
        async with self._fetches.finishing(fetch, fetched.state) as work:
            if work is not None:
                await note_fetched(work, fetch.case, fetch.id, fetched, self._clock.now())
        self._metrics.files.labels(fetched.state.value).inc()

    def _say(self, fetch: Fetch, sentence: str, code: str) -> None:
        _log.warning(
            sentence,
            case=str(fetch.case),
            workspace=fetch.workspace,
            attempt=fetch.attempts,
            error=code,
            error_id=error_id(),
        )
