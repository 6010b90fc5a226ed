"""A transaction is kept whole or not at all, in one workspace, beside readers."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.clock import MovableClock
from flows.case import Listing
from flows.timeline import EntryKind
from storage.errors import KeyringError
from storage.keys import Keyring, new_key, parse_keyring
from storage.unit_of_work import Database, open_database
from tests.storage.ear import Ear
from tests.storage.examples import NOON, OTHER, WORKSPACE, new_case, wanted


async def test_commit(database: Database) -> None:
    """What one transaction wrote the next one sees."""
    case = new_case()
    async with database.write(WORKSPACE) as work:
        assert work.workspace == WORKSPACE
        await work.cases.save(case)
    async with database.read(WORKSPACE) as work:
        assert await work.cases.get(case.id) == case


async def test_rollback(database: Database) -> None:
    """An exception takes back everything, and wakes nobody."""
    case = new_case()

    async def fail() -> None:
        async with database.write(WORKSPACE) as work:
            await work.cases.save(case)
            await work.timeline.append(case.id, EntryKind.STARTED, "U0STAFF", NOON)
            await work.messages.want(wanted(case=case.id))
            raise RuntimeError

    ear = Ear(database.messages_changed)
    with pytest.raises(RuntimeError):
        await fail()
    async with database.read(WORKSPACE) as work:
        assert await work.cases.get(case.id) is None
        assert await work.timeline.of(case.id) == []
    assert not ear.heard


async def test_wakes_the_delivery(database: Database) -> None:
    """The delivery is woken by a commit that wanted a message, not by one that did not."""
    ear = Ear(database.messages_changed)
    async with database.write(WORKSPACE) as work:
        await work.cases.save(new_case())
    assert not ear.heard
    async with database.write(WORKSPACE) as work:
        await work.messages.want(wanted())
    assert ear.heard


async def test_reading_cannot_write(database: Database) -> None:
    """A transaction opened for reading refuses to write."""
    async with database.read(WORKSPACE) as work:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await work.cases.save(new_case())


async def test_readers_beside_a_writer(database: Database) -> None:
    """A reader sees the state before a writer that has not committed, without waiting for it."""
    case = new_case()
    async with database.write(WORKSPACE) as writer:
        await writer.cases.save(case)
        async with database.read(WORKSPACE) as reader:
            assert await reader.cases.get(case.id) is None


async def test_a_reader_sees_one_state(database: Database) -> None:
    """What is committed while a reader reads does not change what it sees."""
    case = new_case()
    async with database.read(WORKSPACE) as reader:
        assert await reader.cases.get(case.id) is None
        async with database.write(WORKSPACE) as writer:
            await writer.cases.save(case)
        assert await reader.cases.get(case.id) is None


async def test_workspaces_are_apart(database: Database) -> None:
    """Nothing of one workspace is seen from another, not even by id."""
    case = new_case(number="K-2026-0001")
    async with database.write(WORKSPACE) as work:
        await work.cases.save(case)
        await work.timeline.append(case.id, EntryKind.STARTED, "U0STAFF", NOON)
        await work.directory.keep_members("C0DESK", frozenset({"U1"}), NOON)
    async with database.write(OTHER) as other:
        assert await other.cases.get(case.id) is None
        assert await other.cases.by_number("K-2026-0001") is None
        assert await other.cases.unfinished_of(["U0STAFF"], NOON) == {}
        assert await other.cases.listing() == Listing(())
        assert await other.timeline.of(case.id) == []
        assert await other.directory.members("C0DESK") is None
        assert await other.directory.channels_of("U1") == frozenset()
        with pytest.raises(ValueError, match="own workspace"):
            await other.cases.save(case)
    assert await database.workspaces() == [WORKSPACE]


async def test_entry_without_case(database: Database) -> None:
    """An entry may come before its case, but not without it."""
    case = new_case()
    async with database.write(WORKSPACE) as work:
        await work.timeline.append(case.id, EntryKind.STARTED, "U0STAFF", NOON)
        await work.cases.save(case)

    async def without() -> None:
        async with database.write(WORKSPACE) as work:
            await work.timeline.append(new_case().id, EntryKind.STARTED, "U0STAFF", NOON)

    with pytest.raises(IntegrityError):
        await without()


async def test_writers_take_turns(database: Database) -> None:
    """Twenty transactions at once that each read and write lose no update."""

    async def take() -> str:
        async with database.write(WORKSPACE) as work:
            return await work.cases.next_number(2026)

    numbers = await asyncio.gather(*(take() for _ in range(20)))
    assert sorted(numbers) == [f"K-2026-{n:04d}" for n in range(1, 21)]


async def test_file_is_private(database: Database, file: Path) -> None:
    """The database and its log can be read by their owner only."""
    async with database.write(WORKSPACE) as work:
        await work.cases.save(new_case())
    modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.glob("desk.db*")}
    assert set(modes) >= {"desk.db", "desk.db-wal"}
    assert set(modes.values()) == {0o600}


async def test_wrong_key(url: str, database: Database, clock: MovableClock) -> None:
    """A database is not opened without the key it was sealed with, and the sentence names it."""
    other = new_key()
    with pytest.raises(KeyringError, match="which is not given"):
        await open_database(url, parse_keyring(other), clock)
    impostor = f"{database.keyring.sealing}:{other.partition(':')[2]}"
    with pytest.raises(KeyringError, match="not the one this database was sealed with"):
        await open_database(url, parse_keyring(impostor), clock)


async def test_second_key(url: str, clock: MovableClock) -> None:
    """A new key in front of the old one seals from then on, and what was sealed still opens."""
    old, new = new_key(), new_key()
    case = new_case()
    first = await open_database(url, parse_keyring(old), clock)
    async with first.write(WORKSPACE) as work:
        await work.cases.save(case)
    await first.close()
    keyring: Keyring = parse_keyring(f"{new},{old}")
    second = await open_database(url, keyring, clock)
    async with second.read(WORKSPACE) as work:
        assert await work.cases.get(case.id) == case
    await second.close()
    with pytest.raises(KeyringError, match="which is not given"):
        await open_database(url, parse_keyring(old), clock)
