"""The tables made and brought up to date. Alembic is imported only where there is work for it."""

from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    inspect,
    select,
)
from sqlalchemy.exc import DBAPIError

from storage.address import file_of, parse_url
from storage.engine import open_connections, restructuring
from storage.errors import SchemaError
from storage.trouble import trouble_of
from storage.work_tables import ALL_TABLES

HEAD = "0003"
"""The newest migration; a test holds it to the migrations' folder."""

MIGRATIONS = Path(__file__).parent / "migrations"

_version = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


async def upgrade(url: str) -> None:
    """Make the tables, or bring older ones up to date; nothing to do otherwise.

    Raises:
        DatabaseUrlError: the address cannot be used.
        SchemaError: what is there is not ours, or newer than this program.
    """
    try:
        async with restructuring(url) as connection:
            await connection.run_sync(_upgrade)
    except DBAPIError as problem:
        raise SchemaError(_unusable(problem)) from problem


async def check(url: str) -> str | None:
    """Return in one sentence what is wrong with the tables, or None when nothing is.

    Raises:
        DatabaseUrlError: the address cannot be used.
    """
    file = file_of(parse_url(url))
    if file is not None and not file.exists():
        return "the database does not exist yet: run `kasuhara db upgrade`"
    connections = open_connections(url)
    try:
        async with connections.reading() as connection:
            return await connection.run_sync(_complaint)
    except DBAPIError as problem:
        return _unusable(problem)
    finally:
        await connections.close()


def _unusable(problem: DBAPIError) -> str:
    return f"the database cannot be used: {trouble_of(problem) or problem.orig}"


def _upgrade(connection: Connection) -> None:
    tables = inspect(connection).get_table_names()
    if not tables:
        # A new file: making the tables at once takes milliseconds, importing alembic seconds.
        ALL_TABLES.create_all(connection)
        _stamp(connection)
    elif _version.name not in tables:
        raise SchemaError("the database holds tables that are not ours")
    elif _current(connection) != HEAD:
        migrate(connection, HEAD)


def _complaint(connection: Connection) -> str | None:
    tables = inspect(connection).get_table_names()
    if not tables:
        return "the database has no tables yet: run `kasuhara db upgrade`"
    if _version.name not in tables:
        return "the database holds tables that are not ours"
    current = _current(connection)
    if current != HEAD:
        return f"the tables are at {current}, this program needs {HEAD}: run `kasuhara db upgrade`"
    return None


def _current(connection: Connection) -> str | None:
    version: str | None = connection.execute(select(_version.c.version_num)).scalar()
    return version


def _stamp(connection: Connection) -> None:
    # As alembic would make it, without importing alembic.
    _version.create(connection)
    connection.execute(_version.insert().values(version_num=HEAD))


def migrate(connection: Connection, revision: str) -> None:
    """Bring the tables to that revision, "base" for none; SchemaError when it is not known."""
    from alembic import command  # noqa: PLC0415  # slow to import, seldom needed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    step = command.downgrade if revision == "base" else command.upgrade
    try:
        step(config, revision)
    except CommandError as problem:
        raise SchemaError(
            f"the tables are at {_current(connection)}, which this program does not know"
        ) from problem
