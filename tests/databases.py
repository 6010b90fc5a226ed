"""The two databases that every test of what is kept runs on.

A test that asks for `file`, where SQLite keeps everything, runs on SQLite alone.
"""

import pytest

SQLITE, POSTGRES = "sqlite", "postgresql"

only_postgres = pytest.mark.database(POSTGRES)
"""For what only a server can have: other processes in the same database."""
