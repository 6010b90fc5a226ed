"""`kasuhara purge`: what may no longer be kept, removed; or only counted."""

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.console import AsJson, Operator, Workspace, operator_name, print_json, print_table

if TYPE_CHECKING:
    from flows.purge import Due

_COLUMNS = ("number", "because", "since")


def purge(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")
    ] = False,
    workspace: Workspace = None,
    operator: Operator = None,
    as_json: AsJson = False,
) -> None:
    """Remove what may no longer be kept. The bot does so by itself every night.

    What goes is named by its number and the reason, nobody by name. Each removal is an entry in
    the timeline of its case.
    """
    done = asyncio.run(_purge(workspace, operator_name(operator), dry_run=dry_run))
    rows = [_row(due) for due in done]
    counts = Counter(due.because.value for due in done)
    if as_json:
        print_json({"ok": True, "dry_run": dry_run, "counts": counts, "records": rows})
        return
    print_table(rows, _COLUMNS)
    what = "would go" if dry_run else "are removed"
    typer.echo(f"{len(rows)} records {what}.", err=True)


async def _purge(workspace: str | None, actor: str, *, dry_run: bool) -> "list[Due]":
    from bot.cli.desk_database import one_workspace, opened  # noqa: PLC0415
    from bot.cli.standing_back import StandingBack  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415
    from flows.purge import purge as purge_case  # noqa: PLC0415
    from flows.purge import what_is_due  # noqa: PLC0415

    clock = SystemClock()
    now, stand_back = clock.now(), StandingBack(clock)
    async with opened() as database:
        named = await one_workspace(database, workspace)
        due = [one async for one in what_is_due(database, named, now)]
        if dry_run:
            return due
        done = []
        for one in due:
            gone = await purge_case(database, named, one.case, actor, now)
            if gone is not None:
                done.append(gone)
            await stand_back()
        return done


def _row(due: "Due") -> dict[str, Any]:
    return {
        "number": due.number,
        "because": due.because.value,
        "since": due.since.isoformat(),
    }
