"""The fictional company on a real database, once for each test that asks for it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import MovableClock
from storage.keys import new_key, parse_keyring
from storage.unit_of_work import open_database
from tests.flows.office import Firm, new_firm, settings

NOON = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)


@pytest.fixture
async def bare_firm(url: str) -> AsyncIterator[Firm]:
    """A workspace with a database and nothing in it."""
    clock = MovableClock(NOON)
    database = await open_database(url, parse_keyring(new_key()), clock)
    yield new_firm(database, clock)
    await database.close()


@pytest.fixture
async def firm(bare_firm: Firm) -> Firm:
    """The company with its settings and people."""
    await bare_firm.settle_in(settings())
    return bare_firm


@pytest.fixture
async def without_hq(bare_firm: Firm) -> Firm:
    """The same company with no HQ behind its branches."""
    await bare_firm.settle_in(settings(hq_channel=None))
    return bare_firm
