"""The bot running over HTTP, for each test anew."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.running import Running, running


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as started:
        yield started
