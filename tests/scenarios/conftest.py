"""The company, once for each story."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.scenarios.world import World, story


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The fictional company with the bot running in it."""
    async with story(tmp_path) as running:
        yield running
