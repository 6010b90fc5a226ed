"""The Web API: tokens, scopes, arguments, and the rules of each method."""

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovableClock
from bot.sandbox.server import SlackServer
from tests.sandbox.parts import actions, button, section
from tests.workspace import local_slack, manifest_with

TEAM = "C0TEAMSHINJUKU"
DESK = "C0DESKSHINJUKU"


async def refusal(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    """Return the error code of a call that is refused."""
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, json=arguments)
    error: str = refused.value.response["error"]
    return error


async def posted(slack: SlackServer, method: str, **request: Any) -> Any:
    """Return the answer to a bare HTTP request."""
    headers = {"Authorization": f"Bearer {slack.bot_token}"} | request.pop("headers", {})
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.api_url + method, headers=headers, **request) as response,
    ):
        return await response.json()


async def test_who_am_i(client: AsyncWebClient) -> None:
    """`auth.test` names the workspace, the bot user and the bot."""
    said = await client.auth_test()
    assert (said["team_id"], said["user_id"], said["bot_id"]) == (
        "T0MINATO",
        "U0KASUHARA",
        "B0KASUHARA",
    )


@pytest.mark.parametrize("method", ["chat.scheduleMessage", "conversations.list", "files.upload"])
async def test_unknown_method(slack: SlackServer, client: AsyncWebClient, method: str) -> None:
    """A method the bot has no business with is refused, and is a violation."""
    assert await refusal(client, method) == "unknown_method"
    assert [violation.what for violation in slack.violations] == [f"{method}: unknown_method"]


async def test_unknown_argument(client: AsyncWebClient, slack: SlackServer) -> None:
    """An argument Slack would overlook is refused by name."""
    with pytest.raises(SlackApiError) as refused:
        await client.api_call("chat.postMessage", json={"channel": TEAM, "text": "x", "colour": 1})
    assert refused.value.response["error"] == "invalid_arguments"
    messages = refused.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] unknown argument: colour"]
    assert slack.violations[0].detail == messages


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-somebody-else", "invalid_auth"), (None, "not_allowed_token_type")],
)
async def test_wrong_token(slack: SlackServer, token: str | None, error: str) -> None:
    """No token, another token and the app's socket token are refused, each in its way."""
    shown = slack.app_token if token is None else token
    headers = {"Authorization": f"Bearer {shown}"}
    answer = await posted(slack, "auth.test", headers=headers)
    assert answer["error"] == error


async def test_revoked_and_uninstalled(slack: SlackServer, client: AsyncWebClient) -> None:
    """A token stops working when it is revoked, and when the app is removed."""
    slack.workspace.revoke_tokens()
    assert await refusal(client, "auth.test") == "token_revoked"
    slack.workspace.uninstall()
    assert await refusal(client, "auth.test") == "account_inactive"


async def test_missing_scope(clock: MovableClock) -> None:
    """A scope the manifest does not ask for is named, beside those that were given."""
    manifest = manifest_with(scopes=["users:read"])
    async with local_slack(clock, manifest) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=TEAM, text="x")
        answer = refused.value.response
        assert answer["error"] == "missing_scope"
        assert (answer["needed"], answer["provided"]) == ("chat:write", "users:read")
        with pytest.raises(SlackApiError) as refused:
            await client.conversations_info(channel=DESK)
        assert refused.value.response["needed"] == "groups:read"
        with pytest.raises(SlackApiError) as refused:
            await client.conversations_open(users="U0SATO")
        assert refused.value.response["needed"] == "im:write"


async def test_form_and_json(slack: SlackServer) -> None:
    """A form with the token and the blocks in it does what a JSON body does."""
    blocks = [section(block_id="s")]
    form = {"token": slack.bot_token, "channel": TEAM, "text": "x", "blocks": json.dumps(blocks)}
    by_form = await posted(slack, "chat.postMessage", data=form, headers={"Authorization": ""})
    body = {"channel": TEAM, "text": "x", "blocks": blocks}
    by_json = await posted(slack, "chat.postMessage", json=body)
    assert by_form["message"]["blocks"] == by_json["message"]["blocks"]


@pytest.mark.parametrize(
    ("request_body", "error"),
    [
        ({"data": b"{", "headers": {"Content-Type": "application/json"}}, "invalid_json"),
        ({"json": ["x"]}, "json_not_object"),
        ({"data": b"x", "headers": {"Content-Type": "text/plain"}}, "invalid_post_type"),
        ({"json": {"channel": TEAM, "text": 7}}, "invalid_arguments"),
        ({"json": {"text": "x"}}, "invalid_arguments"),
        ({"json": {"channel": TEAM, "text": "x", "token": "t"}}, "invalid_arguments"),
        ({"json": {"channel": TEAM, "text": "x", "team_id": "T0OTHER"}}, "invalid_arguments"),
        ({"json": {"channel": TEAM, "text": "x", "blocks": "{}"}}, "invalid_blocks_format"),
        ({"json": {"channel": TEAM, "text": "x", "blocks": [{}]}}, "invalid_blocks"),
        ({"json": {"channel": TEAM, "text": "x", "mrkdwn": "yes"}}, "invalid_arguments"),
    ],
)
async def test_malformed_request(
    slack: SlackServer, request_body: dict[str, Any], error: str
) -> None:
    """A body of the wrong form or an argument of the wrong type is refused, as a violation."""
    answer = await posted(slack, "chat.postMessage", **request_body)
    assert answer["error"] == error
    assert len(slack.violations) == 1


async def test_reading_methods_take_no_json(slack: SlackServer) -> None:
    """A method that only reads has its arguments in the query or a form."""
    answer = await posted(slack, "users.info", json={"user": "U0SATO"})
    assert answer["error"] == "invalid_arguments"
    answer = await posted(slack, "users.info", data={"user": "U0SATO"})
    assert answer["user"]["id"] == "U0SATO"


async def test_writing_methods_take_no_get(slack: SlackServer) -> None:
    """A method that changes something is called by POST."""
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    query = {"channel": TEAM, "text": "x"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{slack.api_url}chat.postMessage", params=query, headers=headers) as response,
    ):
        answer = await response.json()
    assert answer["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("#team-shinjuku", "channel_not_found"),
        ("C0LUNCH", "not_in_channel"),
        ("U0NOBODY", "channel_not_found"),
    ],
)
async def test_where_the_bot_may_not_post(
    client: AsyncWebClient, slack: SlackServer, channel: str, error: str
) -> None:
    """A channel that is unknown, named, or without the bot is refused, and is no violation."""
    assert await refusal(client, "chat.postMessage", channel=channel, text="x") == error
    assert slack.violations == []


async def test_private_channel_is_invisible(client: AsyncWebClient, slack: SlackServer) -> None:
    """A private channel the bot was removed from does not exist for it."""
    slack.workspace.remove_member(DESK, "U0KASUHARA")
    post = await refusal(client, "chat.postMessage", channel=DESK, text="x")
    assert post == "channel_not_found"
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_members(channel=DESK)
    assert refused.value.response["error"] == "channel_not_found"


async def test_archived_channel(client: AsyncWebClient, slack: SlackServer) -> None:
    """Nothing is posted to an archived channel, and nothing in it is edited."""
    sent = await client.chat_postMessage(channel=DESK, text="x")
    slack.workspace.archive(DESK)
    assert await refusal(client, "chat.postMessage", channel=DESK, text="x") == "is_archived"
    where = {"channel": DESK, "ts": sent["ts"]}
    assert await refusal(client, "chat.update", **where, text="y") == "is_inactive"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({}, "no_text"),
        ({"text": " "}, "no_text"),
        ({"blocks": [section()]}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": [section("あ" * 3000)] * 5}, "msg_blocks_too_long"),
        ({"text": "x", "metadata": {"event_type": "card"}}, "invalid_metadata_format"),
        (
            {"text": "x", "metadata": {"event_type": 1, "event_payload": {}}},
            "invalid_metadata_schema",
        ),
        ({"text": "x", "thread_ts": "yesterday"}, "invalid_thread_ts"),
        ({"text": "x", "thread_ts": "1700000000.000100"}, "thread_not_found"),
        ({"text": "x", "reply_broadcast": True}, "invalid_arguments"),
    ],
)
async def test_what_may_not_be_posted(
    client: AsyncWebClient, content: dict[str, Any], error: str
) -> None:
    """A message without a text, too long, or for a thread that is not there is refused."""
    assert await refusal(client, "chat.postMessage", channel=TEAM, **content) == error


async def test_no_reply_to_a_reply(client: AsyncWebClient) -> None:
    """A thread is named by the message that began it, not by one of its replies."""
    parent = await client.chat_postMessage(channel=TEAM, text="x")
    reply = await client.chat_postMessage(channel=TEAM, text="y", thread_ts=parent["ts"])
    again = await refusal(client, "chat.postMessage", channel=TEAM, text="z", thread_ts=reply["ts"])
    assert again == "cannot_reply_to_message"


async def test_times_increase(client: AsyncWebClient) -> None:
    """Messages have times that differ and increase, while the clock stands still."""
    sent = [await client.chat_postMessage(channel=TEAM, text=str(n)) for n in range(20)]
    times = [message["ts"] for message in sent]
    assert times == sorted(set(times))


async def test_slack_completes_blocks(client: AsyncWebClient) -> None:
    """Slack gives ids to blocks and elements that have none, and keeps those that have."""
    bare = {"type": "button", "text": {"type": "plain_text", "text": "x"}}
    sent = await client.chat_postMessage(
        channel=TEAM, text="x", blocks=[section(), actions(bare, button(), block_id="mine")]
    )
    first, second = sent["message"]["blocks"]
    assert first["block_id"]
    assert second["block_id"] == "mine"
    assert second["elements"][0]["action_id"]
    assert second["elements"][1]["action_id"] == "go"
    assert second["elements"][1]["text"]["emoji"] is True


async def test_update(client: AsyncWebClient, slack: SlackServer) -> None:
    """The bot edits its own messages, and keeps their metadata unless it says otherwise."""
    metadata = {"event_type": "card", "event_payload": {"id": "1"}}
    sent = await client.chat_postMessage(channel=TEAM, text="x", metadata=metadata)
    where = {"channel": TEAM, "ts": sent["ts"]}
    after = await client.chat_update(**where, text="y", blocks=[section()])
    assert (after["text"], after["message"]["metadata"]) == ("y", metadata)
    after = await client.chat_update(**where, text="z", blocks=[], metadata={})
    assert "metadata" not in after["message"]
    assert slack.person("U0SATO").sees(TEAM)[0].text == "z"


async def test_update_says_what_becomes_of_blocks(client: AsyncWebClient) -> None:
    """An edit of a message with blocks that says nothing of them is refused."""
    sent = await client.chat_postMessage(channel=TEAM, text="x", blocks=[section()])
    where = {"channel": TEAM, "ts": sent["ts"]}
    assert await refusal(client, "chat.update", **where, text="y") == "invalid_arguments"


async def test_update_refused(client: AsyncWebClient, slack: SlackServer) -> None:
    """Somebody else's message, an unknown one and one for a single reader are not edited."""
    theirs = await slack.person("U0SATO").say(TEAM, "こんにちは")
    where = {"channel": TEAM, "text": "y"}
    assert await refusal(client, "chat.update", ts=theirs.ts, **where) == "cant_update_message"
    unknown = await refusal(client, "chat.update", ts="1700000000.000100", **where)
    assert unknown == "message_not_found"
    private = await client.chat_postEphemeral(channel=TEAM, user="U0SATO", text="x")
    gone = await refusal(client, "chat.update", ts=private["message_ts"], **where)
    assert gone == "message_not_found"
    assert await refusal(client, "chat.update", channel="U0SATO", ts="1", text="y") == (
        "channel_not_found"
    )
    long = await refusal(client, "chat.update", channel=TEAM, ts=theirs.ts, text="x" * 4001)
    assert long == "cant_update_message"


async def test_delete(client: AsyncWebClient, slack: SlackServer) -> None:
    """The bot deletes its own messages; below one with replies there stays a mark until they go."""
    sato = slack.person("U0SATO")
    lone = await client.chat_postMessage(channel=TEAM, text="x")
    await client.chat_delete(channel=TEAM, ts=lone["ts"])
    assert sato.sees(TEAM) == []
    head = await client.chat_postMessage(channel=TEAM, text="head")
    reply = await client.chat_postMessage(channel=TEAM, text="below", thread_ts=head["ts"])
    await client.chat_delete(channel=TEAM, ts=head["ts"])
    assert [m.text for m in sato.sees(TEAM)] == ["This message was deleted.", "below"]
    again = await refusal(client, "chat.delete", channel=TEAM, ts=head["ts"])
    assert again == "message_not_found"
    await client.chat_delete(channel=TEAM, ts=reply["ts"])
    assert sato.sees(TEAM) == []


async def test_delete_refused(client: AsyncWebClient, slack: SlackServer) -> None:
    """Somebody else's message, an unknown one and one in a strange channel are not deleted."""
    theirs = await slack.person("U0SATO").say(TEAM, "こんにちは")
    refused = [
        await refusal(client, "chat.delete", channel=channel, ts=ts)
        for channel, ts in (
            (TEAM, theirs.ts),
            (TEAM, "1700000000.000100"),
            ("C0NOWHERE", theirs.ts),
        )
    ]
    assert refused == ["cant_delete_message", "message_not_found", "channel_not_found"]


async def test_ephemeral(client: AsyncWebClient, slack: SlackServer) -> None:
    """A private line is seen by its reader alone, and only until they reload."""
    await client.chat_postEphemeral(channel=TEAM, user="U0SATO", text="内緒")
    sato = slack.person("U0SATO")
    assert [message.text for message in sato.sees(TEAM)] == ["内緒"]
    assert slack.person("U0EMMA").sees(TEAM) == []
    assert sato.notifications == []
    sato.reload()
    assert sato.sees(TEAM) == []
    outside = {"channel": TEAM, "user": "U0KATO", "text": "x"}
    assert await refusal(client, "chat.postEphemeral", **outside) == "user_not_in_channel"


async def test_message_to_a_person(client: AsyncWebClient, slack: SlackServer) -> None:
    """Posting to a user id opens the direct messages; a deactivated person has none."""
    sent = await client.chat_postMessage(channel="U0SATO", text="やあ")
    assert sent["channel"] == slack.person("U0SATO").dm
    slack.workspace.change_user("U0EMMA", deleted=True)
    assert await refusal(client, "chat.postMessage", channel="U0EMMA", text="x") == (
        "channel_not_found"
    )


async def test_open_direct_messages(client: AsyncWebClient, slack: SlackServer) -> None:
    """Direct messages open once, and not with nobody, a bot or somebody who left."""
    first = await client.conversations_open(users="U0SATO")
    again = await client.conversations_open(users="U0SATO")
    assert first["channel"]["id"] == again["channel"]["id"] == "D0SATO"
    assert (first.get("already_open"), again.get("already_open")) == (None, True)
    slack.workspace.change_user("U0EMMA", deleted=True)
    for users, error in [
        ("U0NOBODY", "user_not_found"),
        ("U0KASUHARA", "cannot_dm_bot"),
        ("U0EMMA", "user_disabled"),
        ("", "users_list_not_supplied"),
    ]:
        assert await refusal(client, "conversations.open", users=users) == error


async def test_members_page_by_page(client: AsyncWebClient) -> None:
    """Members come a page at a time until there is no further cursor."""
    members: list[str] = []
    cursor = ""
    while True:
        page = await client.conversations_members(channel=TEAM, limit=2, cursor=cursor)
        members += page["members"]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    people = ["U0SATO", "U0EMMA", "U0TANAKA", "U0MORI", "U0GRACE", "U0SHINJUKUSHOP"]
    assert members == [*people, "U0KASUHARA"]
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        await client.conversations_members(channel=TEAM, cursor="nonsense")
    with pytest.raises(SlackApiError, match="invalid_limit"):
        await client.conversations_members(channel=TEAM, limit=0)


async def test_people_and_groups(client: AsyncWebClient, slack: SlackServer) -> None:
    """A person's language is told when asked for; a group's members by the group's id."""
    asked = await client.users_info(user="U0EMMA", include_locale=True)
    assert asked["user"]["locale"] == "en-US"
    assert "locale" not in (await client.users_info(user="U0EMMA"))["user"]
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.users_info(user="U0NOBODY")
    group = await client.usergroups_users_list(usergroup="S0MANAGERS")
    assert group["users"] == ["U0MANAGER", "U0HQONE"]
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        await client.usergroups_users_list(usergroup="S0NOBODY")
    assert slack.violations == []


async def test_channel_information(client: AsyncWebClient) -> None:
    """A channel says whether it is private and whether the bot is in it."""
    desk = (await client.conversations_info(channel=DESK))["channel"]
    assert (desk["name"], desk["is_private"], desk["is_member"]) == ("desk-shinjuku", True, True)
    lunch = (await client.conversations_info(channel="C0LUNCH", include_num_members=True))[
        "channel"
    ]
    assert (lunch["is_private"], lunch["is_member"], lunch["num_members"]) == (False, False, 10)
