"""A copy made while writers go on is whole, private, and without the keys."""

import asyncio
from pathlib import Path

import pytest

from bot.clock import MovableClock
from flows.timeline import EntryKind
from storage.audit import verify
from storage.backup import backup
from storage.errors import BackupError
from storage.keys import key_file, make_key_file
from storage.unit_of_work import Database, open_database
from tests.storage.examples import NOON, WORKSPACE, new_case


async def test_while_serving(
    url: str, tmp_path: Path, database: Database, clock: MovableClock
) -> None:
    """The copy holds what was committed before it began, and verifies, though writers went on."""
    before = new_case()
    target = tmp_path / "copy" / "desk.db"
    target.parent.mkdir()

    async def write() -> None:
        for _ in range(50):
            case = new_case()
            async with database.write(WORKSPACE) as work:
                await work.cases.save(case)
                await work.timeline.append(case.id, EntryKind.STARTED, "U0STAFF", NOON)

    async with database.write(WORKSPACE) as work:
        await work.cases.save(before)
    await asyncio.gather(write(), backup(url, target), write())
    assert [path.name for path in target.parent.iterdir()] == ["desk.db"]
    assert target.stat().st_mode & 0o777 == 0o600
    copy = await open_database(f"sqlite+aiosqlite:///{target}", database.keyring, clock)
    async with copy.read(WORKSPACE) as work:
        assert await work.cases.get(before.id) == before
    assert (await verify(copy)).ok
    await copy.close()


async def test_without_the_keys(url: str, tmp_path: Path) -> None:
    """The key file beside the database is not copied."""
    make_key_file(key_file(url))
    target = tmp_path / "copy" / "desk.db"
    target.parent.mkdir()
    await backup(url, target)
    assert [path.name for path in target.parent.iterdir()] == ["desk.db"]


async def test_refused(url: str, tmp_path: Path) -> None:
    """Nothing is overwritten, and what cannot be done is said in a sentence."""
    target = tmp_path / "there.db"
    target.write_text("already")
    with pytest.raises(BackupError, match="exists already"):
        await backup(url, target)
    assert target.read_text() == "already"
    with pytest.raises(BackupError, match="cannot be written"):
        await backup(url, tmp_path / "nowhere" / "copy.db")
    with pytest.raises(BackupError, match="there is no database"):
        await backup(f"sqlite+aiosqlite:///{tmp_path}/other.db", tmp_path / "copy.db")


async def test_broken_source(tmp_path: Path) -> None:
    """A copy that fails leaves nothing behind."""
    broken = tmp_path / "broken.db"
    broken.write_text("カスハラ" * 1000)
    with pytest.raises(BackupError, match="the copy failed: file is not a database"):
        await backup(f"sqlite+aiosqlite:///{broken}", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
