"""The database as the use cases see it: transactions in one workspace."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.company import Company
from flows.ports import Clock, Glimpse
from storage.care import SqlCareNotes
from storage.cases import SqlCases
from storage.checkpoints import EVERY, make_checkpoint
from storage.connections import Connections, Topic
from storage.customers import SqlCustomers
from storage.directory import SqlDirectory
from storage.engine import open_connections
from storage.evidence import SqlEvidence
from storage.glimpse import GlimpseReader
from storage.key_use import check_keys
from storage.keys import Keyring
from storage.messages import SqlMessages
from storage.retention import SqlRetention
from storage.scope import Scope
from storage.settings import CompanyCache, CompanyReader, SqlSettingsBook
from storage.signal import Signal
from storage.tables import cases, checkpoints, settings, timeline_heads
from storage.timeline import SqlTimeline


@dataclass(frozen=True, slots=True)
class SqlWork:
    """One transaction in one workspace."""

    workspace: str
    cases: SqlCases
    timeline: SqlTimeline
    customers: SqlCustomers
    care: SqlCareNotes
    retention: SqlRetention
    evidence: SqlEvidence
    messages: SqlMessages
    directory: SqlDirectory
    settings: SqlSettingsBook


class Database:
    """Opens transactions.

    `deliveries_changed` is set when one has committed a delivery, `messages_changed` when one
    has committed a message, `files_changed` when one has a file fetched; by other processes
    too, once it listens.
    """

    def __init__(self, connections: Connections, keyring: Keyring, clock: Clock) -> None:
        self.connections = connections
        self.keyring = keyring
        self._clock = clock
        self.deliveries_changed = Signal()
        self.messages_changed = Signal()
        self.files_changed = Signal()
        self._companies = CompanyCache()
        self._since_checkpoint: Counter[str] = Counter()

    @asynccontextmanager
    async def write(self, workspace: str) -> AsyncIterator[SqlWork]:
        """A transaction that is committed at the end, or rolled back by an exception."""
        async with self.connections.writing() as connection:
            scope = self._scope(connection, workspace, writes=True)
            work = self._work(scope)
            yield work
            await work.timeline.keep_heads()
            await self._checkpoint_when_due(scope, work.timeline.appended)
            if work.messages.touched:
                await self._announce(connection, Topic.MESSAGES)
            if work.evidence.touched:
                await self._announce(connection, Topic.FILES)
        if work.messages.touched:
            self.messages_changed.set()
        if work.evidence.touched:
            self.files_changed.set()

    @asynccontextmanager
    async def read(self, workspace: str) -> AsyncIterator[SqlWork]:
        """A transaction that only reads, beside a writer."""
        async with self.connections.reading() as connection:
            yield self._work(self._scope(connection, workspace, writes=False))

    async def company(self, workspace: str) -> Company | None:
        """Return the settings in force, or None, read without a transaction."""
        return await self.connections.glance(self._company_of(workspace))

    async def glimpse(
        self, workspace: str, users: Collection[str], told_since: datetime
    ) -> Glimpse:
        """Read what the answer to a command needs, without a transaction."""
        reader = GlimpseReader(self._company_of(workspace), users, told_since)
        return await self.connections.glance(reader)

    async def checkpoint(self) -> None:
        """Sign where every workspace's chains now end."""
        for workspace in await self.workspaces():
            await self.connections.write(self._checkpoint_of(workspace))

    @property
    def shared(self) -> bool:
        """Whether other processes may be at work in it."""
        return self.connections.shared

    async def workspaces(self) -> list[str]:
        """Return the workspaces of which anything is kept, in order."""
        of_company = (settings, cases, timeline_heads, checkpoints)
        known = union(*(select(table.c.workspace) for table in of_company))
        async with self.connections.reading() as connection:
            return sorted((await connection.execute(known)).scalars())

    async def listen(self) -> None:
        """From now on, be woken by what other processes commit, where there can be any."""
        changed = {
            Topic.DELIVERIES: self.deliveries_changed,
            Topic.MESSAGES: self.messages_changed,
            Topic.FILES: self.files_changed,
        }
        await self.connections.listen(lambda topic: changed[topic].set())

    async def close(self) -> None:
        """Close every connection."""
        await self.connections.close()

    def _scope(self, connection: AsyncConnection, workspace: str, *, writes: bool) -> Scope:
        return Scope(connection, workspace, self.keyring, self._clock, self.connections, writes)

    def _work(self, scope: Scope) -> SqlWork:
        timeline = SqlTimeline(scope)
        return SqlWork(
            workspace=scope.workspace,
            cases=SqlCases(scope),
            timeline=timeline,
            customers=SqlCustomers(scope),
            care=SqlCareNotes(scope),
            retention=SqlRetention(scope, timeline),
            evidence=SqlEvidence(scope),
            messages=SqlMessages(scope),
            directory=SqlDirectory(scope),
            settings=SqlSettingsBook(scope, self._companies),
        )

    def _company_of(self, workspace: str) -> CompanyReader:
        return CompanyReader(self.keyring, self._companies, workspace)

    def _checkpoint_of(self, workspace: str) -> Callable[[Connection], None]:
        return partial(make_checkpoint, self.keyring, self.connections, workspace)

    async def _announce(self, connection: AsyncConnection, topic: Topic) -> None:
        if self.connections.shared:  # to nobody, it would still be a way to the database
            await connection.run_sync(self.connections.announce, topic)

    async def _checkpoint_when_due(self, scope: Scope, appended: int) -> None:
        self._since_checkpoint[scope.workspace] += appended
        if self._since_checkpoint[scope.workspace] >= EVERY:
            await scope.connection.run_sync(self._checkpoint_of(scope.workspace))
            self._since_checkpoint[scope.workspace] = 0


async def open_database(url: str, keyring: Keyring, clock: Clock) -> Database:
    """Open a database whose tables are up to date, with the keys that belong to it.

    Raises:
        DatabaseUrlError: the address cannot be used.
        KeyringError: the database was sealed with another key.
    """
    connections = open_connections(url)
    try:
        await check_keys(connections, keyring)
    except BaseException:
        await connections.close()
        raise
    return Database(connections, keyring, clock)
