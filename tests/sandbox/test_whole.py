"""Two runs of the same acts: Slack's side of a story has nothing random in it."""

from datetime import UTC, datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.endpoint import Endpoint
from tests.sandbox.parts import actions, button
from tests.workspace import local_slack, standing_clock


async def told() -> list[dict[str, Any]]:
    """Play a small story and return what the app was told."""
    async with local_slack(standing_clock(datetime(2026, 11, 18, 1, 0, tzinfo=UTC))) as slack:
        endpoint = Endpoint(slack)
        runner = await endpoint.listen()
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        await client.chat_postMessage(channel="U0SATO", text="問", blocks=[actions(button("go"))])
        await slack.settle()
        sato = slack.person("U0SATO")
        message = sato.find("go")
        assert message is not None
        await sato.press(message, "go")
        await sato.say(sato.dm, "報告")
        await runner.cleanup()
        bodies = [delivery.body for delivery in slack.log.deliveries]
    for body in bodies:
        # The server's port is the machine's choice.
        body.pop("response_url", None)
    return bodies


async def test_same_acts_same_words() -> None:
    """Ids, times and tickets come from counters and the clock alone."""
    first = await told()
    assert len(first) == 3
    assert await told() == first
