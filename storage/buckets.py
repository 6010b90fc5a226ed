"""Buckets of calls: so many at once, then one at a time, as a rate limit allows.

A bucket is one moment, the one at which it is full again (the generic cell rate algorithm,
ITU-T I.371): whoever takes a call moves it on. Processes that share a database share the
buckets too; a process alone keeps its own in memory.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Protocol

from sqlalchemy import Executable, Interval, bindparam, case, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import Instant
from storage.connections import Connections
from storage.work_tables import buckets

NO_WAIT = timedelta()
LONGEST_HOLD = timedelta(minutes=2)
"""For longer nothing is held back without asking Slack again."""
_MANY = 1000


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast calls may follow each other.

    `at_once` go in one burst, of which the last `kept_back` are for urgent calls alone; one
    comes back `every` so often.
    """

    every: timedelta = NO_WAIT
    at_once: int = 1
    kept_back: int = 0

    def room(self, *, urgent: bool) -> timedelta:
        """Return how far from full a bucket may be for one more call."""
        return self.every * (self.at_once - 1 - (0 if urgent else self.kept_back))

    def latest(self, now: datetime) -> datetime:
        """Return when a bucket is full at the latest; beyond that the clock was set back."""
        return now + self.every * self.at_once + LONGEST_HOLD

    def empty_until(self, moment: datetime) -> datetime:
        """Return when a bucket is full that has its first call again at a moment."""
        return moment + self.every * (self.at_once - 1)


class Buckets(Protocol):
    """The buckets of every workspace; a scope is what is limited on its own."""

    async def take(
        self, workspace: str, scope: str, pace: Pace, now: datetime, *, urgent: bool
    ) -> timedelta:
        """Take one call and return no wait; or take none, and return how long to wait."""

    async def hold(self, workspace: str, scope: str, pace: Pace, until: datetime) -> None:
        """Let nothing pass before that moment: Slack has said so."""

    async def clear(self, now: datetime) -> None:
        """Forget the buckets that are full."""


class OwnBuckets:
    """The buckets of a process that is alone."""

    def __init__(self) -> None:
        self._full_at: dict[tuple[str, str], datetime] = {}

    async def take(
        self, workspace: str, scope: str, pace: Pace, now: datetime, *, urgent: bool
    ) -> timedelta:
        """Take one call and return no wait; or take none, and return how long to wait."""
        full_at = max(self._full_at.get((workspace, scope), now), now)
        if full_at > pace.latest(now):
            full_at = now
        wait = full_at - now - pace.room(urgent=urgent)
        if wait > NO_WAIT:
            return wait
        if len(self._full_at) >= _MANY:
            await self.clear(now)
        self._full_at[workspace, scope] = full_at + pace.every
        return NO_WAIT

    async def hold(self, workspace: str, scope: str, pace: Pace, until: datetime) -> None:
        """Let nothing pass before that moment: Slack has said so."""
        held = pace.empty_until(until)
        self._full_at[workspace, scope] = max(self._full_at.get((workspace, scope), held), held)

    async def clear(self, now: datetime) -> None:
        """Forget the buckets that are full."""
        self._full_at = {known: at for known, at in self._full_at.items() if at > now}


class SharedBuckets:
    """The buckets of all processes that share a PostgreSQL database."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def take(
        self, workspace: str, scope: str, pace: Pace, now: datetime, *, urgent: bool
    ) -> timedelta:
        """Take one call and return no wait; or take none, and return how long to wait."""
        room = pace.room(urgent=urgent)
        given = {
            "workspace": workspace,
            "scope": scope,
            "at": now,
            "every": pace.every,
            "room_until": now + room,
            "latest": pace.latest(now),
        }

        async def take(connection: AsyncConnection) -> timedelta:
            if pace.every and (await connection.execute(_take(), given)).first() is not None:
                return NO_WAIT
            full_at: datetime | None = (await connection.execute(_full_at(), given)).scalar()
            if full_at is None or full_at > pace.latest(now):
                return pace.every  # never held; or cleared just now, and the next try takes it
            return max(full_at - now - room, NO_WAIT)

        return await self._connections.write(take)

    async def hold(self, workspace: str, scope: str, pace: Pace, until: datetime) -> None:
        """Let nothing pass before that moment: Slack has said so."""
        given = {"workspace": workspace, "scope": scope, "full_at": pace.empty_until(until)}

        async def hold(connection: AsyncConnection) -> None:
            await connection.execute(_hold(), given)

        await self._connections.write(hold)

    async def clear(self, now: datetime) -> None:
        """Forget the buckets that are full."""

        async def clear(connection: AsyncConnection) -> None:
            await connection.execute(delete(buckets).where(buckets.c.full_at <= now))

        await self._connections.write(clear)


def buckets_in(connections: Connections) -> Buckets:
    """Return the buckets that fit the database."""
    return SharedBuckets(connections) if connections.shared else OwnBuckets()


@cache  # building a statement costs more than executing it
def _take() -> Executable:
    at, every = bindparam("at", type_=Instant()), bindparam("every", type_=Interval())
    set_back = buckets.c.full_at > bindparam("latest", type_=Instant())
    full_at = case((set_back, at), else_=func.greatest(buckets.c.full_at, at))
    statement = insert(buckets).values(
        workspace=bindparam("workspace"), scope=bindparam("scope"), full_at=at + every
    )
    return statement.on_conflict_do_update(
        index_elements=["workspace", "scope"],
        set_={"full_at": full_at + every},
        where=set_back | (buckets.c.full_at <= bindparam("room_until", type_=Instant())),
    ).returning(buckets.c.full_at)


@cache
def _full_at() -> Executable:
    return select(buckets.c.full_at).where(
        buckets.c.workspace == bindparam("workspace"), buckets.c.scope == bindparam("scope")
    )


@cache
def _hold() -> Executable:
    statement = insert(buckets)
    return statement.on_conflict_do_update(
        index_elements=["workspace", "scope"],
        set_={"full_at": func.greatest(buckets.c.full_at, statement.excluded.full_at)},
    )
