"""Reading back what stands in a channel or a thread."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import SlackServer
from tests.workspace import local_slack, manifest_with

TEAM, DESK, LUNCH = "C0TEAMSHINJUKU", "C0DESKSHINJUKU", "C0LUNCH"
MARK = {"event_type": "kasuhara_message", "event_payload": {"id": "1"}}


async def say(client: AsyncWebClient, text: str, **more: Any) -> str:
    """Post a text in the team's channel and return its time stamp."""
    posted = await client.chat_postMessage(channel=TEAM, text=text, **more)
    return str(posted["ts"])


async def refused(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    """Return the error of a reading that is refused."""
    with pytest.raises(SlackApiError) as no:
        await client.api_call(method, http_verb="GET", params=arguments)
    return str(no.value.response["error"])


async def test_history(client: AsyncWebClient, slack: SlackServer) -> None:
    """The newest first; of a thread only its head, and what was broadcast."""
    head = await say(client, "一")
    await say(client, "返信", thread_ts=head)
    await say(client, "皆に", thread_ts=head, reply_broadcast=True)
    await say(client, "二")
    await client.chat_postEphemeral(channel=TEAM, user="U0SATO", text="一人に")
    answer = await client.conversations_history(channel=TEAM)
    assert [message["text"] for message in answer["messages"]] == ["二", "皆に", "一"]
    assert not answer["has_more"]
    assert slack.violations == []


async def test_replies(client: AsyncWebClient) -> None:
    """The head first, whatever the times; then what stands below it, the oldest first."""
    head = await say(client, "一")
    first, second = [await say(client, text, thread_ts=head) for text in ("二", "三")]
    await say(client, "別")
    answer = await client.conversations_replies(channel=TEAM, ts=head, oldest=first)
    assert [message["ts"] for message in answer["messages"]] == [head, second]
    below = await client.conversations_replies(channel=TEAM, ts=second)
    assert [message["ts"] for message in below["messages"]] == [head, first, second]


async def test_metadata_on_request(client: AsyncWebClient) -> None:
    """Metadata comes only when asked for."""
    await say(client, "一", metadata=MARK)
    plain = await client.conversations_history(channel=TEAM)
    whole = await client.conversations_history(channel=TEAM, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert whole["messages"][0]["metadata"] == MARK


async def test_page_by_page(client: AsyncWebClient) -> None:
    """The cursor leads through all of it, and each message comes once."""
    said = [await say(client, str(number)) for number in range(5)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = await client.conversations_history(channel=TEAM, limit=2, cursor=cursor or None)
        seen += [message["ts"] for message in page["messages"]]
        if not page["has_more"]:
            break
        cursor = page["response_metadata"]["next_cursor"]
    assert seen == said[::-1]


async def test_between_times(client: AsyncWebClient) -> None:
    """`oldest` and `latest` themselves are left out."""
    first, second, third = [await say(client, text) for text in "一二三"]
    found = await client.conversations_history(channel=TEAM, oldest=first, latest=third)
    assert [message["ts"] for message in found["messages"]] == [second]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NONE"}, "channel_not_found"),
        ({"channel": LUNCH}, "not_in_channel"),
        ({"channel": TEAM, "limit": 1000}, "invalid_limit"),
        ({"channel": TEAM, "cursor": "?"}, "invalid_cursor"),
        ({"channel": TEAM, "oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"channel": TEAM, "latest": "-1"}, "invalid_ts_latest"),
    ],
)
async def test_refused(client: AsyncWebClient, arguments: dict[str, Any], error: str) -> None:
    """What cannot be read is refused with Slack's own error."""
    assert await refused(client, "conversations.history", **arguments) == error


async def test_no_such_thread(client: AsyncWebClient) -> None:
    """A thread needs a message to hang on."""
    ts = "1795230000.000100"
    assert await refused(client, "conversations.replies", channel=TEAM, ts=ts) == "thread_not_found"


async def test_scope() -> None:
    """Each kind of conversation has a scope of its own."""
    manifest = manifest_with(scopes=["channels:history", "chat:write"])
    async with local_slack(manifest=manifest) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        await client.conversations_history(channel=TEAM)
        assert await refused(client, "conversations.history", channel=DESK) == "missing_scope"
