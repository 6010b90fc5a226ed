"""The tables: made at once, or step by step, and the same either way."""

import asyncio
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text

from bot.clock import MovableClock
from storage.address import parse_url
from storage.engine import restructuring
from storage.errors import DatabaseUrlError, SchemaError
from storage.keys import new_key, parse_keyring
from storage.schema import HEAD, MIGRATIONS, check, migrate, upgrade
from storage.unit_of_work import open_database
from storage.work_tables import ALL_TABLES
from tests.databases import POSTGRES, only_postgres
from tests.postgres import PostgresServer
from tests.storage.examples import NOON
from tests.storage.test_stolen_file import fill


@pytest.fixture
def url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database in which nothing was made yet."""
    if kind == POSTGRES:
        server = request.getfixturevalue("postgres")
        assert isinstance(server, PostgresServer)
        return server.new(tables=False)
    return f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}"


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def write(file: Path, text: str) -> None:
    file.write_text(text)


async def execute(url: str, *statements: str) -> None:
    async with restructuring(url) as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def go(url: str, revision: str) -> None:
    async with restructuring(url) as connection:
        await connection.run_sync(migrate, revision)


async def shape(url: str) -> dict[str, Any]:
    """Return every table with its columns, keys and indexes."""
    async with restructuring(url) as connection:
        return await connection.run_sync(_shape)


def _shape(connection: Connection) -> dict[str, Any]:
    found = inspect(connection)
    shape: dict[str, Any] = {
        table: {
            "columns": _written(found.get_columns(table)),
            "key": found.get_pk_constraint(table),
            "references": _written(found.get_foreign_keys(table)),
            "unique": _written(found.get_unique_constraints(table)),
            "indexes": _written(found.get_indexes(table)),
        }
        for table in found.get_table_names()
    }
    if connection.dialect.supports_sequences:
        shape["sequences"] = sorted(found.get_sequence_names())
    return shape


def _written(parts: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what the database says of several things, in an order of its own."""
    return sorted(str(sorted((key, str(value)) for key, value in _flat(part))) for part in parts)


def _flat(part: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in part.items():
        if isinstance(value, Mapping):
            yield from _flat(value)
        else:
            yield key, value


async def test_new_file(url: str, file: Path) -> None:
    """A new file is made for its owner only, and is then up to date."""
    await upgrade(url)
    assert mode(file) == 0o600
    assert await check(url) is None
    await upgrade(url)
    assert await check(url) is None


@pytest.mark.no_cover
async def test_quick(tmp_path: Path) -> None:
    """A new file is made at once, for less than its migrations cost one after another."""
    at_once, stepwise = [], []
    for n in range(3):
        began = time.process_time()
        await upgrade(f"sqlite+aiosqlite:///{tmp_path}/{n}.db")
        between = time.process_time()
        await go(f"sqlite+aiosqlite:///{tmp_path}/{n}-stepwise.db", HEAD)
        at_once.append(between - began)
        stepwise.append(time.process_time() - between)
    assert min(at_once) < 0.8 * min(stepwise)


async def test_migrations_make_the_same(url: str) -> None:
    """The migrations from nothing end in the very tables that a new database is given."""
    await go(url, HEAD)
    assert await check(url) is None
    stepwise = await shape(url)
    await go(url, "base")
    await execute(url, "DROP TABLE alembic_version")
    await upgrade(url)
    assert await shape(url) == stepwise


async def test_down_and_up(url: str) -> None:
    """With something in every table, the migrations go down to nothing and up again."""
    await upgrade(url)
    before = await shape(url)
    database = await open_database(url, parse_keyring(new_key()), MovableClock(NOON))
    await fill(database)
    await database.close()
    await go(url, "base")
    assert not set(await shape(url)) & set(ALL_TABLES.tables)
    assert (
        await check(url)
        == f"the tables are at None, this program needs {HEAD}: run `kasuhara db upgrade`"
    )
    await upgrade(url)
    assert await shape(url) == before


@only_postgres
async def test_two_processes_at_once(url: str) -> None:
    """Of processes that start at once on a new database, one makes the tables."""
    await asyncio.gather(*(upgrade(url) for _ in range(4)))
    assert await check(url) is None


@only_postgres
async def test_out_of_reach(url: str) -> None:
    """A server that is not there, and a database that is not, are said in a sentence each."""
    nobody = parse_url(url).set(query={"host": "/nowhere/at/all"})
    for ask in (check, upgrade):
        with pytest.raises(DatabaseUrlError, match=r"the database cannot be reached: .*No such"):
            await ask(nobody.render_as_string())
        with pytest.raises(DatabaseUrlError, match='database "elsewhere" does not exist'):
            await ask(parse_url(url).set(database="elsewhere").render_as_string())


def test_one_head() -> None:
    """The migrations have one head, the one that the program asks for."""
    from alembic.config import Config  # noqa: PLC0415  # slow to import
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_alembic_is_not_imported_for_nothing() -> None:
    """Opening a database does not import alembic."""
    code = "import sys, storage.schema, storage.unit_of_work; print('alembic' in sys.modules)"
    printed = run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603
    assert printed.stdout == "False\n"


async def test_nothing_there(url: str, file: Path) -> None:
    """Checking makes no file; a missing or empty one is said to be so."""
    assert await check(url) == "the database does not exist yet: run `kasuhara db upgrade`"
    assert list(file.parent.iterdir()) == []
    write(file, "")
    assert await check(url) == "the database has no tables yet: run `kasuhara db upgrade`"


async def test_foreign_tables(url: str) -> None:
    """A database of another program is left alone."""
    await execute(url, "CREATE TABLE recipes (name TEXT)")
    assert await check(url) == "the database holds tables that are not ours"
    with pytest.raises(SchemaError, match="not ours"):
        await upgrade(url)


async def test_not_a_database(url: str, file: Path) -> None:
    """A file that is no database is said to be so."""
    write(file, "カスハラ" * 1000)
    assert await check(url) == "the database cannot be used: file is not a database"
    with pytest.raises(SchemaError, match="file is not a database"):
        await upgrade(url)


async def test_newer_than_the_program(url: str) -> None:
    """Tables newer than the program are not touched."""
    await upgrade(url)
    await execute(url, "UPDATE alembic_version SET version_num = '9999'")
    assert "the tables are at 9999" in (await check(url) or "")
    with pytest.raises(SchemaError, match="at 9999, which this program does not know"):
        await upgrade(url)


@only_postgres
async def test_no_tables(url: str) -> None:
    """A server's database in which nothing was made yet is said to be so."""
    assert await check(url) == "the database has no tables yet: run `kasuhara db upgrade`"
