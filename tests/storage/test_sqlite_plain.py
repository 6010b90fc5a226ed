"""Work that is one plain function: one way to the thread, whole or not at all."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from storage.connections import Connections
from storage.engine import open_connections

_COUNT = text("SELECT count(*) FROM seen")
_ADD = text("INSERT INTO seen VALUES (1)")


@pytest.fixture
async def connections(tmp_path: Path) -> AsyncIterator[Connections]:
    opened = open_connections(f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}")
    await opened.write(lambda plain: plain.execute(text("CREATE TABLE seen (n INTEGER)")))
    yield opened
    await opened.close()


async def count(connections: Connections) -> int:
    """Return how many rows were committed."""
    return await connections.glance(lambda plain: plain.execute(_COUNT).scalar_one())


async def test_rolled_back(connections: Connections) -> None:
    """What raises leaves nothing behind, and the next one finds all as it was."""

    def add_and_fail(plain: Connection) -> None:
        plain.execute(_ADD)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await connections.write(add_and_fail)
    assert await count(connections) == 0
    await connections.write(lambda plain: plain.execute(_ADD))
    assert await count(connections) == 1


async def test_whoever_looks_cannot_write(connections: Connections) -> None:
    """A glance changes nothing, whatever it tries."""
    with pytest.raises(Exception, match="readonly"):
        await connections.glance(lambda plain: plain.execute(_ADD))
    assert await count(connections) == 0


async def test_cancelled_in_the_middle(connections: Connections) -> None:
    """Who is cancelled holds the gate until the work is at its end; the next comes after it."""
    begun, go_on = threading.Event(), threading.Event()
    order: list[str] = []

    def slow(plain: Connection) -> None:
        begun.set()
        go_on.wait(10)
        plain.execute(_ADD)
        order.append("first")

    first = asyncio.create_task(connections.write(slow))
    await asyncio.to_thread(begun.wait, 10)
    first.cancel()
    await asyncio.wait([first], timeout=0.05)
    first.cancel()  # once more, by somebody who does not like to wait
    second = asyncio.create_task(connections.write(lambda _: order.append("second")))
    await asyncio.wait([first, second], timeout=0.05)
    assert order == []
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await first
    await second
    assert order == ["first", "second"]
    assert await count(connections) == 1


def by_sqlalchemy(plain: Connection) -> None:
    """Lose a connection so that SQLAlchemy knows of it."""
    plain.invalidate()


def by_the_driver(plain: Connection) -> None:
    """Lose a connection so that only the driver knows of it."""
    plain.execute(_COUNT).scalar_one()
    driver: Any = plain.connection.dbapi_connection
    driver.close()


@pytest.mark.parametrize("lose", [by_sqlalchemy, by_the_driver])
async def test_a_connection_that_is_lost(
    connections: Connections, lose: Callable[[Connection], None]
) -> None:
    """One that cannot be used any more fails once, and is opened anew for the next."""

    def fail(plain: Connection) -> None:
        lose(plain)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await connections.write(fail)
    await connections.write(lambda plain: plain.execute(_ADD))
    assert await count(connections) == 1


async def test_lost_while_nobody_waits(connections: Connections) -> None:
    """Where whoever asked has gone meanwhile, the next finds a connection all the same."""
    begun, go_on = threading.Event(), threading.Event()

    def fail(plain: Connection) -> None:
        begun.set()
        go_on.wait(10)
        by_the_driver(plain)
        raise ZeroDivisionError

    gone = asyncio.create_task(connections.write(fail))
    await asyncio.to_thread(begun.wait, 10)
    gone.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await gone
    await connections.write(lambda plain: plain.execute(_ADD))
    assert await count(connections) == 1


async def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    """It is said as the driver's other errors are, and tried again the next time."""
    file = tmp_path / "folder" / "desk.db"
    file.parent.mkdir()
    opened = open_connections(f"sqlite+aiosqlite:///{file}")
    moved = file.parent.rename(tmp_path / "elsewhere")
    with pytest.raises(OperationalError, match="unable to open"):
        await opened.glance(lambda plain: plain.execute(text("SELECT 1")).scalar())
    moved.rename(file.parent)
    assert await opened.glance(lambda plain: plain.execute(text("SELECT 1")).scalar()) == 1
    await opened.close()


async def test_a_use_case_and_plain_work_take_turns(connections: Connections) -> None:
    """Both kinds of writers stand at one gate: neither finds the file locked by the other."""

    async def use_case() -> None:
        async with connections.writing() as connection:
            await connection.execute(_ADD)

    async def plain_work() -> None:
        await connections.write(lambda plain: plain.execute(_ADD))

    await asyncio.gather(*(each() for _ in range(20) for each in (use_case, plain_work)))
    assert await count(connections) == 40
