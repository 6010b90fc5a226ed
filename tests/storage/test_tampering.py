"""Any one byte changed in any column of any entry is found."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import MovableClock
from flows.timeline import EntryKind
from storage.audit import AuditResult, verify
from storage.keys import Keyring
from storage.schema import upgrade
from storage.timeline import SqlTimeline
from storage.unit_of_work import open_database
from tests.storage.examples import NOON, WORKSPACE, new_case

COLUMNS = (
    "workspace",
    "case_id",
    "sequence",
    "id",
    "at",
    "kind",
    "actor",
    "commitment",
    "mac",
    "content",
    "purge_mac",
)
ROWS = 6


@pytest.fixture
def recorded(tmp_path: Path, keyring: Keyring) -> Path:
    """A file with two cases of three entries, the second one purged."""
    file = tmp_path / "recorded.db"

    async def record() -> None:
        url = f"sqlite+aiosqlite:///{file}"
        await upgrade(url)
        database = await open_database(url, keyring, MovableClock(NOON))
        for purged in (False, True):
            case = new_case()
            async with database.write(WORKSPACE) as work:
                await work.cases.save(case)
                for n in range(3):
                    await work.timeline.append(case.id, EntryKind.WORDS, "U1", NOON, {"n": n})
            if purged:
                async with database.write(WORKSPACE) as work:
                    assert isinstance(work.timeline, SqlTimeline)
                    await work.timeline.remove_content(case.id)
        await database.close()

    asyncio.run(record())
    return file


def flipped(value: int | str | bytes, byte: int, bits: int) -> tuple[str, object]:
    """Return an SQL expression and a value: the same type with one byte changed."""
    if isinstance(value, int):
        raw = bytearray(value.to_bytes(8, "big", signed=True))
        raw[byte % 8] ^= bits
        return "?", int.from_bytes(raw, "big", signed=True)
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    raw[byte % len(raw)] ^= bits
    return ("CAST(? AS TEXT)" if isinstance(value, str) else "?"), bytes(raw)


async def audit(file: Path, keyring: Keyring) -> AuditResult:
    database = await open_database(f"sqlite+aiosqlite:///{file}", keyring, MovableClock(NOON))
    try:
        return await verify(database)
    finally:
        await database.close()


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    row=st.integers(0, ROWS - 1),
    column=st.sampled_from(COLUMNS),
    byte=st.integers(0, 400),
    bits=st.integers(1, 255),
)
def test_one_byte(
    recorded: Path, keyring: Keyring, row: int, column: str, byte: int, bits: int
) -> None:
    """One changed byte in an entry makes the audit fail, wherever it is."""
    file = recorded.with_name("changed.db")
    shutil.copy(recorded, file)
    with closing(sqlite3.connect(file)) as raw, raw:
        rowid, value = raw.execute(
            # Names of columns cannot be bound; these are the constants above.
            f"SELECT rowid, {column} FROM timeline ORDER BY rowid LIMIT 1 OFFSET ?",  # noqa: S608
            (row,),
        ).fetchone()
        if value is None:  # no content once purged, no purge mark before
            value = b"\0"
        marks, changed = flipped(value, byte, bits)
        raw.execute(
            f"UPDATE timeline SET {column} = {marks} WHERE rowid = ?",  # noqa: S608  # as above
            (changed, rowid),
        )
    assert not asyncio.run(audit(file, keyring)).ok


def test_unchanged(recorded: Path, keyring: Keyring) -> None:
    """Nothing changed, nothing found."""
    assert asyncio.run(audit(recorded, keyring)) == AuditResult(ROWS, 2, 0)
