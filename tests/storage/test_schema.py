"""The tables: made at once, or step by step, and the same either way."""

import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from subprocess import run

import pytest

from storage.engine import restructuring
from storage.errors import SchemaError
from storage.schema import HEAD, MIGRATIONS, check, migrate, upgrade


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def write(file: Path, text: str) -> None:
    file.write_text(text)


def shape(file: Path) -> dict[str, object]:
    """Return every table with its columns, keys and indexes."""
    with closing(sqlite3.connect(file)) as raw:
        names = [
            name
            for (name,) in raw.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        ]
        indexes = {
            name: " ".join(sql.split())
            for name, sql in raw.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            )
        }
        tables = {
            name: [
                raw.execute(f"PRAGMA table_info({name})").fetchall(),
                sorted(raw.execute(f"PRAGMA foreign_key_list({name})").fetchall()),
                sorted(row[1:] for row in raw.execute(f"PRAGMA index_list({name})")),
            ]
            for name in names
        }
    return {"indexes": indexes, **tables}


async def test_new_file(url: str, file: Path) -> None:
    """A new file is made for its owner only, and is then up to date."""
    await upgrade(url)
    assert mode(file) == 0o600
    assert await check(url) is None
    await upgrade(url)
    assert await check(url) is None


async def test_quick(tmp_path: Path) -> None:
    """A new file is made within 150 ms; of three tries one must not have been disturbed."""
    took = []
    for n in range(3):
        started = time.perf_counter()
        await upgrade(f"sqlite+aiosqlite:///{tmp_path}/{n}.db")
        took.append(time.perf_counter() - started)
    assert min(took) < 0.15


async def test_migrations_make_the_same(url: str, file: Path, tmp_path: Path) -> None:
    """The migrations from nothing end in the very tables that a new file is given."""
    stepwise = tmp_path / "stepwise.db"
    async with restructuring(f"sqlite+aiosqlite:///{stepwise}") as connection:
        await connection.run_sync(migrate, HEAD)
    await upgrade(url)
    assert shape(stepwise) == shape(file)
    assert await check(f"sqlite+aiosqlite:///{stepwise}") is None


async def test_down_and_up(url: str, file: Path) -> None:
    """The migrations go down to nothing and up again."""
    await upgrade(url)
    before = shape(file)
    async with restructuring(url) as connection:
        await connection.run_sync(migrate, "base")
    assert set(shape(file)) == {"indexes", "alembic_version"}
    assert (
        await check(url)
        == f"the tables are at None, this program needs {HEAD}: run `kasuhara db upgrade`"
    )
    await upgrade(url)
    assert shape(file) == before


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


async def test_foreign_tables(url: str, file: Path) -> None:
    """A database of another program is left alone."""
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("CREATE TABLE recipes (name TEXT)")
    assert await check(url) == "the database holds tables that are not ours"
    with pytest.raises(SchemaError, match="not ours"):
        await upgrade(url)


async def test_not_a_database(url: str, file: Path) -> None:
    """A file that is no database is said to be so."""
    write(file, "カスハラ" * 1000)
    assert await check(url) == "the database cannot be used: file is not a database"
    with pytest.raises(SchemaError, match="file is not a database"):
        await upgrade(url)


async def test_newer_than_the_program(url: str, file: Path) -> None:
    """Tables newer than the program are not touched."""
    await upgrade(url)
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "the tables are at 9999" in (await check(url) or "")
    with pytest.raises(SchemaError, match="at 9999, which this program does not know"):
        await upgrade(url)
