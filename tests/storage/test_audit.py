"""The audit finds whatever was done to a chain behind the program's back."""

from datetime import timedelta
from uuid import UUID

import pytest

from flows.case import Case
from flows.timeline import EntryKind
from storage.audit import AuditResult, verify
from storage.errors import DatabaseUrlError
from storage.sealing import Seal
from storage.tables import timeline
from storage.timeline import SqlTimeline
from storage.unit_of_work import Database
from tests.databases import only_postgres, only_sqlite
from tests.storage.examples import NOON, OTHER, WORKSPACE, new_case
from tests.storage.tampering import looked_up, tamper

KINDS = (EntryKind.STARTED, EntryKind.ANSWERED, EntryKind.WORDS, EntryKind.PROPOSED, EntryKind.TOLD)


async def record(
    database: Database, number: str | None = None, workspace: str = WORKSPACE, length: int = 5
) -> Case:
    """Keep a case with a timeline of that length."""
    case = new_case(workspace=workspace, number=number)
    async with database.write(workspace) as work:
        await work.cases.save(case)
    for n in range(length):
        async with database.write(workspace) as work:
            await work.timeline.append(
                case.id, KINDS[n], "U0STAFF", NOON + timedelta(minutes=n), {"words": f"言葉{n}"}
            )
    return case


async def found(database: Database) -> str:
    """Return what the audit found, which it must."""
    result = await verify(database)
    assert result.bad is not None
    return result.bad.what


async def test_sound(database: Database) -> None:
    """Untouched chains verify, in every workspace, and are counted."""
    await record(database, "K-2026-0001")
    await record(database, workspace=OTHER, length=2)
    await database.checkpoint()
    assert await verify(database) == AuditResult(entries=7, chains=2, checkpoints=2)
    assert await verify(database, OTHER) == AuditResult(entries=2, chains=1, checkpoints=1)
    assert (await verify(database)).ok


async def test_names_the_entry(database: Database, url: str) -> None:
    """The first bad entry is named by case number, sequence and id."""
    await record(database)
    case = await record(database, "K-2026-0042")
    async with database.read(WORKSPACE) as work:
        entry = (await work.timeline.of(case.id))[2]
    await tamper(url, "UPDATE timeline SET actor = 'U0OTHER' WHERE id = ?", entry.id)
    result = await verify(database)
    assert not result.ok
    assert result.bad is not None
    assert (result.bad.case_number, result.bad.case) == ("K-2026-0042", case.id)
    assert (result.bad.sequence, result.bad.entry) == (3, entry.id)
    assert result.bad.what == "the entry was changed: its signature does not match"


async def test_missing(database: Database, url: str) -> None:
    """An entry removed from the middle is missing."""
    await record(database)
    await tamper(url, "DELETE FROM timeline WHERE sequence = 3")
    result = await verify(database)
    assert result.bad is not None
    assert (result.bad.what, result.bad.sequence) == ("an entry is missing from the chain", 3)


async def test_reordered(database: Database, url: str) -> None:
    """Two entries that changed places are reordered."""
    await record(database)
    await tamper(url, "UPDATE timeline SET sequence = sequence + 100 WHERE sequence IN (2, 3)")
    await tamper(url, "UPDATE timeline SET sequence = 105 - sequence WHERE sequence > 100")
    assert "reordered" in await found(database)


async def test_tail_missing(database: Database, url: str) -> None:
    """A removed last entry shows, for the chain's end is signed."""
    await record(database)
    await tamper(url, "DELETE FROM timeline WHERE sequence = 5")
    assert "tail of the chain is missing" in await found(database)


async def test_tail_and_end_missing(database: Database, url: str) -> None:
    """Without the record of its end a chain does not verify."""
    await record(database)
    await tamper(url, "DELETE FROM timeline WHERE sequence = 5")
    await tamper(url, "DELETE FROM timeline_heads")
    assert await found(database) == "the record of the chain's end is missing"


async def test_older_state_put_back(database: Database, url: str) -> None:
    """A chain put back to an older state, signed end and all, contradicts the checkpoint."""
    case = await record(database, length=2)
    old = await looked_up(url, "SELECT sequence, digest, head_mac FROM timeline_heads")
    async with database.write(WORKSPACE) as work:
        await work.timeline.append(case.id, EntryKind.WORDS, "U0STAFF", NOON)
    await database.checkpoint()
    await tamper(url, "DELETE FROM timeline WHERE sequence = 3")
    await tamper(
        url,
        "UPDATE timeline_heads SET sequence = ?, digest = ?, head_mac = ?, checkpoint = 0",
        *old,
    )
    result = await verify(database)
    assert result.bad is not None
    assert "tail of the chain is missing" in result.bad.what
    assert (result.bad.case, result.bad.sequence) == (case.id, 3)


async def test_whole_chain_missing(database: Database, url: str) -> None:
    """A case removed whole, piece by piece, is found until only a checkpoint knows of it."""
    await record(database)
    await database.checkpoint()
    await tamper(url, "DELETE FROM timeline")
    assert await found(database) == "the whole chain of the case is missing"
    await tamper(url, "DELETE FROM timeline_heads")
    assert await found(database) == "the record of the chain's end is missing"
    await tamper(url, "DELETE FROM cases")
    assert "tail of the chain is missing" in await found(database)


async def test_forged_end(database: Database, url: str) -> None:
    """The record of a chain's end cannot be written without the key."""
    await record(database)
    await tamper(url, "DELETE FROM timeline WHERE sequence = 5")
    await tamper(
        url,
        "UPDATE timeline_heads SET sequence = 4,"
        " digest = (SELECT digest FROM timeline WHERE sequence = 4)",
    )
    assert "record of the chain's end was changed" in await found(database)
    await tamper(url, "UPDATE timeline_heads SET head_mac = x'01026b6b00'")
    assert "its key is not in the keyring" in await found(database)


@only_sqlite
async def test_unreadable_end(database: Database, url: str) -> None:
    """The record of a chain's end that cannot be read is found as missing, or for itself."""
    await record(database)
    await tamper(url, "UPDATE timeline_heads SET case_id = x'00'")
    assert "end is missing" in await found(database)
    await tamper(url, "DELETE FROM timeline")
    assert "cannot be read" in await found(database)


async def test_checkpoints(database: Database, url: str) -> None:
    """A checkpoint that was changed, or is missing between others, is found."""
    for _ in range(3):
        await record(database, length=1)
        await database.checkpoint()
    (mac,) = await looked_up(url, "SELECT mac FROM checkpoints WHERE number = 3")
    await tamper(url, "UPDATE checkpoints SET mac = x'01026b6b00' WHERE number = 3")
    assert "the checkpoint 3 was changed, or its key" in await found(database)
    await tamper(url, "UPDATE checkpoints SET mac = ? WHERE number = 3", mac[:-1] + b"\0")
    assert "the checkpoint 3 was changed: its signature" in await found(database)
    await tamper(url, "DELETE FROM checkpoints WHERE number = 2")
    assert await found(database) == "the checkpoint 2 is missing"


async def test_checkpoint_by_itself(database: Database) -> None:
    """A checkpoint is made by itself once in a hundred entries, and not for nothing."""
    case = await record(database, length=1)
    async with database.write(WORKSPACE) as work:
        for _ in range(99):
            await work.timeline.append(case.id, EntryKind.LOOKED, "U0SUP", NOON)
    assert (await verify(database)).checkpoints == 1
    await database.checkpoint()
    assert (await verify(database)).checkpoints == 1


async def purge(database: Database, case: UUID) -> None:
    async with database.write(WORKSPACE) as work:
        assert isinstance(work.timeline, SqlTimeline)
        await work.timeline.remove_content(case)


async def test_purged(database: Database) -> None:
    """Content and salt removed by retention leave the chain whole, and more can be appended."""
    case = await record(database)
    await purge(database, case.id)
    async with database.write(WORKSPACE) as work:
        assert [entry.content for entry in await work.timeline.of(case.id)] == [None] * 5
        await work.timeline.append(case.id, EntryKind.LOOKED, "U0SUP", NOON, {"a": 1})
    assert await verify(database) == AuditResult(entries=6, chains=1, checkpoints=0)


async def test_purged_by_somebody_else(database: Database, url: str) -> None:
    """Content removed behind the program's back is missing, not purged."""
    case = await record(database)
    await tamper(url, "UPDATE timeline SET content = NULL WHERE sequence = 2")
    assert await found(database) == "the entry's content is missing, and was not purged"
    await tamper(url, "UPDATE timeline SET purge_mac = mac WHERE sequence = 2")
    assert await found(database) == "the entry's content is missing, and was not purged"
    await tamper(url, "UPDATE timeline SET purge_mac = x'01026b6b00' WHERE sequence = 2")
    assert "its key is not in the keyring" in await found(database)
    await purge(database, case.id)
    await tamper(url, "UPDATE timeline SET purge_mac = NULL WHERE sequence = 1")
    assert "missing, and was not purged" in await found(database)


async def test_content_of_another_entry(database: Database, url: str) -> None:
    """Content moved from one entry to another does not open there."""
    await record(database)
    await tamper(
        url,
        "UPDATE timeline SET content = (SELECT content FROM timeline WHERE sequence = 1)"
        " WHERE sequence = 2",
    )
    assert await found(database) == "the entry's content was changed"


async def test_content_sealed_anew(database: Database, url: str) -> None:
    """Even somebody who can seal cannot exchange content: it was committed to."""
    case = await record(database, length=1)
    async with database.read(WORKSPACE) as work:
        (entry,) = await work.timeline.of(case.id)
    seal = Seal(database.keyring, timeline, "content")
    forged = seal.raw(b"s" * 32 + b"{}", WORKSPACE, entry.id.bytes)
    await tamper(url, "UPDATE timeline SET content = ?", forged)
    assert await found(database) == "the entry's content does not match its commitment"


@only_sqlite
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE timeline SET actor = CAST(x'ff00fe' AS TEXT) WHERE sequence = 3",
        "UPDATE timeline SET at = 9223372036854775807 WHERE sequence = 3",
        "UPDATE timeline SET id = x'0102' WHERE sequence = 3",
    ],
)
async def test_unreadable(database: Database, url: str, statement: str) -> None:
    """An entry that cannot even be read is named all the same."""
    case = await record(database)
    await tamper(url, statement)
    result = await verify(database)
    assert result.bad is not None
    assert "cannot be read" in result.bad.what
    assert (result.bad.case, result.bad.sequence) == (case.id, 3)


@only_postgres
async def test_cut_off(database: Database, url: str) -> None:
    """A server that fails in the middle of an audit is no tampering, and is said to have failed."""
    await record(database)
    await tamper(url, "ALTER TABLE checkpoints RENAME TO away")
    with pytest.raises(DatabaseUrlError, match=r"the database cannot be read: .*checkpoints"):
        await verify(database, WORKSPACE)


@only_postgres
@pytest.mark.parametrize("moment", ["infinity", "-infinity", "0044-03-15 12:00+00 BC"])
async def test_no_moment(database: Database, url: str, moment: str) -> None:
    """A moment that only PostgreSQL knows is found in the entry where it was put."""
    case = await record(database)
    await tamper(url, f"UPDATE timeline SET at = '{moment}' WHERE sequence = 3")  # noqa: S608
    result = await verify(database)
    assert result.bad is not None
    assert (result.bad.case, result.bad.sequence) == (case.id, 3)


@only_sqlite
async def test_unreadable_case(database: Database, url: str) -> None:
    """Where not even the case of an entry can be read, something is reported nevertheless."""
    await record(database)
    await tamper(url, "UPDATE timeline SET case_id = x'01' WHERE sequence = 3")
    result = await verify(database)
    assert result.bad is not None
    assert "cannot be read" in result.bad.what


async def test_many_pages(database: Database, url: str) -> None:
    """A chain longer than one page is read through to its end."""
    case = await record(database, length=1)
    async with database.write(WORKSPACE) as work:
        for _ in range(250):
            await work.timeline.append(case.id, EntryKind.LOOKED, "U0SUP", NOON)
    assert (await verify(database)).entries == 251
    await tamper(url, "UPDATE timeline SET kind = 'words' WHERE sequence = 240")
    result = await verify(database)
    assert result.bad is not None
    assert result.bad.sequence == 240
