"""What a watcher asks: whether everything is there that the bot needs, and how much waits."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.metrics import Metrics
from bot.slack_app import NotAuthorizedError, OneWorkspace, SlackAwayError
from bot.socket_entrance import SocketEntrance
from bot.work_loop import AnyLoop
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.trouble import trouble_of
from storage.unit_of_work import Database

CHECKS = ("database", "keys", "slack", "delivery")
SOCKET = "socket"

NO_ANSWER = "the database does not answer"

WITHIN = 2.0
"""Seconds. What takes longer to answer a watcher counts as not answering."""

FRESH_FOR = timedelta(seconds=1)
"""How long figures from the database are used again, however often they are asked for."""

_log = structlog.get_logger(__name__)


class Health:
    """Answers `/readyz` and `/metrics`. `loops` are named as an operator reads them."""

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        outbox: Outbox,
        authorize: OneWorkspace,
        loops: Mapping[str, AnyLoop],
        sockets: SocketEntrance | None,
        metrics: Metrics,
        clock: Clock,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._outbox = outbox
        self._authorize = authorize
        self._loops = loops
        self._sockets = sockets
        self._metrics = metrics
        self._clock = clock
        self._fresh_until: timedelta | None = None
        self.stopping = False

    @property
    def more_checks(self) -> Sequence[str]:
        """What is looked at besides `CHECKS`."""
        return () if self._sockets is None else (SOCKET,)

    async def problems(self) -> Mapping[str, str]:
        """Return why the bot is of no use at the moment, by check; nothing when it is."""
        found: dict[str, str | None] = {
            "database": await self._database_problem(),
            "slack": await self._slack_problem(),
            "delivery": self._standstill(),
        }
        if found["database"] == NO_ANSWER:
            # A database that was sealed with another key is refused before anything runs.
            found["keys"] = "cannot be checked without the database"
        if self._sockets is not None and not self._sockets.connected:
            found[SOCKET] = "no Socket Mode connection is open"
        if self.stopping:
            found["stopping"] = "the process was asked to stop"
        return {name: reason for name, reason in found.items() if reason is not None}

    async def page(self) -> bytes:
        """Return every figure, those of the database read anew."""
        passed = self._clock.passed()
        if self._fresh_until is None or passed >= self._fresh_until:
            await self._read_backlog()
            self._fresh_until = passed + FRESH_FOR
        return self._metrics.page()

    async def _read_backlog(self) -> None:
        now, metrics = self._clock.now(), self._metrics
        try:
            async with asyncio.timeout(WITHIN):
                metrics.deliveries_waiting.set(await self._inbox.waiting(now))
                metrics.messages_waiting.set(await self._outbox.waiting(now))
        except Exception as error:  # noqa: BLE001 - every failure means the same: not known
            _log.warning("database does not answer", error=type(error).__name__)
            metrics.deliveries_waiting.set(None)
            metrics.messages_waiting.set(None)

    async def _database_problem(self) -> str | None:
        """Why it is of no use. Where something could not be kept, it is tried anew."""
        try:
            async with asyncio.timeout(WITHIN):
                await self._database.workspaces()
                await self._inbox.see_whether_over(self._clock.now())
        except Exception as error:  # noqa: BLE001 - every failure means the same: not ready
            if why := trouble_of(error):
                return f"the database cannot keep anything: {why}"
            _log.warning("database does not answer", error=type(error).__name__)
            return NO_ANSWER
        return None

    async def _slack_problem(self) -> str | None:
        try:
            async with asyncio.timeout(WITHIN):
                await self._authorize.known()
        except NotAuthorizedError:
            return "Slack does not accept the bot's token"
        except (SlackAwayError, TimeoutError):
            return "Slack does not answer"
        return None

    def _standstill(self) -> str | None:
        still = ((name, loop.standstill()) for name, loop in self._loops.items())
        return "; ".join(f"{name} {why}" for name, why in still if why is not None) or None
