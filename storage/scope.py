"""What every repository is given: the transaction, the workspace, the keys, the time."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from flows.ports import Clock
from storage.keys import Keyring


@dataclass(frozen=True, slots=True)
class Scope:
    """One transaction in one workspace."""

    connection: AsyncConnection
    workspace: str
    keyring: Keyring
    clock: Clock
