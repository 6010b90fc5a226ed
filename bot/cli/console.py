"""What commands share: their options, and how they print."""

import getpass
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from flows.written import says_something

PROBLEM_FOUND = 1
LONGEST_NAME = 60

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Workspace = Annotated[
    str | None,
    typer.Option("--workspace", metavar="ID", help="The company, where there are several."),
]
Operator = Annotated[
    str | None, typer.Option("--as", metavar="NAME", help="Who is looking, for the timeline.")
]


def operator_name(given: str | None) -> str:
    """Return who acts at this shell, as the timeline names them: `operator:tanaka`.

    Raises:
        typer.BadParameter: the name is empty, long, or holds more than letters and figures.
    """
    name = getpass.getuser() if given is None else given.strip()
    if not says_something(name) or len(name) > LONGEST_NAME or not name.isprintable():
        raise typer.BadParameter("--as takes a name of at most 60 characters")
    return f"operator:{name}"


def print_json(document: Any) -> None:
    """Show a document as JSON, Japanese as it is written."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def print_done(sentence: str, document: Mapping[str, object], *, as_json: bool) -> None:
    """Say what was done: in a sentence, or as a document with what a script may want to know."""
    if as_json:
        print_json({"ok": True, **document})
    else:
        typer.echo(sentence)


def print_table(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Print rows one a line, the cells apart by tabs: a script can cut them."""
    typer.echo("\t".join(columns))
    for row in rows:
        typer.echo("\t".join("-" if row[c] is None else str(row[c]) for c in columns))


def problem(sentence: str) -> typer.Exit:
    """Say what was found; what is returned is raised, and ends the command with exit code 1."""
    typer.echo(f"kasuhara: {sentence}", err=True)
    return typer.Exit(PROBLEM_FOUND)
