"""A running local Slack, a client of Slack's own SDK, and a bare Bolt app."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovableClock
from bot.sandbox.server import SlackServer
from tests.sandbox.bare_app import BareApp
from tests.workspace import local_slack, standing_clock


@pytest.fixture
def clock() -> MovableClock:
    return standing_clock()


@pytest.fixture
async def slack(clock: MovableClock) -> AsyncIterator[SlackServer]:
    async with local_slack(clock) as server:
        yield server


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


@pytest.fixture
async def app(slack: SlackServer) -> AsyncIterator[BareApp]:
    """A Bolt app reached over HTTP, with no listener yet."""
    bare = BareApp(slack)
    await bare.listen()
    yield bare
    await bare.stop()
