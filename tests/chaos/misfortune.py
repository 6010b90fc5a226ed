"""What goes wrong meanwhile: kills, dead sockets, a bad day of Slack's, a database cut off."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random

from bot.clock import Clock
from bot.sandbox.server import SlackServer
from tests.chaos.process import BotEndedError, BotProcess

_AT_MOST = 3  # waiting for one method: a bot that starts meets no more of them in a row
_METHODS = (
    *("chat.postMessage", "chat.update", "response_url"),
    *("auth.test", "conversations.open", "conversations.history", "conversations.replies"),
)
_ENDED = "ended at its start"
_MOST_ENDS = 5
_ASKED_SELDOM = frozenset(_METHODS[3:])

CutOff = Callable[[], Awaitable[None]]
"""Ends every connection to the database."""


class Misfortune:
    """Chooses what goes wrong next, and counts it."""

    def __init__(
        self, slack: SlackServer, bots: list[BotProcess], cut_off: CutOff | None, chance: Random
    ) -> None:
        self.counted: Counter[str] = Counter()
        self._slack = slack
        self._bots = bots
        self._cut_off = cut_off
        self._chance = chance

    async def strike(self) -> None:
        """Let one thing go wrong in Slack, or between the bot and its database."""
        faults, sockets = self._slack.faults, self._slack.sockets
        method = self._chance.choice(_METHODS)
        at_most = 1 if method in _ASKED_SELDOM else _AT_MOST
        if sum(fault.left for fault in faults.planned if fault.name == method) >= at_most:
            return  # while the bot is away nothing uses them up
        strikes: dict[str, Callable[[], None]] = {
            "HTTP 429": lambda: faults.rate_limit(method, retry_after=1),
            "HTTP 500": lambda: faults.server_error(method, times=self._chance.randint(1, at_most)),
            "no answer": lambda: faults.time_out("chat.update"),
            "reply lost after the effect": lambda: faults.lose_reply("chat.postMessage"),
            "reply lost after an edit": lambda: faults.lose_reply("chat.update"),
            "connection dropped": lambda: faults.drop(method),
            "slow": lambda: faults.slow(method, by=timedelta(seconds=1), times=3),
            "delivered twice": lambda: faults.repeat_deliveries(times=3),
        }
        if sockets.connections:
            strikes["socket reset"] = sockets.doom
            strikes["socket silent"] = sockets.silence
        names = [*strikes, *(["database cut off"] if self._cut_off else [])]
        name = self._chance.choice(names)
        self.counted[name] += 1
        if name in strikes:
            strikes[name]()
        elif self._cut_off is not None:
            await self._cut_off()

    async def kill_one(self) -> None:
        """Kill one of the bots and start it again."""
        bot = self._chance.choice(self._bots)
        await bot.kill()
        self.counted["kill -9"] += 1
        while True:
            try:
                await bot.start()
            except BotEndedError:
                # As whatever keeps it running would: its database may have just been cut off.
                if self._cut_off is None or self.counted[_ENDED] >= _MOST_ENDS:
                    raise
                self.counted[_ENDED] += 1
            else:
                return


async def pause(clock: Clock, chance: Random, least: float, most: float) -> None:
    """Wait for so many seconds by chance."""
    await clock.sleep_until(clock.now() + timedelta(seconds=chance.uniform(least, most)))
