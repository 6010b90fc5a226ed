"""What every repository is given: the transaction, the workspace, the keys, the time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.ports import Clock
from storage.connections import Connections
from storage.keys import Keyring
from storage.prepared import Given, Prepared
from storage.records import Records


@dataclass(frozen=True, slots=True)
class Scope:
    """One transaction in one workspace. `writes`: it may write."""

    connection: AsyncConnection
    workspace: str
    keyring: Keyring
    clock: Clock
    connections: Connections
    writes: bool
    records: Records = field(default_factory=Records)

    @property
    def contended(self) -> bool:
        """Whether another transaction may be writing the same things at this moment."""
        return self.writes and self.connections.shared

    async def rows(self, statement: Prepared, given: Given) -> Sequence[Row[Any]]:
        """Execute a statement and return all rows."""
        return await self.connection.run_sync(statement.rows, given)

    async def row(self, statement: Prepared, given: Given) -> Row[Any] | None:
        """Execute a statement and return its first row, or None."""
        rows = await self.rows(statement, given)
        return rows[0] if rows else None

    async def changed(self, statement: Prepared, given: Given) -> int:
        """Execute a statement and return how many rows it has changed."""
        return await self.connection.run_sync(statement.changed, given)

    async def run(self, statement: Prepared, *given: Given) -> None:
        """Execute a statement with each of these."""
        await self.connection.run_sync(statement.run, *given)

    async def hold(self, name: str) -> None:
        """Until the end of the transaction, have others wait that hold this name here."""
        if self.connections.shared:  # alone, it would still be a way to the database
            await self.connection.run_sync(self.connections.hold, f"{name} in {self.workspace}")
