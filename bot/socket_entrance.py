"""The Socket Mode entrance: two connections, so that one may die without anything being lost.

An envelope is acknowledged once its delivery is on the disk, with the acknowledgement's body.
One that could not be kept is not acknowledged, and Slack shows or repeats it. A connection
that is over is replaced at once, before what came over it is finished with; where Slack turns
new ones away, they are tried with pauses that grow.
"""

import asyncio
import json
from datetime import timedelta
from random import Random

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.backoff import wait_before_retry
from bot.clock import Clock
from bot.entrance import Take
from bot.metrics import Metrics
from bot.operator_log import say_failed
from bot.slack_calls import HeldBackError, meaning
from bot.socket_connection import SocketConnection
from flows.errors import SettingsError
from handlers.identity import UnreadablePayloadError

CONNECTIONS = 2
STOP_SECONDS = 1.0
"""How long what was received may take to be acknowledged when the process stops."""

LONGEST_WAIT = timedelta(seconds=30)
"""Between two tries to open a connection: people are waiting."""

STEADY = timedelta(seconds=10)
"""A connection that ended sooner counts as turned away."""

_WRONG_TOKEN = frozenset({"invalid_auth", "not_authed", "not_allowed_token_type", "token_revoked"})
_REFRESH = frozenset({"refresh_requested", "warning"})

_log = structlog.get_logger(__name__)


class SocketEntrance:
    """Deliveries over Socket Mode, and the watch over the connections they come by."""

    def __init__(
        self,
        take: Take,
        client: AsyncWebClient,
        app_token: str,
        metrics: Metrics,
        clock: Clock,
        chance: Random,
    ) -> None:
        self._take = take
        self._client = client
        self._app_token = app_token
        self._clock = clock
        self._chance = chance
        self._connections: set[SocketConnection] = set()
        self._under_way: set[asyncio.Task[object]] = set()
        self._leaving: set[asyncio.Task[None]] = set()
        self._keepers: list[asyncio.Task[None]] = []
        self._stopping = False
        metrics.sockets.set_function(self._open)

    async def start(self) -> None:
        """Open both connections, however long Slack is away.

        Raises:
            SettingsError: Slack refuses the token.
        """
        opened: list[asyncio.Future[None]] = []
        for _ in range(CONNECTIONS):
            opened.append(asyncio.get_running_loop().create_future())
            self._keepers.append(asyncio.create_task(self._keep_open(opened[-1])))
        await asyncio.gather(*opened)

    def refuse(self) -> None:
        """Take nothing more: what comes from now on stays unacknowledged, and is repeated."""
        self._stopping = True

    async def stop(self) -> None:
        """Finish what was received, within a bound, then close the connections."""
        self.refuse()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=STOP_SECONDS)
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(each.shut() for each in self._connections))
        await asyncio.gather(*self._leaving, return_exceptions=True)

    def _open(self) -> float:
        return float(sum(each.is_open for each in self._connections))

    @property
    def connected(self) -> bool:
        """Whether Slack can reach us."""
        return self._open() > 0

    async def _keep_open(self, opened: asyncio.Future[None]) -> None:
        """Have one connection open at any time; `opened` is done with the first."""
        failures = 0
        while True:
            connection = SocketConnection(self._app_token, self._client, self._receive)
            self._connections.add(connection)
            began = self._clock.passed()
            try:
                await connection.open()
                if connection.is_open and not opened.done():
                    opened.set_result(None)
                await connection.over.wait()
            except Exception as error:  # noqa: BLE001 - whatever it is, another one is tried
                if _is_wrong_token(error) and not opened.done():
                    self._leave(connection)
                    opened.set_exception(SettingsError("SLACK_APP_TOKEN: Slack does not accept it"))
                    return
                wait = self._wait(error, failures := failures + 1)
            else:
                steady = self._clock.passed() - began >= STEADY
                failures = 0 if steady or connection.reason in _REFRESH else failures + 1
                wait = self._pause(failures) if failures else timedelta()
                _say_over(connection.reason, wait)
            self._leave(connection)
            await self._clock.sleep_until_passed(self._clock.passed() + wait)

    def _wait(self, error: Exception, failures: int) -> timedelta:
        """Return how long to wait after a failed opening, and tell the operator."""
        wait, code = self._pause(failures), type(error).__name__
        if isinstance(error, SlackApiError):
            refused = meaning(error)
            code = refused.code
            if isinstance(refused, HeldBackError):
                wait = timedelta(seconds=refused.seconds)
        _log.warning(
            "socket connection could not be opened; it is tried again",
            error=code,
            seconds=round(wait.total_seconds(), 1),
        )
        return wait

    def _pause(self, failures: int) -> timedelta:
        return min(wait_before_retry(failures, self._chance), LONGEST_WAIT)

    def _leave(self, connection: SocketConnection) -> None:
        """Close a connection in the background, once what came over it is acknowledged."""
        connection.over.set()
        task = asyncio.create_task(self._shut(connection, set(self._under_way)))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _shut(self, connection: SocketConnection, last: set[asyncio.Task[object]]) -> None:
        if last:
            await asyncio.wait(last, timeout=STOP_SECONDS)
        self._connections.discard(connection)
        await connection.shut()

    async def _receive(self, connection: SocketConnection, request: SocketModeRequest) -> None:
        if self._stopping:
            return
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        try:
            answer = await self._take(request.payload)
        except UnreadablePayloadError:
            _log.warning("envelope of an unknown form dropped")
            answer = None
        except Exception as error:  # noqa: BLE001 - it stays unacknowledged
            say_failed(_log, "delivery could not be kept", error)
            return
        payload = None if answer is None else json.loads(answer)
        try:
            await connection.send_socket_mode_response(
                SocketModeResponse(request.envelope_id, payload)
            )
        except (aiohttp.ClientError, ConnectionError) as error:
            # It is kept. Slack says it again over another connection, and has its answer there.
            _log.info("connection ended before the acknowledgement", error=type(error).__name__)


def _is_wrong_token(error: Exception) -> bool:
    return isinstance(error, SlackApiError) and meaning(error).code in _WRONG_TOKEN


def _say_over(reason: str, wait: timedelta) -> None:
    """Tell the operator why a connection ended, unless it is Slack's daily change."""
    if reason in _REFRESH:
        return
    _log.warning(
        "socket connection ended; another is opened",
        reason=reason or "lost",
        seconds=round(wait.total_seconds(), 1),
    )
