"""Work claimed under a lease, and reported back under the same lease.

A claim leases rows for a while and counts the attempt. Whoever lost the lease meanwhile, by
being slow or dead, changes nothing any more: somebody else has the row.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    delete,
    func,
    select,
    update,
)

from storage.columns import Instant
from storage.connections import Connections
from storage.portable import among, given
from storage.prepared import Prepared


class Leases:
    """The rows of one table that are worked off.

    The table has the columns `workspace`, `id`, `attempts`, `lease`, `lease_until` and
    `retry_at`; `open_` says which of its rows are not finished with. `due` selects what may be
    worked on, given `now` and `most`. With `turn`, the name of a lock, one process claims after
    another. `timer` is a column besides these two before whose time a row is not due; `noted`
    is what a claim writes into further columns.
    """

    def __init__(
        self,
        connections: Connections,
        table: Table,
        open_: ColumnElement[bool],
        due: Select[Any],
        span: timedelta,
        turn: str | None = None,
        timer: Column[datetime] | None = None,
        noted: Mapping[str, ColumnElement[Any]] | None = None,
    ) -> None:
        self._connections = connections
        self._table = table
        self._open = open_
        self._due = due
        # What another process is claiming, or changing, is passed over.
        self._claimable = Prepared(due.with_for_update(skip_locked=True, of=table))
        self._span = span
        self._turn = turn
        timers = (table.c.retry_at, table.c.lease_until, *(() if timer is None else (timer,)))
        self._next_due = Prepared(_next_due(due.with_only_columns(table.c.id), open_, timers))
        self._leased = [_leased(table, noted or {}, one=one) for one in (False, True)]

    async def claim(self, now: datetime, most: int) -> tuple[UUID, Sequence[Any]]:
        """Lease what may be worked on; return the lease, and the rows as they were before."""
        lease = uuid4()
        rows = await self._connections.write(partial(self._take, now, most, lease))
        return lease, rows

    async def renew(self, now: datetime, held: Collection[tuple[str, UUID, UUID]]) -> None:
        """They are still in work: lengthen leases, given as workspace, row and lease.

        One that was lost stays lost.
        """
        table = self._table
        workspaces, rows, leases = (set(part) for part in zip(*held, strict=True))
        mine = (table.c.workspace.in_(workspaces), table.c.id.in_(rows))
        # Somebody else may have locked some: these have their turn next time. Waiting for one
        # while holding another, this could wait for somebody who waits for it.
        still = (
            select(table.c.id)
            .where(*mine, table.c.lease.in_(leases))
            .with_for_update(skip_locked=True)
        )
        renewed = update(table).where(*mine, table.c.id.in_(still))
        lengthened = renewed.values(lease_until=now + self._span)
        await self._connections.write(lambda connection: connection.execute(lengthened))

    async def finish(self, workspace: str, row: UUID, lease: UUID, **values: Any) -> bool:
        """Give a row back, changed. False when the lease was lost: then nothing was changed."""
        return await self._connections.write(
            partial(give_back, self._table, workspace, row, lease, values)
        )

    async def remove(self, workspace: str, row: UUID, lease: UUID) -> bool:
        """Remove a row for good. False when the lease was lost: then nothing was changed."""
        table = self._table
        held = (table.c.workspace == workspace, table.c.id == row, table.c.lease == lease)
        gone = delete(table).where(*held)
        removed = await self._connections.write(lambda connection: connection.execute(gone))
        return removed.rowcount == 1

    async def release(self, **values: Any) -> None:
        """Take over what was in work. For a start at which no other process works here."""
        held = update(self._table).where(self._open, self._table.c.lease.is_not(None))
        released = held.values(lease=None, lease_until=None, **values)
        await self._connections.write(lambda connection: connection.execute(released))

    async def set_back(self, now: datetime, longest_wait: timedelta) -> None:
        """The clock was set back to `now`: what was put off by its former time waits no longer.

        A retry that is further off than `longest_wait` may go at once. No lease is longer than
        those given now: whoever still has the row in work lengthens it again.
        """
        table = self._table
        waits = update(table).where(self._open, table.c.retry_at > now + longest_wait)
        leased = update(table).where(self._open, table.c.lease_until > now + self._span)

        def bound(connection: Connection) -> None:
            connection.execute(waits.values(retry_at=now))
            connection.execute(leased.values(lease_until=now + self._span))

        await self._connections.write(bound)

    async def next_due(self, now: datetime) -> datetime | None:
        """Return when to look again if nothing changes: `now` if something may be worked on.

        Else it is the first timer, the first retry or the first end of a lease.
        """
        at_most_one = {"now": now, "most": 1}
        due, *later = await self._connections.glance(
            lambda connection: tuple(self._next_due.rows(connection, at_most_one)[0])
        )
        return now if due else min((at for at in later if at is not None), default=None)

    def _take(self, now: datetime, most: int, lease: UUID, connection: Connection) -> Sequence[Any]:
        if self._turn is not None:
            self._connections.hold(connection, self._turn)
        rows = self._claimable.rows(connection, {"now": now, "most": most})
        if rows:
            one = len(rows) == 1
            leased = {
                "of_workspaces": given({row.workspace for row in rows}, one=one),
                "of_rows": given([row.id for row in rows], one=one),
                "lease": lease,
                "lease_until": now + self._span,
            }
            self._leased[one].changed(connection, leased)
        return rows


def give_back(
    table: Table,
    workspace: str,
    row: UUID,
    lease: UUID,
    values: Mapping[str, Any],
    connection: Connection,
) -> bool:
    """End a lease with what became of the row. False where it is not that lease that holds it."""
    held = {"of_workspace": workspace, "of_row": row, "of_lease": lease}
    became = {**held, "lease": None, "lease_until": None, **values}
    return _held(table).changed(connection, became) == 1


@cache  # building a statement costs more than executing it
def _held(table: Table) -> Prepared:
    return Prepared(
        update(table).where(
            table.c.workspace == bindparam("of_workspace"),
            table.c.id == bindparam("of_row"),
            table.c.lease == bindparam("of_lease"),
        )
    )


def _leased(table: Table, noted: Mapping[str, ColumnElement[Any]], *, one: bool) -> Prepared:
    mine = (
        among(table.c.workspace, "of_workspaces", one=one),
        among(table.c.id, "of_rows", one=one),
    )
    counted = {"attempts": table.c.attempts + 1, **noted}
    return Prepared(update(table).where(*mine).values(counted))


def _next_due(
    due: Select[Any], open_: ColumnElement[bool], timers: Sequence[Column[datetime]]
) -> Select[*tuple[Any, ...]]:
    """Ask whether something is due, and for the first moment of each timer: in one statement."""
    now = bindparam("now", type_=Instant())
    firsts = (
        select(func.min(timer)).where(open_, timer > now).scalar_subquery() for timer in timers
    )
    return select(due.exists(), *firsts)
