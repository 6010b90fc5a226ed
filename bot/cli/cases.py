"""`kasuhara cases`: the records, names of customers masked."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from bot.cli.console import (
    AsJson,
    Operator,
    Workspace,
    operator_name,
    print_json,
    print_table,
    problem,
)

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
    from bot.cli.desk_database import one_workspace, opened  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415
    from flows.errors import SettingsError  # noqa: PLC0415
    from storage.errors import KeyringError, TamperedError  # noqa: PLC0415

    number = number.strip().upper()
    async with opened() as database:
        named = await one_workspace(database, workspace)
        try:
            async with database.write(named) as work:
                case = await work.cases.by_number(number)
                if case is None:
                    raise SettingsError(f"{number}: there is no case of that number")
                now = SystemClock().now()
                return await look_at(work, case, actor, now, with_care=with_care)
        except (TamperedError, KeyringError) as error:
            raise TamperedError(f"{number}: {error}") from error


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
    return str(value)
