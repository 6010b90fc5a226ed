"""People and members are known as last reconciled, or not at all."""

from dataclasses import replace

from flows.people import Person, Standing
from storage.unit_of_work import Database
from tests.storage.examples import NOON, WORKSPACE

PERSON = Person("U1", "見本 花子", "ja", Standing.ACTIVE)


async def test_person(database: Database) -> None:
    """A person comes back as last kept; one never seen is None."""
    async with database.write(WORKSPACE) as work:
        assert await work.directory.person("U1") is None
        await work.directory.keep_people([PERSON])
        assert await work.directory.person("U1") == PERSON
        left = replace(PERSON, standing=Standing.DEACTIVATED, language="en")
        await work.directory.keep_people([left])
        assert await work.directory.person("U1") == left


async def test_members(database: Database) -> None:
    """A reconciled channel has its members, even none; another is unknown."""
    async with database.write(WORKSPACE) as work:
        directory = work.directory
        assert await directory.members("C1") is None
        await directory.keep_members("C1", frozenset({"U1", "U2"}), NOON)
        await directory.keep_members("C2", frozenset(), NOON)
        assert await directory.members("C1") == frozenset({"U1", "U2"})
        assert await directory.members("C2") == frozenset()
        await directory.keep_members("C1", frozenset({"U3"}), NOON)
        assert await directory.members("C1") == frozenset({"U3"})


async def test_joining_and_leaving(database: Database) -> None:
    """Joining and leaving change a reconciled channel, and never make one of another."""
    async with database.write(WORKSPACE) as work:
        directory = work.directory
        await directory.add_member("C1", "U1")
        assert await directory.members("C1") is None
        await directory.keep_members("C1", frozenset({"U1"}), NOON)
        await directory.add_member("C1", "U2")
        await directory.add_member("C1", "U2")
        await directory.remove_member("C1", "U1")
        await directory.remove_member("C9", "U1")
        assert await directory.members("C1") == frozenset({"U2"})


async def test_public(database: Database) -> None:
    """A public channel gives nothing, not by joining either, until it is reconciled again."""
    async with database.write(WORKSPACE) as work:
        directory = work.directory
        assert not await directory.is_public("C1")
        await directory.keep_members("C1", frozenset({"U1"}), NOON)
        await directory.keep_public("C1", NOON)
        await directory.add_member("C1", "U2")
        assert await directory.is_public("C1")
        assert await directory.members("C1") is None
        assert await directory.channels_of("U1") == await directory.channels_of("U2") == frozenset()
        await directory.keep_members("C1", frozenset({"U1"}), NOON)
        assert not await directory.is_public("C1")
        assert await directory.members("C1") == frozenset({"U1"})


async def test_channels_of(database: Database) -> None:
    """Somebody's channels are the reconciled ones; a forgotten one gives nothing."""
    async with database.write(WORKSPACE) as work:
        directory = work.directory
        await directory.keep_members("C1", frozenset({"U1"}), NOON)
        await directory.keep_members("C2", frozenset({"U1", "U2"}), NOON)
        assert await directory.channels_of("U1") == {"C1", "C2"}
        await directory.forget_members("C2")
        assert await directory.members("C2") is None
        assert await directory.channels_of("U1") == {"C1"}
        assert await directory.channels_of("U2") == frozenset()
