"""Asked to stop: what was accepted is finished within a bound, and nothing new is taken."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.sandbox.company import settings
from bot.sandbox.log import Delivery, Outcome
from bot.sandbox.server import SlackServer
from tests.bot.running import DESK, FORM, MORI, SATO, Running, command, event
from tests.chaos.process import BotProcess
from tests.databases import KEYS, addresses
from tests.workspace import local_slack

pytestmark = [pytest.mark.usefixtures("either_database"), pytest.mark.timeout(120)]

DOCKER_WAITS = 10.0
CALLS = 100
PEOPLE = ("U0SATO", "U0EMMA", "U0KATO", "U0NGUYEN")


async def test_accepted_is_answered_and_new_is_refused(
    desk: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the last commit takes its time: 200 for it, 503 for what comes after, and not ready."""
    begun, release = asyncio.Event(), asyncio.Event()
    accept = desk.bot.inbox.accept

    async def slowly(delivery: Any) -> bool:
        begun.set()
        await release.wait()
        return await accept(delivery)

    monkeypatch.setattr(desk.bot.inbox, "accept", slowly)
    first = asyncio.create_task(desk.post(command(), FORM))
    await begun.wait()
    stopping = asyncio.create_task(desk.bot.stop())
    await asyncio.sleep(0)
    refused = await desk.post(event("Ev2"))
    assert (refused.status, refused.body) == (503, b"")
    async with desk.http.get(f"{desk.bot.address}/readyz") as ready:
        assert ready.status == 503
        assert (await ready.json())["reasons"] == {"stopping": "the process was asked to stop"}
    async with desk.http.get(f"{desk.bot.address}/healthz") as alive:
        assert alive.status == 200
    release.set()
    assert (await first).status == 200
    await stopping


async def test_a_body_that_never_ends_does_not_hold_it_up(desk: Running) -> None:
    """Somebody who sends one byte now and then is cut off when the process stops."""
    host, port = desk.bot.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
    await writer.drain()
    async with desk.http.get(f"{desk.bot.address}/healthz"):
        began = monotonic()
    await desk.bot.stop()
    assert monotonic() - began < 5.0
    await reader.read()
    writer.close()


@asynccontextmanager
async def serving(folder: Path, *, sockets: bool) -> AsyncIterator[tuple[SlackServer, BotProcess]]:
    """Run `kasuhara serve` in a process of its own, and Slack delivering to it."""
    (folder / "settings.toml").write_text(settings(), encoding="utf-8")
    async with local_slack(SystemClock()) as slack:
        bot = BotProcess(
            {
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_SIGNING_SECRET": slack.signing_secret,
                "SLACK_APP_TOKEN": slack.app_token if sockets else "",
                "SLACK_API_URL": slack.api_url,
                "DATABASE_URL": addresses.of(folder),
                "KASUHARA_KEYS": addresses.keys() or KEYS,
                "KASUHARA_SETTINGS": str(folder / "settings.toml"),
            }
        )
        await start(bot, slack, sockets=sockets)
        yield slack, bot


async def start(bot: BotProcess, slack: SlackServer, *, sockets: bool) -> None:
    """Start the process; over HTTP, tell Slack where it listens."""
    await bot.start()
    if not sockets:
        slack.deliver_to(f"{bot.address}/slack/events")


async def sending(slack: SlackServer) -> None:
    """Return once a call that shows something is under way."""
    clock, (fault,) = SystemClock(), slack.faults.planned
    async with asyncio.timeout(30):
        while fault.left == CALLS:
            await clock.sleep_until_passed(clock.passed() + timedelta(milliseconds=50))


def standing(slack: SlackServer) -> Counter[str]:
    """Return how often each message of the bot's stands somewhere."""
    return Counter(
        str(message.metadata)
        for channel in slack.workspace.channels
        for message in slack.workspace.in_channel(channel)
        if message.metadata
    )


async def acknowledged(slack: SlackServer, delivery: Delivery) -> None:
    """Bring it again, as Slack does, until it is acknowledged: a busy machine may be late."""
    async with asyncio.timeout(30):
        answer = await slack.repeat(delivery)
        while answer.outcome is Outcome.LATE:
            answer = await slack.repeat(delivery)
    assert answer.outcome is Outcome.ACKNOWLEDGED


async def test_the_process_is_asked_to_stop(tmp_path: Path) -> None:
    """Over HTTP it ends in time, also where Slack holds the last call for ever."""
    async with serving(tmp_path, sockets=False) as (slack, bot):
        await stops_in_mid_sending(slack, bot, sockets=False)
        slack.faults.time_out("chat.postMessage", times=CALLS)
        await slack.person(MORI).command(DESK, "/kasuhara", "report")
        await sending(slack)
        await stops_in_time(bot)
        said_once(slack)


async def test_the_process_is_asked_to_stop_on_sockets(tmp_path: Path) -> None:
    """Over Socket Mode it ends in time as well."""
    async with serving(tmp_path, sockets=True) as (slack, bot):
        await stops_in_mid_sending(slack, bot, sockets=True)
        await bot.stop()
        said_once(slack)


async def stops_in_time(bot: BotProcess) -> None:
    """Ask it to stop, and see it end well."""
    began = monotonic()
    await bot.stop()
    assert monotonic() - began < DOCKER_WAITS
    assert bot.exit_code == 0
    assert not bot.unexpected


async def stops_in_mid_sending(slack: SlackServer, bot: BotProcess, *, sockets: bool) -> None:
    """In mid-sending: it ends well and in time, and after the next start nothing is in doubt.

    What came while it stopped was not acknowledged; Slack brings it again, and it has its
    effect once.
    """
    slack.faults.slow("chat.postMessage", by=timedelta(seconds=1), times=CALLS)
    for user in PEOPLE:
        person = slack.person(user)
        await person.command(person.dm, "/kasuhara", "report")
    await sending(slack)
    stopping = asyncio.create_task(stops_in_time(bot))
    said = asyncio.create_task(slack.person(SATO).say("D0SATO", "助けて"))
    await stopping
    await said
    slack.faults.clear()
    (missed,) = {
        d.body["event_id"]: d
        for d in slack.log.deliveries
        if "助けて" in str(d.body) and d.outcome is not Outcome.ACKNOWLEDGED
    }.values() or (None,)
    await start(bot, slack, sockets=sockets)
    if missed is not None:
        await acknowledged(slack, missed)
    heads = [slack.person(user) for user in PEOPLE]
    await slack.until(
        lambda: all(p.find("triage.danger.now") and len(p.sees(p.dm)) for p in heads), 30.0
    )


def said_once(slack: SlackServer) -> None:
    """Check that nothing stands twice, was in doubt or was refused."""
    assert set(standing(slack).values()) == {1}
    assert not slack.log.calls_of("conversations.history")
    assert not slack.log.calls_of("conversations.replies")
    commands = [d for d in slack.log.deliveries if d.name == "/kasuhara"]
    assert Outcome.REFUSED not in {command.outcome for command in commands}
