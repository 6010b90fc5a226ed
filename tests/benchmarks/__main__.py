"""`make bench`: what an acknowledgement costs, ours beside what it stands on, in one run."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import typer

from tests.benchmarks.load import Load, Measured
from tests.benchmarks.requests import reports

NAMES = {
    "floor": "aiohttp with signature check",
    "bolt": "Bolt, default settings",
    "desk": "/kasuhara report, durable (SQLite)",
}
CONNECTIONS = 32
GOAL = 5.0
"""Milliseconds: the median of our acknowledgement on an idle machine stays below."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one server."""

    idle: Measured
    one: Measured
    many: Measured


@asynccontextmanager
async def server(kind: str, *arguments: str) -> AsyncIterator[dict[str, Any]]:
    """Run one of the servers in a process of its own; yield what it says of itself."""
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


async def measure(kind: str, slack: dict[str, Any], seconds: float) -> Row:
    """Measure one server."""
    arguments = ["--token", slack["token"], "--api-url", slack["api_url"]]
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with (
        server(kind, *arguments) as started,
        aiohttp.ClientSession(connector=connector) as session,
    ):
        load = Load(session, started["address"], reports(slack["response_url"]))
        await load.warm_up()
        return Row(
            idle=await load.idle(seconds),
            one=await load.full(seconds, 1),
            many=await load.full(seconds, CONNECTIONS),
        )


def line(*cells: str) -> str:
    """Return one line of the table."""
    first, *others = cells
    return f"{first:<36}" + "".join(f"{cell:>16}" for cell in others)


def report(rows: dict[str, Row]) -> list[str]:
    """Return the table, and how ours compares."""
    floor, bolt, desk = rows["floor"], rows["bolt"], rows["desk"]
    lines = [
        "median / 99th percentile in ms; answers a second; processor time an answer",
        line("", "idle", "1 connection", "per second", f"{CONNECTIONS} conn.", "per second", "CPU"),
    ]
    for kind, row in rows.items():
        lines.append(
            line(
                NAMES[kind],
                f"{row.idle.median:.2f} / {row.idle.p99:.2f}",
                f"{row.one.median:.2f} / {row.one.p99:.2f}",
                f"{row.one.per_second:.0f}",
                f"{row.many.median:.1f} / {row.many.p99:.1f}",
                f"{row.many.per_second:.0f}",
                f"{row.many.cpu_microseconds:.0f} µs",
            )
        )
    met = "met" if desk.idle.median < GOAL else "NOT met"
    lines += [
        "",
        (
            f"ours to the floor: {desk.idle.median / floor.idle.median:.1f} x the median when "
            f"idle, {desk.many.cpu_microseconds / floor.many.cpu_microseconds:.1f} x the "
            "processor time (all that follows a report included)"
        ),
        (
            f"ours to Bolt: {desk.idle.median / bolt.idle.median:.2f} x the median when idle, "
            f"{desk.one.median / bolt.one.median:.2f} x at one connection, "
            f"{desk.many.per_second / bolt.many.per_second:.2f} x the answers a second at "
            f"{CONNECTIONS}"
        ),
        f"goal: a median under {GOAL:.0f} ms on an idle machine: {met}",
    ]
    return lines


async def run(seconds: float) -> None:
    """Measure every server, one after another, and print the table."""
    async with server("slack") as slack:
        rows = {kind: await measure(kind, slack, seconds) for kind in NAMES}
    typer.echo("\n".join(report(rows)))


def main(seconds: float = typer.Option(4.0, min=0.5, max=10.0, help="For each figure.")) -> None:
    """Print what an acknowledgement costs."""
    asyncio.run(run(seconds))


if __name__ == "__main__":
    typer.run(main)
