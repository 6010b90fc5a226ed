"""A database for each test, opened with a key of its own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import MovableClock
from storage.keys import Keyring, new_key, parse_keyring
from storage.unit_of_work import Database, open_database

NOON = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)


@pytest.fixture
def keyring() -> Keyring:
    return parse_keyring(new_key())


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOON)


@pytest.fixture
async def database(url: str, keyring: Keyring, clock: MovableClock) -> AsyncIterator[Database]:
    opened = await open_database(url, keyring, clock)
    yield opened
    await opened.close()
