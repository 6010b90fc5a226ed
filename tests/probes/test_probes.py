"""What is commonly lost, doubled, forgotten or slow, held against the bot as a whole."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import run

import pytest
from sqlalchemy import Connection, func, select

from bot.clock import SystemClock
from bot.sandbox.company import minato, settings
from bot.sandbox.log import Outcome
from bot.sandbox.manifest import Manifest
from bot.sandbox.server import SlackServer
from bot.upkeep import RECONCILE, TIDY
from storage.keys import new_key, parse_keyring
from storage.schema import upgrade
from storage.tables import cases
from storage.unit_of_work import open_database
from storage.work_tables import messages
from tests.benchmarks.seeding import seed
from tests.chaos.people import TEAM, Reporter, hire
from tests.chaos.process import BotProcess
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, HQ_DESK, MORI, SATO, World, story
from tests.workspace import MANIFEST

TRIES = 8
"""One good try is enough: other programs run beside these tests."""

SLACK_TAKES = timedelta(milliseconds=300)
AT_ONCE = 20
SLOWEST_ANSWER = 0.1
"""Seconds."""

STARTS = 8
CASES = 100_000
SEEDED = 1_000
MOST_MEGABYTES = 120
LONGEST_START = 1.75
"""Times what importing the libraries alone takes. About 1.5 was measured, and 1.6 is the goal; the
rest is room for what runs beside."""

LIBRARIES = "import aiohttp, slack_bolt.async_app, sqlalchemy.ext.asyncio"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The company with the bot, by a clock that the story moves."""
    async with story(tmp_path) as world:
        yield world


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """The company by the clock on the wall, for a bot in a process of its own."""
    clock = SystemClock()
    server = SlackServer(minato(clock), Manifest.read(MANIFEST), clock)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def surroundings(slack: SlackServer, tmp_path: Path) -> Mapping[str, str]:
    """What the bot is started with."""
    file = tmp_path / "company.toml"
    file.write_text(settings(), encoding="utf-8")
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_APP_TOKEN": "",
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/desk.db",
        "KASUHARA_KEYS": new_key(),
        "KASUHARA_SETTINGS": str(file),
    }


@asynccontextmanager
async def serving(slack: SlackServer, surroundings: Mapping[str, str]) -> AsyncIterator[BotProcess]:
    """Run the bot, and have Slack deliver to it."""
    bot = BotProcess(surroundings)
    await bot.start()
    slack.deliver_to(f"{bot.address}/slack/events")
    try:
        yield bot
    finally:
        await bot.stop()


@pytest.mark.usefixtures("either_database")
async def test_the_same_delivery_twice(world: World) -> None:
    """Everything is delivered twice: one report, one case, one card."""
    world.slack.faults.repeat_deliveries("*", times=1000)
    await report_an_insulting_call(world)
    assert (await world.only_case()).number == "K-2026-0001"
    assert len(world.somebody(MORI).messages(DESK)) == 1


@pytest.mark.usefixtures("either_database")
async def test_one_429_on_an_announcement(world: World) -> None:
    """Slack refuses a page for half a minute: it comes, once, and others were told meanwhile."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    world.slack.faults.rate_limit("chat.postMessage", retry_after=30)
    await sato.press("triage.danger.now")
    await world.later(seconds=31)
    assert sum("いま危ない" in text for text in mori.sees(DESK)) == 1
    assert sato.reads("110")


async def test_killed_in_mid_declaration(
    slack: SlackServer, surroundings: Mapping[str, str]
) -> None:
    """Killed between the press and the first page, the bot pages once it is there again."""
    sato, mori = slack.person(SATO), slack.person(MORI)
    async with serving(slack, surroundings) as bot:
        await sato.command(TEAM, "/kasuhara", "report")
        asked = await slack.until(lambda: sato.find("triage.danger.now"))
        assert asked is not None
        slack.faults.slow("*", by=timedelta(seconds=30), times=AT_ONCE)
        await sato.press(asked, "triage.danger.now")
        await bot.kill()
        assert not mori.sees(DESK)
        slack.faults.clear()
        await bot.start()
        slack.deliver_to(f"{bot.address}/slack/events")
        assert await slack.until(lambda: sato.find("triage.place.shop"), within=60)
        assert await slack.until(lambda: mori.sees(DESK), within=60)
        assert len(mori.sees(DESK)) == 1


@pytest.mark.usefixtures("either_database")
async def test_reminders_after_a_restart(world: World) -> None:
    """Nobody comes for two minutes, the bot was restarted meanwhile: the page goes wider."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.now")
    before = len(world.slack.person("U0HQONE").sees(HQ_DESK))
    await world.restart(after=timedelta(minutes=1))
    await world.later(minutes=1, seconds=1)
    assert len(world.slack.person("U0HQONE").sees(HQ_DESK)) == before + 1


@pytest.mark.usefixtures("either_database")
async def test_every_recurring_job_on_every_run(world: World) -> None:
    """Eight days: what is done every night is done every night, and nothing of it fails."""
    count = world.bot.metrics.registry.get_sample_value
    names = {"result": "done"}
    before = {job: count("kasuhara_jobs_total", {"job": job, **names}) or 0 for job in _JOBS}
    for _ in range(8):
        await world.later(days=1)
    for job in _JOBS:
        assert count("kasuhara_jobs_total", {"job": job, **names}) == before[job] + 8
        assert not count("kasuhara_jobs_total", {"job": job, "result": "retry"})
        assert not count("kasuhara_jobs_total", {"job": job, "result": "dead"})


_JOBS = (RECONCILE, TIDY)


@pytest.mark.usefixtures("either_database")
async def test_japanese_all_through(world: World) -> None:
    """Names and words in Japanese stay whole, and a case has a number that can be said."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    said = "「髙橋﨑、𠮷野家の件で土下座しろ」と🙇40分"
    await sato.say(said, thread=sato.thread())
    case = await world.only_case()
    assert (case.number, case.answers.words) == ("K-2026-0001", said)
    (card,) = world.somebody(MORI).sees(DESK)
    assert "新宿店" in card
    assert "K-2026-0001" in card


async def test_twenty_at_once(slack: SlackServer, surroundings: Mapping[str, str]) -> None:
    """Twenty report at once while Slack takes 300 ms to answer: all are answered within 100 ms.

    On a slow machine, within the time that one after another would take.
    """
    people = hire(slack, (AT_ONCE + 1) * TRIES, words=0)
    alone, together = people[:TRIES], people[TRIES:]
    async with serving(slack, surroundings):
        slack.faults.slow("*", by=SLACK_TAKES, times=100_000)
        one = min([await _slowest_answer(slack, [person]) for person in alone])
        allowed = max(SLOWEST_ANSWER, AT_ONCE * one)
        slowest = []
        for start in range(0, len(together), AT_ONCE):
            slowest.append(await _slowest_answer(slack, together[start : start + AT_ONCE]))
            if slowest[-1] < allowed:
                break
    assert min(slowest) < min(allowed, SLACK_TAKES.total_seconds()), (slowest, one)


async def _slowest_answer(slack: SlackServer, people: list[Reporter]) -> float:
    """Have them all report; return the seconds that the slowest acknowledgement took."""
    began = len(slack.log.deliveries)
    await asyncio.gather(*(one.person.command(TEAM, "/kasuhara", "report") for one in people))
    took = [
        (one.answered_at - one.sent_at).total_seconds()
        for one in slack.log.deliveries[began:]
        if one.name == "/kasuhara" and one.outcome is Outcome.ACKNOWLEDGED and one.answered_at
    ]
    assert len(took) == len(people)
    return max(took)


async def test_footprint(slack: SlackServer, surroundings: Mapping[str, str]) -> None:
    """With 100,000 cases the bot is small, and ready little later than its libraries are."""
    url, keys = surroundings["DATABASE_URL"], parse_keyring(surroundings["KASUHARA_KEYS"])
    await upgrade(url)
    database = await open_database(url, keys, SystemClock())
    await seed(database, 0, SEEDED)
    await database.connections.write(_copy)
    async with database.connections.reading() as connection:
        for table in (cases, messages):
            counted = select(func.count()).select_from(table)
            assert (await connection.execute(counted)).scalar_one() == CASES
    await database.close()
    # As the libraries' code does, ours lies there compiled from the first start on.
    async with serving(slack, {**surroundings, "PYTHONDONTWRITEBYTECODE": ""}) as bot:
        await slack.person(SATO).command(TEAM, "/kasuhara", "report")
        assert bot.megabytes() < MOST_MEGABYTES
        await bot.kill()
        starts, imports = [], []
        for _ in range(STARTS):
            starts.append(await _seconds_until_ready(bot))
            imports.append(await asyncio.to_thread(_seconds_to_import))
            if min(starts) / min(imports) < LONGEST_START:
                break
    assert min(starts) / min(imports) < LONGEST_START, (starts, imports)


def _copy(connection: Connection) -> None:
    """Put copies beside the cases seeded and their cards: a fifth of what seeding each takes.

    A copy is as large as a case, but closed, as most are, and does not open: nothing here
    reads one.
    """
    last = CASES // SEEDED - 1
    turns = "WITH RECURSIVE turns(n) AS (VALUES(1) UNION ALL SELECT n + 1 FROM turns LIMIT ?)"
    number = f"printf('K-2025-%07d', substr(number, 8) + {SEEDED} * n)"
    card = {"case_id": _other("case_id"), "position": f"position + {SEEDED} * n"}
    for table, changed in ((cases, {"number": number, "state": "'closed'"}), (messages, card)):
        other = {"id": _other("id"), **changed}
        names = [column.name for column in table.c]
        values = ", ".join(other.get(name, name) for name in names)
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({', '.join(names)}) "  # noqa: S608 - our own words
            f"{turns} SELECT {values} FROM {table.name} CROSS JOIN turns",
            (last,),
        )


def _other(column: str) -> str:
    """Return an id like the one in that column, its own in each turn."""
    return f"CAST(substr({column}, 1, 12) || CAST(printf('%04d', n) AS BLOB) AS BLOB)"


async def _seconds_until_ready(bot: BotProcess) -> float:
    """Start it and kill it; return the processor time of that, which others do not lengthen."""
    before = _spent_by_others()
    await bot.start()
    await bot.kill()
    return _spent_by_others() - before


def _seconds_to_import() -> float:
    before = _spent_by_others()
    run([sys.executable, "-c", LIBRARIES], check=True)  # noqa: S603 - our own words
    return _spent_by_others() - before


def _spent_by_others() -> float:
    """Return the processor time of the processes that were started here and have ended."""
    spent = getrusage(RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
