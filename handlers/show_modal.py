"""Opening modals: at once, in process, because the permission to open one lasts three seconds."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from flows.desk.open_record import open_record
from flows.errors import Reason, RefusedError
from flows.guide.look_up import look_up
from flows.guide.read_guide import load_guide
from flows.messages import ReplyAddress
from flows.report.show_question import show_form, show_talk_form
from flows.report.show_shared import show_shared_form
from flows.report.start_report import Start
from handlers.interaction import Surface
from handlers.payloads import BlockActions
from handlers.shared_account import Opened
from handlers.texts import Text
from handlers.views import guide, question_form, record, shared_form, talk_form

_CLOSED = "not_found"
"""What Slack says of a modal that was closed meanwhile: nobody waits for it any more."""

PERMISSION_GONE = frozenset({"", "expired_trigger_id", "exchanged_trigger_id"})
"""What means that only another press can open it; a failing server gives no code at all."""


async def show_question_form(
    surface: Surface, client: AsyncWebClient, press: BlockActions, case: UUID, question: str
) -> None:
    """Open the form of a question."""
    state = await show_form(surface.office, press.team.id, case, press.user.id, question)
    t = await _text(surface, press)
    await _open(client, press, question_form.view(state, t))


async def show_talk_choices(
    surface: Surface, client: AsyncWebClient, press: BlockActions, case: UUID
) -> None:
    """Open the form in which an employee chooses whom to talk to."""
    state = await show_talk_form(surface.office, press.team.id, case, press.user.id)
    await _open(client, press, talk_form.view(state, await _text(surface, press)))


async def show_shared_account_form(
    surface: Surface,
    client: AsyncWebClient,
    press: BlockActions,
    start: Start,
    reply: ReplyAddress | None,
    fresh: UUID,
) -> None:
    """Open the one form of a shared shop account; it will be answered where it was opened."""
    state = await show_shared_form(surface.office, press.team.id, start, fresh)
    where = Opened(case=state.case, origin=start.origin, reply=reply).model_dump_json()
    view = shared_form.view(state, await _text(surface, press))
    await _open(client, press, {**view, "private_metadata": where})


async def show_record(
    surface: Surface, client: AsyncWebClient, press: BlockActions, case: UUID
) -> None:
    """Open a case's record; that somebody looked is noted with it."""
    state = await open_record(surface.office, press.team.id, case, press.user.id)
    await _open(client, press, record.view(state, await _text(surface, press)))


async def show_guide(
    surface: Surface, client: AsyncWebClient, press: BlockActions, key: str
) -> None:
    """Open an entry of the guide, or show it in place of the one that is open."""
    await asyncio.to_thread(load_guide)  # the first time it takes a moment
    state = await look_up(surface.office, press.team.id, press.user.id, key)
    view = guide.view(state, await _text(surface, press))
    if press.container.view_id is None:
        await _open(client, press, view)
        return
    try:
        await client.views_update(view_id=press.container.view_id, view=view)
    except SlackApiError as error:
        if _code(error) != _CLOSED:
            raise


async def _text(surface: Surface, press: BlockActions) -> Text:
    return await surface.text(press.team.id, press.user.id)


async def _open(client: AsyncWebClient, press: BlockActions, view: dict[str, Any]) -> None:
    """Open a modal; where Slack could not, the person is asked to press again.

    The permission has run out when a press comes back after a crash, and by the time a
    failure of Slack's own could be tried again.
    """
    try:
        await client.views_open(trigger_id=press.trigger_id, view=view)
    except SlackApiError as error:
        if _code(error) in PERMISSION_GONE:
            raise RefusedError(Reason.PRESS_AGAIN) from error
        raise


def _code(error: SlackApiError) -> str:
    """Return Slack's error code; empty where a failing server sent none."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("error", "")) if isinstance(data, Mapping) else ""
