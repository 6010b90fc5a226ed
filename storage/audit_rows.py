"""Reading a table through that may be damaged: page by page, and which row cannot be read."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import DatabaseUrlError
from storage.paging import Key, page_after

AT_ONCE = 200
DAMAGE = (DBAPIError, ValueError, TypeError, OverflowError)
"""What reading a damaged row raises."""


class DamagedRowError(Exception):
    """A row cannot be read. `key` is the values of its key, or None where not even those can."""

    def __init__(self, key: Row[Any] | None) -> None:
        super().__init__("a row cannot be read")
        self.key = key


def refuse_unless_damage(problem: Exception) -> None:
    """Pass over what reading a damaged row raises.

    Raises:
        DatabaseUrlError: PostgreSQL failed. Its types hold nothing that it could not give out, so
            it was not a row: nothing is said of the records, for nothing is known.
    """
    if isinstance(problem, DBAPIError) and hasattr(problem.orig, "sqlstate"):
        raise DatabaseUrlError(f"the database cannot be read: {problem.orig}") from problem


async def rows(
    connection: AsyncConnection, query: Select[Any], key: Key
) -> AsyncIterator[Row[Any]]:
    """Yield the rows of a query in the order of their key.

    Raises:
        DamagedRowError: one cannot be read.
    """
    after: Sequence[Any] | None = None
    while True:
        page = page_after(query, key, after)
        try:
            found = (await connection.execute(page.limit(AT_ONCE))).all()
        except DAMAGE as problem:
            refuse_unless_damage(problem)
            raise DamagedRowError(await _damaged(connection, page, key)) from None
        for row in found:
            yield row
        if len(found) < AT_ONCE:
            return
        mapping = found[-1]._mapping  # noqa: SLF001 - how SQLAlchemy names a row's mapping
        after = [mapping[column] for column in key]


async def _damaged(connection: AsyncConnection, page: Select[Any], key: Key) -> Row[Any] | None:
    """Return the key of the row of this page that cannot be read."""
    for offset in range(AT_ONCE):
        try:
            (await connection.execute(page.limit(1).offset(offset))).all()
        except DAMAGE as problem:
            refuse_unless_damage(problem)
            break
    place: Select[Any] = page.with_only_columns(*key).limit(1).offset(offset)
    try:
        damaged: Row[Any] = (await connection.execute(place)).one()
    except DAMAGE as problem:
        refuse_unless_damage(problem)
        return None
    return damaged
