"""The bot running against the local workspace, and requests signed as Slack signs them."""

import io
import json
import tomllib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import func, select

from bot.assembly import Assembly
from bot.clock import Clock, MovableClock
from bot.environment import Environment, local_environment
from bot.pacing import UNPACED
from bot.sandbox.company import settings
from bot.sandbox.server import SlackServer
from flows.messages import Wanted
from handlers.texts import Texts
from storage.work_tables import inbox
from tests.databases import addresses
from tests.workspace import local_slack

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
WORKSPACE = "T0MINATO"
SATO, TANAKA, MORI = "U0SATO", "U0TANAKA", "U0MORI"
TEAM, DESK, HQ = "C0TEAMSHINJUKU", "C0DESKSHINJUKU", "C0HQ"
TEXTS = Texts.load(strict=True)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot's HTTP server answered."""

    status: int
    body: bytes


@dataclass(
    frozen=True, slots=True, repr=False
)  # asyncio spells its result out whenever a loop is run
class Running:
    """The workspace, the bot in it, and the clock of both."""

    slack: SlackServer
    bot: Assembly
    clock: MovableClock
    http: aiohttp.ClientSession

    async def settle(self) -> None:
        """Return once nothing is under way on either side."""
        await self.slack.settle()
        await self.bot.settled()
        await self.slack.settle()
        await self.bot.settled()

    async def move(self, **step: int) -> None:
        """Let time pass, and what comes due be done."""
        self.clock.move(timedelta(**step))
        await self.settle()

    async def speak(self, language: str) -> None:
        """Change the company's language, and with it what stands in its channels."""
        document = tomllib.loads(settings())
        document["company"]["language"] = language
        async with self.bot.office.store.write(WORKSPACE) as work:
            await work.settings.keep(document, "test", self.clock.now())

    async def want(self, *wanted: Wanted) -> None:
        """Have messages shown, as a use case would, and wait until they are."""
        async with self.bot.office.store.write(WORKSPACE) as work:
            for one in wanted:
                await work.messages.want(one)
        await self.settle()

    async def post(
        self,
        body: bytes,
        content_type: str = "application/json",
        *,
        age: timedelta = timedelta(),
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request signed as Slack signs it; `headers` replace the usual ones."""
        stamp = str(int((self.clock.now() - age).timestamp()))
        return await self.send(body, self.signed(body, stamp, content_type) | dict(headers or {}))

    async def send(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send a request with exactly these headers."""
        url = f"{self.bot.address}/slack/events"
        async with self.http.post(url, data=io.BytesIO(body), headers=headers) as answer:
            return Reply(answer.status, await answer.read())

    def signed(self, body: bytes, stamp: str, content_type: str) -> dict[str, str]:
        """Return the headers of a request that Slack signed at that time."""
        verifier = SignatureVerifier(self.slack.signing_secret)
        signature = verifier.generate_signature(timestamp=stamp, body=body) or ""
        return {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature,
        }

    async def stored(self) -> int:
        """Return how many deliveries the inbox holds, done or not."""
        async with self.bot.database.connections.reading() as connection:
            return (await connection.execute(select(func.count()).select_from(inbox))).scalar_one()


def command(text: str = "report", trigger: str = "1.2.3", user: str = SATO) -> bytes:
    """Return the form Slack sends for /kasuhara."""
    return urlencode(
        {
            "token": "t",
            "team_id": WORKSPACE,
            "team_domain": "minato-fudosan",
            "channel_id": TEAM,
            "channel_name": "team-shinjuku",
            "user_id": user,
            "user_name": "sato",
            "command": "/kasuhara",
            "text": text,
            "api_app_id": "A0KASUHARA",
            "response_url": "http://127.0.0.1:9/response/none",
            "trigger_id": trigger,
        }
    ).encode()


def event(event_id: str = "Ev1", text: str = "報告") -> bytes:
    """Return the JSON Slack sends for a direct message to the bot."""
    body: dict[str, Any] = {
        "token": "t",
        "team_id": WORKSPACE,
        "api_app_id": "A0KASUHARA",
        "type": "event_callback",
        "event_id": event_id,
        "event_time": 1,
        "event": {
            "type": "message",
            "channel": "D0SATO",
            "channel_type": "im",
            "user": SATO,
            "text": text,
            "ts": "1795230000.000100",
            "event_ts": "1795230000.000100",
        },
    }
    return json.dumps(body).encode()


def environment_for(
    slack: SlackServer, folder: Path, *, socket: bool = False, **values: Any
) -> Environment:
    """Return the environment of a bot in that workspace, its database in that folder."""
    file = folder / "settings.toml"
    if not file.exists():
        file.write_text(settings(), encoding="utf-8")
    given: dict[str, Any] = {
        "slack_bot_token": slack.bot_token,
        "slack_signing_secret": slack.signing_secret,
        "slack_app_token": slack.app_token if socket else None,
        "slack_api_url": slack.api_url,
        "database_url": addresses.of(folder),
        "kasuhara_keys": addresses.keys(),
        "kasuhara_settings": file,
        "port": 0,
    }
    return local_environment(**given | values)


@asynccontextmanager
async def built(
    slack: SlackServer, folder: Path, clock: MovableClock, **options: Any
) -> AsyncIterator[Assembly]:
    """Build a bot, not started; stop it at the end."""
    call_seconds = options.pop("call_seconds", 10.0)
    paces = options.pop("paces", UNPACED)
    bot = await Assembly.build(
        environment_for(slack, folder, **options),
        clock,
        texts=TEXTS,
        chance=Random(7),  # noqa: S311 - jitter
        paces=paces,
        call_seconds=call_seconds,
    )
    try:
        yield bot
    finally:
        await bot.stop()


@asynccontextmanager
async def running(
    folder: Path,
    *,
    socket: bool = False,
    start: datetime = NOON,
    base: Clock | None = None,
    **options: Any,
) -> AsyncIterator[Running]:
    """Run the workspace and the bot, over HTTP unless over Socket Mode.

    Their clock stands still between moves unless it runs with `base`.
    """
    clock = MovableClock(start, base)
    async with (
        local_slack(clock) as slack,
        built(slack, folder, clock, socket=socket, **options) as bot,
        aiohttp.ClientSession() as http,
    ):
        await bot.start()
        if not socket:
            slack.deliver_to(f"{bot.address}/slack/events")
        yield Running(slack, bot, clock, http)
