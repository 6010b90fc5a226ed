"""What can be wrong with a file that an entry says was kept: its bytes are hashed once more."""

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.evidence import FileState
from storage.audit_rows import DAMAGE, refuse_unless_damage
from storage.chain import SALT_BYTES
from storage.errors import KeyringError, TamperedError
from storage.evidence import Pieces
from storage.keys import Keyring
from storage.sealing import Seal, decode
from storage.tables import timeline

CHANGED = "a file kept as evidence was changed, or a part of it is missing"


class FileInspector:
    """Checks the files of one workspace against the entries that vouch for them."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring, workspace: str) -> None:
        self._connection = connection
        self._workspace = workspace
        self._pieces = Pieces(keyring, workspace)
        self._seal = Seal(keyring, timeline, "content")
        self.files = 0

    async def entry(self, row: Row[Any]) -> str | None:
        """Return what is wrong with the file of a good entry of a fetch, or None."""
        if row.content is None:
            return None  # purged, and its bytes with it
        salted = self._seal.open_raw(row.content, self._workspace, row.id.bytes)
        said = decode(salted[SALT_BYTES:]) or {}
        if said["state"] != FileState.KEPT.value:
            return None
        self.files += 1
        try:
            size, sha256 = await self._read(row.case_id, UUID(said["entry"]))
        except (TamperedError, KeyringError) as error:
            return str(error)
        except DAMAGE as problem:
            refuse_unless_damage(problem)
            return CHANGED
        return None if (size, sha256) == (said["size"], said["sha256"]) else CHANGED

    async def _read(self, case: UUID, file: UUID) -> tuple[int, str]:
        """Return size and SHA-256 of what is there, read piece by piece."""
        size, digest = 0, hashlib.sha256()
        async for piece in self._pieces.read(self._connection, case, file):
            size += len(piece)
            digest.update(piece)
        return size, digest.hexdigest()
