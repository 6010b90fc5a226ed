"""One bot serves from an SQLite file at a time, and one command changes its keys."""

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

    Commands may look into it meanwhile. The system lets go of the lock with the process, however
    that ends.

    Raises:
        DatabaseInUseError: another bot is serving from it.
        DatabaseUrlError: the address cannot be used.
    """
    with _alone(
        database_url,
        ".lock",
        "another bot is serving from {}: stop it first; for several bots at once, "
        "DATABASE_URL has to name a PostgreSQL",
    ):
        yield


@contextmanager
def changing_keys_of(database_url: str) -> Iterator[None]:
    """Have nobody else change the keys of that SQLite file: of two new keys one would be lost.

    With PostgreSQL it is the operator who changes them.

    Raises:
        DatabaseInUseError: somebody is changing them.
        DatabaseUrlError: the address cannot be used.
    """
    with _alone(database_url, ".keys-lock", "the keys of {} are just being changed"):
        yield


@contextmanager
def _alone(database_url: str, ending: str, refusal: str) -> Iterator[None]:
    file = file_of(parse_url(database_url))
    if file is None:
        yield
        return
    handle = _locked(file, ending, refusal)
    try:
        yield
    finally:
        os.close(handle)


def _locked(database: Path, ending: str, refusal: str) -> int:
    # A file beside the database, not the database: SQLite has locks of its own on that.
    beside = database.with_name(f"{database.name}{ending}")
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
        raise DatabaseInUseError(refusal.format(database)) from None
    return handle
