"""A disk with no room left: what a database says then, and for how long."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from storage.unit_of_work import Database

DOOR, WORK = ("inbox",), ("cases", "timeline", "messages")

_MOST_PAGES = 4_294_967_294
_PAGES_FOR_OTHERS = 200
_REFUSE = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$
"""


@asynccontextmanager
async def full_disk(database: Database, *tables: str) -> AsyncIterator[None]:
    """While it lasts, the disk has no room for what is put into these tables; as a rule, all.

    SQLite is given more to keep with each row than its file may hold. PostgreSQL is told by
    triggers to say what it says when its files cannot grow.
    """
    tables = tables or (*DOOR, *WORK)
    if database.shared:
        await _run(database, _REFUSE, *map(_refused, tables))
    else:
        filling = ("CREATE TABLE no_room (filling BLOB)", *map(_enlarged, tables))
        await _run(database, *filling)
        await _limit(database, await _pages(database) + _PAGES_FOR_OTHERS)
    try:
        yield
    finally:
        if database.shared:
            await _run(database, "DROP FUNCTION no_room CASCADE")
        else:
            emptied = (f"DROP TRIGGER no_room_{table}" for table in tables)
            await _limit(database, _MOST_PAGES)
            await _run(database, *emptied, "DROP TABLE no_room")


@asynccontextmanager
async def nearly_full_disk(database: Database, file: Path, room: int) -> AsyncIterator[None]:
    """While it lasts, an SQLite file may grow by so many pages; all it has are in use."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM")
    await _limit(database, await _pages(database) + room)
    try:
        yield
    finally:
        await _limit(database, _MOST_PAGES)


def _refused(table: str) -> str:
    when = "BEFORE INSERT" if table in DOOR else "BEFORE INSERT OR UPDATE"
    return f"CREATE TRIGGER no_room {when} ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()"


def _enlarged(table: str) -> str:
    filling = "INSERT INTO no_room VALUES (zeroblob(10000000))"
    return f"CREATE TRIGGER no_room_{table} BEFORE INSERT ON {table} BEGIN {filling}; END"


async def _pages(database: Database) -> int:
    async with database.connections.writing() as connection:
        pages: int = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
    return pages


async def _limit(database: Database, pages: int) -> None:
    """Let the file have so many pages, whichever of the connections writes."""
    limit = f"PRAGMA max_page_count = {pages}"
    await _run(database, limit)
    await database.connections.write(lambda plain: plain.exec_driver_sql(limit).close())


async def _run(database: Database, *statements: str) -> None:
    async with database.connections.writing() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)
