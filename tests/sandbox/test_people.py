"""People: what they can do, what they see, and when their phone rings."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovableClock
from bot.sandbox.log import NeverHappenedError
from bot.sandbox.people import CannotDoError
from bot.sandbox.server import SlackServer
from tests.sandbox.parts import actions, button, checkboxes, field, mrkdwn, option, section
from tests.workspace import local_slack, manifest_with

pytestmark = pytest.mark.usefixtures("endpoint")

TEAM = "C0TEAMSHINJUKU"
DESK = "C0DESKSHINJUKU"


async def ask(client: AsyncWebClient, *blocks: dict[str, Any], channel: str = TEAM) -> str:
    """Post blocks and return the time of the message."""
    sent = await client.chat_postMessage(channel=channel, text="問", blocks=list(blocks))
    return str(sent["ts"])


async def test_outsiders_see_nothing(slack: SlackServer, client: AsyncWebClient) -> None:
    """Who is not in a private channel sees nothing of it, and cannot press anything there."""
    await ask(client, actions(button("go")), channel=DESK)
    tanaka, sato = slack.person("U0TANAKA"), slack.person("U0SATO")
    message = tanaka.find("go")
    assert message is not None
    assert (sato.sees(DESK), sato.find("go")) == ([], None)
    with pytest.raises(CannotDoError):
        await sato.press(message, "go")
    with pytest.raises(CannotDoError):
        await sato.say(DESK, "こんにちは")


async def test_press_what_is_shown_now(slack: SlackServer, client: AsyncWebClient) -> None:
    """A click goes to the message as it stands now, not as it was when it was found."""
    ts = await ask(client, actions(button("go", value="old")))
    sato = slack.person("U0SATO")
    found = sato.find("go")
    assert found is not None
    await client.chat_update(
        channel=TEAM, ts=ts, text="問", blocks=[actions(button("go", value="new"))]
    )
    await sato.press(found, "go")
    clicks = [d.body for d in slack.log.deliveries if d.name == "block_actions"]
    assert clicks[0]["actions"][0]["value"] == "new"
    await client.chat_update(channel=TEAM, ts=ts, text="問", blocks=[])
    with pytest.raises(CannotDoError):
        await sato.press(found, "go")


async def test_state_is_each_ones_own(slack: SlackServer, client: AsyncWebClient) -> None:
    """What one person ticked another does not see, and an edit under the same ids keeps it."""
    block = actions(checkboxes("a", "b"), button("done"), block_id="acts")
    ts = await ask(client, block)
    sato, emma = slack.person("U0SATO"), slack.person("U0EMMA")
    message = sato.find("acts")
    assert message is not None
    await sato.tick(message, "acts", "a")
    await client.chat_update(channel=TEAM, ts=ts, text="問", blocks=[section(), block])
    await sato.press(message, "done")
    await emma.press(message, "done")
    mine, theirs = [
        d.body["state"]["values"]["acts"]["acts"]["selected_options"]
        for d in slack.log.deliveries[-2:]
    ]
    assert ([one["value"] for one in mine], theirs) == (["a"], [])


async def test_same_action_in_two_blocks(slack: SlackServer, client: AsyncWebClient) -> None:
    """Options of one question spread over two blocks are ticked where they stand."""
    blocks = (
        actions(checkboxes("a"), block_id="one"),
        actions(checkboxes("b"), block_id="two"),
    )
    await ask(client, *blocks)
    sato = slack.person("U0SATO")
    message = sato.find("acts")
    assert message is not None
    await sato.tick(message, "acts", "b")
    assert slack.log.deliveries[-1].body["actions"][0]["block_id"] == "two"
    with pytest.raises(CannotDoError):
        await sato.tick(message, "acts", "c")


async def test_choosing(slack: SlackServer, client: AsyncWebClient) -> None:
    """A select, a person, a day and an overflow entry are told in Slack's own fields."""
    elements: list[dict[str, Any]] = [
        {"type": "static_select", "action_id": "s", "options": [option("a"), option("b")]},
        {"type": "users_select", "action_id": "u"},
        {"type": "datepicker", "action_id": "d"},
        {"type": "overflow", "action_id": "o", "options": [option("x")]},
    ]
    await ask(client, actions(*elements))
    sato = slack.person("U0SATO")
    message = sato.find("s")
    assert message is not None
    for action_id, value in [("s", "b"), ("u", "U0EMMA"), ("d", "2026-11-18"), ("o", "x")]:
        await sato.choose(message, action_id, value)
    told = [d.body["actions"][0] for d in slack.log.deliveries if d.name == "block_actions"]
    assert told[0]["selected_option"]["value"] == "b"
    assert told[1]["selected_user"] == "U0EMMA"
    assert told[2]["selected_date"] == "2026-11-18"
    assert told[3]["selected_option"]["value"] == "x"
    with pytest.raises(CannotDoError):
        await sato.choose(message, "s", "c")


async def test_typing_into_a_message(slack: SlackServer, client: AsyncWebClient) -> None:
    """An input block in a message tells when return is pressed, if it is to; else it keeps."""
    quiet = field("quiet", {"type": "plain_text_input", "action_id": "q"})
    loud = field("loud", {"type": "plain_text_input", "action_id": "l"}, dispatch_action=True)
    await ask(client, quiet, loud)
    sato = slack.person("U0SATO")
    message = sato.find("q")
    assert message is not None
    await sato.enter(message, "q", "一")
    await sato.enter(message, "l", "二")
    clicks = [d.body for d in slack.log.deliveries if d.name == "block_actions"]
    assert len(clicks) == 1
    assert clicks[0]["state"]["values"]["quiet"]["q"]["value"] == "一"


async def test_typed_text(slack: SlackServer) -> None:
    """What is typed is escaped; only `@` makes a mention, and only of who is there."""
    sato = slack.person("U0SATO")
    message = await sato.say(TEAM, "<!channel> & @emma @nobody @channel a@emma")
    expected = "&lt;!channel&gt; &amp; <@U0EMMA> @nobody <!channel> a@emma"
    assert message.text == expected


async def test_direct_messages_notify(slack: SlackServer, client: AsyncWebClient) -> None:
    """A direct message shows its text on the lock screen; a reply in a thread only if called."""
    sato = slack.person("U0SATO")
    parent = await client.chat_postMessage(channel="U0SATO", text="一", blocks=[section("本文")])
    where = {"channel": sato.dm, "thread_ts": parent["ts"]}
    await client.chat_postMessage(**where, text="二")
    await client.chat_postMessage(**where, text="<@U0SATO> 三", blocks=[section("名前なし")])
    await client.chat_postMessage(**where, text="四", blocks=[section("<@U0SATO> 質問")])
    await client.chat_postMessage(**where, text="五")
    assert [notice.text for notice in sato.notifications] == ["一", "四", "五"]


async def test_channel_notifies_whom_it_calls(slack: SlackServer, client: AsyncWebClient) -> None:
    """In a channel a mention, a group, everybody, and followed threads ring; an edit never does."""
    tanaka, mori, sato = (slack.person(u) for u in ("U0TANAKA", "U0MORI", "U0SATO"))
    first = await client.chat_postMessage(channel=DESK, text="誰も")
    await client.chat_postMessage(channel=DESK, text="<@U0TANAKA> <@U0SATO> へ")
    await client.chat_update(channel=DESK, ts=first["ts"], text="<@U0MORI>")
    await client.chat_postMessage(
        channel=DESK,
        text="全員",
        blocks=[{"type": "section", "fields": [mrkdwn("<!channel>")]}],
    )
    await mori.say(DESK, "見ました", thread_ts=first["ts"])
    await client.chat_postMessage(channel=DESK, text="返事", thread_ts=first["ts"])
    assert [n.text for n in tanaka.notifications] == ["<@U0TANAKA> <@U0SATO> へ", "全員"]
    assert [n.text for n in mori.notifications] == ["全員", "返事"]
    assert sato.notifications == []
    await client.chat_postMessage(channel="C0MANAGERS", text="<!subteam^S0MANAGERS> 会議")
    assert [n.text for n in slack.person("U0HQONE").notifications] == ["<!subteam^S0MANAGERS> 会議"]


async def test_private_line_in_a_thread(slack: SlackServer, client: AsyncWebClient) -> None:
    """A private line in a thread shows only once the thread has begun."""
    sato = slack.person("U0SATO")
    parent = await client.chat_postMessage(channel=TEAM, text="親")
    where = {"channel": TEAM, "thread_ts": parent["ts"]}
    await client.chat_postEphemeral(**where, user="U0SATO", text="内緒")
    assert [message.text for message in sato.sees(TEAM)] == ["親"]
    await client.chat_postMessage(**where, text="返事")
    assert [message.text for message in sato.sees(TEAM)] == ["親", "内緒", "返事"]


async def test_what_is_not_in_the_manifest(slack: SlackServer) -> None:
    """A command or a shortcut the app did not ask for is not there."""
    sato = slack.person("U0SATO")
    message = await sato.say(TEAM, "こんにちは")
    with pytest.raises(CannotDoError):
        await sato.command(TEAM, "/other")
    with pytest.raises(CannotDoError):
        await sato.shortcut("report_message")
    with pytest.raises(CannotDoError):
        await sato.message_shortcut("report", message)


async def test_messages_tab(clock: MovableClock) -> None:
    """With the messages tab off nobody writes to the bot, and the bot to nobody."""
    async with local_slack(clock, manifest_with(messages_tab=False)) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        sato = slack.person("U0SATO")
        with pytest.raises(CannotDoError):
            await sato.say(sato.dm, "報告")
        await client.chat_postMessage(channel=TEAM, text="x")
        with pytest.raises(SlackApiError, match="messages_tab_disabled"):
            await client.chat_postMessage(channel="U0SATO", text="x")


async def test_who_has_left(slack: SlackServer) -> None:
    """Who was deactivated, or whose channel is archived, writes nothing."""
    slack.workspace.change_user("U0EMMA", deleted=True)
    with pytest.raises(CannotDoError):
        await slack.person("U0EMMA").say(TEAM, "x")
    slack.workspace.archive(TEAM)
    with pytest.raises(CannotDoError):
        await slack.person("U0SATO").command(TEAM, "/kasuhara")


async def test_what_cannot_be_said(slack: SlackServer) -> None:
    """A reply needs a message to reply to, and a slash makes a command of a message."""
    with pytest.raises(CannotDoError):
        await slack.person("U0SATO").say(TEAM, "/kasuhara report")
    with pytest.raises(CannotDoError):
        await slack.person("U0SATO").say(TEAM, "x", thread_ts="1700000000.000100")


async def test_waiting_in_vain(slack: SlackServer) -> None:
    """Waiting for what does not come ends with the log in hand."""
    await slack.person("U0SATO").say(TEAM, "x")
    with pytest.raises(NeverHappenedError, match="events_api message"):
        await slack.until(lambda: False, within=0.05)
