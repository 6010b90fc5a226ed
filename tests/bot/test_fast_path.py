"""Talk in a team's channel is checked and forgotten; nothing meant for the bot is."""

import json
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.sandbox.company import settings
from bot.team_channels import FRESH_FOR, TeamChannels
from tests.bot.running import DESK, FORM, NOON, SATO, TEAM, WORKSPACE, Running, command, event

pytestmark = pytest.mark.usefixtures("either_database")


def said(channel: str, number: int, **more: Any) -> bytes:
    """Return a message in a channel as Slack delivers it."""
    body = json.loads(event(f"Ev{number}", "お昼にします"))
    body["event"] |= {"channel": channel, "channel_type": "channel"} | more
    return json.dumps(body).encode()


async def test_team_talk_is_not_kept(desk: Running) -> None:
    """It is acknowledged, counted, and nowhere stored, written in escapes too; if Slack signed it.

    What is said in a desk's channel, and in one the settings do not name, is kept.
    """
    for number in range(3):
        assert (await desk.post(said(TEAM, number))).status == 200
    assert 'kasuhara_deliveries_total{kind="event",result="passed"} 3.0' in _figures(desk)
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in TEAM)
    await desk.post(said(TEAM, 3).replace(TEAM.encode(), escaped.encode()))
    assert await desk.stored() == 0
    unsigned = desk.signed(b"other", "1795230000", "application/json")
    assert (await desk.send(said(TEAM, 4), unsigned)).status == 401
    await desk.post(said(DESK, 5))
    await desk.post(said("C0NEWCHANNEL", 6))
    await desk.settle()
    assert await desk.stored() == 2


NAMED_BESIDES = (
    f'"channel": "{TEAM}", "channel": "D0SATO"',
    f'"channel": "D0SATO", "previous_message": {{"channel": "{TEAM}"}}',
    f'"channel": "D0SATO", "text": "\\"channel\\": \\"{TEAM}\\""',
    f'"channel": {{"id": "{TEAM}"}}',
    f'"channel": ["{TEAM}"]',
    f'"channel": "{TEAM} "',
    f'"channel": "{TEAM}", "channel": null',
    f'"Channel": "{TEAM}"',
)


async def test_another_channel_named_besides_is_no_way_past(desk: Running) -> None:
    """A team's channel that is named twice, further inside or in the text makes nothing pass."""
    for number, channel in enumerate(NAMED_BESIDES):
        raw = said("D0SATO", number).replace(b'"channel": "D0SATO"', channel.encode())
        await desk.post(raw)
        assert await desk.stored() == number + 1, channel


async def test_new_settings(desk: Running) -> None:
    """A second after it is a team's channel no longer, or a desk's, what is said there is kept."""
    desks = tomllib.loads(settings())
    desks["branches"][0] |= {"desk_channel": TEAM, "team_channel": "C0NEWTEAM"}
    await desk.post(said(TEAM, 1))
    assert await desk.stored() == 0
    steps = (without_teams(), 1), (tomllib.loads(settings()), 1), (desks, 2)
    for number, (document, stored) in enumerate(steps, start=2):
        await put_in_force(desk, document)
        desk.clock.move(FRESH_FOR)
        await desk.post(said(TEAM, number))
        assert await desk.stored() == stored, number


async def test_every_way_into_a_direct_message_is_kept(desk: Running) -> None:
    """Words, files, edits and deletions in somebody's conversation with the bot are stored."""
    ways: list[dict[str, Any]] = [
        {},
        {"thread_ts": "1.2"},
        {"subtype": "file_share", "files": [{"id": "F1"}]},
        {"subtype": "message_changed", "message": {"user": "U0SATO", "text": "x"}},
        {"subtype": "message_deleted", "previous_message": {"user": "U0SATO"}},
        {"bot_id": "B0OTHER", "bot_profile": {"app_id": "A0OTHER"}},
    ]
    for number, way in enumerate(ways):
        assert (await desk.post(said("D0SATO", number, channel_type="im", **way))).status == 200
    await desk.settle()
    assert await desk.stored() == len(ways)


async def test_own_words_come_back(desk: Running) -> None:
    """What the bot wrote in a person's conversation, and edits there, is not stored again."""
    await desk.post(command(), FORM)
    await desk.settle()
    before = await desk.stored()
    person = desk.slack.person(SATO)
    head = person.find("triage.danger.none")
    assert head is not None
    await person.press(head, "triage.danger.none")
    await desk.settle()
    assert await desk.stored() == before + 1, "the press"


@dataclass(slots=True)
class SetClock:
    """A clock that somebody sets."""

    time: datetime

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.time


async def test_clock_set_back(desk: Running) -> None:
    """A clock set back by an hour does not keep an old answer fresh for an hour.

    A workspace without settings has no channel whose talk would be passed over.
    """
    clock = SetClock(NOON)
    channels = TeamChannels(desk.bot.office.store, clock)
    assert TEAM in await channels.of(WORKSPACE)
    await put_in_force(desk, without_teams())
    assert TEAM in await channels.of(WORKSPACE)
    clock.time -= timedelta(hours=1)
    assert await channels.of(WORKSPACE) == frozenset()
    assert await TeamChannels(desk.bot.office.store, desk.clock).of("T0OTHER") == frozenset()


def without_teams() -> dict[str, Any]:
    """Return settings that name no team's channel."""
    document = tomllib.loads(settings())
    for branch in document["branches"]:
        branch.pop("team_channel", None)
    return document


async def put_in_force(desk: Running, document: dict[str, Any]) -> None:
    """Have other settings from now on."""
    async with desk.bot.office.store.write(WORKSPACE) as work:
        await work.settings.keep(document, "test", desk.clock.now())


def _figures(desk: Running) -> str:
    return desk.bot.metrics.page().decode()
