"""What the answer to a command needs is what a transaction would read, for one and for many."""

import tomllib
from datetime import timedelta

import pytest

from bot.sandbox.company import settings
from flows.people import Person, Standing
from storage.unit_of_work import Database
from tests.storage.examples import NOON, OTHER, WORKSPACE, new_case

USERS = ("U0STAFF", "U0ELSE", "U0NEVER")
SINCE = NOON - timedelta(days=1)


@pytest.mark.parametrize("users", [USERS, USERS[:1], USERS[2:], ()])
async def test_as_a_transaction_reads_it(database: Database, users: tuple[str, ...]) -> None:
    """Settings, people and unfinished reports are those that the repositories give."""
    async with database.write(WORKSPACE) as work:
        await work.settings.keep(tomllib.loads(settings()), "test", NOON)
        for user in USERS[:2]:
            await work.directory.keep_people([Person(user, "見本 花子", "en", Standing.ACTIVE)])
        for hours in range(2):
            await work.cases.save(new_case(at=NOON + timedelta(hours=hours)))
    for _ in range(2):  # the settings are read, then remembered
        seen = await database.glimpse(WORKSPACE, users, SINCE)
        async with database.read(WORKSPACE) as work:
            assert seen.company == await work.settings.company()
            assert seen.people == await work.directory.people(users)
            assert seen.unfinished == await work.cases.unfinished_of(users, SINCE)
    assert set(seen.people) == set(users) & set(USERS[:2])


async def test_only_this_workspace(database: Database) -> None:
    """Without settings, and of others, nothing is seen; new settings are seen at once."""
    async with database.write(OTHER) as work:
        await work.cases.save(new_case(workspace=OTHER))
    seen = await database.glimpse(WORKSPACE, USERS, SINCE)
    assert (seen.company, seen.people, seen.unfinished) == (None, {}, {})
    document = tomllib.loads(settings())
    for name in ("みなと不動産", "架空不動産"):
        document["company"]["name"] = name
        async with database.write(WORKSPACE) as work:
            await work.settings.keep(document, "test", NOON)
        company = (await database.glimpse(WORKSPACE, USERS, SINCE)).company
        assert company is not None
        assert company.name == name
