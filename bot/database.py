"""The database of this installation: opened with its keys, its tables up to date."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.clock import Clock
from bot.environment import Environment
from storage.errors import SchemaError
from storage.key_file import load_keyring
from storage.schema import check, upgrade
from storage.unit_of_work import Database, open_database


async def prepare_database(environment: Environment, clock: Clock) -> Database:
    """Open the database, made or brought up to date where needed.

    Raises:
        DatabaseUrlError, KeyringError, SchemaError: one sentence for the operator.
    """
    keyring = load_keyring(environment.database, environment.keys)
    await upgrade(environment.database)
    return await open_database(environment.database, keyring, clock)


@asynccontextmanager
async def existing_database(environment: Environment, clock: Clock) -> AsyncIterator[Database]:
    """Open a database that is there already and up to date; nothing is made.

    Raises:
        DatabaseUrlError, KeyringError, SchemaError: one sentence for the operator.
    """
    complaint = await check(environment.database)
    if complaint is not None:
        raise SchemaError(complaint)
    keyring = load_keyring(environment.database, environment.keys)
    database = await open_database(environment.database, keyring, clock)
    try:
        yield database
    finally:
        await database.close()
