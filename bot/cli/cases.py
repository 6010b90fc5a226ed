"""`kasuhara cases`: the records, names of customers masked."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.console import (
    AsJson,
    Operator,
    Workspace,
    operator_name,
    print_done,
    print_json,
    print_table,
    problem,
)

if TYPE_CHECKING:
    from flows.evidence import EvidenceFile

app = typer.Typer(help="The records; names of customers are masked.")

_COLUMNS = ("number", "state", "branch", "severity", "determination", "created_at", "taken_by")


@app.command("list")
def list_cases(
    workspace: Workspace = None,
    limit: Annotated[
        int, typer.Option(min=1, max=10_000, help="How many, the newest first.")
    ] = 100,
    as_json: AsJson = False,
) -> None:
    """List the cases that have a number, the newest first."""
    rows, unreadable = asyncio.run(_list(workspace, limit))
    if as_json:
        print_json(rows)
    else:
        print_table(rows, _COLUMNS)
    if unreadable:
        raise problem(f"{', '.join(unreadable)}: the record was changed and cannot be read")


@app.command("show")
def show_case(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Such as K-2026-0042.")],
    workspace: Workspace = None,
    operator: Operator = None,
    care: Annotated[
        bool,
        typer.Option("--care", help="Show what the employee said of the effect on themselves."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print one record. That somebody looked, and at what, is an entry of its timeline."""
    document = asyncio.run(_show(number, workspace, operator_name(operator), with_care=care))
    if as_json:
        print_json(document)
    else:
        _print_lines(document)


@app.command("file")
def write_file(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Such as K-2026-0042.")],
    n: Annotated[int, typer.Argument(metavar="N", help="Which file, as `cases show` counts them.")],
    out: Annotated[Path, typer.Option("--out", help="Where it goes; nothing may be there yet.")],
    operator: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Who takes it out, for the timeline.")
    ],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Write a file sent as evidence to FILE. Who took it out is an entry of the timeline."""
    file = asyncio.run(_write(number, n, out, workspace, operator_name(operator)))
    sentence = f"{out} is written: {file.size} bytes, SHA-256 {file.sha256}, as it was received."
    done = {"file": str(out), "name": file.name, "size": file.size, "sha256": file.sha256}
    print_done(sentence, done, as_json=as_json)


async def _list(workspace: str | None, limit: int) -> tuple[list[dict[str, Any]], Sequence[str]]:
    from bot.cli.case_document import listed  # noqa: PLC0415
    from bot.cli.desk_database import one_workspace, opened  # noqa: PLC0415

    async with opened() as database:
        named = await one_workspace(database, workspace)
        async with database.read(named) as work:
            listing = await work.cases.listing(limit=limit)
            return [listed(case) for case in listing.cases], listing.unreadable


async def _show(
    number: str, workspace: str | None, actor: str, *, with_care: bool
) -> dict[str, Any]:
    from bot.cli.case_document import look_at  # noqa: PLC0415
    from bot.cli.desk_database import numbered, one_workspace, opened  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    number = number.strip().upper()
    async with opened() as database:
        named = await one_workspace(database, workspace)
        async with numbered(database, named, number) as (work, case):
            now = SystemClock().now()
            return await look_at(work, case, actor, now, with_care=with_care)


async def _write(
    number: str, n: int, out: Path, workspace: str | None, actor: str
) -> "EvidenceFile":
    from bot.cli.case_file import new_file, note_taken, write_kept  # noqa: PLC0415
    from bot.cli.desk_database import numbered, one_workspace, opened, said_of  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    number = number.strip().upper()
    async with opened() as database:
        named = await one_workspace(database, workspace)
        with new_file(out) as target:
            async with numbered(database, named, number) as (work, case):
                file = await note_taken(work, case, n, actor, SystemClock().now())
            with said_of(number):
                async with database.read(named) as work:
                    await write_kept(work, case, file, target)
            return file


def _print_lines(document: dict[str, Any]) -> None:
    for key, value in document.items():
        if isinstance(value, dict):
            typer.echo(f"{key}:")
            for inner, said in value.items():
                typer.echo(f"  {inner}: {_plain(said)}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            typer.echo(f"{key}:")
            for row in value:
                typer.echo("  " + "  ".join(_plain(said) for said in row.values()))
        else:
            typer.echo(f"{key}: {_plain(value)}")


def _plain(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value) or "-"
    # What people typed may hold what moves a terminal's cursor, or begins a line of its own.
    return "".join(char if char.isprintable() else " " for char in str(value))
