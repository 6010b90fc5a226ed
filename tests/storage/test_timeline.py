"""Entries come back in order, as they were appended."""

from datetime import timedelta

from flows.timeline import Entry, EntryKind
from storage.unit_of_work import Database
from tests.storage.examples import NOON, WORKSPACE, new_case


async def test_append(database: Database) -> None:
    """What `append` returned is what is read back, in order, also within the transaction."""
    case = new_case()
    async with database.write(WORKSPACE) as work:
        await work.cases.save(case)
        first = await work.timeline.append(case.id, EntryKind.STARTED, "U0STAFF", NOON)
        assert first == Entry(first.id, case.id, 1, NOON, EntryKind.STARTED, "U0STAFF", None)
        later = NOON + timedelta(minutes=1)
        second = await work.timeline.append(
            case.id, EntryKind.WORDS, "U0STAFF", later, {"words": "ばか", "choices": ("a", "b")}
        )
        assert (second.sequence, second.content) == (2, {"words": "ばか", "choices": ["a", "b"]})
        assert await work.timeline.of(case.id) == [first, second]
    async with database.write(WORKSPACE) as work:
        third = await work.timeline.append(case.id, EntryKind.TOLD, "bot", NOON, {})
        assert (third.sequence, third.content) == (3, {})
    async with database.read(WORKSPACE) as work:
        assert await work.timeline.of(case.id) == [first, second, third]


async def test_two_cases(database: Database) -> None:
    """Each case has a chain of its own."""
    one, two = new_case(), new_case()
    async with database.write(WORKSPACE) as work:
        for case in (one, two):
            await work.cases.save(case)
            entry = await work.timeline.append(case.id, EntryKind.STARTED, "U0STAFF", NOON)
            assert entry.sequence == 1
    async with database.read(WORKSPACE) as work:
        assert len(await work.timeline.of(one.id)) == 1
