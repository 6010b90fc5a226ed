"""The local workspace for tests: the server, the company in it, and a clock that stands still."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from bot.clock import Clock, MovableClock, SystemClock
from bot.sandbox.company import minato
from bot.sandbox.manifest import Manifest
from bot.sandbox.server import SlackServer

MANIFEST = Path(__file__).parents[1] / "app.yaml"


def standing_clock(at: datetime | None = None) -> MovableClock:
    """Return a clock that stands at `at`, or at this moment: Slack's SDK checks real ages."""
    return MovableClock(at or SystemClock().now())


def manifest_with(
    *,
    scopes: list[str] | None = None,
    bot_events: list[str] | None = None,
    messages_tab: bool = True,
    socket_mode: bool = True,
) -> Manifest:
    """Return the app's manifest with other scopes or events, or with something switched off."""
    document = YAML(typ="safe", pure=True).load(MANIFEST.read_text(encoding="utf-8"))
    if scopes is not None:
        document["oauth_config"]["scopes"]["bot"] = scopes
    if bot_events is not None:
        document["settings"]["event_subscriptions"]["bot_events"] = bot_events
    document["features"]["app_home"]["messages_tab_enabled"] = messages_tab
    document["settings"]["socket_mode_enabled"] = socket_mode
    return Manifest.of(document)


@cache
def _manifest() -> Manifest:
    return Manifest.read(MANIFEST)


@asynccontextmanager
async def local_slack(
    clock: Clock | None = None, manifest: Manifest | None = None
) -> AsyncIterator[SlackServer]:
    """Run みなと不動産's workspace while the block lasts."""
    now = clock or standing_clock()
    server = SlackServer(minato(now), manifest or _manifest(), now)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
