"""The driver's short way: what a cursor gives must be what the long way gave."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text

from storage.engine import open_connections
from storage.sqlite_driver import Connection, connect


@pytest_asyncio.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Connection]:
    opened = await connect(str(tmp_path / "numbers.db"), "journal_mode=WAL")
    cursor = opened.cursor()
    await cursor.execute("CREATE TABLE numbers (number INTEGER)")
    await cursor.execute(
        "INSERT INTO numbers WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n LIMIT"
        " 1200) SELECT i FROM n"
    )
    yield opened
    await opened.close()


async def test_a_statement_is_one_way_to_the_thread(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cursor, a statement, its rows and the cursor's end take one way there and back."""
    ways = []
    on_thread = connection.on_thread

    async def counted(*step: object) -> object:
        ways.append(step)
        return await on_thread(*step)  # type: ignore[arg-type]

    monkeypatch.setattr(connection, "on_thread", counted)
    cursor = connection.cursor()
    await cursor.execute("SELECT number FROM numbers WHERE number < ?", (3,))
    assert await cursor.fetchall() == [(0,), (1,), (2,)]
    assert [name for name, *_ in cursor.description] == ["number"]
    await cursor.close()
    assert len(ways) == 1


async def test_what_a_change_did_is_known(connection: Connection) -> None:
    """How many rows a statement changed is told, and a change has no columns."""
    cursor = connection.cursor()
    await cursor.execute("UPDATE numbers SET number = 0 WHERE number > 1000")
    assert cursor.rowcount == 199
    assert cursor.description is None
    assert await cursor.fetchone() is None


async def test_many_rows_come_piece_by_piece(connection: Connection) -> None:
    """A long result is not held as a whole, and comes whole and in order all the same."""
    cursor = connection.cursor()
    await cursor.execute("SELECT number FROM numbers ORDER BY number")
    first = await cursor.fetchmany(700)
    one = await cursor.fetchone()
    rest = await cursor.fetchall()
    assert [number for (number,) in (*first, one, *rest)] == list(range(1200))
    assert await cursor.fetchone() is None


async def test_a_result_left_unread_holds_nothing_up(connection: Connection) -> None:
    """After the cursor is closed the table can be dropped."""
    cursor = connection.cursor()
    await cursor.execute("SELECT number FROM numbers")
    await cursor.close()
    await connection.cursor().execute("DROP TABLE numbers")


async def test_a_wrong_statement_is_the_drivers_own_error(connection: Connection) -> None:
    """What SQLite refuses is raised as SQLite's error."""
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await connection.cursor().execute("SELECT * FROM letters")


async def test_a_thousand_rows_stream(tmp_path: Path) -> None:
    """A query that streams gets every row, while others read beside it."""
    connections = open_connections(f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}")
    counting = text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) SELECT i FROM n"
    )

    async def streamed() -> list[int]:
        async with connections.reading() as connection, connection.stream(counting) as rows:
            return [row.i async for row in rows]

    try:
        for numbers in await asyncio.gather(streamed(), streamed()):
            assert numbers == list(range(1, 2001))
    finally:
        await connections.close()
