"""The one Bolt app's listeners: one for each kind of delivery, the rest is looked up.

Bolt tries its listeners one after another, so a few with open patterns cost less than many.
A person who is refused is told so privately; any other error goes back to the inbox, which
delivers again.
"""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from flows.errors import RefusedError
from flows.ports import Office
from flows.report.leave_notice import leave_notice
from handlers.actions import run_action
from handlers.commands import run_command
from handlers.events import EVENTS, ReadAnew, run_event
from handlers.identity import identify
from handlers.interaction import Surface
from handlers.payloads import BlockActions
from handlers.shortcuts import SHORTCUTS, run_shortcut
from handlers.submissions import answerable, report_of, run_submission
from handlers.texts import Texts
from handlers.typed import COMMAND

ANY = re.compile(".*")


def register(app: AsyncApp, office: Office, texts: Texts, read_anew: ReadAnew) -> None:
    """Give the app its listeners; `read_anew` has memberships read soon."""
    surface = Surface(office, texts)

    @app.command(COMMAND)
    async def command(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await run_command(surface, body)

    @app.action(ANY)
    async def action(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        try:
            await run_action(surface, body, client)
        except RefusedError as refused:
            pressed = BlockActions.model_validate(body)
            await _say_no(surface, body, refused, thread=pressed.said_below)

    @app.view(ANY)
    async def submission(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        try:
            await run_submission(surface, body)
        except RefusedError as refused:
            await _say_no(surface, body, refused, answerable(body), about=report_of(body))

    @app.shortcut(re.compile("|".join(sorted(SHORTCUTS))))
    async def shortcut(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await run_shortcut(surface, body)

    @app.event(re.compile("|".join(sorted(EVENTS))))
    async def event(body: dict[str, Any], context: AsyncBoltContext) -> None:
        await run_event(surface, body, context.bot_user_id, read_anew)


async def _say_no(
    surface: Surface,
    body: Mapping[str, Any],
    refused: RefusedError,
    url: str | None = None,
    *,
    thread: str | None = None,
    about: UUID | None = None,
) -> None:
    """Say why, in the answer to this interaction or, with `url`, to the one that led to it.

    Where neither can be answered it is said in the thread of the report it was `about`.
    """
    identity = identify(body)
    user = body["user"]["id"]
    address = surface.address(identity, body.get("response_url") or url, user, thread=thread)
    await leave_notice(
        surface.office,
        identity.workspace,
        user,
        refused,
        delivery=str(identity.reference),
        address=address,
        about=about,
    )
