"""What somebody can do who has the database, but not the keys."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Executable, Row, Table, delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import restructuring
from storage.unit_of_work import Database
from storage.work_tables import ALL_TABLES

_HEX = re.compile(r"x'([0-9a-f]*)'")


async def tamper(url: str, statement: str | Executable, *values: object) -> None:
    """Change something; a text is SQL as SQLite has it, with `?` for each value."""
    async with restructuring(url) as connection:
        if connection.dialect.name == "postgresql":
            # Whoever owns the server is stopped by no foreign key either.
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
        changed = await _execute(connection, statement, *values)
        assert changed.rowcount != 0


async def looked_up(url: str, statement: str) -> Row[Any]:
    """Return one row as it stands in the database."""
    async with restructuring(url) as connection:
        row: Row[Any] = (await connection.execute(text(statement))).one()
        return row


Rows = Mapping[Table, Sequence[Mapping[str, Any]]]


async def all_rows(database: Database) -> Rows:
    """Return everything as it stands in the database."""
    async with database.connections.reading() as connection:
        return {
            table: [dict(row) for row in (await connection.execute(select(table))).mappings()]
            for table in ALL_TABLES.sorted_tables
        }


async def put_back(database: Database, whole: Rows) -> None:
    """Let everything be as it was, so that something else can be changed."""

    def write(connection: Connection) -> None:
        for table in reversed(list(whole)):
            connection.execute(delete(table))
        for table, rows in whole.items():
            if rows:
                connection.execute(insert(table), rows)

    await database.connections.write(write)


async def _execute(
    connection: AsyncConnection, statement: str | Executable, *values: object
) -> Any:
    if not isinstance(statement, str):
        return await connection.execute(statement)
    written, native = statement, connection.dialect.name == "postgresql"
    if native:
        written = _HEX.sub(lambda hex_: f"'\\x{hex_[1]}'::bytea", written).replace(
            "AS BLOB", "AS bytea"
        )
    for n in range(len(values)):
        written = written.replace("?", f":v{n}", 1)
    given = [v.bytes if isinstance(v, UUID) and not native else v for v in values]
    return await connection.execute(text(written), {f"v{n}": v for n, v in enumerate(given)})
