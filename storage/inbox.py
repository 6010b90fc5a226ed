"""The inbox: what Slack delivered, durable before it is acknowledged, worked off in order."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    delete,
    literal,
    select,
    update,
)

from storage.columns import Instant
from storage.connections import Topic
from storage.leases import Leases
from storage.portable import insert_into
from storage.prepared import Prepared
from storage.sealing import Seal
from storage.together import Together
from storage.unit_of_work import Database
from storage.waiting import Waiting, waiting_in
from storage.work_tables import INBOX_DEAD, INBOX_OPEN, inbox, is_open

LEASE = timedelta(seconds=15)
"""Renewed while the work goes on; so soon is what a killed process had in work taken over."""

_OPEN = 0
_DONE = 1
_DEAD = 2
_MOST_AT_ONCE = 200
_LARGE = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing Slack delivered.

    `key` is its identity: what Slack sends twice has the same key. Deliveries of one
    `conversation` are worked off one after another. `attempts` counts how often it was claimed,
    and `lease` is what it was claimed under.
    """

    id: UUID
    workspace: str
    key: str
    conversation: str
    kind: str
    body: Mapping[str, Any]
    received_at: datetime
    attempts: int = 0
    lease: UUID | None = None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A delivery that was given up, without what is in it. `why` is the error's class."""

    id: UUID
    kind: str
    conversation: str
    why: str
    received_at: datetime


class Inbox:
    """Accepts deliveries and hands them out. Concurrent deliveries share one commit."""

    def __init__(self, database: Database, lease: timedelta = LEASE) -> None:
        self._connections = database.connections
        self._seal = Seal(database.keyring, inbox, "body")
        self.changed = database.deliveries_changed
        self._accepting = Together(self._commit, _MOST_AT_ONCE)
        self._leases = Leases(self._connections, inbox, INBOX_OPEN, _due(), lease)

    def accept(self, delivery: Delivery) -> asyncio.Future[bool]:
        """Have a delivery stored: durable once the future is done. False: it was there already.

        The future raises whatever kept the database from storing it, which then must not be
        acknowledged.

        Raises:
            UnicodeEncodeError, RecursionError: it can never be written.
        """
        return self._accepting.ask(self._row(delivery))

    async def see_whether_over(self, now: datetime) -> None:
        """Where something could not be kept before, try whether it could be now; raises so."""
        if self._connections.trouble.why is not None:
            await self.try_room(now)

    async def try_room(self, now: datetime) -> None:
        """Keep what needs as much room as a large delivery, and take it back, unseen by anybody.

        Where that works, whatever kept the database from keeping anything is over.

        Raises whatever still does.
        """
        row = {
            **dict.fromkeys(("workspace", "conversation", "kind"), ""),
            "id": uuid4(),
            "key": str(uuid4()),
            "body": token_bytes(_LARGE),
            "received_at": now,
        }
        await self._connections.write(partial(_there_and_back, row))
        self._connections.trouble.over()

    async def claim(self, now: datetime, limit: int = 1) -> Sequence[Delivery]:
        """Lease the oldest open delivery of conversations that have none in work."""
        lease, rows = await self._leases.claim(now, limit)
        return [self._delivery(row, lease) for row in rows]

    async def renew(self, now: datetime, deliveries: Sequence[Delivery]) -> None:
        """They are still in work here: lengthen their leases, those that were not lost."""
        held = [(each.workspace, each.id, each.lease) for each in deliveries if each.lease]
        if held:
            await self._leases.renew(now, held)

    async def done(self, delivery: Delivery) -> bool:
        """It had its effect: its body is forgotten, its key kept until the inbox is cleared.

        Returns False when the lease was lost: somebody else has it, and nothing was changed.
        """
        return await self._finish(delivery, state=_DONE, body=None)

    async def later(self, delivery: Delivery, at: datetime, why: str) -> bool:
        """It failed for now; its conversation waits for it until `at`."""
        return await self._finish(delivery, retry_at=at, why=why)

    async def dead(self, delivery: Delivery, why: str) -> bool:
        """It failed for good; its conversation goes on without it."""
        return await self._finish(delivery, state=_DEAD, why=why)

    async def release_leases(self) -> None:
        """At start, when no other process works here: take over what was in work."""
        await self._leases.release()

    async def set_back(self, now: datetime, longest_wait: timedelta) -> None:
        """The clock was set back to `now`; see `Leases.set_back`."""
        await self._leases.set_back(now, longest_wait)

    async def next_due(self, now: datetime) -> datetime | None:
        """Return when to look again if nothing arrives: a retry's time or a lease's end."""
        return await self._leases.next_due(now)

    async def waiting(self, now: datetime) -> Waiting:
        """Return how many deliveries are open, since when, and how many were given up."""
        return await waiting_in(
            self._connections,
            inbox,
            now,
            due=INBOX_OPEN,
            since=inbox.c.received_at,
            dead=INBOX_DEAD,
        )

    async def given_up(self, workspace: str) -> Sequence[GivenUp]:
        """Return the deliveries of a workspace that were given up, the oldest first."""
        query = select(inbox).where(inbox.c.workspace == workspace, INBOX_DEAD)
        async with self._connections.reading() as connection:
            rows = await connection.execute(query.order_by(inbox.c.position))
            return [GivenUp(r.id, r.kind, r.conversation, r.why, r.received_at) for r in rows]

    async def try_again(self, workspace: str, delivery: UUID) -> bool:
        """Have a delivery that was given up worked off again; False when there is no such."""
        again = (
            update(inbox)
            .where(inbox.c.workspace == workspace, inbox.c.id == delivery, INBOX_DEAD)
            .values(state=_OPEN, attempts=0, retry_at=None)
        )
        opened = await self._connections.write(lambda connection: connection.execute(again))
        self.changed.set()
        return opened.rowcount == 1

    async def clear(self, before: datetime, failed_before: datetime) -> int:
        """Forget what was done, or failed for good, and was received before; return how many."""
        done = (inbox.c.received_at < before) & (inbox.c.state == _DONE)
        failed = (inbox.c.received_at < failed_before) & (inbox.c.state == _DEAD)
        old = delete(inbox).where(done | failed)
        gone = await self._connections.write(lambda connection: connection.execute(old))
        return gone.rowcount

    async def close(self) -> None:
        """Return once what is being stored is stored."""
        await self._accepting.close()

    async def _commit(self, rows: Sequence[dict[str, Any]]) -> Sequence[bool]:
        new = await self._connections.write(partial(self._store, rows), first=True)
        if new:
            self.changed.set()
        return [row["id"] in new for row in rows]

    async def _finish(self, delivery: Delivery, **values: Any) -> bool:
        lease = delivery.lease
        return lease is not None and await self._leases.finish(
            delivery.workspace, delivery.id, lease, **values
        )

    def _store(self, rows: Sequence[dict[str, Any]], connection: Connection) -> set[UUID]:
        # One conversation's deliveries get their positions and are committed in the same order,
        # whichever processes they came to: nobody can see a later one before an earlier one.
        queues = {queue_of(row["workspace"], row["conversation"]) for row in rows}
        self._connections.hold(connection, *queues)
        self._connections.announce(connection, Topic.DELIVERIES)
        stored = _insert(connection.dialect.name).rows(connection, *rows)
        return {row.id for row in stored}

    def _row(self, delivery: Delivery) -> dict[str, Any]:
        return {
            "id": delivery.id,
            "workspace": delivery.workspace,
            "key": delivery.key,
            "conversation": delivery.conversation,
            "kind": delivery.kind,
            "body": self._seal.document(delivery.body, delivery.workspace, delivery.id.bytes),
            "received_at": delivery.received_at,
        }

    def _delivery(self, row: Row[Any], lease: UUID) -> Delivery:
        return Delivery(
            id=row.id,
            workspace=row.workspace,
            key=row.key,
            conversation=row.conversation,
            kind=row.kind,
            body=self._seal.open_document(row.body, row.workspace, row.id.bytes),
            received_at=row.received_at,
            attempts=row.attempts + 1,
            lease=lease,
        )


def _there_and_back(row: Mapping[str, Any], connection: Connection) -> None:
    _insert(connection.dialect.name).rows(connection, row)
    connection.execute(delete(inbox).where(inbox.c.id == row["id"]))


def queue_of(workspace: str, conversation: str) -> str:
    """Return the name under which a conversation's deliveries are put one behind the other."""
    return f"deliveries of {conversation} in {workspace}"


@cache  # building a statement costs more than executing it
def _insert(dialect: str) -> Prepared:
    return Prepared(insert_into(dialect, inbox).on_conflict_do_nothing().returning(inbox.c.id))


@cache
def _due() -> Select[Any]:
    """Select at most `most` deliveries that may be worked on at `now`, the oldest first."""
    now = bindparam("now", type_=Instant())
    earlier = inbox.alias("earlier")
    is_first = ~(
        select(literal(1))
        .where(
            earlier.c.workspace == inbox.c.workspace,
            earlier.c.conversation == inbox.c.conversation,
            earlier.c.position < inbox.c.position,
            is_open(earlier),
        )
        .exists()
    )
    return (
        select(inbox)
        .where(
            INBOX_OPEN,
            inbox.c.lease.is_(None) | (inbox.c.lease_until <= now),
            inbox.c.retry_at.is_(None) | (inbox.c.retry_at <= now),
            is_first,
        )
        .order_by(inbox.c.position)
        .limit(bindparam("most", type_=Integer()))
    )
