"""The bot keeps to Slack's pace by itself, so that Slack need not hold it back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.pacing import PACES
from flows.messages import Place, Urgency
from tests.bot.running import DESK, TEAM, Running, running
from tests.bot.test_delivery import POST, ids, notice, said

pytestmark = pytest.mark.usefixtures("either_database")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Running]:
    """The bot at its pace, in a workspace that insists on its own."""
    async with running(tmp_path, paces=PACES) as desk:
        desk.slack.pacing.is_on = True
        yield desk


def statuses(desk: Running, method: str) -> set[int]:
    """Return how Slack answered a method."""
    return {call.status for call in desk.slack.log.calls_of(method)}


async def test_many_in_one_channel(desk: Running) -> None:
    """A hundred messages in one channel arrive in order, and none is refused."""
    wanted = [notice(Place.channel(TEAM), str(number)) for number in range(100)]
    await desk.want(*wanted)
    assert 0 < len(said(desk, TEAM)) < 20
    for _ in range(100):
        await desk.move(seconds=1)
    assert said(desk, TEAM) == ids(*wanted)
    assert statuses(desk, POST) == {200}


async def test_other_channels_do_not_wait(desk: Running) -> None:
    """What waits in one channel keeps nothing from another."""
    await desk.want(*[notice(Place.channel(TEAM), str(number)) for number in range(30)])
    elsewhere = notice(Place.channel(DESK))
    await desk.want(elsewhere)
    assert said(desk, DESK) == ids(elsewhere)


async def test_urgent_goes_at_once(desk: Running) -> None:
    """A page finds room in a channel where everything else waits, and does not go wider."""
    await desk.want(*[notice(Place.channel(TEAM), str(number)) for number in range(30)])
    before = len(said(desk, TEAM))
    page = notice(Place.channel(TEAM), "page", urgency=Urgency.PAGE)
    await desk.want(page)
    assert said(desk, TEAM)[before:] == ids(page)


async def test_edits(desk: Running) -> None:
    """Edits are counted for the whole workspace, and none of a hundred is refused."""
    places = [Place.channel(channel) for channel in (TEAM, DESK)]
    wanted = [notice(place, str(number)) for number in range(8) for place in places]
    await desk.want(*wanted)
    await desk.move(minutes=1)
    for turn in range(6):
        await desk.speak("en" if turn % 2 == 0 else "ja")
        await desk.want(*wanted)
        await desk.move(seconds=5)
    for _ in range(60):
        await desk.move(seconds=2)
    assert statuses(desk, "chat.update") == {200}
    assert (await desk.bot.outbox.counts()).pending == 0
