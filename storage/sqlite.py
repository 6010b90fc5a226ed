"""SQLite opened: writing connections behind one gate, reading connections beside them."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, event
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.connections import Topic
from storage.errors import DatabaseUrlError
from storage.gate import WriterGate
from storage.sqlite_driver import Connection as DriverConnection
from storage.sqlite_driver import connect
from storage.sqlite_plain import PlainConnection
from storage.trouble import Trouble

_READERS = 8
_AT_ONCE = "BEGIN IMMEDIATE"
# The file remembers the first. Two connections that set it at once would refuse one another:
# only those that write do, and these stand at one gate.
_WRITING = ("journal_mode=WAL", "foreign_keys=ON")
_READING = "query_only=ON"
_DURABLE = "synchronous=FULL"
_PRAGMAS = (
    "busy_timeout=10000",
    # What is removed, or sealed anew with another key, must not stay between the rows.
    "secure_delete=ON",
)

T = TypeVar("T")


class SqliteConnections:
    """One process works on a file: nobody else has to be told, or waited for.

    The file is made, for its owner only, if missing.
    """

    shared = False

    def __init__(self, url: URL) -> None:
        _make_file(Path(url.database or ""))
        self._writer = _writer(url)
        self._reader = _engine(url, _READERS, "BEGIN", _READING)
        self._plain_writer = PlainConnection(_connecting(url, *_WRITING), _AT_ONCE)
        self._glancer = PlainConnection(_connecting(url, _READING))
        self._gate = WriterGate()
        self.trouble = Trouble()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write."""
        async with self._gate.passing():
            with self.trouble.watching():
                async with self._writer.begin() as connection:
                    yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of everything and cannot write."""
        async with self._reader.connect() as connection:
            yield connection

    async def glance(self, work: Callable[[Connection], T]) -> T:
        """Read something with a plain function, each statement for itself."""
        return await self._glancer.do(work)

    async def write(self, work: Callable[[Connection], T], *, first: bool = False) -> T:
        """Do something in a transaction of its own. SQLite itself waits for another writer."""
        async with self._gate.passing(first=first):
            with self.trouble.watching():
                return await self._plain_writer.do(work)

    def hold(self, connection: Connection, *names: str) -> None:
        """Nothing: whoever writes holds the whole file."""

    def announce(self, connection: Connection, topic: Topic) -> None:
        """Nothing: there is no other process to tell."""

    async def listen(self, heard: Callable[[Topic], None]) -> None:
        """Nothing: there is no other process to hear."""

    async def close(self) -> None:
        """Close every connection."""
        for plain in (self._plain_writer, self._glancer):
            await plain.close()
        for engine in (self._writer, self._reader):
            await engine.dispose()


@asynccontextmanager
async def restructuring_file(url: URL) -> AsyncIterator[AsyncConnection]:
    """A transaction that may change tables.

    SQLite alters a table by copying it; foreign keys are off, or dropping the old one would
    take the rows that refer to it along.
    """
    _make_file(Path(url.database or ""))
    engine = _writer(url, foreign_keys=False)
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


def _writer(url: URL, *, foreign_keys: bool = True) -> AsyncEngine:
    wal, keys = _WRITING
    return _engine(url, 1, _AT_ONCE, wal, keys if foreign_keys else "foreign_keys=OFF")


def _make_file(file: Path) -> None:
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as problem:
        raise DatabaseUrlError(
            f"the database file {file} cannot be opened: {problem.strerror}"
        ) from problem


def _engine(url: URL, size: int, begin: str, *pragmas: str) -> AsyncEngine:
    connecting = _connecting(url, *pragmas)
    engine = create_async_engine(
        url,
        async_creator=connecting,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # from whoever prints an error
    )

    # The driver would begin transactions by itself, late and never IMMEDIATE. SQLAlchemy's
    # documented way: switch that off, and begin when SQLAlchemy begins.
    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _connecting(url: URL, *pragmas: str) -> Callable[[], Awaitable[DriverConnection]]:
    return partial(connect, url.database or "", _DURABLE, *_PRAGMAS, *pragmas)
