"""A disk that takes nothing more: said in one line, as everything else that stands in the way."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.bot.cli.shell import FIRST, Shell

SMALL = 128 * 1024
"""Bytes. A file of this size can be opened and read, and takes no more."""


@contextmanager
def small_disk(most: int) -> Iterator[None]:
    """While it lasts, the system lets no file grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def need_room(file: Path) -> None:
    """Have whatever is kept in the database take more room than that."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE filling (filling BLOB)")
        filling = "INSERT INTO filling VALUES (zeroblob(1000000))"
        for table in ("settings", "timeline"):
            before = f"CREATE TRIGGER filling_{table} BEFORE INSERT ON {table}"
            connection.execute(f"{before} BEGIN {filling}; END")


@pytest.mark.parametrize(
    "command",
    [("settings", "import", "company.toml"), ("cases", "show", FIRST)],
    ids=lambda command: command[0],
)
def test_no_room(shell: Shell, story: Path, command: tuple[str, ...]) -> None:
    """What notes something cannot, and the operator reads that it is the disk."""
    need_room(story / "kasuhara.db")
    with small_disk(SMALL):
        code, out, err = shell(*command)
    assert (code, out) == (2, "")
    assert err == "kasuhara: the database cannot keep anything: its disk fails\n"
    assert shell(*command)[0] == 0


def test_no_room_to_open_it(shell: Shell, story: Path) -> None:
    """SQLite keeps a file beside it while it is read: without room for that, nothing is read."""
    assert (story / "kasuhara.db").exists()
    with small_disk(0):
        code, out, err = shell("cases", "list")
    assert (code, out) == (2, "")
    assert err == "kasuhara: the database cannot be used: its disk fails\n"
    assert shell("cases", "list")[0] == 0
