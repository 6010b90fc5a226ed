"""A command that changes much stands back for the bot that serves from the same database."""

from datetime import timedelta

from bot.clock import Clock

_SHARE = 3
"""Of this many moments the command writes in one."""

_SHORTEST = timedelta(milliseconds=5)


class StandingBack:
    """Called after each step: waits twice as long as the step took.

    SQLite has one writer, and whoever waits for it looks again every so often: somebody who
    writes step upon step would leave nobody a gap to find.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = clock.passed()

    async def __call__(self) -> None:
        """Return once others have had their turn."""
        now = self._clock.passed()
        took = max(now - self._since, _SHORTEST)
        await self._clock.sleep_until_passed(now + (_SHARE - 1) * took)
        self._since = self._clock.passed()
