"""`kasuhara settings`: the company's settings, checked, taken in, given out."""

import asyncio
from collections.abc import Mapping
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
    problem,
)

if TYPE_CHECKING:
    from bot.environment import Environment
    from storage.unit_of_work import Database

app = typer.Typer(help="The company's settings, checked, taken in, given out.")

File = Annotated[Path, typer.Argument(help="A settings file in TOML.")]


@app.command("check")
def check_file(file: File, as_json: AsJson = False) -> None:
    """Say whether a settings file can be used, and what is wrong with it if not."""
    from bot.files import read_text, toml_document  # noqa: PLC0415
    from flows.company_file import company_from_document  # noqa: PLC0415
    from flows.errors import SettingsError  # noqa: PLC0415

    text = read_text(file)
    try:
        company = company_from_document(toml_document(text))
    except SettingsError as error:
        if as_json:
            print_json({"ok": False, "problem": str(error)})
        raise problem(f"{file}: {error}") from None
    if as_json:
        print_json({"ok": True, "company": company.name, "branches": len(company.branches)})
        return
    branches = len(company.branches)
    count = "1 branch" if branches == 1 else f"{branches} branches"
    typer.echo(
        f"{company.name}: {count}; the file can be used. Slack is asked at the next start whether "
        "its channels are there, private, and have enough people."
    )


@app.command("import")
def import_file(
    file: File, workspace: Workspace = None, operator: Operator = None, as_json: AsJson = False
) -> None:
    """Put a settings file in force; the former settings are kept."""
    from bot.files import read_settings  # noqa: PLC0415
    from flows.company_file import company_from_document  # noqa: PLC0415

    document = read_settings(file)
    company = company_from_document(document)
    named = asyncio.run(_import(document, workspace, operator))
    print_done(
        f"The settings of {company.name} are in force. Channels are read at the next start.",
        {"company": company.name, "branches": len(company.branches), "workspace": named},
        as_json=as_json,
    )


@app.command("export")
def export_settings(workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Print the settings in force as TOML, as they were imported."""
    import tomli_w  # noqa: PLC0415

    document = asyncio.run(_export(workspace))
    if as_json:
        print_json(document)
    else:
        typer.echo(tomli_w.dumps(document), nl=False)


async def _import(
    document: Mapping[str, object], workspace: str | None, operator: str | None
) -> str:
    """Put a document in force; return the workspace it is for."""
    from bot.clock import SystemClock  # noqa: PLC0415
    from bot.database import prepare_database  # noqa: PLC0415
    from bot.environment import read_environment  # noqa: PLC0415

    environment = read_environment()
    clock = SystemClock()
    database = await prepare_database(environment, clock)
    try:
        named = workspace or await _workspace_of(database, environment)
        async with database.write(named) as work:
            await work.settings.keep(document, operator_name(operator), clock.now())
        return named
    finally:
        await database.close()


async def _workspace_of(database: "Database", environment: "Environment") -> str:
    """Return the only company there is, or the one the token belongs to."""
    from bot.cli.desk_database import one_workspace  # noqa: PLC0415
    from bot.whose_token import workspace_of_token  # noqa: PLC0415
    from flows.errors import SettingsError  # noqa: PLC0415

    if await database.workspaces():
        return await one_workspace(database, None)
    if environment.slack_bot_token is None:
        raise SettingsError(
            "SLACK_BOT_TOKEN is not set: set it, so that Slack says which workspace the settings "
            "are for, or name the workspace with --workspace ID"
        )
    return await workspace_of_token(environment)


async def _export(workspace: str | None) -> Mapping[str, Any]:
    from bot.cli.desk_database import one_workspace, opened  # noqa: PLC0415
    from flows.errors import SettingsError  # noqa: PLC0415

    async with opened() as database:
        named = await one_workspace(database, workspace)
        async with database.read(named) as work:
            document = await work.settings.document()
    if document is None:
        raise SettingsError(f"workspace {named} has no settings: import them first")
    return document
