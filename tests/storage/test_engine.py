"""How a database is opened, and what is refused."""

import asyncio
import contextlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine import open_connections
from storage.errors import DatabaseUrlError
from storage.gate import WriterGate
from tests.databases import DURABLE


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("kasuhara.db", "is not a database address"),
        ("sqlite:///kasuhara.db", r"begins with sqlite; sqlite\+aiosqlite:///FILE and"),
        ("mysql://desk@db/desk", r"postgresql\+asyncpg://USER@HOST/DATABASE are supported"),
        ("postgresql+asyncpg://desk@db:port/desk", "is not a database address"),
        ("postgresql+asyncpg://desk@db", "names no database"),
        ("sqlite+aiosqlite://", "names no file"),
        ("sqlite+aiosqlite:///:memory:", "names no file"),
        ("sqlite+aiosqlite:////nowhere/at/all.db", "all.db cannot be opened"),
    ],
)
def test_refused(url: str, sentence: str) -> None:
    """An address that cannot be used is refused with a sentence that says why."""
    with pytest.raises(DatabaseUrlError, match=sentence):
        open_connections(url)


async def test_durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection writes ahead, syncs fully, and keeps foreign keys."""
    monkeypatch.setattr("storage.sqlite._DURABLE", DURABLE)
    connections = open_connections(f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}")
    for opened in (connections.writing(), connections.reading()):
        async with opened as connection:
            found = [
                (await connection.execute(text(f"PRAGMA {name}"))).scalar()
                for name in ("journal_mode", "synchronous", "busy_timeout")
            ]
            assert found == ["wal", 2, 10_000]
    async with connections.writing() as connection:
        assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar() == 1
    await connections.close()


async def test_writing_begins_at_once(tmp_path: Path) -> None:
    """A writing transaction holds the database from its beginning, a reading one does not."""
    file = tmp_path / "desk.db"
    connections = open_connections(f"sqlite+aiosqlite:///{file}")
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
        async with connections.reading():
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        async with connections.writing():
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
    await connections.close()


async def test_a_glance_is_no_transaction(tmp_path: Path) -> None:
    """One statement sees what was committed last, and leaves nothing open behind it."""
    file = tmp_path / "desk.db"
    connections = open_connections(f"sqlite+aiosqlite:///{file}")
    count = text("SELECT count(*) FROM seen")
    async with connections.writing() as connection:
        await connection.execute(text("CREATE TABLE seen (number INTEGER)"))
    for number in range(3):
        async with connections.writing() as connection:
            await connection.execute(text("INSERT INTO seen VALUES (1)"))
        assert await connections.glance(lambda opened: opened.execute(count).scalar()) == number + 1
        with closing(sqlite3.connect(file, timeout=0)) as other:
            assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
        async with connections.reading() as connection:
            assert (await connection.execute(count)).scalar()
    await connections.close()


async def test_gate_lets_the_first_go_first() -> None:
    """Of those who wait, the entrance goes before the workers, and each in order of arrival."""
    gate = WriterGate()
    order: list[str] = []

    async def enter(name: str, *, first: bool = False) -> None:
        async with gate.passing(first=first):
            order.append(name)

    async with gate.passing():
        waiting = [
            asyncio.create_task(enter("worker 1")),
            asyncio.create_task(enter("worker 2")),
            asyncio.create_task(enter("entrance 1", first=True)),
            asyncio.create_task(enter("entrance 2", first=True)),
        ]
        await asyncio.wait(waiting, timeout=0)
    await asyncio.gather(*waiting)
    assert order == ["entrance 1", "entrance 2", "worker 1", "worker 2"]


async def test_gate_after_cancellation() -> None:
    """Somebody who gives up waiting, even in the moment of being let in, blocks nobody."""
    gate = WriterGate()

    async def enter() -> None:
        async with gate.passing():
            pass

    async with gate.passing():
        gone, handed, last = (asyncio.create_task(enter()) for _ in range(3))
        await asyncio.wait([gone, handed, last], timeout=0)
        gone.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gone
    handed.cancel()  # the gate was just handed to it
    await asyncio.wait_for(last, 5)
    assert handed.cancelled()
    await asyncio.wait_for(enter(), 5)
