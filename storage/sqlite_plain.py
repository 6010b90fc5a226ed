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

from sqlalchemy import Connection, StaticPool, create_engine

from storage.sqlite_driver import Connection as DriverConnection
from storage.sqlite_driver import as_said_by_sqlalchemy

T = TypeVar("T")


class PlainConnection:
    """A connection, opened when first needed. `begin` begins a transaction; empty: there is none.

    Without transaction every statement sees what was committed last.
    """

    def __init__(self, connect: Callable[[], Awaitable[DriverConnection]], begin: str = "") -> None:
        self._connect = connect
        self._begin = begin
        self._opening = asyncio.Lock()
        self._opened: _Opened | None = None

    async def do(self, work: Callable[[Connection], T]) -> T:
        """Do something on the connection's thread; commit it, or roll it back when it raises.

        Whoever is cancelled meanwhile waits for its end: the next one must not come in between.
        """
        opened = self._opened or await self._open()
        doing = opened.driver.on_thread(opened.do, work)
        try:
            return await asyncio.shield(doing)
        except asyncio.CancelledError:
            while not doing.done():
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.wait([doing])
            doing.exception()  # of which nobody is told: whoever asked has gone
            raise
        finally:
            if opened.lost and opened is self._opened:
                await self.close()

    async def close(self) -> None:
        """Close it, where it was opened."""
        async with self._opening:
            opened, self._opened = self._opened, None
            if opened is not None:
                try:
                    await opened.driver.on_thread(opened.close)
                finally:
                    await opened.driver.close()

    async def _open(self) -> "_Opened":
        async with self._opening:
            if self._opened is None:
                try:
                    driver = await self._connect()
                except sqlite3.Error as error:
                    raise as_said_by_sqlalchemy(error) from error
                self._opened = _Opened(driver, self._begin)
            return self._opened


class _Opened:
    """A connection in use, on its thread.

    Its transactions, which are always the same, are begun and ended without SQLAlchemy: through
    it they cost more than a statement does. What it believes to have begun itself never reaches
    SQLite, and stays.
    """

    def __init__(self, driver: DriverConnection, begin: str) -> None:
        self.driver = driver
        self.lost = False
        self._begin = begin
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: driver.opened,
            poolclass=StaticPool,
            hide_parameters=True,  # from whoever prints an error
        )
        self._connection: Connection | None = None

    def do(self, work: Callable[[Connection], T]) -> T:
        """Do something, whole or not at all."""
        try:
            return self._do(work)
        except BaseException as problem:
            self._roll_back()
            if isinstance(problem, sqlite3.Error):
                raise as_said_by_sqlalchemy(problem) from problem
            raise

    def close(self) -> None:
        """Have SQLAlchemy let go of it."""
        if self._connection is not None:
            self._connection.close()

    def _do(self, work: Callable[[Connection], T]) -> T:
        if self._connection is None:
            self._connection = self._engine.connect()
        if not self._begin:
            return work(self._connection)
        sqlite = self.driver.opened
        sqlite.execute(self._begin)
        done = work(self._connection)
        sqlite.commit()
        return done

    def _roll_back(self) -> None:
        try:
            self.driver.opened.rollback()
        except sqlite3.Error:
            # It is not used any more. What led here is raised by whoever calls.
            self.lost = True
            if self._connection is not None:
                self._connection.invalidate()
