"""`kasuhara keys`: the keys that records are sealed and signed with, and a new one for all."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.audit import sentence_of
from bot.cli.console import AsJson, print_done, print_json, print_table, problem

if TYPE_CHECKING:
    from bot.environment import Environment
    from storage.audit import BadEntry
    from storage.unit_of_work import Database

app = typer.Typer(help="The keys that records are sealed and signed with.")

SETTLED_AFTER = timedelta(minutes=1)
"""So long what was sealed before a new key came may be on its way into the database."""

_COLUMNS = ("key", "seals", "rows")


@app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """Say which keys there are, and in how many rows each is used. No key is shown."""
    rows = asyncio.run(_list())
    if as_json:
        print_json(rows)
    else:
        print_table(rows, _COLUMNS)


@app.command("new")
def print_new_key() -> None:
    """Print a new key for KASUHARA_KEYS. It is put in force nowhere."""
    from storage.keys import new_key  # noqa: PLC0415

    typer.echo(new_key())


@app.command("rotate")
def rotate_keys(as_json: AsJson = False) -> None:
    """Seal and sign everything with a new key, while the bot serves; go on where that ended.

    With a key file the new key is made here. With KASUHARA_KEYS it is the first one given.
    """
    sealing, done, others, bad = asyncio.run(_rotate())
    if bad is not None:
        if as_json:
            print_json({"ok": False, "bad": asdict(bad)})
        raise problem(f"{sentence_of(bad)}. Nothing was sealed or signed anew")
    print_done(
        _said(sealing, done, others),
        {"key": sealing, "rows": done, "no_longer_needed": others},
        as_json=as_json,
    )


@app.command("remove")
def remove_key(
    key: Annotated[str, typer.Argument(metavar="KEY", help="As `kasuhara keys list` names it.")],
    as_json: AsJson = False,
) -> None:
    """Let go of a key that nothing here is sealed or signed with any more.

    A copy of the database from before the rotation needs it all the same: keep it where you
    keep passwords for as long as you keep such a copy.
    """
    file = asyncio.run(_remove(key))
    where = f"taken out of {file}" if file else "no longer needed: take it out of KASUHARA_KEYS"
    print_done(
        f"The key {key} is {where}. Keep it elsewhere for as long as copies of the database from "
        "before the rotation are kept.",
        {"key": key, "file": str(file) if file else None},
        as_json=as_json,
    )


async def _list() -> list[dict[str, Any]]:
    from bot.cli.desk_database import opened  # noqa: PLC0415
    from storage.key_use import uses  # noqa: PLC0415

    async with opened() as database:
        keyring = database.keyring
        return [
            {
                "key": key_id,
                "seals": key_id == keyring.sealing,
                "rows": await uses(database.connections, key_id),
            }
            for key_id in keyring.ids
        ]


async def _rotate() -> tuple[str, int, list[str], "BadEntry | None"]:
    """Return which key seals now, how many rows came under it, the others, and what is bad."""
    from bot.cli.desk_database import opened  # noqa: PLC0415
    from bot.cli.standing_back import StandingBack  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415
    from bot.environment import read_environment  # noqa: PLC0415
    from storage.audit import verify  # noqa: PLC0415
    from storage.file_lock import changing_keys_of  # noqa: PLC0415
    from storage.rotation import rotate  # noqa: PLC0415

    environment = read_environment()
    with changing_keys_of(environment.database):
        async with opened() as database:
            bad = (await verify(database)).bad
            if bad is not None:
                return "", 0, [], bad
            await _choose_key(database, environment)
            done = await rotate(database, StandingBack(SystemClock()))
            sealing, *others = database.keyring.ids
            return sealing, done, others, None


async def _choose_key(database: "Database", environment: "Environment") -> None:
    """Put a new key in force where the one in force has all; else that one's turn goes on."""
    from flows.errors import SettingsError  # noqa: PLC0415
    from storage.key_file import add_key, key_file  # noqa: PLC0415
    from storage.key_use import uses_of_others  # noqa: PLC0415

    if await uses_of_others(database.connections, database.keyring.sealing):
        return
    if environment.keys is None:
        add_key(key_file(environment.database))
    elif len(database.keyring.ids) == 1:
        raise SettingsError(
            "KASUHARA_KEYS holds one key, which everything is sealed with: put a new one before "
            "it, for every process; `kasuhara keys new` prints one"
        )


def _said(sealing: str, done: int, others: list[str]) -> str:
    said = f"Everything is sealed and signed with the key {sealing}; {done} rows came under it now."
    if not others:
        return said
    return (
        f"{said} Nothing here needs {', '.join(others)} any more: `kasuhara keys remove` lets go "
        "of a key. Copies of the database made before now still need it."
    )


async def _remove(key_id: str) -> Path | None:
    """Return the file it was taken out of, None where the keys are in the environment."""
    from bot.cli.desk_database import opened  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415
    from bot.environment import read_environment  # noqa: PLC0415
    from storage.file_lock import changing_keys_of  # noqa: PLC0415
    from storage.key_file import drop_key, key_file  # noqa: PLC0415
    from storage.key_use import forget_key  # noqa: PLC0415

    environment = read_environment()
    file = key_file(environment.database) if environment.keys is None else None
    with changing_keys_of(environment.database):
        async with opened() as database:
            await _refuse_if_needed(database, key_id, file, SystemClock().now())
            # The database first: it does not open without a key that it still asks for.
            await forget_key(database.connections, key_id)
        if file is not None:
            drop_key(file, key_id)
    return file


async def _refuse_if_needed(
    database: "Database", key_id: str, file: Path | None, now: datetime
) -> None:
    from flows.errors import SettingsError  # noqa: PLC0415
    from storage.key_use import uses  # noqa: PLC0415

    sealing, *others = database.keyring.ids
    if key_id == sealing:
        raise SettingsError(f"{key_id} is the key that seals: `kasuhara keys rotate` makes another")
    if key_id not in others:
        raise SettingsError(f"{key_id}: there is no such key; `kasuhara keys list` names them")
    needed = await uses(database.connections, key_id)
    if needed:
        raise SettingsError(f"{needed} rows need {key_id}: run `kasuhara keys rotate` first")
    if file is not None and now - _changed(file) < SETTLED_AFTER:
        raise SettingsError(
            f"{file} was changed a moment ago, and what was sealed before may be on its way: "
            "try again in a minute"
        )


def _changed(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
