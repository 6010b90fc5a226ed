"""The bot keeps to Slack's pace by itself, so that Slack need not hold it back."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.metrics import Metrics
from bot.paced_calls import PacedCalls
from bot.pacing import PACES
from bot.slack_calls import PacedError
from flows.messages import Kind, Place, Urgency
from storage.buckets import OwnBuckets, Pace
from storage.outbox import Outgoing
from tests.bot.running import DESK, TEAM, WORKSPACE, Running, running
from tests.bot.test_delivery import POST, ids, notice, said
from tests.counting import counts

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


def outgoing(now: datetime) -> Outgoing:
    """Return a message on its way out that nobody else has in hand."""
    return Outgoing(
        id=uuid4(),
        workspace=WORKSPACE,
        kind=Kind.NOTICE,
        case=None,
        detail="",
        place=Place.channel(TEAM),
        urgency=Urgency.NORMAL,
        wanted_revision=1,
        shown_revision=0,
        channel=None,
        ts=None,
        looks=None,
        parent=None,
        above=None,
        reply=None,
        attempts=1,
        failed_before=False,
        waited=False,
        in_doubt=False,
        wanted_at=now,
        lease=uuid4(),
    )


async def test_many_in_one_channel(desk: Running) -> None:
    """Thirty messages in one channel arrive in order, and none is refused."""
    wanted = [notice(Place.channel(TEAM), str(number)) for number in range(30)]
    await desk.want(*wanted)
    assert 0 < len(said(desk, TEAM)) < 20
    for _ in range(30):
        await desk.move(seconds=1)
    assert said(desk, TEAM) == ids(*wanted)
    assert statuses(desk, POST) == {200}


async def test_clock_set_back(desk: Running) -> None:
    """With the clock set back in the middle they arrive no later, and what is new with them."""
    wanted = [notice(Place.channel(TEAM), str(number)) for number in range(20)]
    await desk.want(*wanted)
    await desk.move(seconds=3)
    desk.clock.set_by(timedelta(hours=-1))
    await desk.move(seconds=5)
    late = notice(Place.channel(TEAM), "new")
    await desk.want(late)
    for _ in range(20):
        await desk.move(seconds=1)
    assert said(desk, TEAM) == ids(*wanted, late)


async def test_what_waits_keeps_its_turn(desk: Running) -> None:
    """What is new does not take the call that something else has its turn for."""
    pace = Pace(every=timedelta(seconds=2))
    client = AsyncWebClient(token=desk.slack.bot_token, base_url=desk.slack.api_url)
    calls = PacedCalls(client, desk.http, OwnBuckets(), {"auth.test": pace}, desk.clock, Metrics())

    async def wait_of(message: Outgoing) -> float:
        try:
            await calls.read(message, "auth.test", "", {})
        except PacedError as paced:
            return paced.seconds
        return 0

    first, second, third, fourth = (outgoing(desk.clock.now()) for _ in range(4))
    assert [await wait_of(each) for each in (first, second, third)] == [0, 2, 4]
    desk.clock.move(timedelta(seconds=2))
    assert [await wait_of(each) for each in (fourth, second)] == [4, 0]


async def test_who_does_not_wait(desk: Running) -> None:
    """What waits in one channel keeps nothing from another, and a page finds room beside it."""
    await desk.want(*[notice(Place.channel(TEAM), str(number)) for number in range(15)])
    elsewhere = notice(Place.channel(DESK))
    await desk.want(elsewhere)
    assert said(desk, DESK) == ids(elsewhere)
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
    for _ in range(30):
        await desk.move(seconds=2)
    assert statuses(desk, "chat.update") == {200}
    assert (await counts(desk.bot.database)).pending == 0
