"""Files sent as evidence: what is waited for, and the sealed pieces of what came."""

from collections.abc import AsyncIterator, Mapping
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.evidence import FileState
from flows.timeline import Entry
from storage.keys import Keyring
from storage.leases import give_back
from storage.scope import Scope
from storage.sealing import Seal
from storage.tables import evidence_chunks, evidence_files

PIECE_BYTES = 256 * 1024
"""One row, written in one short transaction: others that wait to write hardly notice."""


class Pieces:
    """Seals and opens pieces: each for its file and its position, and nowhere else."""

    def __init__(self, keyring: Keyring, workspace: str) -> None:
        self._seal = Seal(keyring, evidence_chunks, "content")
        self._workspace = workspace

    def seal(self, file: UUID, position: int, piece: bytes) -> bytes:
        """Seal one piece."""
        return self._seal.raw(piece, self._workspace, piece_id(file, position).bytes)

    async def read(
        self, connection: AsyncConnection, case: UUID, file: UUID
    ) -> AsyncIterator[bytes]:
        """Yield what is kept of a file of that case, piece by piece, up to the first that lacks.

        Raises:
            TamperedError, KeyringError: a piece does not open.
        """
        for position in count():
            piece = piece_id(file, position)
            result = await connection.execute(
                select(evidence_chunks.c.content).where(
                    evidence_chunks.c.workspace == self._workspace,
                    evidence_chunks.c.file_id == file,
                    evidence_chunks.c.position == position,
                    evidence_chunks.c.id == piece,
                    evidence_chunks.c.case_id == case,
                )
            )
            sealed: bytes | None = result.scalar()
            if sealed is None:
                return
            yield self._seal.open_raw(sealed, self._workspace, piece.bytes)


class SqlEvidence:
    """The files of one workspace. `touched` tells whether there is something new to fetch."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._pieces = Pieces(scope.keyring, scope.workspace)
        self.touched = False

    async def expect(self, entry: Entry, file: str) -> None:
        """Have Slack's file fetched; it is kept under the entry with which it was dropped."""
        self.touched = True
        await self._scope.connection.execute(
            insert(evidence_files).values(
                workspace=self._scope.workspace,
                id=entry.id,
                case_id=entry.case,
                file=file,
                state=FileState.WAITING.value,
                dropped_at=entry.at,
            )
        )

    def content(self, case: UUID, entry: UUID) -> AsyncIterator[bytes]:
        """Yield what is kept of a file of that case, piece by piece; see Pieces.read."""
        return self._pieces.read(self._scope.connection, case, entry)

    async def give_back(self, file: UUID, lease: UUID, values: Mapping[str, Any]) -> bool:
        """Report what became of a file, where this lease still holds it."""
        held = await self._scope.connection.run_sync(
            partial(give_back, evidence_files, self._scope.workspace, file, lease, values)
        )
        if held and values["state"] != FileState.KEPT.value:
            await self._scope.connection.execute(
                delete(evidence_chunks).where(
                    evidence_chunks.c.workspace == self._scope.workspace,
                    evidence_chunks.c.file_id == file,
                )
            )
        return held


def piece_id(file: UUID, position: int) -> UUID:
    """Return the id of a piece, for which it is sealed."""
    return uuid5(file, str(position))
