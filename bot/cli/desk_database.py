"""What commands that read cases start from: the database that is there, and which company."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError

from bot.clock import SystemClock
from bot.database import existing_database
from bot.environment import read_environment
from flows.errors import SettingsError
from storage.errors import TamperedError
from storage.unit_of_work import Database


@asynccontextmanager
async def opened() -> AsyncIterator[Database]:
    """Open the database the environment names, and close it again.

    Raises:
        TamperedError: what is in it cannot be read, not even in clear.
    """
    async with existing_database(read_environment(), SystemClock()) as database:
        try:
            yield database
        except DBAPIError as error:
            raise TamperedError(f"the database cannot be read: {error.orig}") from error


async def one_workspace(database: Database, named: str | None) -> str:
    """Return the company meant: the named one, or the only one there is.

    Raises:
        SettingsError: there is none, there are several, or not the named one.
    """
    known = await database.workspaces()
    if named is not None:
        if named not in known:
            raise SettingsError(f"--workspace {named}: nothing is kept of such a company")
        return named
    if len(known) != 1:
        choice = ", ".join(known) or "none yet"
        raise SettingsError(f"say which company with --workspace ID; there are: {choice}")
    return known[0]
