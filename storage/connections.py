"""What both databases offer: transactions, and telling other processes what was committed."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from typing import Protocol, TypeVar

from sqlalchemy import Connection
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

    def writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that may write."""

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that sees one state of everything and cannot write."""

    async def glance(self, work: Callable[[Connection], T]) -> T:
        """Read something with a plain function, each statement for itself.

        No transaction is begun and ended for it. `work` may be done on another thread than the
        loop's; of a result that it returns no row is left to be fetched.
        """

    async def write(self, work: Callable[[Connection], T], *, first: bool = False) -> T:
        """Do something in a transaction of its own; with `first`, before others that wait.

        As with `glance`, but done again from the beginning when another process was in the way.
        """

    def hold(self, connection: Connection, *names: str) -> None:
        """Until the end of the transaction, have others wait that hold one of these names."""

    def announce(self, connection: Connection, topic: Topic) -> None:
        """With the commit, tell the other processes."""

    async def listen(self, heard: Callable[[Topic], None]) -> None:
        """From now on, call `heard` when another process has announced something."""

    async def close(self) -> None:
        """Close every connection."""
