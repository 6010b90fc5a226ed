"""Socket Mode: hello, turns, acknowledgements by id, refreshes and dying connections."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovableClock
from bot.sandbox.log import Outcome
from bot.sandbox.server import SlackServer
from bot.sandbox.sockets import State
from tests.sandbox.bare_app import BareApp
from tests.sandbox.parts import actions, button, field, modal
from tests.workspace import local_slack, manifest_with

TEAM = "C0TEAMSHINJUKU"


@asynccontextmanager
async def bare_socket(
    slack: SlackServer,
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Open one connection as a client of one's own would, past the hello."""
    headers = {"Authorization": f"Bearer {slack.app_token}"}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{slack.api_url}apps.connections.open", headers=headers) as answer:
            url = (await answer.json())["url"]
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
            assert hello["type"] == "hello"
            assert hello.keys() == {"type", "num_connections", "debug_info", "connection_info"}
            yield socket


@pytest.fixture
async def bolt(slack: SlackServer) -> AsyncIterator[BareApp]:
    """A Bolt app that answers everything, over two connections."""
    bare = BareApp(slack)

    @bare.bolt.command("/kasuhara")
    async def asked(ack: Any, body: dict[str, Any]) -> None:
        bare.heard.append(body)
        await ack(text="危険はありますか", blocks=[actions(button("go"))])

    @bare.bolt.action("go")
    async def pressed(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        bare.heard.append(body)
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal(field("words"), callback_id="form")
        )

    @bare.bolt.view("form")
    async def sent(ack: Any, body: dict[str, Any]) -> None:
        bare.heard.append(body)
        await ack(response_action="errors", errors={"words": "もう一度"})

    @bare.bolt.event("message")
    async def said(body: dict[str, Any]) -> None:
        bare.heard.append(body)

    await bare.connect()
    await bare.connect()
    yield bare
    await bare.stop()


async def test_whole_story(slack: SlackServer, bolt: BareApp) -> None:
    """A command, a click, a form and a message go through Bolt's own Socket Mode handler."""
    sato = slack.person("U0SATO")
    await sato.command(TEAM, "/kasuhara", "report")
    question = sato.find("go")
    assert question is not None
    await sato.press(question, "go")
    await slack.until(lambda: sato.modal)
    assert await sato.submit({"words": "言葉"}) == {"words": "もう一度"}
    await sato.say(sato.dm, "報告")
    await slack.until(lambda: len(bolt.heard) == 4)
    assert (slack.violations, sato.errors) == ([], [])


async def test_turns(slack: SlackServer, bolt: BareApp) -> None:
    """Deliveries go over every open connection in turn."""
    for _ in range(6):
        await slack.person("U0SATO").say(TEAM, "こんにちは")
    assert len(bolt.heard) == 6
    used = Counter(connection.sent for connection in slack.sockets.connections)
    assert used == {3: 2}


async def test_ticket_works_once(slack: SlackServer, client: AsyncWebClient) -> None:
    """A connection's address works once, and is given for the app's token alone."""
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await client.apps_connections_open(app_token=slack.bot_token)
    answer = await client.apps_connections_open(app_token=slack.app_token)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(answer["url"]) as socket:
            await socket.receive_json()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(answer["url"])


async def test_socket_mode_off(clock: MovableClock) -> None:
    """Without Socket Mode in the manifest there is nothing to connect to."""
    async with local_slack(clock, manifest_with(socket_mode=False)) as slack:
        client = AsyncWebClient(base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="forbidden_team"):
            await client.apps_connections_open(app_token=slack.app_token)


async def test_ten_at_most(slack: SlackServer) -> None:
    """An eleventh connection is told that there are too many."""
    client = AsyncWebClient(base_url=slack.api_url)
    async with aiohttp.ClientSession() as session:
        sockets = []
        for _ in range(11):
            answer = await client.apps_connections_open(app_token=slack.app_token)
            sockets.append(await session.ws_connect(answer["url"]))
        first = [(await socket.receive_json())["type"] for socket in sockets]
    assert first == ["hello"] * 10 + ["disconnect"]


async def test_envelope(slack: SlackServer) -> None:
    """An event's envelope says which attempt it is; a command's takes an answer."""
    async with bare_socket(slack) as socket:
        said = asyncio.ensure_future(slack.person("U0SATO").say(TEAM, "こんにちは"))
        event = await socket.receive_json()
        assert event.keys() == {
            "envelope_id",
            "payload",
            "type",
            "accepts_response_payload",
            "retry_attempt",
            "retry_reason",
        }
        assert (event["type"], event["retry_attempt"]) == ("events_api", 0)
        await socket.send_json({"envelope_id": event["envelope_id"]})
        await said
        asked = asyncio.ensure_future(slack.person("U0SATO").command(TEAM, "/kasuhara"))
        command = await socket.receive_json()
        assert (command["type"], command["accepts_response_payload"]) == ("slash_commands", True)
        answer = {"envelope_id": command["envelope_id"], "payload": {"text": "はい"}}
        await socket.send_json(answer)
        await asked
    assert [message.text for message in slack.person("U0SATO").sees(TEAM)][-1] == "はい"


async def test_wrong_acknowledgements(slack: SlackServer) -> None:
    """What is no acknowledgement, or says something nobody reads, is a violation."""
    async with bare_socket(slack) as socket:
        await socket.send_str("hello?")
        pressed = asyncio.ensure_future(slack.person("U0SATO").shortcut("report"))
        envelope = await socket.receive_json()
        answer = {"envelope_id": envelope["envelope_id"], "payload": {"text": "x"}}
        await socket.send_str(json.dumps(answer))
        await pressed
    assert [violation.what for violation in slack.violations][:2] == [
        "not an acknowledgement",
        "an acknowledgement with content nobody reads",
    ]


async def test_no_acknowledgement(slack: SlackServer, clock: MovableClock) -> None:
    """An event not acknowledged in three seconds comes again, with number and reason."""
    async with bare_socket(slack) as socket:
        said = asyncio.ensure_future(slack.person("U0SATO").say(TEAM, "こんにちは"))
        first = await socket.receive_json()
        clock.move(timedelta(seconds=3))
        second = await socket.receive_json()
        assert second["payload"] == first["payload"]
        assert second["envelope_id"] != first["envelope_id"]
        assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
        await socket.send_json({"envelope_id": second["envelope_id"]})
        await said
    assert slack.violations == []


async def test_no_connection(slack: SlackServer) -> None:
    """Without a connection a command fails at once, and says so."""
    sato = slack.person("U0SATO")
    await sato.command(TEAM, "/kasuhara")
    assert sato.errors == ["/kasuhara failed with the error 'dispatch_failed'"]


async def test_refresh(slack: SlackServer, bolt: BareApp) -> None:
    """A connection asked to refresh gets nothing new, and is replaced by another."""
    old = slack.sockets.connections[0]
    await slack.sockets.ask_to_refresh(old)
    await slack.until(
        lambda: old not in slack.sockets.connections and len(slack.sockets.connections) == 2
    )
    for _ in range(4):
        await slack.person("U0SATO").command(TEAM, "/kasuhara")
    assert len(bolt.heard) == 4
    assert slack.person("U0SATO").errors == []


async def test_reset(slack: SlackServer, bolt: BareApp) -> None:
    """An event on a connection that resets comes again over the other one."""
    slack.sockets.doom()
    await slack.person("U0SATO").say(TEAM, "こんにちは")
    await slack.until(lambda: len(bolt.heard) == 1)
    outcomes = [delivery.outcome for delivery in slack.log.deliveries]
    assert outcomes == [Outcome.UNREACHABLE, Outcome.ACKNOWLEDGED]


async def test_command_on_a_reset(slack: SlackServer, bolt: BareApp) -> None:
    """A command on a connection that resets is lost, and the person is told."""
    slack.sockets.doom()
    sato = slack.person("U0SATO")
    await sato.command(TEAM, "/kasuhara")
    assert sato.errors == ["/kasuhara failed with the error 'dispatch_failed'"]
    assert bolt.heard == []


async def test_silent(slack: SlackServer, bolt: BareApp, clock: MovableClock) -> None:
    """What goes to a peer that has fallen silent is late; an event comes again elsewhere."""
    slack.sockets.silence()
    said = asyncio.ensure_future(slack.person("U0SATO").say(TEAM, "こんにちは"))
    await slack.until(lambda: slack.log.deliveries)
    clock.move(timedelta(seconds=3))
    await said
    outcomes = [delivery.outcome for delivery in slack.log.deliveries]
    assert outcomes == [Outcome.LATE, Outcome.ACKNOWLEDGED]
    assert len(bolt.heard) == 1


async def test_silence_is_noticed(slack: SlackServer) -> None:
    """A client that pings notices a silent peer and comes back over a new connection."""
    bare = BareApp(slack)
    await bare.connect(ping_interval=0.2)
    slack.sockets.silence()
    try:
        await slack.until(lambda: any(one.state is State.OPEN for one in slack.sockets.connections))
    finally:
        await bare.stop()
