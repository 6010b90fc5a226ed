"""Two bots, each a process of its own, on one PostgreSQL; one is killed in mid-work."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.sandbox.company import settings
from bot.sandbox.people import Person
from bot.sandbox.records import Message
from bot.sandbox.server import SlackServer
from bot.socket_entrance import CONNECTIONS
from storage.audit import verify
from storage.inbox import Inbox
from storage.keys import parse_keyring
from storage.outbox import Outbox
from storage.unit_of_work import Database, open_database
from tests.counting import counts
from tests.databases import KEYS, addresses, only_postgres
from tests.scenarios.world import DESK, EMMA, KATO, MORI, OGAWA, SATO, YOKOHAMA_DESK
from tests.workspace import local_slack

pytestmark = [only_postgres, pytest.mark.timeout(300)]
ROOT = Path(__file__).parents[2]
TEAM_OF = {
    SATO: "C0TEAMSHINJUKU",
    EMMA: "C0TEAMSHINJUKU",
    KATO: "C0TEAMYOKOHAMA",
    "U0NGUYEN": "C0TEAMYOKOHAMA",
}
LOOK_AGAIN = timedelta(seconds=0.2)
WITHIN = 90.0
"""Seconds of patience with a machine that has other things to do."""


@asynccontextmanager
async def bot(surroundings: Mapping[str, str], folder: Path) -> AsyncIterator[Process]:
    """Run `kasuhara serve` while the block lasts."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "serve"),
        env=surroundings,
        cwd=folder,
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def surroundings_for(slack: SlackServer, folder: Path) -> dict[str, str]:
    """Return the environment of a bot, nothing of this machine's own in it."""
    (folder / "company.toml").write_text(settings(), encoding="utf-8")
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": addresses.of(folder),
        "KASUHARA_KEYS": KEYS,
        "KASUHARA_SETTINGS": str(folder / "company.toml"),
        "PORT": "0",
    }


async def shown(slack: SlackServer, person: Person, action: str) -> Message:
    """Return the message with that element, once it is in front of somebody."""
    found = await slack.until(lambda: person.find(action), WITHIN)
    assert found is not None
    return found


async def report_but_the_last_press(slack: SlackServer, person: Person) -> None:
    """Report an insult, and stop before it is told."""
    await person.command(TEAM_OF[person.id], "/kasuhara", "report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await person.press(await shown(slack, person, action), action)
    acts = await shown(slack, person, "triage.acts")
    await person.tick(acts, "triage.acts", "insult", "long_contact")
    assert person.errors == []


async def tell(slack: SlackServer, person: Person) -> None:
    """Press the last button."""
    action = "triage.acts.done"
    await person.press(await shown(slack, person, action), action)
    assert person.errors == []


def cards(slack: SlackServer) -> int:
    """Return how many cards the desks have."""
    return len(slack.person(MORI).sees(DESK)) + len(slack.person(OGAWA).sees(YOKOHAMA_DESK))


def is_told(slack: SlackServer) -> bool:
    """Whether each report has its card, and each reporter reads a number."""
    numbers = [
        "K-" in str([message.blocks for message in slack.person(user).sees(slack.person(user).dm)])
        for user in TEAM_OF
    ]
    return cards(slack) >= len(TEAM_OF) and all(numbers)


def said_twice(slack: SlackServer) -> list[str]:
    """Return the ids of messages that stand anywhere more than once."""
    ids = Counter(
        str(message.metadata)
        for channel in slack.workspace.channels
        for message in slack.workspace.in_channel(channel)
        if message.metadata
    )
    return [one for one, times in ids.items() if times > 1]


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Database]:
    """The database that the bots share."""
    database = await open_database(addresses.of(folder), parse_keyring(KEYS), SystemClock())
    try:
        yield database
    finally:
        await database.close()


async def waiting(database: Database, clock: SystemClock) -> int:
    """Return how much is due and not done."""
    now = clock.now()
    return (await Inbox(database).waiting(now)).count + (await Outbox(database).waiting(now)).count


async def until_nothing_waits(database: Database) -> None:
    """Return once everything that is due was worked off and shown."""
    clock = SystemClock()
    async with asyncio.timeout(WITHIN):
        # What a bot finishes it tells nobody: so this looks again and again.
        while await waiting(database, clock):
            await clock.sleep_until(clock.now() + LOOK_AGAIN)


async def one_case_each(database: Database) -> None:
    """Check that each report is one case, with a number of its own and a chain that verifies."""
    async with database.read("T0MINATO") as work:
        listed = (await work.cases.listing()).cases
    assert sorted(case.reporter for case in listed) == sorted(TEAM_OF)
    assert len({case.number for case in listed}) == len(TEAM_OF)
    assert (await verify(database)).ok
    assert (await counts(database)).dead == 0


async def test_one_bot_is_killed_and_the_other_takes_over(tmp_path: Path) -> None:
    """Four people press the last button at once, one bot dies: four cards, nothing said twice."""
    async with local_slack(SystemClock()) as slack, AsyncExitStack() as running:
        surroundings = surroundings_for(slack, tmp_path)
        bots = [await running.enter_async_context(bot(surroundings, tmp_path)) for _ in range(2)]
        await slack.until(lambda: len(slack.sockets.connections) == 2 * CONNECTIONS, WITHIN)
        people = [slack.person(user) for user in TEAM_OF]
        await asyncio.gather(*(report_but_the_last_press(slack, person) for person in people))
        await asyncio.gather(*(tell(slack, person) for person in people))
        bots[0].send_signal(signal.SIGKILL)
        await slack.until(lambda: is_told(slack), WITHIN)
        async with opened(tmp_path) as database:
            await until_nothing_waits(database)
            await one_case_each(database)
        assert cards(slack) == len(TEAM_OF)
        assert said_twice(slack) == []
        assert slack.violations == []
