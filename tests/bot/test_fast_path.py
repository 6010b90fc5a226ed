"""Talk in a team's channel is checked and forgotten; nothing meant for the bot is."""

import json
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.sandbox.company import settings
from bot.team_channels import FRESH_FOR, TeamChannels
from tests.bot.running import DESK, NOON, TEAM, WORKSPACE, Running, event

pytestmark = pytest.mark.usefixtures("either_database")


def said(channel: str, number: int, **more: Any) -> bytes:
    """Return a message in a channel as Slack delivers it."""
    body = json.loads(event(f"Ev{number}", "お昼にします"))
    body["event"] |= {"channel": channel, "channel_type": "channel"} | more
    return json.dumps(body).encode()


async def test_team_talk_is_not_kept(desk: Running) -> None:
    """It is acknowledged, counted, and nowhere stored."""
    for number in range(3):
        assert (await desk.post(said(TEAM, number))).status == 200
    assert await desk.stored() == 0
    assert 'kasuhara_deliveries_total{kind="event",result="passed"} 3.0' in _figures(desk)


async def test_unsigned_talk_is_refused(desk: Running) -> None:
    """The signature is checked all the same."""
    body = said(TEAM, 1)
    answer = await desk.send(body, desk.signed(b"other", "1795230000", "application/json"))
    assert answer.status == 401


async def test_other_channels_are_kept(desk: Running) -> None:
    """A desk's channel, and one the settings do not name."""
    await desk.post(said(DESK, 1))
    await desk.post(said("C0NEWCHANNEL", 2))
    await desk.settle()
    assert await desk.stored() == 2


async def test_new_settings(desk: Running) -> None:
    """A team channel that the settings no longer name is kept again, a second later."""
    await desk.post(said(TEAM, 1))
    await without_teams(desk)
    desk.clock.move(FRESH_FOR)
    await desk.post(said(TEAM, 2))
    assert await desk.stored() == 1


@dataclass(slots=True)
class SetClock:
    """A clock that somebody sets."""

    time: datetime

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.time


async def test_clock_set_back(desk: Running) -> None:
    """A clock set back by an hour does not keep an old answer fresh for an hour."""
    clock = SetClock(NOON)
    channels = TeamChannels(desk.bot.office.store, clock)
    assert TEAM in await channels.of(WORKSPACE)
    await without_teams(desk)
    assert TEAM in await channels.of(WORKSPACE)
    clock.time -= timedelta(hours=1)
    assert await channels.of(WORKSPACE) == frozenset()


async def test_no_settings(desk: Running) -> None:
    """A workspace without settings has no channel whose talk would be passed over."""
    assert await TeamChannels(desk.bot.office.store, desk.clock).of("T0OTHER") == frozenset()


async def without_teams(desk: Running) -> None:
    """Put settings in force that name no team channel."""
    document = tomllib.loads(settings())
    for branch in document["branches"]:
        branch.pop("team_channel", None)
    async with desk.bot.office.store.write(WORKSPACE) as work:
        await work.settings.keep(document, "test", desk.clock.now())


def _figures(desk: Running) -> str:
    return desk.bot.metrics.page().decode()
