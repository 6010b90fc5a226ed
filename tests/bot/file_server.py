"""A server that says where a file is, and gives it out as badly as a test wants."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_clients import showing_client
from bot.slack_files import SlackFiles

TOKEN = "xoxb-of-the-bot"
Give = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def nothing(_: web.Request) -> web.StreamResponse:
    """Give an empty file."""
    return web.Response(content_type="image/png")


@dataclass
class FileServer:
    """`told` is what `files.info` says; `give` answers at /f; `asked` holds who asked for it."""

    told: dict[str, Any] = field(default_factory=dict)
    give: Give = nothing
    asked: list[str] = field(default_factory=list)
    address: str = ""

    async def info(self, _: web.Request) -> web.Response:
        """Answer `files.info`."""
        return web.json_response({"ok": True, "file": self.told})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Answer a download."""
        self.asked.append(request.headers.get("Authorization", ""))
        return await self.give(request)


@asynccontextmanager
async def file_server() -> AsyncIterator[FileServer]:
    """Run one; what it tells leads to itself unless a test says otherwise."""
    server = FileServer()
    app = web.Application()
    app.router.add_route("*", "/api/files.info", server.info)
    app.router.add_get("/f", server.file)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    server.address = f"http://{host}:{port}"
    server.told = {"name": "a.png", "url_private_download": f"{server.address}/f"}
    yield server
    await runner.cleanup()


@asynccontextmanager
async def slack_files(server: FileServer, **seconds: float) -> AsyncIterator[SlackFiles]:
    """Give what fetches from there."""
    async with aiohttp.ClientSession() as session:
        client: AsyncWebClient = showing_client(session, f"{server.address}/api/", TOKEN)
        yield SlackFiles(client, session, TOKEN, **seconds)


async def stall(request: web.Request) -> web.StreamResponse:
    """Begin to give a file, and say no more."""
    response = web.StreamResponse(headers={"Content-Type": "image/png"})
    await response.prepare(request)
    await response.write(b"begin")
    await asyncio.Event().wait()
    return response


async def drip(request: web.Request) -> web.StreamResponse:
    """Give a byte now and then, for ever."""
    response = web.StreamResponse(headers={"Content-Type": "image/png"})
    await response.prepare(request)
    loop = asyncio.get_running_loop()
    while True:
        await response.write(b".")
        gone: asyncio.Future[None] = loop.create_future()
        loop.call_later(0.02, gone.set_result, None)
        await gone


async def flood(request: web.Request) -> web.StreamResponse:
    """Give zeros for ever."""
    response = web.StreamResponse(headers={"Content-Type": "image/png"})
    await response.prepare(request)
    while True:
        await response.write(bytes(1 << 16))


def page(*, attached: bool) -> Give:
    """Give a page of HTML: a file of somebody's, or the one where people sign in."""

    async def give(_: web.Request) -> web.StreamResponse:
        headers = {"Content-Disposition": "attachment"} if attached else {}
        return web.Response(text="<html></html>", content_type="text/html", headers=headers)

    return give


def elsewhere(address: str) -> Give:
    """Lead somewhere else."""

    async def give(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": address})

    return give
