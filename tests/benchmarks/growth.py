"""`make bench-growth`: what things cost with 1,000 cases in the database, and with 1,000,000."""

import asyncio
import time
import tomllib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from uuid import uuid4

import typer

from bot.clock import MovableClock
from bot.sandbox.company import settings
from storage.inbox import Delivery, Inbox
from storage.keys import new_key, parse_keyring
from storage.schema import upgrade
from storage.unit_of_work import Database, open_database
from tests.benchmarks.__main__ import line
from tests.benchmarks.measuring import asked, server
from tests.benchmarks.requests import messages, reports
from tests.benchmarks.seeding import REPORTERS, WORKSPACE, id_of, number_of, seed
from tests.flows.office import Firm, new_firm
from tests.postgres import postgres_server

SIZES = (1_000, 10_000, 100_000, 1_000_000)
TIMES = 200
"""How often each thing is done for one figure."""
_NOW = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
_LONG_AGO = timedelta(days=7)

Act = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Cost:
    """What doing something once costs: time of the median, in microseconds."""

    microseconds: float


def main(
    largest: int = typer.Option(SIZES[-1], help="Cases at the end."),
    seconds: float = typer.Option(2.0, min=0.5, max=10.0, help="For each figure over HTTP."),
) -> None:
    """Print what grows with the number of cases kept, on both databases."""
    sizes = [size for size in SIZES if size <= largest]
    with TemporaryDirectory(prefix="kasuhara-growth-") as folder, postgres_server() as postgres:
        for name, url in {
            "SQLite": f"sqlite+aiosqlite:///{Path(folder)}/growth.db",
            "PostgreSQL": postgres.new(),
        }.items():
            costs = asyncio.run(_grow(url, sizes, seconds))
            typer.echo("\n".join([f"{name}: median in microseconds", *_table(costs), ""]))


def _table(costs: Mapping[int, Mapping[str, Cost]]) -> list[str]:
    sizes = list(costs)
    lines = [line("", *(f"{size:,}" for size in sizes), "last / first")]
    for what in costs[sizes[0]]:
        figures = [costs[size][what].microseconds for size in sizes]
        growth = f"{figures[-1] / figures[0]:.2f} x"
        lines.append(line(what, *(f"{figure:.0f}" for figure in figures), growth))
    return lines


async def _grow(url: str, sizes: list[int], seconds: float) -> dict[int, dict[str, Cost]]:
    await upgrade(url)
    keys, clock = new_key(), MovableClock(_NOW)
    costs: dict[int, dict[str, Cost]] = {}
    there = 0
    for size in sizes:
        database = await open_database(url, parse_keyring(keys), clock)
        try:
            await seed(database, there, size)
            there = size
            firm = new_firm(database, clock)
            await firm.settle_in(tomllib.loads(settings()))
            costs[size] = {
                what: await _cost(act) for what, act in _acts(database, firm, size).items()
            }
        finally:
            await database.close()
        costs[size] |= await _over_http(url, keys, seconds)
    return costs


async def _cost(act: Act) -> Cost:
    await act()
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await act()
        took.append(time.perf_counter() - began)
    return Cost(median(took) * 1_000_000)


def _acts(database: Database, firm: Firm, size: int) -> dict[str, Act]:
    """Return everything that is measured inside one process."""
    chance, keys, inbox = Random(1), count(), Inbox(database)  # noqa: S311 - no secrets

    async def by_number() -> None:
        async with database.read(WORKSPACE) as work:
            assert await work.cases.by_number(number_of(chance.randrange(size)))

    async def by_id() -> None:
        async with database.read(WORKSPACE) as work:
            assert await work.cases.get(id_of(chance.randrange(size)))

    async def by_message() -> None:
        async with database.read(WORKSPACE) as work:
            where = ("C0DESKSHINJUKU", f"{1_700_000_000 + chance.randrange(size)}.000100")
            assert await work.messages.case_of_thread(*where)

    async def listing() -> None:
        async with database.read(WORKSPACE) as work:
            assert (await work.cases.listing(limit=20)).cases

    async def of_reporter() -> None:
        reporter = f"U0STAFF{chance.randrange(REPORTERS):03d}"
        async with database.read(WORKSPACE) as work:
            await work.cases.unfinished_of([reporter], _NOW - _LONG_AGO)
            assert await work.cases.last_branch_of(reporter)

    async def accept() -> None:
        number = next(keys)
        key = f"Ev{size}-{number}"
        await inbox.accept(
            Delivery(uuid4(), WORKSPACE, key, f"U0{number}", "event", {"text": "見本"}, _NOW)
        )
        (claimed,) = await inbox.claim(_NOW, 1)
        await inbox.done(claimed)

    async def record() -> None:
        await firm.report("insult", "long_contact", who=f"U0NEW{next(keys)}")

    return {
        "a case by its number": by_number,
        "a case by its id": by_id,
        "a case by its card": by_message,
        "the newest 20 cases": listing,
        "what a reporter has open": of_reporter,
        "a delivery kept and worked off": accept,
        "a whole case recorded": record,
    }


async def _over_http(url: str, keys: str, seconds: float) -> dict[str, Cost]:
    """Return what the running bot takes, its workers beside it."""
    async with server("slack") as slack:
        given = {"token": slack["token"], "api-url": slack["api_url"]}
        async with server("desk", **given, database=url, keys=keys) as desk:
            async with asked(desk["address"], reports(slack["response_url"])) as load:
                acknowledged = await load.idle(seconds)
            async with asked(desk["address"], messages()) as load:
                passed = await load.full(seconds, 1)
    return {
        "/kasuhara report acknowledged": Cost(acknowledged.median * 1000),
        "a message that concerns nobody": Cost(passed.median * 1000),
    }


if __name__ == "__main__":
    typer.run(main)
