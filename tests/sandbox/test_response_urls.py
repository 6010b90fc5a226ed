"""`response_url`: five posts in thirty minutes, private unless told otherwise."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovableClock
from bot.sandbox.server import SlackServer
from tests.sandbox.endpoint import Endpoint
from tests.sandbox.parts import actions, button, section

TEAM = "C0TEAMSHINJUKU"


@pytest.fixture
async def url(slack: SlackServer, endpoint: Endpoint) -> str:
    """The response URL of 佐藤's command, whose acknowledgement showed a question."""
    endpoint.content = {"text": "問", "blocks": [actions(button("go"))]}
    await slack.person("U0SATO").command(TEAM, "/kasuhara", "report")
    endpoint.content = None
    return str(slack.log.deliveries[-1].body["response_url"])


async def click(slack: SlackServer) -> str:
    """Press the button of the newest question, and return the response URL of that click."""
    sato = slack.person("U0SATO")
    message = sato.find("go")
    assert message is not None
    await sato.press(message, "go")
    return str(slack.log.deliveries[-1].body["response_url"])


async def post(url: str, body: Any) -> tuple[int, str]:
    """Post JSON to a response URL."""
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


async def test_private_by_default(slack: SlackServer, url: str) -> None:
    """A post is for the one who acted, unless it asks for the channel."""
    assert await post(url, {"text": "内緒"}) == (200, "ok")
    assert await post(url, {"text": "皆に", "response_type": "in_channel"}) == (200, "ok")
    assert [m.text for m in slack.person("U0EMMA").sees(TEAM)] == ["皆に"]
    assert [m.text for m in slack.person("U0SATO").sees(TEAM)] == ["問", "内緒", "皆に"]


async def test_sixth_post(slack: SlackServer, url: str) -> None:
    """Five posts are taken, and no sixth."""
    for n in range(5):
        assert await post(url, {"text": str(n)}) == (200, "ok")
    assert await post(url, {"text": "六"}) == (404, "used_url")
    assert slack.violations == []


async def test_after_thirty_minutes(url: str, clock: MovableClock) -> None:
    """After thirty minutes nothing is taken; an address that never was is not either."""
    clock.move(timedelta(minutes=30, seconds=1))
    assert await post(url, {"text": "遅い"}) == (404, "expired_url")
    assert (await post(f"{url}0", {"text": "x"}))[0] == 404


@pytest.mark.usefixtures("url")
async def test_replace_and_delete(slack: SlackServer) -> None:
    """A click's URL can replace the message clicked in, private or not, and remove it."""
    sato = slack.person("U0SATO")
    replaced = {"replace_original": True, "text": "答", "blocks": [section("答")]}
    assert await post(await click(slack), replaced) == (200, "ok")
    assert [m.text for m in sato.sees(TEAM)] == ["答"]
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    await client.chat_postMessage(channel=TEAM, text="皆に", blocks=[actions(button("go"))])
    assert await post(await click(slack), {"delete_original": True}) == (200, "ok")
    assert [m.text for m in sato.sees(TEAM)] == ["答"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"blocks": [section()]},
        {"text": "x", "blocks": [{"type": "video"}]},
        {"text": "x", "colour": "red"},
        {"text": "x", "response_type": "loud"},
        {"text": 7},
        {"text": "x", "replace_original": True},
        ["x"],
    ],
)
async def test_malformed_post(slack: SlackServer, url: str, body: Any) -> None:
    """A malformed post, or one that replaces where nothing was clicked, is a violation."""
    status, _ = await post(url, body)
    assert status == 400
    assert len(slack.violations) == 1


async def test_faults(slack: SlackServer, url: str) -> None:
    """A response URL misbehaves like a method named `response_url`."""
    slack.faults.rate_limit("response_url", retry_after=7)
    assert (await post(url, {"text": "x"}))[0] == 429
    slack.faults.lose_reply("response_url")
    with pytest.raises(aiohttp.ClientError):
        await post(url, {"text": "y"})
    assert [m.text for m in slack.person("U0SATO").sees(TEAM)] == ["問", "y"]
