"""SQLite's driver, with one way to its thread and back for a statement, where it goes four.

aiosqlite has a thread for each connection and goes there for every step: for a cursor, to
execute, to fetch, to close. Each way costs more than most of our statements do. Here these steps
are taken together, behind the same interface; SQLAlchemy's own dialect works on top of it.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Self, TypeVar

import aiosqlite
from sqlalchemy.exc import DBAPIError

_AT_FIRST = 500
"""Rows that come with the statement; of a longer result, the rest stays in the database."""

_CHUNK = 64  # aiosqlite's own default, for what iterates over its cursors

Parameters = Sequence[Any] | Mapping[str, Any]
T = TypeVar("T")


async def connect(file: str, *pragmas: str) -> "Connection":
    """Open a file, with these pragmas in force; nothing begins a transaction by itself."""
    connection = Connection(partial(_open, file, pragmas), _CHUNK)
    try:
        await connection
    except sqlite3.Error:
        connection.await_end()
        raise
    return connection


class Connection(aiosqlite.Connection):
    """A connection whose cursors make one way of a statement."""

    def cursor(self) -> "Cursor":  # type: ignore[override]  # all that the dialect asks for
        """Return a cursor, without a way to the thread."""
        return Cursor(self)

    begun = False
    """Whether a transaction was asked for, of which the end was not."""

    async def commit(self) -> None:
        """Commit."""
        await super().commit()
        self.begun = False

    async def rollback(self) -> None:
        """Roll back, where there is anything to roll back: most often nothing was begun."""
        if self.begun:
            await super().rollback()
            self.begun = False

    def on_thread(self, step: Callable[..., T], *arguments: Any) -> asyncio.Future[T]:
        """Have one thing done on the connection's thread; it is, whether or not it is awaited.

        Raises:
            ValueError: the connection is closed.
        """
        if not self._running:
            raise ValueError("the connection is closed")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._tx.put_nowait((done, partial(step, *arguments)))
        return done

    def await_end(self) -> None:
        """Wait for the thread of what could not be opened: it still tells the loop of its end."""
        self._thread.join()

    @property
    def opened(self) -> sqlite3.Connection:
        """The connection itself, for use on its thread alone."""
        return self._conn


class Cursor:
    """One statement and what it gave, as SQLAlchemy's dialect asks for it."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self._rest: sqlite3.Cursor | None = None
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        """Return the cursor: there is nothing to make beforehand."""
        return self

    async def execute(self, operation: str, parameters: Parameters = ()) -> Self:
        """Execute a statement, and fetch what it gives."""
        if operation.startswith("BEGIN"):
            self._connection.begun = True  # from now on, whether or not anybody waits for it
        await self._connection.on_thread(self._execute, operation, parameters)
        return self

    async def executemany(self, operation: str, parameters: Sequence[Parameters]) -> Self:
        """Execute a statement once for each of the parameters."""
        await self._connection.on_thread(self._execute_many, operation, parameters)
        return self

    async def fetchone(self) -> Any:
        """Return the next row, or None."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> Sequence[Any]:
        """Return as many of the rows that are left."""
        count = size or self.arraysize
        if self._rest is not None and len(self._rows) < count:
            await self._connection.on_thread(self._fetch, max(count, _AT_FIRST))
        rows, self._rows = self._rows[:count], self._rows[count:]
        return rows

    async def fetchall(self) -> Sequence[Any]:
        """Return the rows that are left."""
        if self._rest is not None:
            await self._connection.on_thread(self._fetch, None)
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Let go of what was not fetched."""
        self._rows = []
        if self._rest is not None:
            rest, self._rest = self._rest, None
            await self._connection.on_thread(rest.close)

    def _execute(self, operation: str, parameters: Parameters) -> None:
        self._take(self._connection.opened.execute(operation, parameters))

    def _execute_many(self, operation: str, parameters: Sequence[Parameters]) -> None:
        self._take(self._connection.opened.executemany(operation, parameters))

    def _take(self, cursor: sqlite3.Cursor) -> None:
        self.description = cursor.description
        self._rest = cursor
        self._fetch(_AT_FIRST)
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid

    def _fetch(self, most: int | None) -> None:
        cursor = self._rest
        assert cursor is not None  # noqa: S101 - for the type checker: asked before each call
        rows = cursor.fetchall() if most is None else cursor.fetchmany(most)
        self._rows += rows
        if most is None or len(rows) < most:
            cursor.close()  # a statement left open would keep its transaction's state alive
            self._rest = None


def as_said_by_sqlalchemy(error: sqlite3.Error) -> Exception:
    """Return an error of the driver's as SQLAlchemy raises it; without statement or values."""
    return DBAPIError.instance(None, None, error, sqlite3.Error)


def _open(file: str, pragmas: Sequence[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
