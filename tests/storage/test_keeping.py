"""No table without a word on what rotation, purge and backup do with it, and none untrue."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import LargeBinary, Table, select

from flows.case import Care, Customer, State
from flows.messages import Kind
from flows.purge import purge, what_is_due
from flows.retention import Because
from flows.timeline import EntryKind
from flows.triage import Answers
from storage.audit import verify
from storage.keeping import KEPT, Purge, Rotation, tables
from storage.outbox import Outbox
from storage.records import DOCUMENTS
from storage.sealing import NAMES, Seal
from storage.tables import cases, timeline_heads
from storage.unit_of_work import Database
from storage.work_tables import ALL_TABLES, messages
from tests.storage.examples import NOON, WORKSPACE, full_case, keep_file, new_case, wanted
from tests.storage.test_stolen_file import fill

YEAR = timedelta(days=366)


def columns_of_bytes(table: Table) -> set[str]:
    return {column.name for column in table.c if isinstance(column.type, LargeBinary)}


def test_every_table() -> None:
    """Every table says what becomes of it, and nothing is said of a table that is not there."""
    assert KEPT.keys() == ALL_TABLES.tables.keys()


def test_every_column_of_bytes() -> None:
    """Every column of bytes is sealed, signed, a digest of looks, or needs no key; once."""
    for name, kept in KEPT.items():
        named = [*kept.keyed, *kept.clear]
        assert sorted(named) == sorted(columns_of_bytes(ALL_TABLES.tables[name])), name


def test_rotation_fits() -> None:
    """What needs no key is passed over by a rotation, and what needs one is not."""
    for name, kept in KEPT.items():
        assert (kept.rotation is Rotation.NOTHING) == (not kept.keyed), name
        assert not (kept.rotation is Rotation.ROWS and kept.signed), f"{name}: who verifies it?"
        assert kept.rotation is Rotation.KEY or not kept.sealed or name in NAMES
    together = {table.name for table in tables(rotation=Rotation.CASE)}
    assert together == {*DOCUMENTS, timeline_heads.name}


Rows = dict[str, list[Any]]


async def everything(database: Database) -> Rows:
    """Return every row of every table."""
    async with database.connections.reading() as connection:
        return {
            table.name: list((await connection.execute(select(table))).mappings())
            for table in ALL_TABLES.sorted_tables
        }


def about(case: UUID, rows: Rows, table: Table) -> list[Any]:
    """Return the rows of a table that belong to a case."""
    column = "id" if table is cases else "case_id"
    return [row for row in rows[table.name] if row[column] == case]


def opened(database: Database, rows: Rows) -> bytes:
    """Return everything sealed that there is, as whoever has the keys can read it."""
    found = []
    for name, kept in KEPT.items():
        if kept.rotation is Rotation.KEY:
            continue
        for each in kept.sealed:
            seal = Seal(database.keyring, ALL_TABLES.tables[name], each.column)
            for row in rows[name]:
                key = row[each.row].bytes if isinstance(row[each.row], UUID) else row[each.row]
                if row[each.column] is not None:
                    found.append(seal.open_raw(row[each.column], row["workspace"], key))
    return b"\n".join(found)


async def two_cases(database: Database) -> tuple[UUID, UUID]:
    """Keep something in every table, and two full cases of which the first has ended."""
    await fill(database)
    outbox = Outbox(database)
    ids = []
    for ended_at in (NOON, None):
        case = replace(
            full_case(),
            number=None,
            state=State.CLOSED,
            ended_at=ended_at,
            answers=Answers(words=f"言葉{ended_at}"),
        )
        ids.append(case.id)
        async with database.write(WORKSPACE) as work:
            await work.cases.save(case)
            await work.customers.save(case.id, Customer(f"架空 {ended_at}"))
            await work.care.save(case.id, Care((f"care {ended_at}",)))
            await work.timeline.append(case.id, EntryKind.WORDS, "U1", NOON, {"a": str(ended_at)})
            await work.messages.want(wanted(case=case.id))
            await work.messages.want(
                wanted(Kind.QUESTION, case=case.id, not_before=NOON + 9 * YEAR)
            )
        await keep_file(database, case, f"photo {ended_at}".encode())
    for n, out in enumerate(await outbox.claim(NOON, 9)):
        await outbox.shown(out, "C0DESK", f"{n}.1", outbox.looks(b"x"))
    return ids[0], ids[1]


async def test_purge_is_as_declared(database: Database) -> None:
    """Every table does what it says when the time of a case is over, and no other case suffers."""
    gone, stays = await two_cases(database)
    before = await everything(database)
    assert all(before.values()), "something in every table"
    assert "言葉2026".encode() in opened(database, before)
    assert await purge(database, WORKSPACE, gone, "operator:tanaka", NOON + 5 * YEAR)
    after = await everything(database)
    assert str(NOON).encode() not in opened(database, after)
    for name, kept in KEPT.items():
        table = ALL_TABLES.tables[name]
        if kept.purge in (Purge.STAYS, Purge.BY_AGE):
            assert after[name] == before[name], name
            continue
        assert about(gone, before, table), name
        assert about(stays, after, table) == about(stays, before, table), name
        left = about(gone, after, table)
        if kept.purge is Purge.GOES:
            assert left == [], name
        elif kept.purge is Purge.RETRACTED:
            assert [row["ts"] is not None for row in left] == [True], name
        else:
            assert left, name
    assert (await verify(database)).ok


async def test_taken_back_is_forgotten(database: Database) -> None:
    """A message that was taken back leaves no row; one that never came has none any more."""
    gone, _ = await two_cases(database)
    await purge(database, WORKSPACE, gone, "operator:tanaka", NOON + 5 * YEAR)
    outbox = Outbox(database)
    (out,) = [each for each in await outbox.claim(NOON + 6 * YEAR, 9) if each.case == gone]
    assert await outbox.taken_away(out)
    assert not await outbox.taken_away(out)
    assert about(gone, await everything(database), messages) == []


async def test_care_goes_first(database: Database) -> None:
    """What the employee said of themselves goes after three years, the case itself after five."""
    case = replace(
        full_case(), state=State.CLOSED, ended_at=NOON, answers=Answers(acts=("assault",))
    )
    async with database.write(WORKSPACE) as work:
        await work.cases.save(case)
        await work.care.save(case.id, Care(("fear_or_health",)))
        await work.timeline.append(case.id, EntryKind.CARE, "U1", NOON, {"question": "impact"})
    due = await purge(database, WORKSPACE, case.id, "bot", NOON + 4 * YEAR)
    assert due is not None
    assert due.because is Because.CARE
    async with database.read(WORKSPACE) as work:
        assert await work.care.get(case.id) is None
        assert await work.cases.get(case.id) == case
        kinds = [entry.kind for entry in await work.timeline.of(case.id)]
    assert kinds == [EntryKind.CARE, EntryKind.PURGED]
    assert (await verify(database)).ok
    assert await purge(database, WORKSPACE, case.id, "bot", NOON + 4 * YEAR) is None


async def test_many_pages(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many cases every one whose time is over is found, once, and no other."""
    monkeypatch.setattr("flows.purge.AT_ONCE", 3)
    over = {
        case.id: case for case in (new_case(at=NOON - n * timedelta(days=1)) for n in range(20))
    }
    async with database.write(WORKSPACE) as work:
        for case in over.values():
            await work.cases.save(case)
    now = NOON + timedelta(days=20)
    found = [due.case async for due in what_is_due(database, WORKSPACE, now)]
    expected = {id_ for id_, case in over.items() if case.touched_at <= NOON - timedelta(days=10)}
    assert len(found) == len(expected)
    assert set(found) == expected
