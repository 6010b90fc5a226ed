"""What commands that read cases start from: the database that is there, and which company."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy.exc import DBAPIError

from bot.clock import SystemClock
from bot.database import existing_database
from bot.environment import read_environment
from flows.case import Case
from flows.errors import SettingsError
from flows.ports import Work
from storage.errors import KeyringError, TamperedError
from storage.trouble import trouble_of
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
            if trouble_of(error) is not None:
                raise
            raise TamperedError(f"the database cannot be read: {error.orig}") from error


@asynccontextmanager
async def numbered(
    database: Database, workspace: str, number: str
) -> AsyncIterator[tuple[Work, Case]]:
    """Begin a transaction with the case of that number.

    Raises:
        SettingsError: there is none.
        TamperedError: something of it cannot be read.
    """
    with said_of(number):
        async with database.write(workspace) as work:
            case = await work.cases.by_number(number)
            if case is None:
                raise SettingsError(f"{number}: there is no case of that number")
            yield work, case


@contextmanager
def said_of(number: str) -> Iterator[None]:
    """Say of what cannot be read to which case it belongs: TamperedError."""
    try:
        yield
    except (TamperedError, KeyringError) as error:
        raise TamperedError(f"{number}: {error}") from error


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
    if not known:
        raise SettingsError("nothing is kept of any company yet: import its settings first")
    if len(known) != 1:
        choice = ", ".join(known)
        raise SettingsError(f"say which company with --workspace ID; there are: {choice}")
    return known[0]
