"""Fetching takes little memory, has bounds, and outlives the process."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from aiohttp import web
from sqlalchemy import func, select

from bot.clock import MovableClock, SystemClock
from bot.evidence_fetching import EvidenceFetching
from bot.metrics import Metrics
from bot.sandbox.company import minato, settings
from bot.sandbox.manifest import Manifest
from bot.sandbox.people import Person
from bot.sandbox.records import Message
from bot.sandbox.server import SlackServer
from flows.evidence import DroppedFile, EvidenceFile, FileState, files_of
from flows.report.drop_files import drop_files
from storage.audit import verify
from storage.fetches import Fetches
from storage.keys import Keyring, new_key, parse_keys
from storage.tables import FILE_WAITING, evidence_chunks, evidence_files
from storage.unit_of_work import Database, open_database
from tests.bot.file_server import FileServer, Give, file_server, flood, slack_files
from tests.bot.running import NOON, WORKSPACE
from tests.chaos.process import BotProcess
from tests.databases import addresses
from tests.storage.examples import new_case
from tests.workspace import MANIFEST

MB = 1_000_000


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await open_database(url, Keyring(parse_keys(new_key())), MovableClock(NOON))
    yield opened
    await opened.close()


async def fetched(database: Database, server: FileServer, **most: int) -> EvidenceFile:
    """Have one file fetched from there, and return what became of it."""
    clock = MovableClock(NOON)
    case = new_case(workspace=WORKSPACE)
    async with database.write(WORKSPACE) as work:
        dropped = DroppedFile("F1", "録音.m4a", "audio/mp4", 9, "")
        await work.cases.save(await drop_files(work, case, [dropped], NOON))
    fetches = Fetches(database)
    async with slack_files(server) as files:
        fetching = EvidenceFetching(files, fetches, clock, Random(1), Metrics(), **most)  # noqa: S311
        (fetch,) = await fetches.claim(NOON)
        await fetching.fetch(fetch)
    async with database.read(WORKSPACE) as work:
        (file,) = files_of(await work.timeline.of(case.id))
    return file


def zeros(size: int) -> Give:
    """Give so many zeros."""

    async def give(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "audio/mp4"})
        response.content_length = size
        await response.prepare(request)
        for start in range(0, size, 1 << 16):
            await response.write(bytes(min(1 << 16, size - start)))
        return response

    return give


async def test_memory(database: Database) -> None:
    """A file of 20 MB passes through a few: at no moment is more than that held."""
    async with file_server() as slack:
        slack.give = zeros(20 * MB)
        await fetched(database, slack)  # what is loaded once is loaded
        tracemalloc.start()
        try:
            before, _ = tracemalloc.get_traced_memory()
            file = await fetched(database, slack)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert (file.state, file.size) == (FileState.KEPT, 20 * MB)
    assert file.sha256 == sha256(bytes(20 * MB)).hexdigest()
    assert most - before < 5 * MB
    assert (await verify(database)).files == 2


async def test_a_file_without_end(database: Database) -> None:
    """Whatever Slack said of its size, reading stops; nothing of it is kept."""
    async with file_server() as slack:
        slack.told["size"] = 10
        slack.give = flood
        file = await fetched(database, slack, kept=MB, hashed=3 * MB)
    assert (file.state, file.sha256, file.size) == (FileState.TOO_LARGE, None, 9)
    assert await pieces(database) == 0


async def test_the_limit_itself_is_kept(database: Database) -> None:
    """What has exactly as many bytes as are kept is kept, and one more is not."""
    states = []
    for size in (MB, MB + 1):
        async with file_server() as slack:
            slack.give = zeros(size)
            states.append((await fetched(database, slack, kept=MB)).state)
    assert states == [FileState.KEPT, FileState.TOO_LARGE]


async def pieces(database: Database) -> int:
    """Return how many pieces of files there are."""
    async with database.connections.reading() as connection:
        counted = select(func.count()).select_from(evidence_chunks)
        return int((await connection.execute(counted)).scalar_one())


@pytest.mark.usefixtures("either_database")
async def test_killed(tmp_path: Path) -> None:
    """Killed with kill -9 in the middle of a file, the bot has it whole when it is back."""
    film = bytes(range(256)) * 16_000
    clock, keys, url = SystemClock(), new_key(), addresses.of(tmp_path)
    (tmp_path / "settings.toml").write_text(settings(), encoding="utf-8")
    slack = SlackServer(minato(clock), Manifest.read(MANIFEST), clock)
    await slack.start()
    bot = BotProcess(
        {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": url,
            "KASUHARA_KEYS": keys,
            "KASUHARA_SETTINGS": str(tmp_path / "settings.toml"),
        }
    )
    sato = slack.person("U0SATO")
    try:
        await bot.start()
        await sato.command("C0TEAMSHINJUKU", "/kasuhara", "report")
        await sato.press(await until_there(slack, sato, "triage.danger.none"), "triage.danger.none")
        await until_there(slack, sato, "triage.actor.tenant")
        slack.faults.lose_reply("download", times=1)  # half of it comes
        slack.faults.time_out("download", times=1)  # and then nothing, while it is killed
        await sato.say(sato.dm, "", files=[sato.upload("録画.mp4", "video/mp4", film)])
        await slack.until(lambda: len(slack.faults.planned) and slack.faults.planned[-1].left == 0)
        await bot.kill()
        await bot.start()
        file = await kept_in_the_end(url, keys)
    finally:
        await bot.stop()
        await slack.stop()
    assert (file.size, file.sha256) == (len(film), sha256(film).hexdigest())


async def until_there(slack: SlackServer, person: Person, action: str) -> Message:
    """Return the message with that button, once it is in front of somebody."""
    message = await slack.until(lambda: person.find(action), 30.0)
    assert message is not None
    return message


async def kept_in_the_end(url: str, keys: str) -> EvidenceFile:
    """Return the one file, once it is no longer waited for; the audit must find nothing."""
    clock = SystemClock()
    database = await open_database(url, Keyring(parse_keys(keys)), clock)
    try:
        async with asyncio.timeout(60):
            while await waiting(database):  # nothing tells this process
                await clock.sleep_until_passed(clock.passed() + timedelta(seconds=0.1))
        assert (await verify(database)).ok
        async with database.connections.reading() as connection:
            case = (await connection.execute(select(evidence_files.c.case_id))).scalar_one()
        async with database.read(WORKSPACE) as work:
            (file,) = files_of(await work.timeline.of(case))
    finally:
        await database.close()
    return file


async def waiting(database: Database) -> bool:
    """Whether a file is waited for."""
    async with database.connections.reading() as connection:
        counted = select(func.count()).select_from(evidence_files).where(FILE_WAITING)
        return bool((await connection.execute(counted)).scalar_one())
