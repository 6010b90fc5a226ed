"""A database that keeps nothing: noticed, told from errors of ours, and over when it is over."""

import sqlite3

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from storage.inbox import Inbox
from storage.trouble import trouble_of
from storage.unit_of_work import Database
from storage.work_tables import inbox
from tests.full_disk import full_disk
from tests.storage.examples import NOON, delivery


def by_sqlite(code: int) -> DBAPIError:
    """Return the error SQLAlchemy raises for one of SQLite's."""
    said = sqlite3.OperationalError()
    said.sqlite_errorcode = code
    return DBAPIError("INSERT", {}, said)


def by_postgres(sqlstate: str | None) -> DBAPIError:
    """Return the error SQLAlchemy raises for one of PostgreSQL's."""
    said = Exception()
    said.sqlstate = sqlstate  # type: ignore[attr-defined]  # as the driver's has it
    return DBAPIError("INSERT", {}, said)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (by_sqlite(sqlite3.SQLITE_FULL), "its disk is full"),
        (by_sqlite(sqlite3.SQLITE_IOERR_WRITE), "its disk fails"),
        (by_sqlite(sqlite3.SQLITE_IOERR_SHMSIZE), "its disk is full"),
        (by_sqlite(sqlite3.SQLITE_READONLY), "it can only be read"),
        (by_sqlite(sqlite3.SQLITE_CONSTRAINT), None),
        (by_postgres("53100"), "its disk is full"),
        (by_postgres("58030"), "its disk fails"),
        (by_postgres("25006"), "it can only be read"),
        (by_postgres("23505"), None),
        (by_postgres(None), None),
        (ValueError("ours"), None),
    ],
)
def test_told_apart(error: Exception, why: str | None) -> None:
    """A disk's trouble has its words; whatever else goes wrong has none."""
    assert trouble_of(error) == why


def ours(_connection: Connection) -> None:
    """Go wrong, with nothing the matter with the database."""
    raise ZeroDivisionError


async def test_noticed_until_it_is_over(database: Database) -> None:
    """Errors of ours are no trouble; it is told once each way, and trying leaves nothing behind."""
    box = Inbox(database)
    told: list[str | None] = []
    database.connections.trouble.told = told.append
    with pytest.raises(ZeroDivisionError):
        await database.connections.write(ours)
    assert told == []
    async with full_disk(database):
        for _ in range(2):
            with pytest.raises(DBAPIError):
                await box.accept(delivery())
        with pytest.raises(DBAPIError):
            await box.see_whether_over(NOON)
    await box.see_whether_over(NOON)
    await box.see_whether_over(NOON)
    assert told == ["its disk is full", None]
    async with database.connections.reading() as connection:
        kept = select(func.count()).select_from(inbox)
        assert (await connection.execute(kept)).scalar_one() == 0
