"""What both databases offer: transactions, and telling other processes what was committed."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from typing import Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.trouble import Trouble

T = TypeVar("T")


class Topic(StrEnum):
    """What a process can be told of by another that has committed it."""

    DELIVERIES = "kasuhara_deliveries"
    MESSAGES = "kasuhara_messages"
    FILES = "kasuhara_files"


class Connections(Protocol):
    """Where transactions come from."""

    @property
    def shared(self) -> bool:
        """Whether other processes may be at work in the same database."""

    @property
    def trouble(self) -> Trouble:
        """Whether anything can be kept at the moment, as far as was noticed."""

    def writing(self, *, first: bool = False) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that may write; with `first`, it goes before others that wait."""

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that sees one state of everything and cannot write."""

    def glance(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection for one statement that reads: no transaction is begun and ended for it."""

    async def write(
        self, work: Callable[[AsyncConnection], Awaitable[T]], *, first: bool = False
    ) -> T:
        """Do something in a transaction of its own that may be done again from the beginning.

        It is, when another process was in the way.
        """

    async def hold(self, connection: AsyncConnection, *names: str) -> None:
        """Until the end of the transaction, have others wait that hold one of these names."""

    async def announce(self, connection: AsyncConnection, topic: Topic) -> None:
        """With the commit, tell the other processes."""

    async def listen(self, heard: Callable[[Topic], None]) -> None:
        """From now on, call `heard` when another process has announced something."""

    async def close(self) -> None:
        """Close every connection."""
