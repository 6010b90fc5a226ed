"""`kasuhara messages`: what could not be said or done, and having it tried again."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from bot.cli.console import (
    AsJson,
    Operator,
    Workspace,
    operator_name,
    print_done,
    print_json,
    print_table,
)

if TYPE_CHECKING:
    from flows.messages import Undelivered
    from storage.inbox import GivenUp

app = typer.Typer(help="What could not be said or done, and having it tried again.")

_COLUMNS = ("id", "what", "kind", "number", "place", "why", "since")


@app.command("dead")
def list_dead(workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List the messages and deliveries that were given up, without what is in them."""
    rows = asyncio.run(_list(workspace))
    if as_json:
        print_json(rows)
    else:
        print_table(rows, _COLUMNS)


@app.command("retry")
def retry(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="As `messages dead` lists it.")],
    workspace: Workspace = None,
    operator: Operator = None,
    as_json: AsJson = False,
) -> None:
    """Have one tried again. Of a message about a case, that is noted in its timeline."""
    asyncio.run(_retry(workspace, _id(identifier), operator_name(operator)))
    print_done(
        "It is tried again now, or as soon as the bot runs.", {"id": identifier}, as_json=as_json
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is no id that `messages dead` lists") from None


async def _list(workspace: str | None) -> list[dict[str, Any]]:
    from bot.cli.desk_database import one_workspace, opened  # noqa: PLC0415
    from storage.inbox import Inbox  # noqa: PLC0415

    async with opened() as database:
        named = await one_workspace(database, workspace)
        deliveries = await Inbox(database).given_up(named)
        async with database.read(named) as work:
            lost = await work.messages.undelivered()
            cases = {one.case: await work.cases.get(one.case) for one in lost if one.case}
    numbers = {id_: case.number for id_, case in cases.items() if id_ and case}
    return [
        *(_delivery(one) for one in deliveries),
        *(_message(one, numbers.get(one.case) if one.case else None) for one in lost),
    ]


async def _retry(workspace: str | None, identifier: UUID, actor: str) -> None:
    from bot.cli.desk_database import one_workspace, opened  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415
    from flows.desk.try_again import try_again  # noqa: PLC0415
    from flows.errors import SettingsError  # noqa: PLC0415
    from storage.inbox import Inbox  # noqa: PLC0415

    async with opened() as database:
        named = await one_workspace(database, workspace)
        if await Inbox(database).try_again(named, identifier):
            return
        if not await try_again(database, SystemClock(), named, identifier, actor):
            raise SettingsError(f"{identifier}: nothing of that id was given up")


def _delivery(one: "GivenUp") -> dict[str, Any]:
    return {
        "id": str(one.id),
        "what": "delivery",
        "kind": one.kind,
        "number": None,
        "place": one.conversation,
        "why": one.why,
        "since": one.received_at.isoformat(),
    }


def _message(one: "Undelivered", number: str | None) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "what": "message",
        "kind": one.kind.value,
        "number": number,
        "place": one.place.key,
        "why": one.why,
        "since": one.at.isoformat(),
    }
