"""A Bolt app with nothing of the product in it: what any app on this workspace would be."""

from typing import Any, cast

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import SlackServer


class BareApp:
    """`bolt` takes listeners; `listen` connects it by HTTP, `connect` by Socket Mode."""

    def __init__(self, server: SlackServer) -> None:
        self.server = server
        self.client = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
        self.bolt = AsyncApp(
            client=self.client,
            signing_secret=server.signing_secret,
            ignoring_self_events_enabled=False,
        )
        self.heard: list[dict[str, Any]] = []
        self._runner: web.AppRunner | None = None
        self._sockets: list[AsyncSocketModeHandler] = []

    async def listen(self) -> None:
        """Serve the request URL and have Slack deliver to it."""
        self._runner = web.AppRunner(self.bolt.web_app(path="/slack/events"), shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.server.deliver_to(f"http://{host}:{port}/slack/events")

    async def connect(self, ping_interval: float = 5) -> AsyncSocketModeHandler:
        """Open one more Socket Mode connection."""
        handler = AsyncSocketModeHandler(
            self.bolt, self.server.app_token, web_client=self.client, ping_interval=ping_interval
        )
        self._sockets.append(handler)
        # Bolt leaves its handler's methods untyped.
        await cast("Any", handler).connect_async()
        return handler

    async def stop(self) -> None:
        """Leave."""
        for handler in self._sockets:
            await cast("Any", handler).close_async()
        if self._runner is not None:
            await self._runner.cleanup()
