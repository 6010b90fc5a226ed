"""The database opened, whichever of the two it is."""

from contextlib import AbstractAsyncContextManager

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import POSTGRES, parse_url
from storage.connections import Connections
from storage.sqlite import SqliteConnections, restructuring_file


def open_connections(text: str) -> Connections:
    """Open the database at that address.

    Raises:
        DatabaseUrlError: the address cannot be used.
    """
    url = parse_url(text)
    if url.drivername == POSTGRES:
        # A shop on one file does not wait for the import of a driver that it never uses.
        from storage.postgres import PostgresConnections  # noqa: PLC0415

        return PostgresConnections(url)
    return SqliteConnections(url)


def restructuring(text: str) -> AbstractAsyncContextManager[AsyncConnection]:
    """Return a transaction that may change tables, one process at a time; raises as above."""
    url = parse_url(text)
    if url.drivername == POSTGRES:
        from storage.postgres import restructuring_database  # noqa: PLC0415

        return restructuring_database(url)
    return restructuring_file(url)
