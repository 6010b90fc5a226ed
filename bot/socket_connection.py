"""One Socket Mode connection: the library speaks, pings and listens; it does not come back.

The library notices a connection that was closed, that resets, or whose peer is silent. But it
tries to come back to an address that works once only, again and again, without a limit to how
long it waits for it and without a pause where Slack turns it away. So here a connection that is
over says so, and whoever opened it opens another.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

PING_SECONDS = 5.0
OPEN_SECONDS = 10.0
"""From asking for an address to Slack's hello; what takes longer is begun anew."""
CLOSE_SECONDS = 2.0
"""A peer that is gone says no goodbye."""

Receive = Callable[["SocketConnection", SocketModeRequest], Awaitable[None]]


class SocketConnection(SocketModeClient):
    """A connection from its opening to its end; never used twice.

    `over` is set once it takes nothing more, `reason` to why Slack said so, if it did.
    """

    def __init__(self, app_token: str, client: AsyncWebClient, receive: Receive) -> None:
        super().__init__(
            app_token=app_token,
            web_client=client,
            ping_interval=PING_SECONDS,
            logger=logging.getLogger("slack_sdk.socket_mode"),
        )
        self.over = asyncio.Event()
        self.reason = ""
        self._receive = receive
        self._greeted = asyncio.Event()
        self.message_listeners.append(self._hear)
        self.socket_mode_request_listeners.append(self._take)

    @property
    def is_open(self) -> bool:
        """Whether Slack greeted it and deliveries come over it."""
        return self._greeted.is_set() and not self.over.is_set()

    async def open(self) -> None:
        """Ask for an address, connect, and wait until Slack has greeted, or turned away.

        Raises:
            SlackApiError: Slack gives no address.
            TimeoutError: it took too long.
            aiohttp.ClientError, OSError: Slack cannot be reached.
        """
        async with asyncio.timeout(OPEN_SECONDS):
            answer = await self.web_client.apps_connections_open(app_token=self.app_token)
            self.wss_uri = str(answer["url"])
            await self.connect()  # type: ignore[no-untyped-call]  # the library has no types here
            self._watch_tasks()
            waits = [asyncio.ensure_future(e.wait()) for e in (self._greeted, self.over)]
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()

    async def shut(self) -> None:
        """Close it, whether it was ever open, within a bound."""
        self.over.set()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.close()  # type: ignore[no-untyped-call]
        except TimeoutError:
            # No goodbye came, and the socket was let go of; the library's own tasks are not yet.
            await self.close()  # type: ignore[no-untyped-call]

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002 - its signature
        """Say that this one is over: what the library calls wherever it would come back."""
        self.over.set()

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        """Keep the reason of a goodbye, which the library does not pass on."""
        if message.get("type") == "disconnect":
            self.reason = str(message.get("reason") or "")
        await super().run_message_listeners(message, raw_message)

    def _watch_tasks(self) -> None:
        """Should one of the library's tasks end, the connection is deaf, or nobody watches it."""
        tasks = (self.message_processor, self.message_receiver, self.current_session_monitor)
        for task in tasks:
            if task is not None:
                task.add_done_callback(lambda _: self.over.set())

    async def _hear(
        self, _client: AsyncBaseSocketModeClient, message: Mapping[str, Any], _raw: str | None
    ) -> None:
        if message.get("type") == "hello":
            self._greeted.set()

    async def _take(self, _client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        await self._receive(self, request)
