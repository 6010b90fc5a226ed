"""A bare request URL, for tests of what comes to it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.sandbox.server import SlackServer


@dataclass
class Endpoint:
    """Keeps what came, and answers what it is told to; `hold` lets it wait before answering."""

    server: SlackServer
    status: int = 200
    content: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    came: list[tuple[dict[str, str], str]] = field(default_factory=list)
    hold: asyncio.Event | None = None

    async def serve(self, request: web.Request) -> web.Response:
        """Take one delivery."""
        self.came.append((dict(request.headers), await request.text()))
        self.server.log.stir()
        if self.hold is not None:
            await self.hold.wait()
        if isinstance(self.content, dict):
            return web.json_response(self.content, status=self.status, headers=self.headers)
        return web.Response(text=self.content or "", status=self.status, headers=self.headers)

    async def came_times(self, times: int) -> None:
        """Return once this many deliveries came."""
        await self.server.until(lambda: len(self.came) == times)

    async def listen(self) -> web.AppRunner:
        """Serve, and have Slack deliver here."""
        app = web.Application()
        app.router.add_post("/slack/events", self.serve)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self.server.deliver_to(f"http://{host}:{port}/slack/events")
        return runner
