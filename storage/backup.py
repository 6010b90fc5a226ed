"""A copy of the database while it is in use. The keys are not in it and are kept elsewhere."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from storage.address import address_for_tools, file_of, parse_url
from storage.errors import BackupError

_TOOL = "pg_dump"


async def backup(url: str, target: Path) -> None:
    """Write a consistent copy to `target`, a file that does not exist yet, for its owner only.

    Writers go on meanwhile; the copy shows the moment at which it began. Without the keys, which
    are not copied, what is sealed in it cannot be read. A copy of SQLite is a database itself;
    one of PostgreSQL is an archive that its own tool `pg_dump` writes and `pg_restore` reads.

    Raises:
        BackupError: no copy was made, and why; nothing is left behind.
    """
    address = parse_url(url)
    source = file_of(address)
    if source is not None and not source.exists():
        raise BackupError(f"there is no database at {source}")
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise BackupError(f"{target} exists already") from None
    except OSError as problem:
        raise BackupError(f"{target} cannot be written: {problem.strerror}") from problem
    copying = _dump(address, target) if source is None else asyncio.to_thread(_copy, source, target)
    try:
        await copying
    except BaseException:
        await asyncio.to_thread(target.unlink)
        raise


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        with target.open("rb+") as copy:
            os.fsync(copy.fileno())
    except (sqlite3.Error, OSError) as problem:
        raise BackupError(f"the copy failed: {problem}") from problem


async def _dump(address: URL, target: Path) -> None:
    # Other users of the machine see a program's arguments, but not its environment.
    without_password = address_for_tools(address.set(password=None))
    secret = {"PGPASSWORD": address.password} if address.password else {}
    try:
        dump = await asyncio.create_subprocess_exec(
            *(_TOOL, "--format=custom", "--no-owner", f"--file={target}", without_password),
            env=os.environ | secret,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError:
        raise BackupError(
            f"the database is PostgreSQL, which is copied with its own tool {_TOOL}; "
            "that is not installed here: install it, or run it where it is"
        ) from None
    try:
        _, said = await dump.communicate()
    except BaseException:
        dump.kill()
        await dump.wait()
        raise
    if dump.returncode != 0:
        raise BackupError(f"the copy failed: {said.decode(errors='replace').strip()}")
