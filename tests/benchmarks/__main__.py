"""`make bench`: what an answer costs, ours beside what it stands on, in one run."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer

from tests.benchmarks.load import Measured
from tests.benchmarks.measuring import CONNECTIONS, Row, asked, measure, server
from tests.benchmarks.recording import Recorded, record
from tests.benchmarks.requests import messages, reports
from tests.postgres import postgres_server

FLOOR, BOLT, DESK, POSTGRES = "floor", "bolt", "desk", "postgres"
NAMES = {
    FLOOR: "aiohttp with signature check",
    BOLT: "Bolt, default settings",
    DESK: "ours, durable in SQLite",
    POSTGRES: "ours, durable in PostgreSQL",
}
IDLE_GOAL = 5.0
"""Milliseconds: the median of our acknowledgement on an idle machine stays below."""
SHARE_GOAL = 0.5
"""Our answers a second over many connections, to those of Bolt, which keeps nothing."""
PASSING_GOAL = 1.5
"""Processor time of a message that concerns nobody, to that of the bare signature check."""
TURNS = 12
"""Of a message that concerns nobody: the least of them counts, others had company."""


def line(*cells: str) -> str:
    """Return one line of a table."""
    first, *others = cells
    return f"{first:<36}" + "".join(f"{cell:>16}" for cell in others)


def verdict(*, met: bool) -> str:
    """Say whether a goal was met."""
    return "met" if met else "NOT met"


def acknowledging(rows: Mapping[str, Row]) -> Iterator[str]:
    """Yield what a durable acknowledgement costs."""
    yield "/kasuhara report: median / 99th percentile in ms; answers a second; processor time"
    many = f"{CONNECTIONS} connections"
    yield line("", "idle", "1 connection", "a second", many, "a second", "CPU, all in all")
    for kind, row in rows.items():
        yield line(
            NAMES[kind],
            f"{row.idle.median:.2f} / {row.idle.p99:.2f}",
            f"{row.one.median:.2f} / {row.one.p99:.2f}",
            f"{row.one.per_second:.0f}",
            f"{row.many.median:.1f} / {row.many.p99:.1f}",
            f"{row.many.per_second:.0f}",
            f"{row.many.cpu_microseconds:.0f} µs",
        )
    bolt, desk = rows[BOLT], rows[DESK]
    share = desk.many.per_second / bolt.many.per_second
    yield ""
    yield f"idle median under {IDLE_GOAL:.0f} ms: {verdict(met=desk.idle.median < IDLE_GOAL)}"
    yield (
        f"one connection, to Bolt's median: {desk.one.median / bolt.one.median:.2f} "
        f"(under 1: {verdict(met=desk.one.median < bolt.one.median)})"
    )
    yield (
        f"{many}, to Bolt's answers a second: {share:.2f} "
        f"(at least {SHARE_GOAL}: {verdict(met=share >= SHARE_GOAL)})"
    )


def passing(costs: Mapping[str, Measured]) -> Iterator[str]:
    """Yield what a message in a team's channel costs, which concerns nobody."""
    many = f"{CONNECTIONS} connections"
    yield f"a message that concerns nobody, the best of {TURNS} turns over {many}"
    yield line("", "CPU", "to the floor", "a second")
    floor = costs[FLOOR].cpu_microseconds
    for kind, cost in costs.items():
        yield line(
            NAMES[kind].partition(",")[0] if kind == DESK else NAMES[kind],
            f"{cost.cpu_microseconds:.0f} µs",
            f"{cost.cpu_microseconds / floor:.2f} x",
            f"{cost.per_second:.0f}",
        )
    share = costs[DESK].cpu_microseconds / floor
    cheaper = costs[DESK].cpu_microseconds < costs[BOLT].cpu_microseconds
    yield ""
    yield f"at most {PASSING_GOAL} x the floor: {verdict(met=share <= PASSING_GOAL)}"
    yield f"less than Bolt: {verdict(met=cheaper)}"


def recording(recorded: Mapping[str, Recorded]) -> Iterator[str]:
    """Yield what recording whole cases costs."""
    yield "cases told to the desk, from the first press, with their messages"
    yield line("", "a second", "messages each", "our CPU each")
    for name, one in recorded.items():
        yield line(
            name, f"{one.per_second:.1f}", f"{one.messages:.1f}", f"{one.cpu_milliseconds:.1f} ms"
        )


async def acknowledge(
    slack: Mapping[str, Any], folder: str, postgres: str, seconds: float
) -> dict[str, Row]:
    """Measure the acknowledgement of a report, each server after the other."""
    rows = {}
    for kind in NAMES:
        async with server(kind_of(kind), **options(kind, slack, folder, postgres)) as started:
            requests = reports(slack["response_url"])
            rows[kind] = await measure(started["address"], requests, seconds)
    return rows


async def let_pass(slack: Mapping[str, Any], folder: str, seconds: float) -> dict[str, Measured]:
    """Measure what a message costs that concerns nobody; the servers take short turns."""
    best: dict[str, Measured] = {}
    async with AsyncExitStack() as stack:
        loads = {}
        for kind in (FLOOR, BOLT, DESK):
            given = options(kind, slack, f"{folder}/passing", "")
            started = await stack.enter_async_context(server(kind_of(kind), **given))
            loads[kind] = await stack.enter_async_context(asked(started["address"], messages()))
        for _ in range(TURNS):
            for kind, load in loads.items():
                measured = await load.full(seconds, CONNECTIONS)
                known = best.get(kind)
                if known is None or measured.cpu_microseconds < known.cpu_microseconds:
                    best[kind] = measured
    return best


def kind_of(name: str) -> str:
    """Return which server stands behind a row."""
    return DESK if name == POSTGRES else name


def options(name: str, slack: Mapping[str, Any], folder: str, postgres: str) -> dict[str, str]:
    """Return what a server is started with."""
    given = {"token": slack["token"], "api-url": slack["api_url"]}
    if kind_of(name) != DESK:
        return given
    Path(folder).mkdir(exist_ok=True)
    database = postgres if name == POSTGRES else f"sqlite+aiosqlite:///{folder}/bench.db"
    return {**given, "database": database}


async def run(seconds: float, folder: str, postgres: tuple[str, str]) -> None:
    """Measure everything, and print a table of each as it is done."""
    async with server("slack") as slack:
        rows = await acknowledge(slack, folder, postgres[0], seconds)
        typer.echo("\n".join([*acknowledging(rows), ""]))
        passed = await let_pass(slack, folder, seconds / 8)
        typer.echo("\n".join([*passing(passed), ""]))
    recorded = {
        "SQLite": await record(f"sqlite+aiosqlite:///{folder}/recording.db", seconds),
        "PostgreSQL": await record(postgres[1], seconds),
    }
    typer.echo("\n".join(recording(recorded)))


def main(seconds: float = typer.Option(4.0, min=0.5, max=10.0, help="For each figure.")) -> None:
    """Print what an acknowledgement, a message passed over and a recorded case cost."""
    with TemporaryDirectory(prefix="kasuhara-bench-") as folder, postgres_server() as postgres:
        asyncio.run(run(seconds, folder, (postgres.new(), postgres.new())))


if __name__ == "__main__":
    typer.run(main)
