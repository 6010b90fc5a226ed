"""The servers that are compared, each in a process of its own: floor, bolt, desk; and Slack.

A server prints one JSON line with its address once it listens. `GET /cpu` gives the processor
time its process has used, in seconds; `GET /settled` answers once nothing is under way.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from aiohttp import web
from pydantic import SecretStr
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.assembly import Assembly
from bot.clock import SystemClock
from bot.environment import local_environment
from bot.event_loop import run
from bot.operator_log import set_up_log
from bot.sandbox.company import minato, settings
from bot.sandbox.manifest import Manifest
from bot.sandbox.records import User
from bot.sandbox.server import SlackServer
from bot.signals import asked_to_stop
from bot.standing import standing
from bot.web import WebServer
from storage.keys import new_key
from tests.benchmarks.requests import SECRET, USERS

MANIFEST = Path(__file__).parents[2] / "app.yaml"
ANSWER = {"response_type": "ephemeral", "text": "今、危ない状況ですか？"}


async def cpu(_request: web.Request) -> web.Response:
    """Say how much processor time this process has used."""
    return web.json_response(time.process_time())


async def at_once(_request: web.Request) -> web.Response:
    """Nothing follows an answer here."""
    return web.Response()


def floor() -> web.Application:
    """A server that checks the signature and answers, and does nothing else."""
    verifier = SignatureVerifier(SECRET)

    async def handle(request: web.Request) -> web.Response:
        body = await request.read()
        if not verifier.is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        return web.json_response(ANSWER)

    app = web.Application()
    app.router.add_post("/slack/events", handle)
    return app


def bolt(token: str, api_url: str) -> web.Application:
    """A Bolt app as its tutorial makes it, with default settings."""
    client = AsyncWebClient(token=token, base_url=api_url)
    app = AsyncApp(client=client, signing_secret=SECRET)

    @app.command("/kasuhara")
    async def report(ack: AsyncAck) -> None:
        await ack(response_type="ephemeral", text=ANSWER["text"])

    @app.event("message")
    async def message() -> None:
        """Nothing follows from talk among colleagues."""

    return app.web_app(path="/slack/events")


async def serve_plain(app: web.Application, stop: asyncio.Event) -> None:
    """Serve an application until asked to stop."""
    app.router.add_get("/cpu", cpu)
    app.router.add_get("/settled", at_once)
    server = WebServer(app, "127.0.0.1", 0)
    await server.start()
    say(address=server.address)
    await stop.wait()
    await server.stop()


async def serve_desk(
    token: str, api_url: str, database: str, keys: str, stop: asyncio.Event
) -> None:
    """Serve the whole bot over HTTP, its workers running; with new keys unless some are given."""
    with TemporaryDirectory(prefix="kasuhara-bench-") as folder:
        file = Path(folder, "settings.toml")
        file.write_text(settings(), encoding="utf-8")  # noqa: ASYNC240 - before anything is timed
        environment = local_environment(
            slack_bot_token=token,
            slack_signing_secret=SECRET,
            slack_api_url=api_url,
            database_url=database,
            kasuhara_keys=SecretStr(keys or new_key()),
            kasuhara_settings=file,
            port=0,
        )
        with standing():  # as `kasuhara serve` does
            bot = await Assembly.build(environment, SystemClock())

        async def settled(_request: web.Request) -> web.Response:
            await bot.settled()
            return web.Response()

        try:
            bot.web_app.router.add_get("/cpu", cpu)
            bot.web_app.router.add_get("/settled", settled)
            await bot.start()
            say(address=bot.address)
            await stop.wait()
        finally:
            await bot.stop()


async def serve_slack(stop: asyncio.Event) -> None:
    """Serve the local workspace, with many more people in it."""
    clock = SystemClock()
    workspace = minato(clock)
    for number, user in enumerate(USERS):
        workspace.add_user(User(user, f"bench{number}", f"見本 {number}"))
    slack = SlackServer(workspace, Manifest.read(MANIFEST), clock)
    await slack.start()
    say(api_url=slack.api_url, token=slack.bot_token, response_url=f"{slack.base_url}/response/x")
    await stop.wait()
    await slack.stop()


def say(**facts: str) -> None:
    """Tell the parent process, in one line."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main(
    kind: str,
    token: Annotated[str, typer.Option()] = "",
    api_url: Annotated[str, typer.Option()] = "",
    database: Annotated[str, typer.Option()] = "",
    keys: Annotated[str, typer.Option()] = "",
) -> None:
    """Run one server until it is asked to stop."""
    set_up_log("ERROR", "console")

    async def serving() -> None:
        stop = asked_to_stop()
        servers: dict[str, Callable[[], Awaitable[None]]] = {
            "slack": lambda: serve_slack(stop),
            "floor": lambda: serve_plain(floor(), stop),
            "bolt": lambda: serve_plain(bolt(token, api_url), stop),
            "desk": lambda: serve_desk(token, api_url, database, keys, stop),
        }
        await servers[kind]()

    # Bolt as it comes; what it stands on, with the loop that ours runs with.
    (asyncio.run if kind == "bolt" else run)(serving())


if __name__ == "__main__":
    typer.run(main)
