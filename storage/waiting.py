"""How much of a table is still to be worked off, for whoever watches."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select

from storage.connections import Connections


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many rows are due, since when the first of them, and how many were given up."""

    count: int
    oldest: timedelta | None
    dead: int


async def waiting_in(
    connections: Connections,
    table: Table,
    now: datetime,
    *,
    due: ColumnElement[bool],
    since: ColumnElement[Any],
    dead: ColumnElement[bool],
) -> Waiting:
    """Count the rows that are `due` and those that are `dead`; `since` says from when one waits.

    Both conditions have an index that holds only such rows.
    """
    still = select(func.count(), func.min(since)).select_from(table).where(due)
    given_up = select(func.count()).select_from(table).where(dead)
    async with connections.reading() as connection:
        count, first = (await connection.execute(still)).one()
        ended: int = (await connection.execute(given_up)).scalar_one()
    # A clock that was set back must not make an age of less than nothing.
    oldest = None if first is None else max(now - first, timedelta())
    return Waiting(count, oldest, ended)
