"""Files on their way in: claimed under a lease, written piece by piece under the same lease."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Integer, Row, Select, bindparam, delete, select

from flows.evidence import FileState
from flows.ports import Work
from storage.columns import Instant
from storage.evidence import Pieces, piece_id
from storage.leases import Leases
from storage.portable import upsert_plainly
from storage.tables import FILE_WAITING, evidence_chunks, evidence_files
from storage.unit_of_work import Database

LEASE = timedelta(seconds=15)
"""Renewed while the fetching goes on; so soon is what a killed process had in hand taken over."""


class LostLeaseError(Exception):
    """Somebody else has the file in hand by now: leave it to them."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file to be fetched now. `attempts` counts how often it was claimed, this included.

    `id` is that of the entry with which it was dropped, `file` is Slack's.
    """

    id: UUID
    workspace: str
    case: UUID
    file: str
    dropped_at: datetime
    attempts: int
    lease: UUID


class Fetches:
    """The files of all workspaces that are to be fetched."""

    def __init__(self, database: Database, lease: timedelta = LEASE) -> None:
        self._database = database
        self._connections = database.connections
        self.changed = database.files_changed
        self._leases = Leases(self._connections, evidence_files, FILE_WAITING, _due(), lease)

    async def claim(self, now: datetime, limit: int = 1) -> Sequence[Fetch]:
        """Lease what is to be fetched, the longest waiting first."""
        lease, rows = await self._leases.claim(now, limit)
        return [_fetch(row, lease) for row in rows]

    async def renew(self, now: datetime, fetching: Sequence[Fetch]) -> None:
        """They are still being fetched here: lengthen their leases, those that were not lost."""
        await self._leases.renew(now, [(each.workspace, each.id, each.lease) for each in fetching])

    async def begin(self, fetch: Fetch) -> None:
        """Forget what an earlier try has left. Raises LostLeaseError."""
        own = (
            evidence_chunks.c.workspace == fetch.workspace,
            evidence_chunks.c.file_id == fetch.id,
        )
        await self._write(
            fetch, lambda connection: connection.execute(delete(evidence_chunks).where(*own))
        )

    async def add(self, fetch: Fetch, position: int, piece: bytes) -> None:
        """Keep one piece, sealed; the first has position 0. Raises LostLeaseError."""
        pieces = Pieces(self._database.keyring, fetch.workspace)
        values = {
            "workspace": fetch.workspace,
            "file_id": fetch.id,
            "position": position,
            "id": piece_id(fetch.id, position),
            "case_id": fetch.case,
            "content": pieces.seal(fetch.id, position, piece),
        }
        key = ("workspace", "file_id", "position")
        await self._write(
            fetch,
            lambda connection: upsert_plainly(connection, evidence_chunks, key, values),
        )

    async def later(self, fetch: Fetch, at: datetime, why: str, *, tried: bool = True) -> bool:
        """It could not be had for now, and is tried again from `at` on.

        Without `tried` it was only held back, and the claim does not count as an attempt.
        """
        return await self._leases.finish(
            fetch.workspace,
            fetch.id,
            fetch.lease,
            retry_at=at,
            why=why,
            attempts=fetch.attempts - (0 if tried else 1),
        )

    @asynccontextmanager
    async def finishing(self, fetch: Fetch, state: FileState) -> AsyncIterator[Work | None]:
        """Have done with it, and note with the same work, in one transaction, how it ended.

        What was written of a file that is not kept goes. The work is None where the lease was
        lost: then nothing is changed.
        """
        async with self._database.write(fetch.workspace) as work:
            # Whoever changes a case locks it first: so does this.
            await work.cases.get(fetch.case)
            values = {"state": state.value, "retry_at": None}
            held = await work.evidence.give_back(fetch.id, fetch.lease, values)
            yield work if held else None

    async def release_leases(self) -> None:
        """At start, when no other process works here: take over what was in work."""
        await self._leases.release()

    async def set_back(self, now: datetime, longest_wait: timedelta) -> None:
        """The clock was set back to `now`; see `Leases.set_back`."""
        await self._leases.set_back(now, longest_wait)

    async def next_due(self, now: datetime) -> datetime | None:
        """Return when to look again if nothing is dropped: a retry's time or a lease's end."""
        return await self._leases.next_due(now)

    async def _write(self, fetch: Fetch, work: Callable[[Connection], object]) -> None:
        """Write something of a file while it is in hand here, in a transaction of its own."""
        held = (
            select(evidence_files.c.id)
            .where(
                evidence_files.c.workspace == fetch.workspace,
                evidence_files.c.id == fetch.id,
                evidence_files.c.lease == fetch.lease,
            )
            .with_for_update()
        )

        def guarded(connection: Connection) -> None:
            if connection.execute(held).first() is None:
                raise LostLeaseError
            work(connection)

        await self._connections.write(guarded)


def _fetch(row: Row[Any], lease: UUID) -> Fetch:
    return Fetch(
        id=row.id,
        workspace=row.workspace,
        case=row.case_id,
        file=row.file,
        dropped_at=row.dropped_at,
        attempts=row.attempts + 1,
        lease=lease,
    )


def _due() -> Select[Any]:
    """Select at most `most` files that may be fetched at `now`, the longest waiting first."""
    now = bindparam("now", type_=Instant())
    return (
        select(evidence_files)
        .where(
            FILE_WAITING,
            evidence_files.c.lease.is_(None) | (evidence_files.c.lease_until <= now),
            evidence_files.c.retry_at.is_(None) | (evidence_files.c.retry_at <= now),
        )
        .order_by(evidence_files.c.dropped_at, evidence_files.c.id)
        .limit(bindparam("most", type_=Integer()))
    )
