"""The address of the database: which of the two it is, and where."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import DatabaseUrlError

SQLITE = "sqlite+aiosqlite"
POSTGRES = "postgresql+asyncpg"
_POSTGRES_SPELLINGS = frozenset({POSTGRES, "postgresql", "postgres"})
_FORMS = f"{SQLITE}:///FILE and {POSTGRES}://USER@HOST/DATABASE are supported"


def parse_url(text: str) -> URL:
    """Read a database address; DatabaseUrlError says what is wrong with it.

    What follows `?` in a PostgreSQL address is read as PostgreSQL's own tools read it.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseUrlError("DATABASE_URL is not a database address") from None
    if url.drivername in _POSTGRES_SPELLINGS:
        if not url.database:
            raise DatabaseUrlError(f"DATABASE_URL names no database: {POSTGRES}://USER@HOST/NAME")
        return url.set(drivername=POSTGRES)
    if url.drivername != SQLITE:
        raise DatabaseUrlError(f"DATABASE_URL begins with {url.drivername}; {_FORMS}")
    if url.database in (None, "", ":memory:"):
        raise DatabaseUrlError(f"DATABASE_URL names no file: {SQLITE}:///FILE")
    return url


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database, None for one that is no file."""
    return Path(url.database or "") if url.drivername == SQLITE else None


def address_for_tools(url: URL) -> str:
    """Return a PostgreSQL address as its own tools write it, its password included."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
