"""One bot serves from an SQLite file at a time."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from storage.errors import DatabaseInUseError, DatabaseUrlError
from storage.file_lock import serving_from

CHILD = """
import os, signal, sys
from storage.file_lock import serving_from

with serving_from(sys.argv[1]):
    os.write(1, b"serving\\n")
    signal.pause()
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}"


def test_one_at_a_time(url: str) -> None:
    """A second bot is refused with the file's name, until the first has ended."""
    for _ in range(2):
        with (
            serving_from(url),
            pytest.raises(DatabaseInUseError, match=r"serving from .*desk\.db: stop it first"),
            serving_from(url),
        ):
            pass


async def test_killed(url: str) -> None:
    """A killed bot leaves nothing behind that keeps the next one from serving."""
    root = Path(__file__).parents[2]
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, url, stdout=PIPE, cwd=root
    )
    assert child.stdout is not None
    assert await child.stdout.readline() == b"serving\n"
    with pytest.raises(DatabaseInUseError), serving_from(url):
        pass
    child.send_signal(signal.SIGKILL)
    await child.wait()
    with serving_from(url):
        pass


def test_server(url: str) -> None:
    """From a PostgreSQL any number may serve."""
    shared = "postgresql+asyncpg://desk@db/desk"
    with serving_from(shared), serving_from(shared), serving_from(url):
        pass


def test_nowhere(tmp_path: Path) -> None:
    """Where there is no folder for the file, the file is named."""
    with (
        pytest.raises(DatabaseUrlError, match=r"nowhere/desk\.db cannot be opened: No such"),
        serving_from(f"sqlite+aiosqlite:///{tmp_path}/nowhere/desk.db"),
    ):
        pass
