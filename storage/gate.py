"""One writer at a time, and who goes next: the entrance before everybody else."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class WriterGate:
    """A lock with two queues. SQLite has one writer; waiting here costs nothing and is fair."""

    def __init__(self) -> None:
        self._held = False
        self._first: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def passing(self, *, first: bool = False) -> AsyncIterator[None]:
        """Hold the gate; with `first`, go before everybody who waits without."""
        await self._enter(self._first if first else self._others)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, queue: deque[asyncio.Future[None]]) -> None:
        if not self._held:
            self._held = True
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                # The gate was handed over in the moment of the cancellation: hand it on.
                self._leave()
            raise

    def _leave(self) -> None:
        for queue in (self._first, self._others):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)  # handed over: the gate stays held
                    return
        self._held = False
