"""Asking a server: one connection with pauses, one without, and many at once."""

import asyncio
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import aiohttp

from tests.benchmarks.requests import Request

WARM_UP = 30


@dataclass(frozen=True, slots=True)
class Measured:
    """Times of single answers in milliseconds, answers a second, processor time an answer."""

    median: float
    p99: float
    per_second: float
    cpu_microseconds: float


class Load:
    """Asks one server."""

    def __init__(
        self, session: aiohttp.ClientSession, address: str, asked: Iterator[Request]
    ) -> None:
        self._session = session
        self._address = address
        self._asked = asked

    async def warm_up(self) -> None:
        """Let the server load what it loads late."""
        for _ in range(WARM_UP):
            await self._ask()

    async def idle(self, seconds: float) -> Measured:
        """One connection; the next request waits until all that followed the last is done."""
        return await self._measure(seconds, connections=1, is_idle=True)

    async def full(self, seconds: float, connections: int) -> Measured:
        """So many connections, each asking again at once."""
        return await self._measure(seconds, connections, is_idle=False)

    async def _measure(self, seconds: float, connections: int, *, is_idle: bool) -> Measured:
        before = await self._cpu()
        began = time.perf_counter()
        until = began + seconds
        askers = (self._keep_asking(until, is_idle=is_idle) for _ in range(connections))
        times = [took for asker in await asyncio.gather(*askers) for took in asker]
        lasted = time.perf_counter() - began
        spent = await self._cpu() - before
        return Measured(
            median=quantile(times, 0.5) * 1000,
            p99=quantile(times, 0.99) * 1000,
            per_second=len(times) / lasted,
            cpu_microseconds=spent / len(times) * 1_000_000,
        )

    async def _keep_asking(self, until: float, *, is_idle: bool) -> list[float]:
        times = []
        while time.perf_counter() < until:
            times.append(await self._ask())
            if is_idle:
                await self._settled()
        return times

    async def _ask(self) -> float:
        request = next(self._asked)
        began = time.perf_counter()
        url = f"{self._address}/slack/events"
        async with self._session.post(url, data=request.body, headers=request.headers) as answer:
            await answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{self._address} answered {answer.status}")
        return time.perf_counter() - began

    async def _settled(self) -> None:
        async with self._session.get(f"{self._address}/settled") as answer:
            await answer.read()

    async def _cpu(self) -> float:
        async with self._session.get(f"{self._address}/cpu") as answer:
            return float(await answer.json())


def quantile(times: Sequence[float], part: float) -> float:
    """Return the time below which that part of the answers lies."""
    ordered = sorted(times)
    return ordered[min(math.ceil(part * len(ordered)), len(ordered)) - 1]
