"""Misbehaviour on request: each once, then good again."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovableClock
from bot.sandbox.server import SlackServer

TEAM = "C0TEAMSHINJUKU"


@pytest.fixture
def plain_client(slack: SlackServer) -> AsyncWebClient:
    """A client that repeats nothing by itself."""
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def texts(slack: SlackServer) -> list[str]:
    """Return what stands in the team's channel."""
    return [message.text for message in slack.person("U0SATO").sees(TEAM)]


async def test_rate_limit(slack: SlackServer, plain_client: AsyncWebClient) -> None:
    """A rate limit answers 429 with the time to wait, for that method only."""
    slack.faults.rate_limit("chat.postMessage", retry_after=12, times=2)
    await plain_client.auth_test()
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            await plain_client.chat_postMessage(channel=TEAM, text="x")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "12"
    await plain_client.chat_postMessage(channel=TEAM, text="y")
    assert texts(slack) == ["y"]


async def test_server_error(slack: SlackServer, plain_client: AsyncWebClient) -> None:
    """A server error takes no effect, and is no violation."""
    slack.faults.server_error()
    with pytest.raises(SlackApiError):
        await plain_client.chat_postMessage(channel=TEAM, text="x")
    assert (texts(slack), slack.violations) == ([], [])


async def test_refused(slack: SlackServer, plain_client: AsyncWebClient) -> None:
    """A planned refusal has Slack's form."""
    slack.faults.refuse("chat.postMessage", "fatal_error")
    with pytest.raises(SlackApiError, match="fatal_error"):
        await plain_client.chat_postMessage(channel=TEAM, text="x")


async def test_dropped(slack: SlackServer, plain_client: AsyncWebClient) -> None:
    """A dropped request takes no effect."""
    slack.faults.drop("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await plain_client.chat_postMessage(channel=TEAM, text="x")
    assert texts(slack) == []


async def test_reply_lost(slack: SlackServer, plain_client: AsyncWebClient) -> None:
    """A lost reply leaves the effect behind, and the client in doubt."""
    slack.faults.lose_reply("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await plain_client.chat_postMessage(channel=TEAM, text="x")
    assert texts(slack) == ["x"]


async def test_sdk_doubles_after_a_lost_reply(slack: SlackServer, client: AsyncWebClient) -> None:
    """The SDK as it comes repeats a call whose reply was lost, and so posts twice."""
    slack.faults.lose_reply("chat.postMessage")
    await client.chat_postMessage(channel=TEAM, text="x")
    assert texts(slack) == ["x", "x"]


async def test_time_out(
    slack: SlackServer, plain_client: AsyncWebClient, clock: MovableClock
) -> None:
    """A request without an answer breaks off after a minute, without effect."""
    slack.faults.time_out("chat.postMessage")
    sending = asyncio.ensure_future(plain_client.chat_postMessage(channel=TEAM, text="x"))
    await slack.until(lambda: not any(fault.left for fault in slack.faults.planned), within=5)
    clock.move(timedelta(minutes=1))
    with pytest.raises(aiohttp.ClientError):
        await sending
    assert texts(slack) == []


async def test_slow(slack: SlackServer, plain_client: AsyncWebClient, clock: MovableClock) -> None:
    """A slow request takes the clock's time, then its effect."""
    slack.faults.slow("chat.postMessage", by=timedelta(seconds=2))
    sending = asyncio.ensure_future(plain_client.chat_postMessage(channel=TEAM, text="x"))
    await slack.until(lambda: not any(fault.left for fault in slack.faults.planned), within=5)
    assert texts(slack) == []
    clock.move(timedelta(seconds=2))
    await sending
    assert texts(slack) == ["x"]


async def test_stopping_frees_the_unanswered(
    slack: SlackServer, plain_client: AsyncWebClient
) -> None:
    """A server that stops keeps nobody waiting."""
    slack.faults.time_out("auth.test")
    asking = asyncio.ensure_future(plain_client.auth_test())
    await slack.until(lambda: not any(fault.left for fault in slack.faults.planned), within=5)
    await slack.stop()
    with pytest.raises(aiohttp.ClientError):
        await asking
