"""What was acknowledged survives the process being killed at any moment."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot.clock import MovableClock
from storage.inbox import Inbox
from storage.key_file import load_keyring
from storage.schema import check, upgrade
from storage.unit_of_work import open_database
from tests.storage.examples import NOON

pytestmark = pytest.mark.no_cover  # it goes through all there is; to be measured doubles that

CHILD = """
import asyncio, itertools, os, sys
from bot.clock import SystemClock
from storage.inbox import Inbox
from storage.key_file import load_keyring
from storage.unit_of_work import open_database
from tests.storage.examples import delivery

async def main(url, run):
    inbox = Inbox(await open_database(url, load_keyring(url, None), SystemClock()))
    numbers = itertools.count()
    async def deliver():
        for number in numbers:
            key = f"{run}-{number}"
            if await inbox.accept(delivery(key, conversation=key)):
                os.write(1, f"{key}\\n".encode())
    await asyncio.gather(*(deliver() for _ in range(8)))

asyncio.run(main(sys.argv[1], sys.argv[2]))
"""


async def acknowledged_before_the_kill(url: str, run: int, lines: int) -> set[str]:
    """Let a process accept deliveries, kill it after so many, return what it acknowledged."""
    root = Path(__file__).parents[2]
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, url, str(run), stdout=PIPE, cwd=root, env={**os.environ}
    )
    assert child.stdout is not None
    said = [await child.stdout.readline() for _ in range(lines)]
    child.send_signal(signal.SIGKILL)
    rest = (await child.stdout.read()).splitlines(keepends=True)
    assert await child.wait() == -signal.SIGKILL
    return {line.decode().strip() for line in said + rest if line.endswith(b"\n")}


@pytest.mark.timeout(60)
async def test_killed(tmp_path: Path) -> None:
    """Killed three times while deliveries pour in, it has every one that it acknowledged, once."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}"
    keyring = load_keyring(url, None)
    await upgrade(url)
    acknowledged: set[str] = set()
    for run in range(3):
        acknowledged |= await acknowledged_before_the_kill(url, run, 10 + 35 * run)
    assert await check(url) is None
    database = await open_database(url, keyring, MovableClock(NOON))
    kept = [claimed.key for claimed in await Inbox(database).claim(NOON, 1_000_000)]
    await database.close()
    assert len(acknowledged) > 100
    assert acknowledged <= set(kept)
    assert len(kept) == len(set(kept))
