"""One bot serves from an SQLite file at a time; commands may look into it meanwhile."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.address import file_of, parse_url
from storage.errors import DatabaseInUseError, DatabaseUrlError


@contextmanager
def serving_from(database_url: str) -> Iterator[None]:
    """Have no other bot serve from that SQLite file; from PostgreSQL any number may.

    The system lets go of the lock with the process, however that ends.

    Raises:
        DatabaseInUseError: another bot is serving from it.
        DatabaseUrlError: the address cannot be used.
    """
    file = file_of(parse_url(database_url))
    if file is None:
        yield
        return
    handle = _locked(file)
    try:
        yield
    finally:
        os.close(handle)


def _locked(database: Path) -> int:
    # A file beside the database, not the database: SQLite has locks of its own on that.
    beside = database.with_name(f"{database.name}.lock")
    try:
        handle = os.open(beside, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as problem:
        raise DatabaseUrlError(
            f"the database file {database} cannot be opened: {problem.strerror}"
        ) from problem
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise DatabaseInUseError(
            f"another bot is serving from {database}: stop it first; for several bots at once, "
            "DATABASE_URL has to name a PostgreSQL"
        ) from None
    return handle
