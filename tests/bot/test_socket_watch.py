"""Whatever becomes of the connections: soon two are open again, and nothing was lost."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

import bot.backoff
import bot.socket_connection
import bot.socket_entrance
from bot.clock import SystemClock
from bot.sandbox.log import Outcome
from bot.sandbox.sockets import CONNECTIONS as MOST
from bot.sandbox.sockets import Connection, Sockets, State
from flows.errors import SettingsError
from tests.bot.running import SATO, TEAM, Running, built, running
from tests.workspace import local_slack, standing_clock

OPEN = "apps.connections.open"
WITHIN = 20.0
"""Seconds of the machine's time, on a busy machine; pings are quicker here than in earnest."""


FIRST_WAIT = timedelta(milliseconds=100)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ping more often than in earnest, and wait less long for an answer and between two tries."""
    monkeypatch.setattr(bot.backoff, "FIRST", FIRST_WAIT)
    monkeypatch.setattr(bot.socket_connection, "PING_SECONDS", 0.3)
    monkeypatch.setattr(bot.socket_connection, "OPEN_SECONDS", 1.0)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Running]:
    """The bot on two connections, its clock running with the machine's."""
    async with running(tmp_path, socket=True, base=SystemClock()) as started:
        yield started


def alive(desk: Running) -> list[Connection]:
    """Return the connections over which Slack can deliver."""
    return [one for one in desk.slack.sockets.connections if one.state is State.OPEN]


async def figure(desk: Running) -> int:
    """Return how many connections the figures say are open."""
    page = (await desk.bot.health.page()).decode()
    found = re.search(r"^kasuhara_sockets (\S+)$", page, re.MULTILINE)
    assert found
    return int(float(found[1]))


async def two_again(desk: Running, *old: Connection) -> None:
    """Wait until two connections are open that are none of the old ones; figures say so too."""
    await desk.slack.until(
        lambda: len([one for one in alive(desk) if one not in old]) == 2, within=WITHIN
    )
    await until_figure(desk, 2)
    assert not await desk.bot.health.problems()
    desk.clock.move(bot.socket_entrance.STEADY)  # what befalls these is no failure in a row


async def until_figure(desk: Running, count: int) -> None:
    """Wait until the figures say that so many are open."""
    clock = SystemClock()
    async with asyncio.timeout(WITHIN):
        while await figure(desk) != count:
            await clock.sleep_until_passed(clock.passed() + bot.socket_entrance.STEADY / 1000)


async def until_asked(desk: Running, times: int) -> None:
    """Wait until Slack was asked for an address so often in all."""
    await desk.slack.until(lambda: len(desk.slack.log.calls_of(OPEN)) >= times, within=WITHIN)


async def works(desk: Running) -> None:
    """Check that what is said now gets through, over both connections in turn."""
    person = desk.slack.person(SATO)
    before = len(desk.slack.log.deliveries)
    for number in range(2):
        await person.say(person.dm, f"報告 {number}")
    await desk.settle()
    said = desk.slack.log.deliveries[before:]
    assert {one.outcome for one in said} == {Outcome.ACKNOWLEDGED}


async def kept(desk: Running) -> int:
    """Return how many different events of people's own words Slack saw acknowledged."""
    own = [d for d in desk.slack.log.deliveries if "client_msg_id" in d.body.get("event", {})]
    return len({d.body["event_id"] for d in own if d.outcome is Outcome.ACKNOWLEDGED})


async def test_cut(desk: Running) -> None:
    """A reset: what is said meanwhile is acknowledged by the other one, and a new one is opened.

    With both gone nobody hears for a moment: figure and readiness say so, and what Slack repeats
    arrives.
    """
    first, _ = alive(desk)
    first.abort()
    person = desk.slack.person(SATO)
    for number in range(3):
        await person.say(person.dm, f"報告 {number}")
    assert await kept(desk) == 3
    await two_again(desk, first)
    await works(desk)
    old, before = alive(desk), len(desk.slack.log.deliveries)
    desk.slack.faults.server_error(OPEN, times=4)
    for one in old:
        one.abort()
    await until_figure(desk, 0)
    assert await desk.bot.health.problems() == {"socket": "no Socket Mode connection is open"}
    await person.say(person.dm, "報告")
    lost = [delivery.outcome for delivery in desk.slack.log.deliveries[before:]]
    assert lost == [Outcome.UNREACHABLE] * 2
    await two_again(desk, *old)
    await works(desk)


async def test_silent(desk: Running) -> None:
    """A peer that answers no ping is left, and both if need be; what was sent to it comes again."""
    desk.slack.sockets.silence()
    (silent,) = [one for one in desk.slack.sockets.connections if one.state is State.SILENT]
    person = desk.slack.person(SATO)
    await person.say(person.dm, "報告")
    await two_again(desk, silent)
    await desk.settle()
    assert silent not in desk.slack.sockets.connections
    assert await kept(desk) == 1
    old = alive(desk)
    desk.slack.sockets.silence(2)
    await two_again(desk, *old)
    await works(desk)


async def test_refresh(desk: Running) -> None:
    """Asked to come back over a new one, the bot opens that first: a command is never refused.

    Asked to stop, it closes its connections, and leaves no task of the library's.
    """
    person = desk.slack.person(SATO)
    old = alive(desk)
    for one in old:
        await desk.slack.sockets.ask_to_refresh(one)
        await desk.slack.until(lambda: len(alive(desk)) == 2, within=WITHIN)
        await person.command(TEAM, "/kasuhara", "report")
    await two_again(desk, *old)
    assert person.errors == []
    await desk.slack.until(lambda: len(desk.slack.sockets.connections) == 2, within=WITHIN)
    await desk.bot.stop()
    assert desk.slack.sockets.connections == []
    left = {task.get_coro().__qualname__ for task in asyncio.all_tasks()}  # type: ignore[union-attr]
    assert not any(name.startswith("SocketModeClient") for name in left)


async def test_too_many(desk: Running) -> None:
    """Turned away because of others' connections, it tries with pauses, until there is room."""
    first, second = alive(desk)
    async with others(desk, MOST - 2) as makes_room:
        first.abort()
        await desk.slack.until(lambda: first not in desk.slack.sockets.connections)
        async with others(desk, 1):
            before = len(desk.slack.log.calls_of(OPEN))
            await until_figure(desk, 1)
            await until_asked(desk, before + 3)
            began = desk.slack.log.calls_of(OPEN)[before].at
            took = desk.slack.log.calls_of(OPEN)[before + 2].at - began
            assert took > FIRST_WAIT, "it does not storm the door"
            assert second in alive(desk)
        await makes_room.aclose()
    await two_again(desk)
    await works(desk)


@asynccontextmanager
async def others(desk: Running, count: int) -> AsyncIterator[AsyncExitStack]:
    """Hold so many connections of the same app, as another process would."""
    client = AsyncWebClient(base_url=desk.slack.api_url)
    async with AsyncExitStack() as opened:
        session = await opened.enter_async_context(aiohttp.ClientSession())
        for _ in range(count):
            answer = await client.apps_connections_open(app_token=desk.slack.app_token)
            socket = await opened.enter_async_context(session.ws_connect(answer["url"]))
            await socket.receive_json()
        yield opened


async def test_switched_off(desk: Running) -> None:
    """Socket Mode switched off in Slack: the operator reads so; switched on, it goes on."""
    old = alive(desk)
    desk.slack.faults.refuse(OPEN, "forbidden_team", times=3)
    with capture_logs() as log:
        for one in old:
            await one.socket.send_json({"type": "disconnect", "reason": "link_disabled"})
        await until_figure(desk, 0)
        assert await desk.bot.health.problems()
        await two_again(desk, *old)
    reasons = [entry.get("reason") for entry in log]
    assert reasons.count("link_disabled") == 2
    assert [entry["error"] for entry in log if "error" in entry].count("forbidden_team") == 3


async def test_no_address_for_a_while(desk: Running) -> None:
    """Where Slack gives no address for a while, it is asked again, at its pace."""
    faults = desk.slack.faults
    for refuse in (
        partial(faults.server_error, OPEN, times=3),
        partial(faults.rate_limit, OPEN, retry_after=1, times=2),
        partial(faults.drop, OPEN, times=3),
    ):
        refuse()
        old = alive(desk)
        for one in old:
            one.abort()
        await two_again(desk, *old)
        assert [fault.left for fault in faults.planned] == [0], refuse
        faults.clear()
        await works(desk)


async def test_an_address_that_is_no_good(desk: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is refused is not tried for ever, and where no hello comes nothing counts as open:
    another one is asked for.
    """
    for name, gives in (("new_ticket", "used up"), ("_hello", {"type": "nothing"})):
        old = alive(desk)
        with monkeypatch.context() as spoilt:
            spoilt.setattr(Sockets, name, lambda _, given=gives: given)
            for one in old:
                one.abort()
            before = len(desk.slack.log.calls_of(OPEN))
            await until_asked(desk, before + 3)
            assert await figure(desk) == 0, name
        await two_again(desk, *old, *alive(desk))
        await works(desk)


async def test_a_listener_that_died(desk: Running) -> None:
    """A connection that nobody listens to any more, though it answers pings, is replaced."""
    for task in ("message_processor", "message_receiver"):
        old = alive(desk)
        for connection in list(desk.bot._sockets._connections):  # type: ignore[union-attr]
            getattr(connection, task).cancel()
        await two_again(desk, *old)
        await works(desk)


async def test_a_handler_that_fails(desk: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in the library's own handling of one message does not end the connection."""
    whole = SocketModeClient.process_message
    failed: list[str] = []

    async def fail_once(self: SocketModeClient) -> None:
        if not failed:
            failed.append(await self.message_queue.get())
            raise RuntimeError
        await whole(self)  # type: ignore[no-untyped-call]  # the library has no types here

    monkeypatch.setattr(SocketModeClient, "process_message", fail_once)
    old = alive(desk)
    person = desk.slack.person(SATO)
    for number in range(3):
        saying = asyncio.create_task(person.say(person.dm, f"報告 {number}"))
        await desk.slack.until(lambda: desk.slack.log.deliveries, within=WITHIN)
        await saying
    assert failed
    assert "報告" in json.loads(failed[0])["payload"]["event"]["text"]
    await desk.settle()
    assert await kept(desk) == 3
    assert alive(desk) == old


async def test_slack_is_away_at_the_start(tmp_path: Path) -> None:
    """A bot that starts while Slack gives no address waits, and is ready once it does."""
    async with running_late(tmp_path, times=4) as desk:
        await two_again(desk)
        await works(desk)


@asynccontextmanager
async def running_late(folder: Path, *, times: int) -> AsyncIterator[Running]:
    """Run the bot where the first tries to open a connection fail."""
    clock = standing_clock()
    clock = type(clock)(clock.now(), SystemClock())
    async with (
        local_slack(clock) as slack,
        built(slack, folder, clock, socket=True) as started,
        aiohttp.ClientSession() as http,
    ):
        slack.faults.server_error(OPEN, times=times)
        await started.start()
        yield Running(slack, started, clock, http)


async def test_a_token_slack_refuses(tmp_path: Path) -> None:
    """A token that Slack does not take ends the start with one sentence."""
    clock = standing_clock()
    async with local_slack(clock) as slack, built(slack, tmp_path, clock, socket=True) as started:
        slack.faults.refuse(OPEN, "invalid_auth", times=10)
        with pytest.raises(SettingsError, match="SLACK_APP_TOKEN"):
            await started.start()
