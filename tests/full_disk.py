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
        await _run(database, *filling, await _at_most(database, _PAGES_FOR_OTHERS))
    try:
        yield
    finally:
        if database.shared:
            await _run(database, "DROP FUNCTION no_room CASCADE")
        else:
            emptied = (f"DROP TRIGGER no_room_{table}" for table in tables)
            await _run(database, _as_many_as_it_likes(), *emptied, "DROP TABLE no_room")


@asynccontextmanager
async def nearly_full_disk(database: Database, file: Path, room: int) -> AsyncIterator[None]:
    """While it lasts, an SQLite file may grow by so many pages; all it has are in use."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM")
    await _run(database, await _at_most(database, room))
    try:
        yield
    finally:
        await _run(database, _as_many_as_it_likes())


def _refused(table: str) -> str:
    when = "BEFORE INSERT" if table in DOOR else "BEFORE INSERT OR UPDATE"
    return f"CREATE TRIGGER no_room {when} ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()"


def _enlarged(table: str) -> str:
    filling = "INSERT INTO no_room VALUES (zeroblob(10000000))"
    return f"CREATE TRIGGER no_room_{table} BEFORE INSERT ON {table} BEGIN {filling}; END"


async def _at_most(database: Database, room: int) -> str:
    async with database.connections.writing() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
    return f"PRAGMA max_page_count = {pages + room}"


def _as_many_as_it_likes() -> str:
    return f"PRAGMA max_page_count = {_MOST_PAGES}"


async def _run(database: Database, *statements: str) -> None:
    async with database.connections.writing() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)
