"""The buckets of processes that share a PostgreSQL database: one row each."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, Executable, Interval, bindparam, case, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from storage.buckets import NO_WAIT, Pace
from storage.columns import Instant
from storage.connections import Connections
from storage.work_tables import buckets


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

        def take(connection: Connection) -> timedelta:
            if pace.every and connection.execute(_take(), given).first() is not None:
                return NO_WAIT
            full_at: datetime | None = connection.execute(_full_at(), given).scalar()
            if full_at is None or full_at > pace.latest(now):
                return pace.every  # never held; or cleared just now, and the next try takes it
            return max(full_at - now - room, NO_WAIT)

        return await self._connections.write(take)

    async def hold(self, workspace: str, scope: str, pace: Pace, until: datetime) -> None:
        """Let nothing pass before that moment: Slack has said so."""
        given = {"workspace": workspace, "scope": scope, "full_at": pace.empty_until(until)}

        await self._connections.write(lambda connection: connection.execute(_hold(), given))

    async def clear(self, now: datetime) -> None:
        """Forget the buckets that are full."""
        full = delete(buckets).where(buckets.c.full_at <= now)
        await self._connections.write(lambda connection: connection.execute(full))


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
