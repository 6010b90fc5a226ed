"""Cases come back as they were saved, and are found by what the use cases ask for."""

import sqlite3
from contextlib import closing
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from flows.case import Affected, Care, Case, Contact, Customer, Ending, Listing, State
from flows.timeline import EntryKind
from flows.triage import Answers
from storage.case_documents import case_from, document_of
from storage.errors import KeyringError, TamperedError
from storage.unit_of_work import Database
from tests.databases import only_sqlite
from tests.storage.examples import NOON, OTHER, WORKSPACE, full_case, new_case
from tests.storage.tampering import looked_up, tamper

LATER = NOON + timedelta(hours=1)


async def save(database: Database, *saved: Case) -> None:
    for case in saved:
        async with database.write(case.workspace) as work:
            await work.cases.save(case)


async def test_every_field(database: Database) -> None:
    """A case with something in every field comes back the same."""
    case = replace(
        full_case(),
        finished_at=LATER,
        ended_at=LATER,
        ending=Ending.PASSED_ON,
        contact=Contact.TOLD,
        purged_at=LATER,
    )
    blank = new_case()
    unset = {f.name for f in fields(Case) if getattr(case, f.name) == getattr(blank, f.name)}
    assert unset == {"workspace", "reporter", "created_at", "touched_at"}
    await save(database, case)
    async with database.read(WORKSPACE) as work:
        assert await work.cases.get(case.id) == case


async def test_replace(database: Database) -> None:
    """Saving again replaces what was kept."""
    case = new_case()
    changed = replace(case, number="K-2026-0001", state=State.REPORTED, told_at=LATER)
    await save(database, case, changed)
    async with database.read(WORKSPACE) as work:
        assert await work.cases.get(case.id) == changed
        assert await work.cases.by_number("K-2026-0001") == changed
        assert await work.cases.by_number("K-2026-0002") is None


@given(
    words=st.text(),
    name=st.none() | st.text(),
    asked=st.lists(st.text()),
    postponed=st.frozensets(st.text()),
)
def test_any_text(
    words: str, name: str | None, asked: list[str], postponed: frozenset[str]
) -> None:
    """Whatever people typed survives being written down."""
    case = replace(
        full_case(),
        answers=Answers(words=words),
        affected=Affected(name=name),
        asked=tuple(asked),
        postponed=postponed,
    )
    assert case_from(document_of(case)) == case


def test_older_document() -> None:
    """A case kept before a field existed takes its default; a field since removed is left out."""
    document: dict[str, Any] = document_of(new_case())
    del document["talk"]
    document["mood"] = "calm"
    assert case_from(document).talk is None


async def test_numbers(database: Database) -> None:
    """Numbers count up by workspace and year."""
    async with database.write(WORKSPACE) as work:
        taken = [await work.cases.next_number(year) for year in (2026, 2026, 2027)]
    async with database.write(OTHER) as work:
        taken.append(await work.cases.next_number(2026))
    assert taken == ["K-2026-0001", "K-2026-0002", "K-2027-0001", "K-2026-0001"]


async def test_unfinished(database: Database) -> None:
    """Of each reporter the case that still asks something and was answered last is found."""
    newest = new_case(touched_at=LATER + timedelta(hours=1))
    other = new_case(reporter="U0ELSE", state=State.REPORTED)
    await save(
        database,
        new_case(at=LATER),
        newest,
        other,
        new_case(at=LATER, state=State.CLOSED),
        new_case(at=LATER, state=State.WITHDRAWN),
        new_case(at=LATER, finished_at=LATER),
        new_case(reporter="U0THIRD", state=State.CLOSED),
        new_case(reporter="U0FOURTH"),
    )
    async with database.read(WORKSPACE) as work:
        found = await work.cases.unfinished_of(["U0STAFF", "U0ELSE", "U0THIRD"], NOON)
    assert found == {"U0STAFF": newest, "U0ELSE": other}


async def test_unfinished_but_told_long_ago(database: Database) -> None:
    """A case the desk has known of for long hides none that it was never told of."""
    own = new_case()
    await save(database, own, new_case(at=LATER, told_at=LATER))
    for since, found in ((LATER, LATER), (LATER + timedelta(seconds=1), NOON)):
        async with database.read(WORKSPACE) as work:
            case = (await work.cases.unfinished_of(["U0STAFF"], since))["U0STAFF"]
        assert case.created_at == found


async def test_last_branch(database: Database) -> None:
    """The branch of the newest case that has one is remembered."""
    await save(
        database,
        new_case(branch="shinjuku"),
        new_case(branch="ikebukuro", at=LATER),
        new_case(at=LATER + timedelta(hours=1)),
        new_case(reporter="U0ELSE", branch="ueno", at=LATER),
    )
    async with database.read(WORKSPACE) as work:
        assert await work.cases.last_branch_of("U0STAFF") == "ikebukuro"
        assert await work.cases.last_branch_of("U0NEW") is None


async def test_listing(database: Database) -> None:
    """Cases with a number are listed, the newest first, as many as asked for."""
    listed = [new_case(number=f"K-2026-000{n}", at=NOON + timedelta(hours=n)) for n in range(1, 4)]
    await save(database, new_case(at=LATER), *listed)
    async with database.read(WORKSPACE) as work:
        assert await work.cases.listing() == Listing((listed[2], listed[1], listed[0]))
        assert await work.cases.listing(limit=2) == Listing((listed[2], listed[1]))


@pytest.mark.parametrize("sealed", [b"", b"\x01\x02k1", b"\x02" * 100])
async def test_changed_record(database: Database, file: Path, sealed: bytes) -> None:
    """A record that somebody changed is listed by its number, and hides no other."""
    changed, other = new_case(number="K-2026-0001"), new_case(number="K-2026-0002")
    await save(database, changed, other)
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE cases SET facts = ? WHERE number = 'K-2026-0001'", (sealed,))
    async with database.read(WORKSPACE) as work:
        assert await work.cases.listing() == Listing((other,), ("K-2026-0001",))
        with pytest.raises((TamperedError, KeyringError), match="the case's record was changed"):
            await work.cases.get(changed.id)


async def test_naive_moment(database: Database) -> None:
    """A moment without a time zone is refused."""
    case = new_case()
    naive = replace(case, touched_at=case.touched_at.replace(tzinfo=None))
    with pytest.raises(Exception, match="without a time zone"):
        await save(database, naive)


async def test_customer_and_care(database: Database) -> None:
    """Who the customer is and how the employee is are kept apart, and replaced when saved anew."""
    case = new_case()
    await save(database, case)
    async with database.write(WORKSPACE) as work:
        assert await work.customers.get(case.id) is None
        assert await work.care.get(case.id) is None
        await work.customers.save(case.id, Customer(name="架空 太郎"))
        await work.care.save(case.id, Care(("fear_or_health",)))
        await work.customers.save(case.id, Customer(name="架空 太郎", room="101"))
    async with database.read(WORKSPACE) as work:
        assert await work.customers.get(case.id) == Customer(name="架空 太郎", room="101")
        assert await work.care.get(case.id) == Care(("fear_or_health",))


async def test_taken(database: Database, url: str) -> None:
    """Whoever has open cases is found with them; one that was changed keeps no other back."""
    first, second = new_case(taken_by="U0CHIEF"), new_case(at=LATER, taken_by="U0CHIEF")
    changed = new_case(taken_by="U0CHIEF")
    over = new_case(taken_by="U0ELSE", state=State.CLOSED)
    await save(database, second, first, changed, over, new_case())
    await tamper(url, "UPDATE cases SET facts = x'00' WHERE id = ?", changed.id)
    with capture_logs() as logged:
        async with database.write(WORKSPACE) as work:
            assert await work.cases.taken_by("U0CHIEF") == [first, second]
            assert await work.cases.holders() == {("U0CHIEF", None)}
    assert [entry["case"] for entry in logged] == [str(changed.id)]


async def test_calling(database: Database, url: str) -> None:
    """Alarms that ring, however old, and relief of late; not what was changed, nor purged."""
    rings, again, ended, relief, old = (new_case() for _ in range(5))
    changed, purged = new_case(), new_case(purged_at=LATER)
    await save(database, rings, again, ended, relief, old, changed, purged, new_case())
    alarm, over, asked = EntryKind.ALARM, EntryKind.ALARM_ENDED, EntryKind.RELIEF
    said = [(rings, alarm, NOON), (changed, alarm, NOON), (purged, alarm, NOON)]
    said += [(ended, alarm, NOON), (ended, over, LATER)]
    said += [(again, kind, NOON) for kind in (alarm, over, alarm)]
    said += [(old, asked, NOON), (relief, asked, LATER)]
    async with database.write(WORKSPACE) as work:
        for case, kind, at in said:
            await work.timeline.append(case.id, kind, "U0STAFF", at)
    await tamper(url, "UPDATE cases SET facts = x'00' WHERE id = ?", changed.id)
    with capture_logs() as logged:
        async with database.read(WORKSPACE) as work:
            found = await work.cases.calling(LATER)
    assert {case.id for case in found} == {rings.id, again.id, relief.id}
    assert [entry["case"] for entry in logged] == [str(changed.id)]


@only_sqlite
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("index", "query"),
    [
        (
            "ix_cases_taken",
            (
                "SELECT id FROM cases WHERE workspace = 'T' AND taken_by = 'U'"
                " AND state NOT IN ('closed', 'withdrawn')"
            ),
        ),
        (
            "ix_timeline_calls",
            (
                "SELECT case_id FROM timeline WHERE workspace = 'T'"
                " AND kind IN ('alarm', 'alarm_ended', 'relief') AND kind = 'alarm'"
            ),
        ),
    ],
)
async def test_looked_up(url: str, index: str, query: str) -> None:
    """Who has what, and what rings, is found without reading every case or timeline there is."""
    plan = await looked_up(url, f"EXPLAIN QUERY PLAN {query}")
    assert index in plan.detail
