"""PostgreSQL opened: any number of processes in one database, held apart by locks on rows.

Whoever decides something about a row locks it first (`SELECT … FOR UPDATE`), whoever takes work
skips what others hold, and what has no row yet is locked by its name. So the isolation that
PostgreSQL gives by itself is enough, and a transaction that lost a race is the exception.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg
from sqlalchemy import ARRAY, URL, BigInteger, Connection, Text, bindparam, event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.address import address_for_tools
from storage.connections import Topic
from storage.errors import DatabaseUrlError
from storage.listener import LOST, Listener
from storage.trouble import Trouble

_WRITERS = 6
_READERS = 4
_CONNECT_SECONDS = 10.0
_COMMAND_SECONDS = 30.0
_SERVER_SETTINGS = {
    "application_name": "kasuhara",
    "jit": "off",  # compiling costs more than these queries take
    # A process that was stopped or cut off in mid-transaction must not hold up the others.
    "idle_in_transaction_session_timeout": "20s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
_TRY_AGAIN = frozenset({"40001", "40P01"})  # serialization failure, deadlock
_TRIES = 6
_FIRST_WAIT = 0.02  # seconds, doubled each time: a restart of the server takes longer than this
_MAKING_TABLES = "kasuhara tables"

T = TypeVar("T")

_HOLD = text("SELECT pg_advisory_xact_lock(key) FROM unnest(:keys) AS key").bindparams(
    bindparam("keys", type_=ARRAY(BigInteger))
)
_ANNOUNCE = text("SELECT pg_notify(:topic, :from)").bindparams(
    bindparam("topic", type_=Text), bindparam("from", type_=Text)
)


class Cuts:
    """How often the server has cut us off: a connection from before may be dying unseen.

    The one that listens hears of it first. The others are told one after another, and until
    then look alive; work begun on one of them would fail.
    """

    def __init__(self) -> None:
        self.count = 0

    def note(self) -> None:
        """The server has cut somebody off."""
        self.count += 1


class PostgresConnections:
    """At most eleven connections, and one more once it listens, each made when first needed."""

    shared = True

    def __init__(self, url: URL) -> None:
        self._url = url
        self._cuts = Cuts()
        # The entrance has a connection that nobody else can be using.
        self._entrance = _engine(url, 1, self._cuts)
        self._writer = _engine(url, _WRITERS, self._cuts)
        reading = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = _engine(url, _READERS, self._cuts, reading)
        self._glancer = self._reader.execution_options(isolation_level="AUTOCOMMIT")
        self._name = uuid4().hex
        self._listener: Listener | None = None
        self.trouble = Trouble()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write."""
        async with self._beginning(self._writer) as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of everything and cannot write."""
        async with self._reader.connect() as connection:
            yield connection

    async def glance(self, work: Callable[[Connection], T]) -> T:
        """Read something with a plain function, each statement for itself."""
        async with self._glancer.connect() as connection:
            return await connection.run_sync(work)

    async def write(self, work: Callable[[Connection], T], *, first: bool = False) -> T:
        """Do something in a transaction of its own, again where another process was in the way.

        The same when the connection was lost: `work` must come to the same twice over. With
        `first`, on a connection that nobody else uses.
        """
        engine = self._entrance if first else self._writer
        wait = _FIRST_WAIT
        for _ in range(_TRIES - 1):
            try:
                async with self._beginning(engine) as connection:
                    return await connection.run_sync(work)
            except (DBAPIError, DatabaseUrlError) as problem:
                if not _passes(problem):
                    raise
            await asyncio.sleep(wait)
            wait *= 2
        async with self._beginning(engine) as connection:
            return await connection.run_sync(work)

    def hold(self, connection: Connection, *names: str) -> None:
        """Until the end of the transaction, have others wait that hold one of these names."""
        # Always in the same order: two that hold the same names never wait for each other.
        keys = sorted({_key(name) for name in names})
        connection.execute(_HOLD, {"keys": keys})

    def announce(self, connection: Connection, topic: Topic) -> None:
        """With the commit, tell the other processes."""
        connection.execute(_ANNOUNCE, {"topic": topic.value, "from": self._name})

    async def listen(self, heard: Callable[[Topic], None]) -> None:
        """From now on, call `heard` when another process has announced something."""
        connect = partial(_connect, self._url)
        self._listener = Listener(connect, self._name, heard, self._cuts.note)
        await self._listener.start()

    async def close(self) -> None:
        """Close every connection."""
        if self._listener is not None:
            await self._listener.stop()
        for engine in (self._entrance, self._writer, self._reader):
            await engine.dispose()

    @asynccontextmanager
    async def _beginning(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        with self.trouble.watching():
            async with engine.begin() as connection:
                yield connection


@asynccontextmanager
async def restructuring_database(url: URL) -> AsyncIterator[AsyncConnection]:
    """A transaction that may change tables. Of processes that start at once, one goes first."""
    engine = _engine(url, 1, Cuts())
    try:
        async with engine.begin() as connection:
            await connection.execute(_HOLD, {"keys": [_key(_MAKING_TABLES)]})
            yield connection
    finally:
        await engine.dispose()


def _engine(
    url: URL, connections: int, cuts: Cuts, options: Mapping[str, Any] = MappingProxyType({})
) -> AsyncEngine:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=partial(_connect, url),
        pool_size=connections,
        max_overflow=0,
        execution_options=dict(options),
        hide_parameters=True,  # from whoever prints an error
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["cuts"] = cuts.count

    # A connection that the server has closed is seen here without asking it.
    @event.listens_for(engine.sync_engine, "checkout")
    def _on_checkout(connection: Any, entry: ConnectionPoolEntry, _proxy: object) -> None:
        if connection.driver_connection.is_closed() or entry.info["cuts"] != cuts.count:
            raise DisconnectionError

    return engine


async def _connect(url: URL) -> "asyncpg.Connection[Any]":
    try:
        connection: asyncpg.Connection[Any] = await asyncpg.connect(
            address_for_tools(url),
            timeout=_CONNECT_SECONDS,
            command_timeout=_COMMAND_SECONDS,
            server_settings=_SERVER_SETTINGS,
        )
    except TimeoutError:
        raise DatabaseUrlError("the database cannot be reached: no answer") from None
    except LOST as problem:
        raise DatabaseUrlError(f"the database cannot be reached: {problem}") from problem
    return connection


def _passes(problem: Exception) -> bool:
    """Whether the same transaction may well succeed in a moment."""
    if not isinstance(problem, DBAPIError):
        return True
    return problem.connection_invalidated or getattr(problem.orig, "sqlstate", "") in _TRY_AGAIN


def _key(name: str) -> int:
    """Return the number by which PostgreSQL knows a name; two may share one, and only wait."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
