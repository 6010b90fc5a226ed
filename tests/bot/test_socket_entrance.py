import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.log import Outcome
from bot.socket_entrance import CONNECTIONS
from tests.bot.running import SATO, TEAM, Running, running

pytestmark = pytest.mark.usefixtures("either_database")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path, socket=True) as started:
        yield started


async def test_two_connections(desk: Running) -> None:
    """The bot holds two connections, so that one may die."""
    assert len(desk.slack.sockets.connections) == CONNECTIONS == 2
    assert not await desk.bot.health.problems()


async def test_answer_in_the_acknowledgement(desk: Running) -> None:
    """A command is acknowledged with the danger question in the same envelope."""
    person = desk.slack.person(SATO)
    await person.command(TEAM, "/kasuhara", "report")
    (private,) = [message for message in person.sees(TEAM) if message.only_for]
    assert private.blocks
    assert await desk.stored() >= 1
    assert person.errors == []
    await desk.settle()
    assert desk.slack.violations == []


async def test_one_connection_dies(desk: Running) -> None:
    """A connection that breaks loses nothing: the other one takes what comes."""
    desk.slack.sockets.connections[0].abort()
    person = desk.slack.person(SATO)
    for _ in range(3):
        await person.command(TEAM, "/kasuhara", "report")
    await desk.settle()
    assert person.find("triage.danger.none") is not None
    assert desk.slack.log.deliveries[-1].outcome is Outcome.ACKNOWLEDGED


async def test_not_kept_not_acknowledged(desk: Running) -> None:
    """What cannot be kept is not acknowledged: Slack tells the person, or sends it again."""
    await desk.settle()
    async with desk.bot.database.connections.writing() as connection:
        await connection.exec_driver_sql("DROP TABLE inbox")
    person = desk.slack.person(SATO)
    desk.slack.log.deliveries.clear()
    message = await _press_when_time_passes(desk)
    assert message is Outcome.LATE
    assert person.errors


async def _press_when_time_passes(desk: Running) -> Outcome:
    """Send a command and let Slack's three seconds pass; return how it ended."""
    act = asyncio.create_task(desk.slack.person(SATO).command(TEAM, "/kasuhara", "report"))
    await desk.slack.until(lambda: desk.slack.log.deliveries)
    await desk.bot.entrance.quiet()
    desk.clock.move(timedelta(seconds=3))
    await act
    return desk.slack.log.deliveries[-1].outcome
