"""`make chaos`: a run on SQLite and one on PostgreSQL, and a table of what was tried."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from tests.chaos.cut_off import cut_off
from tests.chaos.run import Outcome, Plan, run
from tests.postgres import postgres_server


def main(
    runs: int = typer.Option(1, min=1, max=10, help="On each database."),
    kills: int = typer.Option(30, min=0, max=200, help="In each run."),
    reporters: int = typer.Option(40, min=1, max=200, help="In each run."),
    seed: int = typer.Option(1, help="Of the first run; the next has the next."),
) -> None:
    """Report while everything goes wrong; exit 1 where anything was lost or said twice."""
    clean = True
    with postgres_server() as postgres:
        for number in range(seed, seed + runs):
            for name, plan in {
                "SQLite, HTTP, one process": Plan("", seed=number),
                "PostgreSQL, sockets, two processes": Plan(
                    postgres.new(), processes=2, sockets=True, seed=number
                ),
            }.items():
                outcome = _run(plan, kills, reporters)
                typer.echo("\n".join([f"{name}, seed {number}", *report(outcome), ""]))
                clean = clean and outcome.account.clean
    raise typer.Exit(0 if clean else 1)


def _run(plan: Plan, kills: int, reporters: int) -> Outcome:
    with TemporaryDirectory(prefix="kasuhara-chaos-") as folder:
        database = plan.database or f"sqlite+aiosqlite:///{folder}/kasuhara.db"
        cutting = cut_off(plan.database) if plan.database else None
        whole = replace(plan, database=database, kills=kills, reporters=reporters)
        return asyncio.run(run(whole, Path(folder), cutting))


def report(outcome: Outcome) -> Iterator[str]:
    """Yield what went wrong and what it came to."""
    account = outcome.account
    for name, times in sorted(outcome.struck.items()):
        yield f"  {name:<32}{times:>6}"
    yield (
        f"  {account.acknowledged} deliveries acknowledged; {account.cases} cases, "
        f"{account.words} words, {account.messages} messages kept; {outcome.seconds:.0f} s"
    )
    yield f"  lost {len(account.lost)}, doubled {len(account.doubled)}, other {len(account.other)}"
    for one in [*account.lost, *account.doubled, *account.other]:
        yield f"    {one}"


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(main)
    app()
