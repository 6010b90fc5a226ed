"""Somebody who listens to a signal, for tests of what wakes whom."""

import asyncio

from storage.signal import Signal


class Ear:
    """Hears a signal from now on."""

    def __init__(self, signal: Signal) -> None:
        self._heard = asyncio.Event()
        signal.hear(self._heard.set)

    @property
    def heard(self) -> bool:
        """Whether it was set since the last `word`."""
        return self._heard.is_set()

    async def word(self) -> None:
        """Return once it was set since the last return."""
        await asyncio.wait_for(self._heard.wait(), 20)
        self._heard.clear()

    async def nothing_within(self, seconds: float) -> bool:
        """Whether it stays silent for so long."""
        waiting = asyncio.create_task(self._heard.wait())
        done, _ = await asyncio.wait([waiting], timeout=seconds)
        waiting.cancel()
        return not done
