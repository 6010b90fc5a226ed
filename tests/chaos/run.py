"""One run: people report, everything goes wrong, and the account is taken."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic

from bot.clock import Clock, SystemClock
from bot.sandbox.company import minato, settings
from bot.sandbox.manifest import Manifest
from bot.sandbox.server import SlackServer
from storage.keys import new_key, parse_keyring
from storage.unit_of_work import Database, open_database
from tests.chaos.account import Account, settled, take
from tests.chaos.misfortune import CutOff, Misfortune, pause
from tests.chaos.people import Reporter, Reporting, everybody, hire
from tests.chaos.process import BotProcess
from tests.workspace import MANIFEST

_SETTLE_SECONDS = 900.0
"""What hundreds of edits need at the pace that Slack allows, with room to spare."""
_AT_ONCE = 8
_QUIET_LOOKS = 4  # one after another: a delivery may begin a moment after the last is done


@dataclass(frozen=True, slots=True)
class Plan:
    """How bad it gets. More than one process needs a database that they can share.

    `reporters` report one after another, some at once, until all have and `kills` are done.
    """

    database: str
    processes: int = 1
    sockets: bool = False
    kills: int = 30
    reporters: int = 40
    words: int = 3
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What went wrong in a run, and what it came to."""

    struck: Counter[str]
    account: Account
    errors: Sequence[str]
    seconds: float


async def run(plan: Plan, folder: Path, cut_off: CutOff | None = None) -> Outcome:
    """Play one run on a new database."""
    began = monotonic()
    clock, chance = SystemClock(), Random(plan.seed)  # noqa: S311 - misfortune, not secrets
    keys = new_key()
    slack = SlackServer(minato(clock), Manifest.read(MANIFEST), clock)
    await slack.start()
    bots = [BotProcess(_surroundings(plan, slack, folder, keys)) for _ in range(plan.processes)]
    misfortune = Misfortune(slack, bots, cut_off, chance)
    reporters = hire(slack, plan.reporters, plan.words)
    try:
        for bot in bots:
            await bot.start()
        _listen_to(slack, bots, plan)
        await _go_through(plan, slack, bots, misfortune, reporters, clock, chance)
        slack.faults.clear()
        database = await open_database(plan.database, parse_keyring(keys), clock)
        try:
            await _settle(slack, database, clock, chance)
            account = await take(slack, database, reporters)
        finally:
            await database.close()
    finally:
        for bot in bots:
            await bot.stop()
        await slack.stop()
    errors = [line for bot in bots for line in bot.unexpected]
    return Outcome(misfortune.counted, account, errors, monotonic() - began)


async def _go_through(
    plan: Plan,
    slack: SlackServer,
    bots: list[BotProcess],
    misfortune: Misfortune,
    reporters: list[Reporter],
    clock: Clock,
    chance: Random,
) -> None:
    """Have everybody report while one thing after another goes wrong, until all kills are done.

    Then Slack behaves: faults that only wait for the last few would find them at every try.
    """

    async def strike() -> None:
        while True:
            await pause(clock, chance, 0.1, 1.0)
            await misfortune.strike()

    striking = asyncio.create_task(strike())

    async def kill() -> None:
        for _ in range(plan.kills):
            await pause(clock, chance, 0.3, 3.0)
            await misfortune.kill_one()
            _listen_to(slack, bots, plan)
        striking.cancel()
        slack.faults.clear()

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(kill())
            group.create_task(everybody(Reporting(slack, clock, chance), reporters, _AT_ONCE))
    finally:
        striking.cancel()
        await asyncio.gather(striking, return_exceptions=True)


async def _settle(slack: SlackServer, database: Database, clock: Clock, chance: Random) -> None:
    """Return once nothing is under way any more, or after a quarter of an hour all the same."""
    until = monotonic() + _SETTLE_SECONDS
    quiet = 0
    while monotonic() < until and quiet < _QUIET_LOOKS:
        await pause(clock, chance, 0.5, 0.5)
        is_quiet = not slack.courier.under_way and await settled(database)
        quiet = quiet + 1 if is_quiet else 0


def _listen_to(slack: SlackServer, bots: list[BotProcess], plan: Plan) -> None:
    """Have Slack deliver to the bot where it now listens; over sockets it comes by itself."""
    if not plan.sockets:
        slack.deliver_to(f"{bots[0].address}/slack/events")


def _surroundings(plan: Plan, slack: SlackServer, folder: Path, keys: str) -> dict[str, str]:
    file = folder / "settings.toml"
    file.write_text(settings(), encoding="utf-8")
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_APP_TOKEN": slack.app_token if plan.sockets else "",
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": plan.database,
        "KASUHARA_KEYS": keys,
        "KASUHARA_SETTINGS": str(file),
    }
