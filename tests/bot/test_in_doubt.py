"""A message whose sending ended without a word is looked for before it is sent again."""

import pytest

from bot.sandbox.records import Message
from flows.messages import Place
from tests.bot.running import SATO, TEAM, WORKSPACE, Running
from tests.bot.test_delivery import POST, ids, notice, said
from tests.counting import counts

pytestmark = pytest.mark.usefixtures("either_database")

HISTORY, REPLIES = "conversations.history", "conversations.replies"


def stand(desk: Running, channel: str) -> list[Message]:
    """Return the bot's messages in a channel."""
    return [message for message in desk.slack.workspace.in_channel(channel) if message.bot_id]


@pytest.mark.parametrize("place", [Place.channel(TEAM), Place.person(SATO)])
async def test_found(desk: Running, place: Place) -> None:
    """It stands there although no answer came: it is not sent a second time."""
    desk.slack.faults.lose_reply(POST)
    wanted = notice(place)
    await desk.want(wanted)
    await desk.move(seconds=2)
    channel = TEAM if place.key == Place.channel(TEAM).key else desk.slack.person(SATO).dm
    assert said(desk, channel) == ids(wanted)
    assert len(desk.slack.log.calls_of(HISTORY)) == 1


async def test_found_in_thread(desk: Running) -> None:
    """In a thread too."""
    head = notice(Place.channel(TEAM), "head")
    await desk.want(head)
    desk.slack.faults.lose_reply(POST)
    below = notice(Place.thread(head.id_in(WORKSPACE)), "below")
    await desk.want(below)
    await desk.move(seconds=2)
    assert said(desk, TEAM) == ids(head, below)
    assert len(desk.slack.log.calls_of(REPLIES)) == 1


async def test_found_and_brought_up_to_date(desk: Running) -> None:
    """What changed since it was sent is shown where it stands."""
    desk.slack.faults.lose_reply(POST)
    await desk.want(notice(Place.channel(TEAM)))
    await desk.speak("en")
    await desk.move(seconds=2)
    (message,) = stand(desk, TEAM)
    assert message.edited
    assert message.text.isascii()


async def test_not_found(desk: Running) -> None:
    """It does not stand there: it is sent, once."""
    desk.slack.faults.server_error(POST)
    wanted = notice(Place.channel(TEAM))
    await desk.want(wanted)
    await desk.move(seconds=2)
    assert said(desk, TEAM) == ids(wanted)
    assert len(desk.slack.log.calls_of(HISTORY)) == 1


async def test_found_far_back(desk: Running) -> None:
    """Hundreds of later messages do not hide it."""
    desk.slack.faults.lose_reply(POST)
    wanted = notice(Place.channel(TEAM))
    await desk.want(wanted)
    for number in range(450):
        desk.slack.workspace.post(TEAM, SATO, text=str(number), blocks=[])
    await desk.move(seconds=2)
    assert said(desk, TEAM) == ids(wanted)
    assert len(desk.slack.log.calls_of(HISTORY)) == 3


async def test_cannot_look(desk: Running) -> None:
    """While Slack cannot be asked, nothing is sent; afterwards it is found."""
    desk.slack.faults.lose_reply(POST)
    desk.slack.faults.server_error(HISTORY, times=2)
    wanted = notice(Place.channel(TEAM))
    await desk.want(wanted)
    await desk.move(seconds=2)
    assert len(desk.slack.log.calls_of(POST)) == 1
    await desk.move(minutes=1)
    await desk.move(minutes=1)
    assert said(desk, TEAM) == ids(wanted)
    assert len(desk.slack.log.calls_of(POST)) == 1


async def test_thread_gone(desk: Running) -> None:
    """Where the thread itself is gone nothing is found, and the sending says what it says."""
    head = notice(Place.channel(TEAM), "head")
    await desk.want(head)
    (message,) = stand(desk, TEAM)
    desk.slack.faults.server_error(POST)
    await desk.want(notice(Place.thread(head.id_in(WORKSPACE)), "below"))
    desk.slack.workspace.delete(message)
    await desk.move(seconds=2)
    assert (await counts(desk.bot.database)).dead == 1
