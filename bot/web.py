"""The HTTP server: Slack's entrance where there is one, health, readiness, figures."""

import errno
import os

from aiohttp import web
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from bot.health import CHECKS, Health
from bot.http_entrance import LARGEST_BODY, HttpEntrance

SHUTDOWN_SECONDS = 0.5
"""How long what is still being answered may take when the server stops: nothing of Slack's."""

IDLE_SECONDS = 75.0
"""How long a connection may stand without a whole request; longer than a load balancer's 60."""

LINGER_SECONDS = 1.0
"""How long the rest of a refused body is thrown away, so that the refusal can be read."""


def web_app(entrance: HttpEntrance | None, health: Health) -> web.Application:
    """Return the server's application; without an entrance, Slack comes over Socket Mode."""

    async def alive(_request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def ready(_request: web.Request) -> web.Response:
        problems = await health.problems()
        checks = {name: name not in problems for name in (*CHECKS, *health.more_checks)}
        if not problems:
            return web.json_response(checks)
        return web.json_response({**checks, "reasons": dict(problems)}, status=503)

    async def figures(_request: web.Request) -> web.Response:
        page = await health.page()
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", figures)
    if entrance is not None:
        app.router.add_post("/slack/events", entrance.handle)
    return app


class WebServer:
    """The application on one address."""

    def __init__(self, app: web.Application, host: str, port: int) -> None:
        # The log of requests would hold nothing but addresses of Slack's.
        self._runner = web.AppRunner(
            app,
            access_log=None,
            shutdown_timeout=SHUTDOWN_SECONDS,
            keepalive_timeout=IDLE_SECONDS,
            lingering_time=LINGER_SECONDS,
            auto_decompress=False,  # Slack packs nothing: what is packed is not signed
        )
        self._host = host
        self._port = port
        self.address = ""

    async def start(self) -> None:
        """Listen. Port 0 takes a free one; `address` then says which.

        Raises:
            OSError: the address is taken or not ours.
        """
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        host, port, *_ = self._runner.addresses[0]
        self.address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def stop(self) -> None:
        """Take no more requests, answer those that came in, and close."""
        await self._runner.cleanup()


def cannot_listen(host: str, port: int, error: OSError) -> str:
    """Return in a few words why nothing can listen at that address."""
    if error.errno == errno.EADDRINUSE:
        return f"{host}:{port} is taken by another program"
    # Below zero stands what looking a name up came to, which is no number of the system's.
    why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
    return f"{host}:{port} cannot be used ({why})"
