"""What is done once a day: memberships read anew, what is done with forgotten, ends signed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError

from bot.clock import Clock
from bot.operator_log import error_id
from flows.errors import SettingsError
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.unit_of_work import Database

EVERY = timedelta(days=1)
DELIVERIES_KEPT = timedelta(days=1)
"""Longer than Slack repeats a delivery: until then its key tells a repetition."""

_log = structlog.get_logger(__name__)


class Upkeep:
    """Runs in the background until it is stopped."""

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        outbox: Outbox,
        reconcile: Callable[[], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._outbox = outbox
        self._reconcile = reconcile
        self._clock = clock
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; the first round is a day from now."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End; a round under way is broken off and done a day late."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await self._clock.sleep_until(self._clock.now() + EVERY)
            await self.once()

    async def once(self) -> None:
        """Do the day's round."""
        now = self._clock.now()
        await self._inbox.clear(now - DELIVERIES_KEPT)
        await self._outbox.forget_addresses(now)
        await self._database.checkpoint()
        try:
            await self._reconcile()
        except (SettingsError, SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            _log.error(
                "membership could not be reconciled; what was known before stays in force",
                error=type(error).__name__,
                error_id=error_id(),
            )
