"""`kasuhara audit`: whether the records are what was written."""

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from bot.cli.console import AsJson, print_json, problem

if TYPE_CHECKING:
    from storage.audit import AuditResult, BadEntry

app = typer.Typer(help="Whether the records are what was written.")


@app.callback()
def audit() -> None:
    """Whether the records are what was written."""


@app.command("verify")
def verify_chains(as_json: AsJson = False) -> None:
    """Check every timeline, record, file and checkpoint; name the first that is not as written."""
    result = asyncio.run(_verify())
    if as_json:
        print_json(_document(result))
    if result.bad is not None:
        raise problem(sentence_of(result.bad))
    if not as_json:
        typer.echo(
            f"{result.entries} entries of {result.chains} cases, their records, "
            f"{result.files} files and {result.checkpoints} checkpoints are as they were written."
        )


async def _verify() -> "AuditResult":
    from bot.cli.desk_database import opened  # noqa: PLC0415
    from storage.audit import verify  # noqa: PLC0415

    async with opened() as database:
        return await verify(database)


def _document(result: "AuditResult") -> dict[str, Any]:
    return {
        "ok": result.ok,
        "entries": result.entries,
        "chains": result.chains,
        "files": result.files,
        "checkpoints": result.checkpoints,
        "bad": None if result.bad is None else asdict(result.bad),
    }


def sentence_of(bad: "BadEntry") -> str:
    """Name the entry as far as it is known: K-2026-0042, entry 7 (id): what is wrong."""
    named = bad.case_number or (f"case {bad.case}" if bad.case else "")
    entry = f"entry {bad.sequence}" if bad.sequence is not None else ""
    known = f" ({bad.entry})" if bad.entry else ""
    where = ", ".join(part for part in (named, entry) if part) + known
    return f"{where}: {bad.what}" if where else bad.what
