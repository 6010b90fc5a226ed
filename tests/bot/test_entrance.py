"""Whoever works stands back for what is coming in, and not for ever."""

import asyncio

import pytest

from tests.bot.running import FORM, Running, command


async def test_the_work_stands_back(desk: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """While something is being taken in the work waits, a moment long; then it has its way."""
    monkeypatch.setattr("bot.entrance._LONGEST_COURTESY", 0.5)
    await desk.settle()
    entrance = desk.bot.entrance
    async with desk.bot.database.connections.writing():
        coming = asyncio.create_task(desk.post(command(), FORM))
        await asyncio.wait([coming], timeout=0.2)
        assert not entrance.is_quiet
        began = asyncio.get_running_loop().time()
        waiting = asyncio.create_task(entrance.let_pass())
        await asyncio.wait([waiting], timeout=0.05)
        assert not waiting.done()
        await waiting  # all the same, though nothing has changed
        assert 0.2 < asyncio.get_running_loop().time() - began < 2
        assert not entrance.is_quiet
    assert (await coming).status == 200
    await entrance.let_pass()
    assert entrance.is_quiet
