"""A copy of the database while it is in use. The keys are not in it and are kept elsewhere."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.engine import file_of, parse_url
from storage.errors import BackupError


async def backup(url: str, target: Path) -> None:
    """Write a consistent copy to `target`, a file that does not exist yet, for its owner only.

    Writers go on meanwhile; the copy shows the moment at which it began. Without the keys, which
    are not copied, what is sealed in it cannot be read.

    Raises:
        BackupError: no copy was made, and why; nothing is left behind.
    """
    source = file_of(parse_url(url))
    if not source.exists():
        raise BackupError(f"there is no database at {source}")
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise BackupError(f"{target} exists already") from None
    except OSError as problem:
        raise BackupError(f"{target} cannot be written: {problem.strerror}") from problem
    try:
        await asyncio.to_thread(_copy, source, target)
    except (sqlite3.Error, OSError) as problem:
        raise BackupError(f"the copy failed: {problem}") from problem


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        with target.open("rb+") as copy:
            os.fsync(copy.fileno())
    except (sqlite3.Error, OSError):
        target.unlink()
        raise
