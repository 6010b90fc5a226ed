"""The short cut of `make chaos`: a few reports, a few kills, on both databases."""

import asyncio
from pathlib import Path

from tests.chaos.cut_off import cut_off
from tests.chaos.run import Plan, run
from tests.databases import POSTGRES


def test_nothing_is_lost_or_said_twice(kind: str, url: str, tmp_path: Path) -> None:
    """Killed, cut off and lied to, the bot does once what it has acknowledged."""
    shared = kind == POSTGRES
    plan = Plan(url, 2 if shared else 1, sockets=shared, kills=2, reporters=4, words=1)
    outcome = asyncio.run(run(plan, tmp_path, cut_off(url) if shared else None))
    assert outcome.account.clean, outcome.account
    assert outcome.account.cases == plan.reporters
    assert outcome.struck["kill -9"] == plan.kills
