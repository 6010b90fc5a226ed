"""The audit finds what was done to a case's record, and to what stands beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from flows.case import Care, Case, Customer, State
from flows.timeline import EntryKind
from storage.audit import verify
from storage.tables import cases
from storage.unit_of_work import Database
from tests.databases import only_sqlite
from tests.storage.examples import NOON, WORKSPACE, full_case, new_case
from tests.storage.tampering import looked_up, tamper
from tests.storage.test_audit import found, record

RECORD = "the case's record"


async def keep(database: Database, case: Case, *kinds: EntryKind) -> None:
    async with database.write(WORKSPACE) as work:
        await work.cases.save(case)
        for kind in kinds:
            await work.timeline.append(case.id, kind, "U0STAFF", NOON)


async def full(database: Database) -> Case:
    """Keep a case with something in every column, its customer and care notes."""
    case = full_case()
    await keep(database, case, EntryKind.STARTED)
    async with database.write(WORKSPACE) as work:
        await work.customers.save(case.id, Customer(name="架空 太郎"))
        await work.care.save(case.id, Care(("fear_or_health",)))
    return case


async def test_sound(database: Database) -> None:
    """A case with everything beside it verifies; so does one that nothing happened to yet."""
    await full(database)
    await keep(database, new_case())
    await database.checkpoint()
    assert (await verify(database)).bad is None


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("cases", "the case's record was changed: it does not open"),
        ("customers", "what is kept of the customer was changed: it does not open"),
        ("care_notes", "what is kept of the employee was changed: it does not open"),
    ],
)
async def test_sealed(database: Database, url: str, table: str, what: str) -> None:
    """A changed byte in a sealed column is found, and the case is named by its number."""
    case = await full(database)
    await tamper(url, f"UPDATE {table} SET facts = CAST(facts || x'00' AS BLOB)")  # noqa: S608 - constants
    result = await verify(database)
    assert result.bad is not None
    assert (result.bad.what, result.bad.case) == (what, case.id)
    assert (result.bad.case_number, result.bad.sequence) == ("K-2026-0042", None)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", "K-2026-0041"),
        ("state", "closed"),
        ("branch", "yokohama"),
        ("branch", None),
        ("hq_only", False),
        ("reporter", "U0OTHER"),
        ("severity", "S0"),
        ("determination", "ORDINARY"),
        ("urgent", True),
        ("flow_hash", "other"),
        ("evidence_count", 0),
        ("created_at", NOON + timedelta(microseconds=1)),
        ("told_at", None),
        ("taken_by", "U0OTHER"),
        ("ending", "withdrawn"),
    ],
)
async def test_plain(database: Database, url: str, column: str, value: object) -> None:
    """A changed column in clear contradicts what was sealed, and is named."""
    case = await full(database)
    await tamper(url, update(cases).values({column: value}))
    result = await verify(database)
    assert result.bad is not None
    assert result.bad.what == f"{RECORD} was changed: its {column} is not what was sealed with it"
    assert (result.bad.case, result.bad.case_number) == (case.id, "K-2026-0042")


@only_sqlite
async def test_unreadable(database: Database, url: str) -> None:
    """A record that cannot even be read is named all the same."""
    await full(database)
    await keep(database, new_case(number="K-2026-0043"))
    await tamper(
        url,
        "UPDATE cases SET branch = CAST(x'ff00fe' AS TEXT) WHERE number = ?",
        "K-2026-0043",
    )
    result = await verify(database)
    assert result.bad is not None
    assert result.bad.what == f"{RECORD} was changed: it cannot be read"
    assert result.bad.case_number == "K-2026-0043"


async def test_older_record_put_back(database: Database, url: str) -> None:
    """A record put back to what it once was is not the one that was kept last."""
    case = await full(database)
    async with database.connections.reading() as connection:
        older = (await connection.execute(select(cases))).mappings().one()
    await keep(database, replace(case, state=State.CLOSED, finished_at=NOON))
    await tamper(url, update(cases).values(dict(older)))
    assert await found(database) == f"{RECORD} is not what was kept last"


@pytest.mark.parametrize("table", ["customers", "care_notes"])
async def test_removed_beside(database: Database, url: str, table: str) -> None:
    """What was removed from beside a case is missing from what was kept last."""
    await full(database)
    await tamper(url, f"DELETE FROM {table}")  # noqa: S608 - constants
    assert (await found(database)).endswith("is not what was kept last")


@only_sqlite
@pytest.mark.parametrize("table", ["cases", "timeline_heads", "checkpoints"])
async def test_unreadable_company(database: Database, url: str, table: str) -> None:
    """Where not even whose a row is can be read, something is reported nevertheless."""
    await full(database)
    await database.checkpoint()
    await tamper(url, f"UPDATE {table} SET workspace = CAST(x'ff00fe' AS TEXT)")  # noqa: S608
    assert await found(database) == "a company's id was changed: it cannot be read"


async def test_missing_record(database: Database, url: str) -> None:
    """A case whose record was removed shows by the end of its timeline."""
    case = await full(database)
    await tamper(url, "DELETE FROM cases")
    result = await verify(database)
    assert result.bad is not None
    assert (result.bad.what, result.bad.case) == (f"{RECORD} is missing", case.id)


async def test_emptied(database: Database, url: str) -> None:
    """Timelines emptied together with their ends and all checkpoints show by the records."""
    await record(database, "K-2026-0001")
    await database.checkpoint()
    for table in ("timeline", "timeline_heads", "checkpoints"):
        await tamper(url, f"DELETE FROM {table}")  # noqa: S608 - constants
    assert await found(database) == "the record of the chain's end is missing"


async def test_last_checkpoint_removed(database: Database, url: str) -> None:
    """A case removed whole with the checkpoint that knew it: the others knew that one."""
    gone = await record(database, "K-2026-0001")
    await record(database, "K-2026-0002")
    await database.checkpoint()
    for table, column in (("timeline", "case_id"), ("timeline_heads", "case_id"), ("cases", "id")):
        await tamper(url, f"DELETE FROM {table} WHERE {column} = ?", gone.id)  # noqa: S608
    await tamper(url, "DELETE FROM checkpoints")
    assert await found(database) == "the checkpoint 1 is missing"


async def test_not_signed_anew(database: Database, url: str) -> None:
    """A chain that was cut off is not made good by what is written to it afterwards."""
    case = await record(database, "K-2026-0001")
    await tamper(url, "DELETE FROM timeline WHERE sequence = 5")
    await tamper(
        url,
        "UPDATE timeline_heads SET sequence = 4,"
        " digest = (SELECT digest FROM timeline WHERE sequence = 4)",
    )
    async with database.write(WORKSPACE) as work:
        entry = await work.timeline.append(case.id, EntryKind.TAKEN, "U0SUP", NOON)
    assert entry.sequence == 5
    await database.checkpoint()
    assert "record of the chain's end was changed" in await found(database)


async def test_many_records(database: Database, url: str) -> None:
    """More records than one page are read through to the last."""
    async with database.write(WORKSPACE) as work:
        for n in range(230):
            at = NOON + timedelta(minutes=n)
            await work.cases.save(new_case(at=at, number=f"K-2026-{n:04d}"))
    (last,) = await looked_up(url, "SELECT number FROM cases ORDER BY id DESC LIMIT 1")
    await tamper(url, "UPDATE cases SET state = 'closed' WHERE number = ?", last)
    result = await verify(database)
    assert result.bad is not None
    assert result.bad.case_number == last


async def test_pages(database: Database) -> None:
    """More records and entries than one page verify, on either database."""
    case = new_case()
    async with database.write(WORKSPACE) as work:
        for _ in range(230):
            await work.cases.save(new_case())
            await work.timeline.append(case.id, EntryKind.WORDS, "U0STAFF", NOON)
        await work.cases.save(case)
    await database.checkpoint()
    result = await verify(database)
    assert (result.bad, result.entries, result.checkpoints) == (None, 230, 1)
