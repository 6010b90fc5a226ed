"""The database opened: one writing connection behind a gate, reading connections beside it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import DatabaseUrlError
from storage.gate import WriterGate

_BUSY_MILLISECONDS = 10_000
_READERS = 4


class Connections:
    """Where transactions come from."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, url: URL) -> None:
        self.url = url
        self._writer = writer
        self._reader = reader
        self._gate = WriterGate()

    @asynccontextmanager
    async def writing(self, *, first: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write; with `first`, it goes before others that wait."""
        async with self._gate.passing(first=first), self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of everything and cannot write."""
        async with self._reader.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._reader.dispose()


def parse_url(text: str) -> URL:
    """Read a database address; DatabaseUrlError says what is wrong with it."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise DatabaseUrlError("DATABASE_URL is not a database address") from None
    if url.drivername != "sqlite+aiosqlite":
        raise DatabaseUrlError(
            f"DATABASE_URL begins with {url.drivername}; sqlite+aiosqlite:///FILE is supported"
        )
    if url.database in (None, "", ":memory:"):
        raise DatabaseUrlError("DATABASE_URL names no file: sqlite+aiosqlite:///FILE")
    return url


def file_of(url: URL) -> Path:
    """Return the file of an SQLite database."""
    return Path(url.database or "")


def open_connections(text: str) -> Connections:
    """Open the database at that address; its file is made, for its owner only, if missing."""
    url = parse_url(text)
    _make_file(file_of(url))
    writer = _writer(url)
    reader = create_async_engine(url, pool_size=_READERS, max_overflow=_READERS)
    _configure(reader, "BEGIN", "query_only=ON")
    return Connections(writer, reader, url)


@asynccontextmanager
async def restructuring(text: str) -> AsyncIterator[AsyncConnection]:
    """A transaction that may change tables.

    SQLite alters a table by copying it; foreign keys are off, or dropping the old one would
    take the rows that refer to it along.
    """
    url = parse_url(text)
    _make_file(file_of(url))
    engine = _writer(url, foreign_keys=False)
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


def _writer(url: URL, *, foreign_keys: bool = True) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=1, max_overflow=0)
    _configure(engine, "BEGIN IMMEDIATE", f"foreign_keys={'ON' if foreign_keys else 'OFF'}")
    return engine


def _make_file(file: Path) -> None:
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as problem:
        raise DatabaseUrlError(
            f"the database file {file} cannot be opened: {problem.strerror}"
        ) from problem


def _configure(engine: AsyncEngine, begin: str, *pragmas: str) -> None:
    # The driver would begin transactions by itself, late and never IMMEDIATE. SQLAlchemy's
    # documented way: switch that off, and begin when SQLAlchemy begins.
    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={_BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            *pragmas,
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
