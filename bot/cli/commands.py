"""Every command, put together; and what an error of theirs becomes at the shell."""

import typer
from typer.exceptions import Abort, TyperException

from bot.cli import audit, cases, db, flow, keys, messages, purge, sandbox, serve, settings
from flows.errors import SettingsError
from storage.errors import (
    BackupError,
    DatabaseInUseError,
    DatabaseUrlError,
    KeyringError,
    SchemaError,
    TamperedError,
)
from storage.trouble import trouble_of

PROBLEM_FOUND = 1
WRONG_USAGE = 2
INTERRUPTED = 130

_TOLD_IN_ONE_LINE = (
    SettingsError,
    DatabaseUrlError,
    DatabaseInUseError,
    KeyringError,
    SchemaError,
    BackupError,
)

app = typer.Typer(
    name="kasuhara",
    help="Kasuhara Desk: reports of customer harassment, from Slack to the right desk.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("sandbox")(sandbox.sandbox)
app.add_typer(settings.app, name="settings")
app.add_typer(flow.app, name="flow")
app.add_typer(cases.app, name="cases")
app.add_typer(audit.app, name="audit")
app.add_typer(messages.app, name="messages")
app.add_typer(db.app, name="db")
app.add_typer(keys.app, name="keys")
app.command("purge")(purge.purge)


def run(arguments: list[str]) -> int:
    """Run one command; print what the operator must know of an error in one line."""
    try:
        code = app(arguments, prog_name="kasuhara", standalone_mode=False)
    except Abort:
        return INTERRUPTED
    except (TyperException, *_TOLD_IN_ONE_LINE) as error:
        _say(error.format_message() if isinstance(error, TyperException) else str(error))
        return WRONG_USAGE
    except TamperedError as error:
        _say(f"{error}; `kasuhara audit verify` checks the rest")
        return PROBLEM_FOUND
    except Exception as error:
        why = trouble_of(error)
        if why is None:
            raise
        _say(f"the database cannot keep anything: {why}")
        return WRONG_USAGE
    return code if isinstance(code, int) else 0


def _say(sentence: str) -> None:
    typer.echo("kasuhara: " + " ".join(sentence.split()), err=True)
