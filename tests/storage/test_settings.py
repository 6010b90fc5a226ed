"""The newest settings are in force, whoever put them there."""

from typing import Any

import pytest

from bot.clock import MovableClock
from flows.company import Company
from flows.errors import SettingsError
from storage.unit_of_work import Database, open_database
from tests.storage.examples import NOON, OTHER, WORKSPACE


def document(name: str) -> dict[str, Any]:
    return {"company": {"name": name}, "branches": [{"desk_channel": "C0DESK"}]}


async def keep(database: Database, name: str) -> None:
    async with database.write(WORKSPACE) as work:
        await work.settings.keep(document(name), "U0MANAGER", NOON)


async def company(database: Database, workspace: str = WORKSPACE) -> Company | None:
    async with database.read(workspace) as work:
        return await work.settings.company()


async def test_in_force(database: Database) -> None:
    """There are none at first; then those put in force last, in their own workspace only."""
    assert await company(database) is None
    await keep(database, "みなと不動産")
    await keep(database, "みほん不動産")
    found = await company(database)
    assert found is not None
    assert found.name == "みほん不動産"
    assert await company(database, OTHER) is None


async def test_held_in_memory(database: Database) -> None:
    """The same settings are the same object: they are not read twice."""
    await keep(database, "みなと不動産")
    assert await company(database) is await company(database)


async def test_another_process(url: str, database: Database, clock: MovableClock) -> None:
    """Settings that another process put in force are noticed at the next look."""
    await keep(database, "みなと不動産")
    assert await company(database) is not None
    other = await open_database(url, database.keyring, clock)
    await keep(other, "みほん不動産")
    await other.close()
    found = await company(database)
    assert found is not None
    assert found.name == "みほん不動産"


async def test_rolled_back(database: Database) -> None:
    """Settings read in a transaction that failed are not remembered in place of the next."""

    async def fail() -> None:
        async with database.write(WORKSPACE) as work:
            await work.settings.keep(document("取り消し不動産"), "U0MANAGER", NOON)
            assert await work.settings.company() is not None
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    await keep(database, "みなと不動産")
    found = await company(database)
    assert found is not None
    assert found.name == "みなと不動産"


async def test_unreadable(database: Database) -> None:
    """A document that describes no company is not put in force."""
    async with database.write(WORKSPACE) as work:
        with pytest.raises(SettingsError):
            await work.settings.keep({"company": {}}, "U0MANAGER", NOON)
        assert await work.settings.company() is None
