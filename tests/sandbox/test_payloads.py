"""The keys of what is delivered: those Slack's SDKs know, and none of our own."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import SlackServer
from tests.sandbox.bare_app import BareApp
from tests.sandbox.parts import actions, button, checkboxes, field, modal, section

TEAM = "C0TEAMSHINJUKU"
BOT_MESSAGE = {
    "type",
    "user",
    "ts",
    "team",
    "text",
    "bot_id",
    "app_id",
    "bot_profile",
    "blocks",
}
VIEW = {
    "id",
    "team_id",
    "type",
    "blocks",
    "private_metadata",
    "callback_id",
    "state",
    "hash",
    "title",
    "clear_on_close",
    "notify_on_close",
    "close",
    "submit",
    "previous_view_id",
    "root_view_id",
    "app_id",
    "external_id",
    "app_installed_team_id",
    "bot_id",
}
INTERACTION = {"type", "team", "user", "token", "enterprise", "is_enterprise_install"}
EVENT = {
    "token",
    "team_id",
    "api_app_id",
    "event",
    "type",
    "event_id",
    "event_time",
    "authorizations",
    "is_ext_shared_channel",
    "event_context",
}


def last(slack: SlackServer) -> dict[str, Any]:
    """Return the body of the newest delivery."""
    return slack.log.deliveries[-1].body


@pytest.mark.usefixtures("endpoint")
async def test_command(slack: SlackServer) -> None:
    """A command's fields; private channels keep their names to themselves."""
    await slack.person("U0TANAKA").command("C0DESKSHINJUKU", "/kasuhara", "報告 @sato <b>")
    body = last(slack)
    assert body.keys() == {
        "token",
        "team_id",
        "team_domain",
        "channel_id",
        "channel_name",
        "user_id",
        "user_name",
        "command",
        "text",
        "api_app_id",
        "is_enterprise_install",
        "response_url",
        "trigger_id",
    }
    assert (body["channel_name"], body["text"]) == ("privategroup", "報告 <@U0SATO> &lt;b&gt;")


@pytest.mark.usefixtures("endpoint")
async def test_click_in_a_message(slack: SlackServer, client: AsyncWebClient) -> None:
    """A click brings the message, and the state of all that can be set in it."""
    blocks = [
        section(block_id="s", accessory=checkboxes("c", action_id="more")),
        actions(checkboxes("a", "b"), button("done", value="r1"), block_id="acts"),
    ]
    parent = await client.chat_postMessage(channel=TEAM, text="親")
    await client.chat_postMessage(channel=TEAM, text="問", blocks=blocks, thread_ts=parent["ts"])
    sato = slack.person("U0SATO")
    message = sato.find("done")
    assert message is not None
    await sato.tick(message, "acts", "b", "a")
    await sato.press(message, "done")
    body = last(slack)
    assert body.keys() == INTERACTION | {
        "api_app_id",
        "container",
        "trigger_id",
        "channel",
        "message",
        "state",
        "response_url",
        "actions",
    }
    assert body["user"].keys() == {"id", "username", "name", "team_id"}
    assert body["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": TEAM,
        "is_ephemeral": False,
        "thread_ts": parent["ts"],
    }
    assert body["message"].keys() == BOT_MESSAGE | {"thread_ts", "parent_user_id"}
    assert body["actions"][0].keys() == {
        "type",
        "action_id",
        "block_id",
        "text",
        "value",
        "action_ts",
    }
    state = body["state"]["values"]
    chosen = [option["value"] for option in state["acts"]["acts"]["selected_options"]]
    assert chosen == ["a", "b"]
    assert state["s"] == {"more": {"type": "checkboxes", "selected_options": []}}


@pytest.mark.usefixtures("endpoint")
async def test_ticking(slack: SlackServer, client: AsyncWebClient) -> None:
    """Each tick is told on its own, with all that is ticked so far."""
    blocks = [actions(checkboxes("a", "b"), block_id="acts")]
    await client.chat_postMessage(channel=TEAM, text="問", blocks=blocks)
    sato = slack.person("U0SATO")
    message = sato.find("acts")
    assert message is not None
    await sato.tick(message, "acts", "a", "b", "a")
    clicks = [d.body for d in slack.log.deliveries if d.name == "block_actions"]
    chosen = [
        [option["value"] for option in body["actions"][0]["selected_options"]] for body in clicks
    ]
    assert chosen == [["a"], ["a", "b"], ["b"]]
    assert clicks[0]["actions"][0].keys() == {
        "type",
        "action_id",
        "block_id",
        "selected_options",
        "action_ts",
    }


@pytest.mark.usefixtures("endpoint")
async def test_click_in_a_private_line(slack: SlackServer, client: AsyncWebClient) -> None:
    """A click in a message only one person sees brings no message."""
    await client.chat_postEphemeral(
        channel=TEAM, user="U0SATO", text="x", blocks=[actions(button("go"))]
    )
    sato = slack.person("U0SATO")
    message = sato.find("go")
    assert message is not None
    await sato.press(message, "go")
    assert "message" not in last(slack)
    assert last(slack)["container"]["is_ephemeral"] is True


async def test_modal(slack: SlackServer, app: BareApp) -> None:
    """A form, a click in it and its closing bring the view; none has a response URL."""

    @app.bolt.shortcut("report")
    async def opened(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        view = modal(field("words"), actions(button("more")), notify_on_close=True)
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.bolt.action("more")
    @app.bolt.view("")
    @app.bolt.view_closed("")
    async def taken(ack: Any) -> None:
        await ack()

    sato = slack.person("U0SATO")
    await sato.shortcut("report")
    assert last(slack).keys() == INTERACTION | {"action_ts", "callback_id", "trigger_id"}
    assert last(slack)["user"].keys() == {"id", "username", "team_id"}
    view = await slack.until(lambda: sato.modal)
    assert view is not None
    await sato.press(view, "more")
    assert last(slack).keys() == INTERACTION | {
        "api_app_id",
        "container",
        "trigger_id",
        "view",
        "actions",
    }
    assert last(slack)["container"] == {"type": "view", "view_id": view.id}
    assert last(slack)["view"].keys() == VIEW
    await sato.submit({"words": "言葉"})
    assert last(slack).keys() == INTERACTION | {"api_app_id", "trigger_id", "view"}
    typed = {"type": "plain_text_input", "value": "言葉"}
    assert last(slack)["view"]["state"]["values"] == {"words": {"typed": typed}}
    await sato.shortcut("report")
    await slack.until(lambda: sato.modal)
    await sato.close()
    assert last(slack).keys() == INTERACTION | {"api_app_id", "view", "is_cleared"}


@pytest.mark.usefixtures("endpoint")
async def test_message_shortcut(slack: SlackServer) -> None:
    """A shortcut from a message brings that message and a response URL."""
    message = await slack.person("U0EMMA").say(TEAM, "電話で怒鳴られた")
    await slack.person("U0SATO").message_shortcut("report_message", message)
    body = last(slack)
    assert body.keys() == INTERACTION | {
        "action_ts",
        "callback_id",
        "trigger_id",
        "response_url",
        "message_ts",
        "message",
        "channel",
    }
    assert body["user"].keys() == {"id", "name", "team_id"}
    assert body["message"].keys() == {
        "type",
        "user",
        "ts",
        "team",
        "text",
        "client_msg_id",
        "blocks",
    }


@pytest.mark.usefixtures("endpoint")
async def test_message_with_files(slack: SlackServer) -> None:
    """A dropped file makes the event a `file_share` with the file's particulars."""
    sato = slack.person("U0SATO")
    parent = await sato.say(sato.dm, "報告")
    clip = sato.upload("clip.m4a", "audio/mp4", bytes(4096))
    await sato.say(sato.dm, "", thread_ts=parent.ts, files=[clip])
    body = last(slack)
    assert body.keys() == EVENT
    event = body["event"]
    assert event.keys() == {
        "type",
        "subtype",
        "user",
        "ts",
        "team",
        "text",
        "client_msg_id",
        "files",
        "upload",
        "thread_ts",
        "parent_user_id",
        "channel",
        "event_ts",
        "channel_type",
    }
    assert (event["subtype"], event["channel_type"]) == ("file_share", "im")
    shared = event["files"][0]
    assert (shared["mimetype"], shared["filetype"], shared["size"]) == ("audio/mp4", "m4a", 4096)
    assert {"id", "name", "url_private", "user", "mode"} <= shared.keys()


@pytest.mark.usefixtures("endpoint")
async def test_own_messages(slack: SlackServer, client: AsyncWebClient) -> None:
    """The bot hears its own messages and edits, without their metadata."""
    metadata = {"event_type": "card", "event_payload": {"id": "1"}}
    sent = await client.chat_postMessage(channel=TEAM, text="x", metadata=metadata)
    await slack.settle()
    event = last(slack)["event"]
    assert event.keys() == (BOT_MESSAGE - {"app_id", "blocks"}) | {
        "channel",
        "event_ts",
        "channel_type",
    }
    await client.chat_update(channel=TEAM, ts=sent["ts"], text="y")
    await slack.settle()
    event = last(slack)["event"]
    assert event.keys() == {
        "type",
        "subtype",
        "message",
        "previous_message",
        "hidden",
        "channel",
        "ts",
        "event_ts",
        "channel_type",
    }
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("y", "x")
    assert "metadata" not in event["message"]
