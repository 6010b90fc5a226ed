"""Whoever works stands back for what is coming in, and not for ever."""

import asyncio

from tests.bot.running import FORM, Running, command


async def test_the_work_stands_back(desk: Running) -> None:
    """While something is being taken in the work waits, a moment long; then it has its way."""
    await desk.settle()
    async with desk.bot.database.connections.writing():
        coming = asyncio.create_task(desk.post(command(), FORM))
        await asyncio.wait([coming], timeout=0.2)
        assert not desk.bot.entrance.is_quiet
        assert not await desk.bot.entrance.let_pass()
    assert (await coming).status == 200
    assert await desk.bot.entrance.let_pass()
