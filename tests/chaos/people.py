"""People who report whatever happens: what did not go through, they do again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bot.clock import Clock
from bot.sandbox.people import Person
from bot.sandbox.records import Message, User
from bot.sandbox.server import SlackServer

TEAM = "C0TEAMSHINJUKU"
ANSWERS = (("danger", "none"), ("actor", "tenant"), ("scene", "phone"))
ACTS = ("insult", "long_contact")
_PATIENCE = 600.0
"""Seconds in which a question comes, however often the bot is killed meanwhile: the more posts
are in doubt, the longer it takes to look for them at Slack's pace."""


@dataclass(slots=True)
class Reporter:
    """Somebody who reports once and then says some words; `said` went through."""

    person: Person
    words: tuple[str, ...]
    done: bool = False
    tries: int = 0
    said: list[str] = field(default_factory=list)


def hire(slack: SlackServer, count: int, words: int) -> list[Reporter]:
    """Add so many people to the workspace, each with words of their own to say."""
    reporters = []
    for number in range(count):
        user = User(f"U0CHAOS{number:03d}", f"chaos{number:03d}", f"見本 {number:03d}")
        slack.workspace.add_user(user)
        slack.workspace.channels[TEAM].members.append(user.id)
        texts = tuple(f"言葉 {number:03d}-{word}" for word in range(words))
        reporters.append(Reporter(slack.person(user.id), texts))
    return reporters


class Reporting:
    """How everybody gets their report through."""

    def __init__(self, slack: SlackServer, clock: Clock, chance: Random) -> None:
        self._slack = slack
        self._clock = clock
        self._chance = chance

    async def report(self, reporter: Reporter) -> None:
        """Report up to the desk, then say the words in the thread."""
        person = reporter.person
        await self._until(
            reporter,
            lambda: person.command(TEAM, "/kasuhara", "report"),
            lambda: person.find("triage.danger.none") is not None,
        )
        for question, answer in ANSWERS:
            await self._press(reporter, f"triage.{question}.{answer}")
        asked = await self._there(reporter, "triage.acts")
        # Once: what is ticked stays ticked in Slack, also where the app did not hear of it.
        await person.tick(asked, "triage.acts", *ACTS)
        await self._press(reporter, "triage.acts.done")
        head = [m for m in person.sees(person.dm) if m.bot_id and not m.is_reply][-1]
        for text in reporter.words:
            await person.say(person.dm, text, thread_ts=head.ts)
            await self._pause(0.2)
        reporter.done = True

    async def _press(self, reporter: Reporter, action: str) -> None:
        person = reporter.person
        found: Message | None = await self._there(reporter, action)
        while found is not None and not await self._tried(reporter, person.press(found, action)):
            # Slack showed an error, and yet it may have had its effect: then it is gone.
            found = person.find(action)

    async def _there(self, reporter: Reporter, action: str) -> Message:
        message = await self._slack.until(lambda: reporter.person.find(action), _PATIENCE)
        if message is None:
            raise LookupError(action)
        return message

    async def _until(
        self, reporter: Reporter, do: Callable[[], Awaitable[None]], holds: Callable[[], bool]
    ) -> None:
        while not holds():
            await self._tried(reporter, do())

    async def _tried(self, reporter: Reporter, doing: Awaitable[None]) -> bool:
        """Do something, and tell whether Slack showed no error for it; else wait a little."""
        errors = len(reporter.person.errors)
        reporter.tries += 1
        await doing
        if len(reporter.person.errors) == errors:
            return True
        await self._pause(0.5)
        return False

    async def _pause(self, most: float) -> None:
        seconds = self._chance.uniform(0.05, most)
        await self._clock.sleep_until(self._clock.now() + timedelta(seconds=seconds))


async def everybody(reporting: Reporting, reporters: list[Reporter], at_once: int) -> None:
    """Have all of them report, so many at the same time."""
    places = asyncio.Semaphore(at_once)

    async def one(reporter: Reporter) -> None:
        async with places:
            await reporting.report(reporter)

    async with asyncio.TaskGroup() as group:
        for reporter in reporters:
            group.create_task(one(reporter))
