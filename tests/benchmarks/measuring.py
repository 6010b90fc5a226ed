"""Running the servers that are compared, and measuring what an answer costs each."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.benchmarks.load import Load, Measured
from tests.benchmarks.requests import Request

CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one server: idle, over one connection, over many."""

    idle: Measured
    one: Measured
    many: Measured


@asynccontextmanager
async def server(kind: str, **options: str) -> AsyncIterator[Mapping[str, Any]]:
    """Run one of the servers in a process of its own; yield what it says of itself."""
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.benchmarks.servers", kind, *arguments),
        stdout=asyncio.subprocess.PIPE,
    )
    if process.stdout is None:
        raise RuntimeError("the server cannot be heard")
    try:
        line = await asyncio.wait_for(process.stdout.readline(), 30)
        if not line:
            raise RuntimeError(f"the server {kind} did not start")
        yield json.loads(line)
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def asked(address: str, requests: Iterator[Request]) -> AsyncIterator[Load]:
    """Yield what asks a server, once that has answered a few times."""
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector) as session:
        load = Load(session, address, requests)
        await load.warm_up()
        yield load


async def measure(address: str, requests: Iterator[Request], seconds: float) -> Row:
    """Measure one server, so many seconds for each figure."""
    async with asked(address, requests) as load:
        return Row(
            idle=await load.idle(seconds),
            one=await load.full(seconds, 1),
            many=await load.full(seconds, CONNECTIONS),
        )
