"""Hearing what other processes announce in PostgreSQL, for as long as it can be reached."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

from storage.connections import Topic
from storage.errors import DatabaseUrlError

LOST = (
    *(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError),
    asyncpg.InternalClientError,  # what a connection says that is cut in the middle of asking
)
"""What asyncpg raises where the database cannot be reached any more."""
_AGAIN_AFTER = 1.0
_ASK_EVERY = 30.0
"""Seconds. A line that was cut without a word is noticed by asking; `LISTEN` never does."""


class Listener:
    """One connection that listens; made anew whenever it is lost, which `cut_off` is told.

    What was announced meanwhile is not heard: everything is then taken as announced.
    """

    def __init__(
        self,
        connect: Callable[[], Awaitable["asyncpg.Connection[Any]"]],
        own_name: str,
        heard: Callable[[Topic], None],
        cut_off: Callable[[], None],
    ) -> None:
        self._connect = connect
        self._own_name = own_name
        self._heard = heard
        self._cut_off = cut_off
        self._lost = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen from now on; DatabaseUrlError when the database cannot be reached."""
        connection = await self._open()
        self._task = asyncio.create_task(self._stay(connection))

    async def stop(self) -> None:
        """Listen no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _stay(self, connection: "asyncpg.Connection[Any]") -> None:
        while True:
            try:
                await self._until_lost(connection)
            finally:
                connection.terminate()
            self._cut_off()
            connection = await self._open_again()
            for topic in Topic:
                self._heard(topic)

    async def _until_lost(self, connection: "asyncpg.Connection[Any]") -> None:
        while not self._lost.is_set():
            try:
                async with asyncio.timeout(_ASK_EVERY):
                    await self._lost.wait()
            except TimeoutError:
                try:
                    await connection.execute("SELECT 1")
                except LOST:
                    return

    async def _open_again(self) -> "asyncpg.Connection[Any]":
        while True:
            try:
                return await self._open()
            except DatabaseUrlError:
                await asyncio.sleep(_AGAIN_AFTER)

    async def _open(self) -> "asyncpg.Connection[Any]":
        connection = await self._connect()
        self._lost.clear()
        connection.add_termination_listener(lambda _connection: self._lost.set())
        try:
            for topic in Topic:
                await connection.add_listener(topic.value, self._receive)
        except LOST as problem:
            connection.terminate()
            raise DatabaseUrlError("the database went away") from problem
        return connection

    def _receive(
        self, _connection: object, _process: int, topic: str, announced_by: object
    ) -> None:
        if announced_by != self._own_name:
            self._heard(Topic(topic))
