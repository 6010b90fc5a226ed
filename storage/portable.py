"""The statements that SQLite and PostgreSQL share but SQL's standard does not have."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert_into(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """Return an INSERT that can say what happens when the row is there already."""
    if dialect != "postgresql":
        return sqlite.insert(table)
    # As in `storage.engine`: what only PostgreSQL needs is imported only there.
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(table)


async def upsert(
    connection: AsyncConnection, table: Table, key: tuple[str, ...], *rows: Mapping[str, Any]
) -> None:
    """Insert rows of the same columns, or replace the given values of the rows with their keys."""
    statement = _upsert(connection.dialect.name, table, key, tuple(rows[0]))
    await connection.execute(statement, rows if len(rows) > 1 else rows[0])


@cache  # building a statement costs more than executing it
def _upsert(
    dialect: str, table: Table, key: tuple[str, ...], columns: tuple[str, ...]
) -> "sqlite.Insert | postgresql.Insert":
    statement = insert_into(dialect, table)
    return statement.on_conflict_do_update(
        index_elements=list(key),
        set_={name: statement.excluded[name] for name in columns if name not in key},
    )
