"""A prepared statement comes to the same as one that SQLAlchemy executes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, InvalidRequestError, StatementError

from storage.portable import among, given
from storage.prepared import Given, Prepared
from storage.unit_of_work import Database
from storage.work_tables import inbox

NOON = datetime(2026, 12, 1, 3, tzinfo=UTC)
COLUMNS = (inbox.c.id, inbox.c.key, inbox.c.body, inbox.c.received_at, inbox.c.lease)
IDS = [UUID(int=number) for number in range(1, 4)]

_ADD = Prepared(insert(inbox).returning(inbox.c.id, inbox.c.received_at))


def row(number: int) -> Given:
    """Return a delivery's row with a value of every type."""
    return {
        "id": IDS[number],
        "workspace": "T0",
        "key": f"鍵{number}",
        "conversation": "U0",
        "kind": "event",
        "body": bytes([number]),
        "received_at": NOON,
    }


async def fill(database: Database) -> None:
    """Store three rows, and see that their ids and moments come back as they were given."""
    stored = await database.connections.write(
        lambda plain: _ADD.rows(plain, *(row(number) for number in range(3)))
    )
    assert [(each.id, each.received_at) for each in stored] == [(id_, NOON) for id_ in IDS]


@pytest.mark.parametrize("count", [1, 2])
async def test_rows(database: Database, count: int) -> None:
    """Values and rows are read as SQLAlchemy reads them, for one to choose from and for more."""
    await fill(database)
    one = count == 1
    query = select(*COLUMNS).where(among(inbox.c.id, "ids", one=one)).order_by(inbox.c.id)
    wanted = {"ids": given(IDS[:count], one=one)}
    plain: Sequence[Any] = await database.connections.glance(
        lambda plain: Prepared(query).rows(plain, wanted)
    )
    async with database.connections.reading() as connection:
        assert plain == (await connection.execute(query, wanted)).all()
        assert plain == await connection.run_sync(Prepared(query).rows, wanted)
    assert [each.key for each in plain] == ["鍵0", "鍵1"][:count]


async def test_changed(database: Database) -> None:
    """How many rows a change found is told; what is given decides which columns it writes."""
    await fill(database)
    statement = Prepared(update(inbox).where(inbox.c.key == bindparam("of_key")))
    lease = uuid4()
    for values, changed in (
        ({"of_key": "鍵1", "lease": lease}, 1),
        ({"of_key": "鍵1", "body": None, "received_at": NOON.replace(hour=4)}, 1),
        ({"of_key": "none", "lease": None}, 0),
    ):
        change = partial(statement.changed, given=values)
        assert await database.connections.write(change) == changed
    query = Prepared(select(*COLUMNS).where(inbox.c.key == bindparam("key")))
    (found,) = await database.connections.glance(lambda plain: query.rows(plain, {"key": "鍵1"}))
    assert tuple(found) == (IDS[1], "鍵1", None, NOON.replace(hour=4), lease)


async def test_what_is_missing(database: Database) -> None:
    """A value that is not given is no NULL: the statement is refused."""
    query = Prepared(select(inbox.c.id).where(inbox.c.key == bindparam("key", required=True)))
    with pytest.raises((InvalidRequestError, StatementError), match="value is required"):
        await database.connections.glance(lambda plain: query.rows(plain, {}))
    lacks = {name: value for name, value in row(1).items() if name != "body"}
    with pytest.raises((KeyError, StatementError), match="body"):
        await database.connections.write(lambda plain: _ADD.rows(plain, row(0), lacks))


async def test_refused_by_the_database(database: Database) -> None:
    """What the database refuses is raised as SQLAlchemy raises it, and nothing is kept."""
    await fill(database)

    def twice(plain: Connection) -> None:
        _ADD.rows(plain, {**row(0), "id": uuid4(), "key": "new"})
        _ADD.rows(plain, row(0))

    with pytest.raises(DBAPIError) as refused:
        await database.connections.write(twice)
    assert "鍵" not in str(refused.value)
    query = Prepared(select(inbox.c.id).where(inbox.c.key == bindparam("key")))
    assert not await database.connections.glance(lambda plain: query.rows(plain, {"key": "new"}))


_KEYS = Prepared(select(inbox.c.key).where(inbox.c.workspace == bindparam("workspace")))


async def test_within_a_transaction(database: Database) -> None:
    """Awaited, it belongs to the transaction: gone with it, and refused as SQLAlchemy refuses."""
    with pytest.raises(DBAPIError) as refused:  # noqa: PT012 - the second time, in the same
        async with database.connections.writing() as connection:
            await connection.run_sync(_ADD.run, row(0))
            await connection.run_sync(_ADD.run, {**row(1), "id": IDS[0]})
    assert "鍵" not in str(refused.value)
    async with database.connections.reading() as connection:
        assert await connection.run_sync(_KEYS.rows, {"workspace": "T0"}) == []


async def test_one_state_of_everything(database: Database) -> None:
    """Two readings of one transaction see the same, whatever is committed in between."""
    await fill(database)
    async with database.connections.reading() as connection:
        before = await connection.run_sync(_KEYS.rows, {"workspace": "T0"})
        fourth = {**row(0), "id": uuid4(), "key": "鍵3"}
        await database.connections.write(lambda plain: _ADD.run(plain, fourth))
        assert len(before) == 3
        assert await connection.run_sync(_KEYS.rows, {"workspace": "T0"}) == before
