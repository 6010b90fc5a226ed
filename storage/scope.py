"""What every repository is given: the transaction, the workspace, the keys, the time."""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from flows.ports import Clock
from storage.keys import Keyring
from storage.records import Records


@dataclass(frozen=True, slots=True)
class Scope:
    """One transaction in one workspace."""

    connection: AsyncConnection
    workspace: str
    keyring: Keyring
    clock: Clock
    records: Records = field(default_factory=Records)
