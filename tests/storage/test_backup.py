"""A copy made while writers go on is whole, private, and without the keys."""

import asyncio
import os
from pathlib import Path
from subprocess import run

import pytest

from bot.clock import MovableClock
from flows.timeline import EntryKind
from storage.address import address_for_tools, parse_url
from storage.audit import verify
from storage.backup import backup
from storage.errors import BackupError
from storage.keeping import KEPT
from storage.key_file import key_file, make_key_file
from storage.unit_of_work import Database, open_database
from tests.databases import POSTGRES, only_postgres
from tests.postgres import PostgresServer, binaries
from tests.storage.examples import NOON, WORKSPACE, new_case
from tests.storage.test_keeping import everything
from tests.storage.test_stolen_file import fill


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the copy goes; PostgreSQL's own tool is the one that belongs to the server."""
    monkeypatch.setenv("PATH", f"{binaries()}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "copy").mkdir()
    return tmp_path / "copy" / "desk.db"


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def content(file: Path) -> bytes:
    return file.read_bytes()


def restored(kind: str, copy: Path, request: pytest.FixtureRequest) -> str:
    """Return the address of a database made from a copy."""
    if kind != POSTGRES:
        return f"sqlite+aiosqlite:///{copy}"
    server = request.getfixturevalue("postgres")
    assert isinstance(server, PostgresServer)
    url = server.new(tables=False)
    into = f"--dbname={address_for_tools(parse_url(url))}"
    run(["pg_restore", "--no-owner", "--exit-on-error", into, copy], check=True)  # noqa: S603, S607
    return url


async def test_while_serving(
    kind: str,
    url: str,
    target: Path,
    database: Database,
    clock: MovableClock,
    request: pytest.FixtureRequest,
) -> None:
    """The copy holds what was committed before it began, and verifies, though writers went on."""
    before = new_case()

    async def write() -> None:
        for _ in range(50):
            case = new_case()
            async with database.write(WORKSPACE) as work:
                await work.cases.save(case)
                await work.timeline.append(case.id, EntryKind.STARTED, "U0STAFF", NOON)

    async with database.write(WORKSPACE) as work:
        await work.cases.save(before)
    await asyncio.gather(write(), backup(url, target), write())
    assert names(target.parent) == ["desk.db"]
    assert mode(target) == 0o600
    again = await asyncio.to_thread(restored, kind, target, request)
    copy = await open_database(again, database.keyring, clock)
    async with copy.read(WORKSPACE) as work:
        assert await work.cases.get(before.id) == before
    assert (await verify(copy)).ok
    await copy.close()


async def test_every_table(
    kind: str,
    url: str,
    target: Path,
    database: Database,
    clock: MovableClock,
    request: pytest.FixtureRequest,
) -> None:
    """A copy has every table that says so, row by row, and no other."""
    await fill(database)
    before = await everything(database)
    await backup(url, target)
    again = await asyncio.to_thread(restored, kind, target, request)
    copy = await open_database(again, database.keyring, clock)
    after = await everything(copy)
    await copy.close()
    for name, kept in KEPT.items():
        assert before[name], name
        assert after[name] == (before[name] if kept.copied else []), name


@pytest.mark.usefixtures("file")
async def test_without_the_keys(url: str, target: Path) -> None:
    """The key file beside the database is not copied."""
    make_key_file(key_file(url))
    await backup(url, target)
    assert names(target.parent) == ["desk.db"]


async def test_nothing_overwritten(url: str, target: Path) -> None:
    """What is there already stays as it is, and a copy that cannot be written is said to be so."""
    make_key_file(target)
    before = content(target)
    with pytest.raises(BackupError, match="exists already"):
        await backup(url, target)
    assert content(target) == before
    with pytest.raises(BackupError, match="cannot be written"):
        await backup(url, target.parent / "nowhere" / "copy.db")


@only_postgres
async def test_without_the_tool(url: str, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PostgreSQL's own tool is missing, its name is said and nothing is left behind."""
    monkeypatch.setenv("PATH", str(target.parent))
    with pytest.raises(BackupError, match="its own tool pg_dump; that is not installed here"):
        await backup(url, target)
    assert names(target.parent) == []


@only_postgres
async def test_failing_tool(url: str, target: Path) -> None:
    """What the tool says when it fails is said, without a password, and nothing is left behind."""
    elsewhere = parse_url(url).set(database="elsewhere", password="0penSesame")
    with pytest.raises(BackupError, match='database "elsewhere" does not exist') as refused:
        await backup(elsewhere.render_as_string(hide_password=False), target)
    assert "0penSesame" not in str(refused.value)
    assert names(target.parent) == []


async def test_no_database(tmp_path: Path) -> None:
    """Where there is no database there is no copy."""
    with pytest.raises(BackupError, match="there is no database"):
        await backup(f"sqlite+aiosqlite:///{tmp_path}/other.db", tmp_path / "copy.db")
    assert names(tmp_path) == []


async def test_broken_source(tmp_path: Path) -> None:
    """A copy that fails leaves nothing behind."""
    broken = tmp_path / "broken.db"
    broken.write_text("カスハラ" * 1000)
    with pytest.raises(BackupError, match="the copy failed: file is not a database"):
        await backup(f"sqlite+aiosqlite:///{broken}", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
