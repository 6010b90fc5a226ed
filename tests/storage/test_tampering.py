"""Any one byte changed in any column of what the audit guards is found."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean

from bot.clock import MovableClock
from flows.case import Care, Customer
from flows.timeline import EntryKind
from storage.audit import AuditResult, verify
from storage.keys import Keyring
from storage.schema import upgrade
from storage.tables import (
    care_notes,
    cases,
    checkpoints,
    customers,
    evidence_chunks,
    timeline,
    timeline_heads,
)
from storage.timeline import SqlTimeline
from storage.unit_of_work import open_database
from tests.storage.examples import NOON, WORKSPACE, full_case, keep_file, new_case

pytestmark = pytest.mark.no_cover  # it goes through all there is; to be measured doubles that

GUARDED = (timeline, cases, customers, care_notes, timeline_heads, checkpoints, evidence_chunks)
PLACES = [(table.name, column) for table in GUARDED for column in table.c.keys()]  # noqa: SIM118 - of columns
BOOLEANS = {
    column for table in GUARDED for column, c in table.c.items() if isinstance(c.type, Boolean)
}
ENTRIES = 8


@pytest.fixture
def recorded(tmp_path: Path, keyring: Keyring) -> Path:
    """A file with two cases of three entries, one purged, one with a photo; a checkpoint."""
    file = tmp_path / "recorded.db"

    async def record() -> None:
        url = f"sqlite+aiosqlite:///{file}"
        await upgrade(url)
        database = await open_database(url, keyring, MovableClock(NOON))
        for purged in (False, True):
            case = full_case() if purged else new_case(branch="shinjuku")
            async with database.write(WORKSPACE) as work:
                await work.cases.save(case)
                await work.customers.save(case.id, Customer(name="架空 太郎"))
                await work.care.save(case.id, Care(("fear_or_health",)))
                for n in range(3):
                    await work.timeline.append(case.id, EntryKind.WORDS, "U1", NOON, {"n": n})
            if purged:
                async with database.write(WORKSPACE) as work:
                    assert isinstance(work.timeline, SqlTimeline)
                    await work.timeline.remove_content(case.id)
            else:
                await keep_file(database, case, b"abc", b"def", b"ghi")
        await database.checkpoint()
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


@pytest.fixture
def audit(recorded: Path, keyring: Keyring) -> Iterator[Callable[[], AuditResult]]:
    """Audits the file as it is at that moment."""
    with asyncio.Runner() as runner:
        opening = open_database(f"sqlite+aiosqlite:///{recorded}", keyring, MovableClock(NOON))
        database = runner.run(opening)
        yield lambda: runner.run(verify(database))
        assert runner.run(verify(database)).ok, "every change was taken back"
        runner.run(database.close())


def every_place(test: Callable[..., None]) -> Callable[..., None]:
    """Have each column changed once, whatever else is tried."""
    for number, place in enumerate(PLACES):
        test = example(place=place, row=number, byte=number, bits=1 << number % 8)(test)
    return test


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@every_place
@given(
    place=st.sampled_from(PLACES),
    row=st.integers(0, ENTRIES - 1),
    byte=st.integers(0, 400),
    bits=st.integers(1, 255),
)
def test_one_byte(
    recorded: Path,
    audit: Callable[[], AuditResult],
    place: tuple[str, str],
    row: int,
    byte: int,
    bits: int,
) -> None:
    """One changed byte makes the audit fail, wherever it is."""
    with closing(sqlite3.connect(recorded)) as raw:
        raw.execute("PRAGMA synchronous = OFF")  # nothing of this has to outlive the machine
        table, column = place
        # Names of tables and columns cannot be bound; these are the constants above.
        query = f"SELECT rowid, {column} FROM {table} ORDER BY rowid"  # noqa: S608
        found = raw.execute(query).fetchall()
        rowid, value = found[row % len(found)]
        # There is no content once purged, no purge mark before.
        marks, changed = flipped(b"\0" if value is None else value, byte, bits)
        if column in BOOLEANS:
            changed = int(not value)  # every number but zero reads as true
        statement = f"UPDATE {table} SET {column} = {marks} WHERE rowid = ?"  # noqa: S608  # as above
        try:
            with raw:
                raw.execute(statement, (changed, rowid))
        except sqlite3.IntegrityError:
            reject()  # another row has that key: the file itself does not take it
        ok = audit().ok
        with raw:
            back = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"  # noqa: S608  # as above
            raw.execute(back, (value, rowid))
    assert not ok


def test_unchanged(audit: Callable[[], AuditResult]) -> None:
    """Nothing changed, nothing found."""
    assert audit() == AuditResult(ENTRIES, 2, 1, files=1)
