"""The fictional company with the bot in it, and people whose acts are followed to their end."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from pydantic import SecretStr

from bot.assembly import Assembly
from bot.clock import MovableClock
from bot.environment import Environment
from bot.pacing import UNPACED
from bot.sandbox.blocks import elements
from bot.sandbox.company import settings
from bot.sandbox.manifest import Manifest
from bot.sandbox.people import Person, Place
from bot.sandbox.records import File, Message, View
from bot.sandbox.server import SlackServer
from flows.case import Case
from handlers.texts import Texts
from tests.databases import addresses
from tests.workspace import local_slack

SATURDAY = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)  # 14:00 in Tokyo
SATO, EMMA, TANAKA, MORI = "U0SATO", "U0EMMA", "U0TANAKA", "U0MORI"
MANAGER, HQ, HR, SHOP = "U0MANAGER", "U0HQONE", "U0HRONE", "U0SHINJUKUSHOP"
KATO, OGAWA = "U0KATO", "U0OGAWA"
TEAM, DESK, HQ_DESK = "C0TEAMSHINJUKU", "C0DESKSHINJUKU", "C0HQ"
YOKOHAMA_DESK = "C0DESKYOKOHAMA"

TEXTS = Texts.load(strict=True)


class Somebody:
    """A person of the company; every act returns once all that follows from it is done."""

    def __init__(self, world: "World", person: Person) -> None:
        self._world = world
        self._person = person
        self.id = person.id

    @property
    def dm(self) -> str:
        """Their conversation with the bot."""
        return self._person.dm

    @property
    def modal(self) -> View | None:
        """The modal in front of them."""
        return self._person.modal

    @property
    def phone(self) -> list[str]:
        """What their lock screen showed."""
        return [notice.text for notice in self._person.notifications]

    def sees(self, channel: str) -> list[str]:
        """Everything readable in a channel, message by message."""
        return [readable(message) for message in self._person.sees(channel)]

    def messages(self, channel: str) -> list[Message]:
        """The messages of a channel as they stand."""
        return self._person.sees(channel)

    def reads(self, part: str, channel: str | None = None) -> bool:
        """Whether some message in a channel, or in their conversation, holds this text."""
        return any(part in text for text in self.sees(channel or self.dm))

    def offered(self, action_id: str) -> bool:
        """Whether an element with this id stands anywhere in front of them."""
        return self._person.find(action_id) is not None

    async def command(self, text: str = "report", channel: str = TEAM) -> None:
        """Type /kasuhara with this text."""
        await self._person.command(channel, "/kasuhara", text)
        await self._world.settle()

    async def press(self, action_id: str, on: Place | None = None) -> None:
        """Press the newest button with this id."""
        await self._person.press(on or self._place(action_id), action_id)
        await self._world.settle()

    async def tick(self, action_id: str, *values: str) -> None:
        """Tick boxes in the newest message that has them."""
        await self._person.tick(self._place(action_id), action_id, *values)
        await self._world.settle()

    async def choose(self, action_id: str, value: str, on: Place | None = None) -> None:
        """Choose from a list, the newest one with this id."""
        await self._person.choose(on or self._place(action_id), action_id, value)
        await self._world.settle()

    async def say(
        self, text: str, *, thread: str | None = None, channel: str | None = None
    ) -> None:
        """Write a message, by default in their conversation with the bot."""
        await self._person.say(channel or self.dm, text, thread_ts=thread)
        await self._world.settle()

    async def drop(
        self, name: str, mimetype: str, thread: str, content: bytes = b"content"
    ) -> File:
        """Drop a file into a thread."""
        file = self._person.upload(name, mimetype, content)
        await self._person.say(self.dm, "", thread_ts=thread, files=[file])
        await self._world.settle()
        return file

    async def delete_file(self, file: File) -> None:
        """Delete a file of their own in Slack."""
        self._person.delete_file(file)
        await self._world.settle()

    async def submit(self, entries: Mapping[str, Any]) -> dict[str, str]:
        """Fill in and send the modal in front; returns the errors it shows."""
        errors = await self._person.submit(entries)
        await self._world.settle()
        return errors

    async def shortcut(self) -> None:
        """Use the global shortcut."""
        await self._person.shortcut("report")
        await self._world.settle()

    async def report_message(self, message: Message) -> None:
        """Use the shortcut on somebody's message."""
        await self._person.message_shortcut("report_message", message)
        await self._world.settle()

    def thread(self) -> str:
        """The time stamp of the newest report's head in their conversation."""
        return self.heads()[-1].ts

    def heads(self) -> list[Message]:
        """The heads of the threads in their conversation with the bot."""
        return [m for m in self.messages(self.dm) if not m.is_reply and m.bot_id]

    def _place(self, action_id: str) -> Place:
        message = self._person.find(action_id)
        assert message is not None, f"{action_id} is not in front of {self.id}"
        return message


@dataclass(repr=False)  # asyncio spells its result out whenever a loop is run
class World:
    """Everything a story needs."""

    slack: SlackServer
    bot: Assembly
    clock: MovableClock
    folder: Path
    environment: Environment

    def somebody(self, user: str) -> Somebody:
        """Return one of the company's people."""
        return Somebody(self, self.slack.person(user))

    async def settle(self) -> None:
        """Wait until every delivery is acknowledged and the bot has done all that is due."""
        calls = -1
        while calls != len(self.slack.log.calls):
            calls = len(self.slack.log.calls)
            await self.slack.settle()
            await self.bot.settled()

    async def later(self, **step: float) -> None:
        """Move the clock on, and let the bot do what has become due."""
        self.clock.move(timedelta(**step))
        await self.settle()

    async def restart(self, after: timedelta = timedelta()) -> None:
        """Stop the bot, let time pass, and start it again on the same database."""
        await self.bot.stop()
        self.clock.move(after)
        self.bot = await started(self.environment, self.slack, self.clock)
        await self.settle()

    async def cases(self) -> list[Case]:
        """Return the cases the desks know of, the oldest first."""
        async with self.bot.office.store.read(self.bot.workspace) as work:
            return list(reversed((await work.cases.listing()).cases))

    async def only_case(self) -> Case:
        """Return the one case there is."""
        (case,) = await self.cases()
        return case

    def calls(self, method: str) -> int:
        """Return how often the bot called a method of Slack's."""
        return sum(call.method == method for call in self.slack.log.calls)


def readable(message: Message | View) -> str:
    """Return everything a person can read in a message, buttons included."""
    content = message.content["blocks"] if isinstance(message, View) else message.blocks
    return "\n".join(_texts(content)) or getattr(message, "text", "")


def _texts(part: Any) -> list[str]:
    if isinstance(part, list):
        return [text for one in part for text in _texts(one)]
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        rest = [value for key, value in part.items() if key != "confirm"]
        return own + [text for one in rest for text in _texts(one)]
    return []


def action_ids(message: Message) -> list[str]:
    """Return the ids of the elements in a message."""
    return [e["action_id"] for _, e in elements(message.blocks) if "action_id" in e]


def without_hq(text: str) -> str:
    """Return the company's settings without an HQ channel."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("hq_channel"))


def environment_for(slack: SlackServer, folder: Path, *, sockets: bool) -> Environment:
    """Return the environment the bot would be started with."""
    keys = addresses.keys()
    return Environment(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings adds it
        slack_bot_token=SecretStr(slack.bot_token),
        slack_signing_secret=SecretStr(slack.signing_secret),
        slack_app_token=SecretStr(slack.app_token) if sockets else None,
        slack_api_url=slack.api_url,
        database_url=SecretStr(addresses.of(folder)),
        kasuhara_keys=SecretStr(keys) if keys else None,
        kasuhara_settings=folder / "company.toml",
        port=0,
    )


async def started(environment: Environment, slack: SlackServer, clock: MovableClock) -> Assembly:
    """Build and start the bot, and have Slack deliver to it."""
    chance = Random(1)  # noqa: S311 - jitter
    bot = await Assembly.build(environment, clock, texts=TEXTS, chance=chance, paces=UNPACED)
    try:
        await bot.start()
    except BaseException:
        await bot.stop()
        raise
    if environment.slack_app_token is None:
        slack.deliver_to(f"{bot.address}/slack/events")
    return bot


@asynccontextmanager
async def story(
    folder: Path,
    *,
    settings_text: str | None = None,
    manifest: Manifest | None = None,
    clean: bool = True,
    sockets: bool = False,
    start: datetime = SATURDAY,
) -> AsyncIterator[World]:
    """Run the company with the bot while the block lasts; Slack must have refused nothing.

    `manifest` stands for app.yaml; with `clean` off, Slack may refuse things. `sockets`
    connects by Socket Mode.
    """
    clock = MovableClock(start)
    (folder / "company.toml").write_text(settings_text or settings(), encoding="utf-8")
    async with local_slack(clock, manifest) as slack:
        environment = environment_for(slack, folder, sockets=sockets)
        world = World(slack, await started(environment, slack, clock), clock, folder, environment)
        try:
            yield world
            await world.settle()
            problems = [str(violation) for violation in slack.violations]
            assert not (clean and problems), json.dumps(problems, ensure_ascii=False, indent=1)
        finally:
            await world.bot.stop()
