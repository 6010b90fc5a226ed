"""Both databases, for every test that asks for one."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

import storage.sqlite
from tests.compiled_once import compile_once
from tests.databases import POSTGRES, SQLITE, addresses, sqlite_file
from tests.postgres import PostgresServer, postgres_server


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Let no test compile what another has compiled."""
    with pytest.MonkeyPatch.context() as patch:
        compile_once(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _forgetful() -> Iterator[None]:
    """Let SQLite not wait for the disk: only processes that are killed do, and those are apart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage.sqlite, "_DURABLE", "synchronous=OFF")
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for as long as the tests run, started when first asked for."""
    with postgres_server() as server:
        yield server


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one database be chosen: what needs none runs with SQLite."""
    parser.addoption("--database", choices=(SQLITE, POSTGRES), help="run on this one alone")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a database on both; what looks into SQLite's file, there alone."""
    if "kind" in metafunc.fixturenames:
        kinds = (SQLITE,) if "file" in metafunc.fixturenames else (SQLITE, POSTGRES)
        marked = metafunc.definition.get_closest_marker("database")
        metafunc.parametrize("kind", marked.args if marked else kinds)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what runs on another database than the chosen one."""
    chosen = config.getoption("database")
    if chosen:
        items[:] = [item for item in items if _database_of(item) == chosen]


def pytest_collection_finish() -> None:
    """Look for garbage seldom: after collecting, half a million objects live until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _database_of(item: pytest.Item) -> str:
    called = getattr(item, "callspec", None)
    return str(called.params.get("kind", SQLITE)) if called else SQLITE


@pytest.fixture
def url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database with our tables and nothing in them."""
    if kind == POSTGRES:
        server = request.getfixturevalue("postgres")
        assert isinstance(server, PostgresServer)
        return server.empty()
    return sqlite_file(tmp_path / "desk.db")


@pytest.fixture
def either_database(kind: str, request: pytest.FixtureRequest) -> Iterator[None]:
    """Have every bot that the test starts in a folder work on that database."""
    server = request.getfixturevalue("postgres") if kind == POSTGRES else None
    with addresses.on(server):
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where `url` leads, on SQLite."""
    return tmp_path / "desk.db"
