"""`kasuhara db`: the database's tables, and a copy of it."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import AsJson, print_done, print_json, problem
from bot.clock import SystemClock
from bot.environment import read_environment

app = typer.Typer(help="The database: its tables, and a copy of it.")


@app.command("upgrade")
def upgrade_tables(as_json: AsJson = False) -> None:
    """Make the tables, or bring them up to date. A new database gets its key file here."""
    asyncio.run(_upgrade())
    print_done("The database is up to date.", {}, as_json=as_json)


async def _upgrade() -> None:
    from bot.database import prepare_database  # noqa: PLC0415

    database = await prepare_database(read_environment(), SystemClock())
    await database.close()


@app.command("check")
def check_tables(as_json: AsJson = False) -> None:
    """Say whether the tables are what this program needs."""
    from storage.schema import check  # noqa: PLC0415

    complaint = asyncio.run(check(read_environment().database))
    if as_json:
        print_json({"ok": complaint is None, "problem": complaint})
    if complaint is not None:
        raise problem(complaint)
    if not as_json:
        typer.echo("The database is up to date.")


@app.command("backup")
def back_up(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; nothing may be there yet.")],
    as_json: AsJson = False,
) -> None:
    """Write a consistent copy while the bot serves. The keys are not in it."""
    from storage.backup import backup  # noqa: PLC0415

    asyncio.run(backup(read_environment().database, file))
    print_done(
        f"{file} is written. It opens only with the keys, which are not in it: keep both.",
        {"file": str(file)},
        as_json=as_json,
    )
