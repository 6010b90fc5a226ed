"""What every repository is given: the transaction, the workspace, the keys, the time."""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from flows.ports import Clock
from storage.connections import Connections
from storage.keys import Keyring
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

    async def hold(self, name: str) -> None:
        """Until the end of the transaction, have others wait that hold this name here."""
        if self.connections.shared:  # alone, it would still be a way to the database
            await self.connection.run_sync(self.connections.hold, f"{name} in {self.workspace}")
