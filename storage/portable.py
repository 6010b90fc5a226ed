"""The statements that SQLite and PostgreSQL share but SQL's standard does not have."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, bindparam
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

T = TypeVar("T")


def among(column: ColumnElement[Any], name: str, *, one: bool) -> ColumnElement[bool]:
    """Whether a column holds one of the values that are given under that name as a list.

    A list is written out anew with each execution, at three times the cost of the rest. Most
    often there is but one value: with `one`, it is given by itself.
    """
    return column == bindparam(name) if one else column.in_(bindparam(name, expanding=True))


def given(values: Collection[T], *, one: bool) -> T | list[T]:
    """Return values as `among` wants to be given them."""
    return next(iter(values)) if one else list(values)


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
    await connection.run_sync(upsert_plainly, table, key, *rows)


def upsert_plainly(
    connection: Connection, table: Table, key: tuple[str, ...], *rows: Mapping[str, Any]
) -> None:
    """Do so in a plain function."""
    _upsert(connection.dialect.name, table, key, tuple(rows[0])).run(connection, *rows)


@cache  # building a statement costs more than executing it
def _upsert(dialect: str, table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Prepared:
    statement = insert_into(dialect, table)
    return Prepared(
        statement.on_conflict_do_update(
            index_elements=list(key),
            set_={name: statement.excluded[name] for name in columns if name not in key},
        )
    )
