"""The two databases that every test of what is kept runs on.

A test that asks for `file`, where SQLite keeps everything, runs on SQLite alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.keys import new_key
from tests.postgres import PostgresServer

SQLITE, POSTGRES = "sqlite", "postgresql"

only_sqlite = pytest.mark.database(SQLITE)
"""For what only a file can have: its bytes, its damage."""

only_postgres = pytest.mark.database(POSTGRES)
"""For what only a server can have: other processes in the same database."""

KEYS = new_key()
"""For a bot on PostgreSQL, which makes no key file."""


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
            return f"sqlite+aiosqlite:///{folder / 'kasuhara.db'}"
        if folder not in self._known:
            # The shared one is the first folder's; others are seldom.
            make = self._server.new if self._known else self._server.empty
            self._known[folder] = make()
        return self._known[folder]

    def keys(self) -> str | None:
        """Return the keys that a bot has to be given."""
        return KEYS if self._server is not None else None


addresses = Addresses()
