"""Slack's own rate limits, once switched on."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovableClock
from bot.sandbox.server import SlackServer

TEAM = "C0TEAMSHINJUKU"
DESK = "C0DESKSHINJUKU"


async def test_posting(slack: SlackServer, client: AsyncWebClient, clock: MovableClock) -> None:
    """A burst in one channel is held back, other channels are not, and time lifts it."""
    slack.pacing.is_on = True
    for n in range(10):
        await client.chat_postMessage(channel=TEAM, text=str(n))
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=TEAM, text="十一")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel=DESK, text="別")
    clock.move(timedelta(seconds=1))
    await client.chat_postMessage(channel=TEAM, text="十一")


async def test_tier(slack: SlackServer, client: AsyncWebClient, clock: MovableClock) -> None:
    """A method of the second tier is answered twenty times a minute."""
    slack.pacing.is_on = True
    for _ in range(20):
        await client.usergroups_users_list(usergroup="S0MANAGERS")
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.usergroups_users_list(usergroup="S0MANAGERS")
    clock.move(timedelta(minutes=1))
    await client.usergroups_users_list(usergroup="S0MANAGERS")
    assert slack.violations == []


async def test_off_unless_asked_for(slack: SlackServer, client: AsyncWebClient) -> None:
    """Without being switched on, nothing is held back while the clock stands."""
    for n in range(30):
        await client.chat_postMessage(channel=TEAM, text=str(n))
    assert len(slack.person("U0SATO").sees(TEAM)) == 30
