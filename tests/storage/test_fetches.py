"""Files on their way in: one holder at a time, nothing half kept, every piece in its place."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest

from flows.case import Case
from flows.evidence import DroppedFile, Fetched, FileState, files_of
from flows.report.drop_files import drop_files, note_fetched
from storage.audit import verify
from storage.errors import TamperedError
from storage.evidence import piece_id
from storage.fetches import LEASE, Fetch, Fetches, LostLeaseError
from storage.unit_of_work import Database
from tests.storage.ear import Ear
from tests.storage.examples import NOON, WORKSPACE, keep_file, new_case
from tests.storage.tampering import tamper

CHANGED = "a file kept as evidence was changed, or a part of it is missing"


async def dropped(database: Database, *files: str) -> Case:
    """Drop files in a new case."""
    case = new_case()
    async with database.write(WORKSPACE) as work:
        given = [DroppedFile(file, f"{file}.jpg", "image/jpeg", 9, "") for file in files]
        await work.cases.save(await drop_files(work, case, given, NOON))
    return case


async def content(database: Database, case: UUID, file: UUID) -> bytes:
    """Return what is kept of a file."""
    async with database.read(WORKSPACE) as work:
        return b"".join([piece async for piece in work.evidence.content(case, file)])


async def state(database: Database, case: UUID) -> FileState:
    """Return what the timeline says of the one file of a case."""
    async with database.read(WORKSPACE) as work:
        (file,) = files_of(await work.timeline.of(case))
    return file.state


async def finish(fetches: Fetches, fetch: Fetch, fetched: Fetched) -> bool:
    """End a fetch; tell whether it was still ours."""
    async with fetches.finishing(fetch, fetched.state) as work:
        if work is not None:
            await note_fetched(work, fetch.case, fetch.id, fetched, NOON)
        return work is not None


def kept(whole: bytes) -> Fetched:
    return Fetched(FileState.KEPT, len(whole), sha256(whole).hexdigest())


async def test_taken_over(database: Database) -> None:
    """Whoever lost the lease writes nothing more; who takes over begins from nothing."""
    case = await dropped(database, "F1")
    fetches = Fetches(database)
    (first,) = await fetches.claim(NOON)
    for position in range(3):
        await fetches.add(first, position, b"stale")
    assert await fetches.claim(NOON) == []
    (second,) = await Fetches(database).claim(NOON + LEASE)
    assert (second.id, second.attempts) == (first.id, 2)
    await fetches.begin(second)
    await fetches.add(second, 0, b"fresh")
    for write in (fetches.begin(first), fetches.add(first, 1, b"stale")):
        with pytest.raises(LostLeaseError):
            await write
    assert not await finish(fetches, first, kept(b"stale"))
    assert not await fetches.later(first, NOON, "late")
    assert await finish(fetches, second, kept(b"fresh"))
    assert await content(database, case.id, second.id) == b"fresh"
    assert await state(database, case.id) is FileState.KEPT
    assert (await verify(database)).ok


async def test_put_off(database: Database) -> None:
    """What failed for now waits for its time; being held back counts as no attempt."""
    await dropped(database, "F1")
    fetches = Fetches(database)
    at = NOON + timedelta(minutes=1)
    counted = []
    for tried in (False, True, True):
        (fetch,) = await fetches.claim(at)
        counted.append(fetch.attempts)
        await fetches.later(fetch, at, "500", tried=tried)
        assert await fetches.claim(NOON) == []
        assert await fetches.next_due(NOON) == at
    assert counted == [1, 1, 2]


@pytest.mark.parametrize("ended", [FileState.TOO_LARGE, FileState.UNAVAILABLE])
async def test_not_kept(database: Database, ended: FileState) -> None:
    """Of a file that is not kept no piece stays, and it is not fetched again."""
    case = await dropped(database, "F1")
    fetches = Fetches(database)
    (fetch,) = await fetches.claim(NOON)
    await fetches.add(fetch, 0, b"part")
    assert await finish(fetches, fetch, Fetched(ended))
    assert await content(database, case.id, fetch.id) == b""
    assert await fetches.claim(NOON + timedelta(days=9)) == []
    assert (await verify(database)).ok


async def test_gone_meanwhile(database: Database) -> None:
    """When a case's time is over while its file comes, nothing of the file is left or noted."""
    case = await dropped(database, "F1")
    fetches = Fetches(database)
    (fetch,) = await fetches.claim(NOON)
    await fetches.add(fetch, 0, b"part")
    async with database.write(WORKSPACE) as work:
        await work.retention.remove_content(case.id)
    with pytest.raises(LostLeaseError):
        await fetches.add(fetch, 1, b"rest")
    assert not await finish(fetches, fetch, kept(b"partrest"))
    assert (await verify(database)).ok


async def test_woken(database: Database) -> None:
    """Whoever fetches hears of a file that is dropped."""
    ear = Ear(Fetches(database).changed)
    assert not ear.heard
    await dropped(database, "F1")
    assert ear.heard


FORGERIES = [
    "DELETE FROM evidence_chunks WHERE position = 2",
    "DELETE FROM evidence_chunks WHERE position = 0",
    "DELETE FROM evidence_chunks",
    "DELETE FROM evidence_files",
    "UPDATE evidence_chunks SET position = 9 WHERE position = 1",
]


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_part_is_missing(database: Database, url: str, forgery: str) -> None:
    """A piece, or all of a file, that somebody removed is found by the audit."""
    case = new_case(number="K-2026-0042")
    await keep_file(database, case, b"one", b"two", b"three")
    assert (await verify(database)).files == 1
    if "evidence_files" in forgery:
        await tamper(url, "DELETE FROM evidence_chunks")
    await tamper(url, forgery)
    bad = (await verify(database)).bad
    assert bad is not None
    assert (bad.what, bad.case_number) == (CHANGED, "K-2026-0042")


async def test_a_piece_in_another_place(database: Database, url: str) -> None:
    """A piece that was moved, with its id made to fit, does not open there."""
    case = new_case()
    await keep_file(database, case, b"one", b"two")
    async with database.read(WORKSPACE) as work:
        (file,) = files_of(await work.timeline.of(case.id))
    for position, place in ((0, 5), (1, 0), (5, 1)):
        moved = "UPDATE evidence_chunks SET position = ?, id = ? WHERE position = ?"
        await tamper(url, moved, place, piece_id(file.entry, place), position)
    with pytest.raises(TamperedError, match="a file kept as evidence was changed"):
        await content(database, case.id, file.entry)
    bad = (await verify(database)).bad
    assert bad is not None
    assert bad.what == "a file kept as evidence was changed: it does not open"
