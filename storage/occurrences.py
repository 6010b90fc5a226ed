"""What is done again and again, as rows: one for each occurrence of each job of each company.

An occurrence is entered when it is due, once, whoever finds it first: so none is lost by a
restart, and none is done again by a second process, or because a clock was set.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    delete,
    func,
    select,
    update,
)

from flows.schedule import Occurrence
from storage.columns import Instant
from storage.leases import Leases
from storage.portable import insert_into, upsert_plainly
from storage.signal import Signal
from storage.unit_of_work import Database
from storage.work_tables import OCCURRENCE_OPEN, occurrences

LEASE = timedelta(seconds=15)
"""Renewed while the job goes on; so soon is what a killed process had in work taken over."""

_OPEN, _DONE, _DEAD = 0, 1, 2
_BEGUN = "begun"
"""The occurrence after which a job is done. Not by its own name: with another time of day or
weekday it may still be to come."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An occurrence to be done now. `attempts` counts how often it was claimed, this included."""

    id: UUID
    workspace: str
    job: str
    occurrence: Occurrence
    attempts: int
    lease: UUID


class Occurrences:
    """The occurrences of these jobs, in every workspace."""

    def __init__(self, database: Database, jobs: Collection[str], lease: timedelta = LEASE) -> None:
        self._connections = database.connections
        self.changed = Signal()
        self._leases = Leases(self._connections, occurrences, OCCURRENCE_OPEN, _due(jobs), lease)

    async def enter(
        self, workspace: str, job: str, due: Sequence[Occurrence], now: datetime
    ) -> None:
        """Enter what has come due, newest first; what is there already is left alone.

        A job that is new here begins with its next occurrence. What is still open and older
        than all of these is made good by them.
        """
        await self._connections.write(partial(self._enter, workspace, job, due, now))

    async def add(self, workspace: str, job: str, occurrence: Occurrence) -> None:
        """Enter an occurrence out of turn."""
        row = _row(workspace, job, occurrence, _OPEN)
        await self._connections.write(partial(_insert, [row]))
        self.changed.set()

    async def claim(self, now: datetime, limit: int = 1) -> Sequence[Claimed]:
        """Lease what is to be done, the longest due first."""
        lease, rows = await self._leases.claim(now, limit)
        return [_claimed(row, lease) for row in rows]

    async def renew(self, now: datetime, claimed: Sequence[Claimed]) -> None:
        """They are still being done here: lengthen their leases, those that were not lost."""
        await self._leases.renew(now, [(each.workspace, each.id, each.lease) for each in claimed])

    async def done(self, claimed: Claimed) -> bool:
        """It is done. False when the lease was lost: somebody else has it."""
        return await self._finish(claimed, state=_DONE, why=None)

    async def later(self, claimed: Claimed, at: datetime, why: str) -> bool:
        """It failed for now, and is tried again from `at` on."""
        return await self._finish(claimed, retry_at=at, why=why)

    async def dead(self, claimed: Claimed, why: str) -> bool:
        """It failed for good."""
        return await self._finish(claimed, state=_DEAD, why=why)

    async def release_leases(self) -> None:
        """At start, when no other process works here: take over what was in work."""
        await self._leases.release()

    async def set_back(self, now: datetime, longest_wait: timedelta) -> None:
        """The clock was set back to `now`; see `Leases.set_back`."""
        await self._leases.set_back(now, longest_wait)

    async def next_due(self, now: datetime) -> datetime | None:
        """Return when to look again if nothing is entered: a retry's time or a lease's end."""
        return await self._leases.next_due(now)

    async def clear(self, before: datetime) -> int:
        """Forget what was due before that moment and is not open; return how many."""
        old = delete(occurrences).where(occurrences.c.due_at < before, occurrences.c.state != _OPEN)
        gone = await self._connections.write(lambda connection: connection.execute(old))
        return gone.rowcount

    async def _finish(self, claimed: Claimed, **values: Any) -> bool:
        return await self._leases.finish(claimed.workspace, claimed.id, claimed.lease, **values)

    def _enter(
        self,
        workspace: str,
        job: str,
        due: Sequence[Occurrence],
        now: datetime,
        connection: Connection,
    ) -> None:
        self._connections.hold(connection, f"occurrences of {job} in {workspace}")
        own = (occurrences.c.workspace == workspace, occurrences.c.job == job)
        # What lies ahead was entered before a clock was set back, and says nothing.
        begun = select(func.min(occurrences.c.due_at)).where(*own, occurrences.c.due_at <= now)
        since: datetime | None = connection.execute(begun).scalar()
        if since is None:
            row = _row(workspace, job, Occurrence(_BEGUN, due[0].due), _DONE)
            key = ("workspace", "job", "occurrence")
            upsert_plainly(connection, occurrences, key, row)
            return
        new = [_row(workspace, job, each, _OPEN) for each in due if each.due > since]
        if new:
            _insert(new, connection)
        made_good = update(occurrences).where(
            *own,
            OCCURRENCE_OPEN,
            occurrences.c.due_at < due[-1].due,
            occurrences.c.lease.is_(None) | (occurrences.c.lease_until <= now),
        )
        connection.execute(made_good.values(state=_DONE, why="made good by a later one"))


def _insert(rows: Sequence[dict[str, Any]], connection: Connection) -> None:
    statement = insert_into(connection.dialect.name, occurrences).on_conflict_do_nothing()
    connection.execute(statement, rows)


def _row(workspace: str, job: str, occurrence: Occurrence, state: int) -> dict[str, Any]:
    return {
        "workspace": workspace,
        "id": uuid4(),
        "job": job,
        "occurrence": occurrence.name,
        "due_at": occurrence.due,
        "state": state,
    }


def _claimed(row: Row[Any], lease: UUID) -> Claimed:
    return Claimed(
        id=row.id,
        workspace=row.workspace,
        job=row.job,
        occurrence=Occurrence(row.occurrence, row.due_at),
        attempts=row.attempts + 1,
        lease=lease,
    )


def _due(jobs: Collection[str]) -> Select[Any]:
    """Select at most `most` occurrences of these jobs to be done at `now`, the oldest first.

    All were due when they were entered; a clock set back since does not make them wait.
    """
    now = bindparam("now", type_=Instant())
    return (
        select(occurrences)
        .where(
            OCCURRENCE_OPEN,
            occurrences.c.job.in_(jobs),
            occurrences.c.lease.is_(None) | (occurrences.c.lease_until <= now),
            occurrences.c.retry_at.is_(None) | (occurrences.c.retry_at <= now),
        )
        .order_by(occurrences.c.due_at, occurrences.c.id)
        .limit(bindparam("most", type_=Integer()))
    )
