"""What somebody can do who has the database, but not the keys."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import restructuring

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
