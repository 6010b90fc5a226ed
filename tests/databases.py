"""The two databases that every test of what is kept runs on.

A test that asks for `file`, where SQLite keeps everything, runs on SQLite alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import storage.sqlite
from storage.key_file import key_file, make_key_file
from storage.keys import new_key
from storage.schema import upgrade
from tests.postgres import PostgresServer, run_now

SQLITE, POSTGRES = "sqlite", "postgresql"

DURABLE = storage.sqlite._DURABLE
"""How the product has SQLite wait for the disk, which tests in this process do not."""

only_sqlite = pytest.mark.database(SQLITE)
"""For what only a file can have: its bytes, its damage."""

only_postgres = pytest.mark.database(POSTGRES)
"""For what only a server can have: other processes in the same database."""

KEYS = new_key()
"""For a bot on PostgreSQL, which makes no key file."""


def sqlite_file(file: Path) -> str:
    """Make a database with our tables and nothing in them; return its address.

    It is a copy of one that is made once: that costs a tenth of making the tables.
    """
    file.write_bytes(_empty_tables())
    file.chmod(0o600)
    return f"sqlite+aiosqlite:///{file}"


@cache
def _empty_tables() -> bytes:
    with TemporaryDirectory() as folder:
        made = Path(folder) / "tables.db"
        run_now(upgrade(f"sqlite+aiosqlite:///{made}"))
        return made.read_bytes()


class Addresses:
    """Which database stands behind a folder: a file in it, unless a server is in force."""

    def __init__(self) -> None:
        self._server: PostgresServer | None = None
        self._known: dict[Path, str] = {}

    @contextmanager
    def on(self, server: PostgresServer | None) -> Iterator[None]:
        """Have what is opened meanwhile opened there; a folder keeps its database."""
        self._server, self._known = server, {}
        try:
            yield
        finally:
            self._server = None

    def of(self, folder: Path) -> str:
        """Return the address of the database of that folder."""
        if self._server is None:
            file = folder / "kasuhara.db"
            address = f"sqlite+aiosqlite:///{file}"
            if not file.exists():
                make_key_file(key_file(address))
                sqlite_file(file)
            return address
        if folder not in self._known:
            # The shared one is the first folder's; others are seldom.
            make = self._server.new if self._known else self._server.empty
            self._known[folder] = make()
        return self._known[folder]

    def keys(self) -> str | None:
        """Return the keys that a bot has to be given."""
        return KEYS if self._server is not None else None


addresses = Addresses()
