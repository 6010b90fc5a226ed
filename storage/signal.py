"""A wake-up for one loop that waits until something was committed for it."""

import asyncio


class Signal:
    """Set as often as one likes; the loop that waits wakes once."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        """Wake the loop, now or when it next waits."""
        self._event.set()

    async def wait(self) -> None:
        """Return once `set` was called since the last return."""
        await self._event.wait()
        self._event.clear()
