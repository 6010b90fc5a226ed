"""A connection to SQLite for work that is one plain function: one way to its thread and back.

A transaction of the use cases goes to the thread for every statement, because what comes next
is decided in between. What the inbox, the leases and the entrance do is decided beforehand: it
goes there once, for half of what the same statements cost one by one.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.exc import OperationalError

from storage.sqlite_driver import Connection as DriverConnection

T = TypeVar("T")


class PlainConnection:
    """A connection, opened when first needed. `begin` begins a transaction; empty: there is none.

    Without transaction every statement sees what was committed last.
    """

    def __init__(self, connect: Callable[[], Awaitable[DriverConnection]], begin: str = "") -> None:
        self._connect = connect
        self._begin = begin
        self._opening = asyncio.Lock()
        self._opened: tuple[DriverConnection, Engine] | None = None
        self._lost: DriverConnection | None = None

    async def do(self, work: Callable[[Connection], T]) -> T:
        """Do something on the connection's thread; commit it, or roll it back when it raises.

        Whoever is cancelled meanwhile waits for its end: the next one must not come in between.
        """
        driver, engine = self._opened or await self._open()
        doing = asyncio.ensure_future(driver.on_thread(_do, engine, work))
        try:
            return await asyncio.shield(doing)
        except asyncio.CancelledError:
            while not doing.done():
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.wait([doing])
            doing.exception()  # of which nobody is told: whoever asked has gone
            raise
        except Exception:
            if driver is self._lost:
                await self.close()
            raise

    async def close(self) -> None:
        """Close it, where it was opened."""
        async with self._opening:
            opened, self._opened = self._opened, None
            if opened is not None:
                await opened[0].close()

    async def _open(self) -> tuple[DriverConnection, Engine]:
        async with self._opening:
            if self._opened is None:
                try:
                    driver = await self._connect()
                except sqlite3.Error as error:
                    raise OperationalError(None, None, error) from error
                engine = _engine(driver, self._begin)
                # One that could not even be rolled back is of no use any more.
                event.listen(engine, "invalidate", lambda *_: self._lose(driver))
                self._opened = driver, engine
            return self._opened

    def _lose(self, driver: DriverConnection) -> None:
        self._lost = driver


def _do(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.begin() as connection:
        return work(connection)


def _engine(driver: DriverConnection, begin: str) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: driver.opened, poolclass=StaticPool)
    if begin:

        @event.listens_for(engine, "begin")
        def _on_begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

    return engine
