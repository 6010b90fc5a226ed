"""A running local Slack, a client of Slack's own SDK, and a bare Bolt app."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovableClock
from bot.sandbox.server import SlackServer
from tests.sandbox.bare_app import BareApp
from tests.sandbox.endpoint import Endpoint
from tests.workspace import local_slack, manifest_with, standing_clock

# These tests are of the workspace, whatever the product's own manifest asks for today.
SCOPES = [
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "usergroups:read",
    "users:read",
]
EVENTS = [
    "app_uninstalled",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "subteam_members_changed",
    "tokens_revoked",
    "user_change",
]


@pytest.fixture
def clock() -> MovableClock:
    return standing_clock()


@pytest.fixture
async def slack(clock: MovableClock) -> AsyncIterator[SlackServer]:
    async with local_slack(clock, manifest_with(scopes=SCOPES, bot_events=EVENTS)) as server:
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


@pytest.fixture
async def endpoint(slack: SlackServer) -> AsyncIterator[Endpoint]:
    """A request URL that acknowledges everything, until told otherwise."""
    here = Endpoint(slack)
    runner = await here.listen()
    yield here
    await runner.cleanup()
