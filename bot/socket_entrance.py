"""The Socket Mode entrance: two connections, so that one may die without anything being lost.

An envelope is acknowledged once its delivery is on the disk, with the acknowledgement's body.
One that could not be kept is not acknowledged, and Slack shows or repeats it.
"""

import asyncio
import logging

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.entrance import Take
from bot.metrics import Metrics
from bot.operator_log import error_id, where
from flows.errors import SettingsError
from handlers.identity import UnreadablePayloadError

CONNECTIONS = 2
PING_SECONDS = 5.0
STOP_SECONDS = 5.0
"""How long what was received may take to be acknowledged when the process stops."""
_WRONG_TOKEN = frozenset({"invalid_auth", "not_authed", "not_allowed_token_type", "token_revoked"})

_log = structlog.get_logger(__name__)


class SocketEntrance:
    """Deliveries over Socket Mode; the library's client reconnects and watches each socket."""

    def __init__(
        self, take: Take, client: AsyncWebClient, app_token: str, metrics: Metrics
    ) -> None:
        self._take = take
        self._client = client
        self._app_token = app_token
        self._metrics = metrics
        self._sockets: list[SocketModeClient] = []
        self._under_way: set[asyncio.Task[object]] = set()

    async def start(self) -> None:
        """Open both connections; raise SettingsError when Slack refuses the token."""
        for _ in range(CONNECTIONS):
            socket = SocketModeClient(
                app_token=self._app_token,
                web_client=self._client,
                ping_interval=PING_SECONDS,
                logger=logging.getLogger("slack_sdk.socket_mode"),
            )
            socket.socket_mode_request_listeners.append(self._receive)
            self._sockets.append(socket)
            try:
                await socket.connect_to_new_endpoint()
            except SlackApiError as error:
                if error.response["error"] in _WRONG_TOKEN:
                    raise SettingsError("SLACK_APP_TOKEN: Slack does not accept it") from error
                raise
        self._metrics.sockets.set_function(self._open)

    async def stop(self) -> None:
        """Finish what was received, within a bound, then close the connections."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=STOP_SECONDS)
        for socket in self._sockets:
            await socket.close()  # type: ignore[no-untyped-call]  # the library has no types here
        self._sockets.clear()

    def _open(self) -> float:
        sessions = (socket.current_session for socket in self._sockets)
        return float(sum(1 for session in sessions if session and not session.closed))

    @property
    def connected(self) -> bool:
        """Whether Slack can reach us."""
        return self._open() > 0

    async def _receive(self, socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        try:
            answer = await self._take(request.payload)
        except UnreadablePayloadError:
            _log.warning("envelope of an unknown form dropped", kind=request.type)
            answer = None
        except Exception as error:  # noqa: BLE001 - it stays unacknowledged
            _log.exception(
                "delivery could not be kept",
                error=type(error).__name__,
                error_id=error_id(),
                where=where(error),
            )
            return
        payload = None if answer is None else dict(answer)
        await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))
