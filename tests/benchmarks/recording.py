"""How many cases a second are recorded, with every message that they make necessary."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from bot.clock import MovableClock
from storage.keys import new_key, parse_keyring
from storage.schema import upgrade
from storage.tables import cases
from storage.unit_of_work import open_database
from storage.work_tables import messages
from tests.flows.office import Firm, new_firm, settings

_NOW = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
_REPORTERS = 8


@dataclass(frozen=True, slots=True)
class Recorded:
    """Cases told to the desk a second, messages of a case, processor time of a case."""

    per_second: float
    messages: float
    cpu_milliseconds: float


async def record(url: str, seconds: float) -> Recorded:
    """Have several people report at once, from the first press until the desk is told.

    The processor time is that of this process: a database server's own comes on top.
    """
    await upgrade(url)
    clock = MovableClock(_NOW)
    database = await open_database(url, parse_keyring(new_key()), clock)
    try:
        firm = new_firm(database, clock)
        await firm.settle_in(settings())
        await firm.report()
        began, spent = time.perf_counter(), time.process_time()
        reporters = (_report(firm, f"U0REPORTER{n}", began + seconds) for n in range(_REPORTERS))
        recorded = sum(await asyncio.gather(*reporters))
        lasted, spent = time.perf_counter() - began, time.process_time() - spent
        async with database.connections.reading() as connection:
            told = await connection.scalar(select(func.count()).select_from(cases))
            said = await connection.scalar(select(func.count()).select_from(messages))
        return Recorded(
            per_second=recorded / lasted,
            messages=(said or 0) / (told or 1),
            cpu_milliseconds=spent / recorded * 1000,
        )
    finally:
        await database.close()


async def _report(firm: Firm, who: str, until: float) -> int:
    recorded = 0
    while time.perf_counter() < until:
        await firm.report("insult", "long_contact", who=who)
        recorded += 1
    return recorded
