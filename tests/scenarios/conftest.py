"""The company, once for each story."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.scenarios.world import World, story


@pytest.fixture(autouse=True)
def _either(either_database: None) -> None:
    """Tell every story on both databases."""


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The fictional company with the bot running in it."""
    async with story(tmp_path) as running:
        yield running
