"""What could not be kept: said to whoever did it, where Slack takes an answer at once.

Slack shows an error of its own for what was pressed; it does not say that nobody was told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flows.unkept import show_unkept
from handlers.identity import identify
from handlers.interaction import Surface, reference_in
from handlers.payloads import BlockActions, Command, Shortcut
from handlers.texts import FALLBACK
from handlers.views import unkept


@dataclass(frozen=True, slots=True)
class Unkept:
    """A private answer. It is posted to `url`, or goes with the acknowledgement without one."""

    body: Mapping[str, Any]
    url: str | None = None


async def say_unkept(surface: Surface, body: Mapping[str, Any]) -> Unkept | None:
    """Return what to say; None where Slack takes no answer, as to an event or a form."""
    payload = _readable(body)
    if payload is None:
        return None
    match payload:
        case Command():
            said = await _said(surface, body, payload.user_id, None, payload.channel_id)
            return Unkept(said)
        case BlockActions() | Shortcut() if payload.response_url is not None:
            case, thread = None, None
            if isinstance(payload, BlockActions):
                case = reference_in((payload.actions[0].value or "").partition("/")[0])
                thread = payload.said_below
            origin = payload.channel.id if payload.channel else None
            said = await _said(surface, body, payload.user.id, case, origin)
            below = {"thread_ts": thread} if thread is not None else {}
            return Unkept({**said, "replace_original": False, **below}, payload.response_url)
    return None


def _readable(body: Mapping[str, Any]) -> Command | BlockActions | Shortcut | None:
    if "command" in body:
        return Command.model_validate(body)
    forms: Mapping[str, type[BlockActions | Shortcut]] = {
        "block_actions": BlockActions,
        "message_action": Shortcut,
    }
    form = forms.get(str(body.get("type")))
    return form.model_validate(body) if form is not None else None


async def _said(
    surface: Surface, body: Mapping[str, Any], user: str, case: UUID | None, origin: str | None
) -> Mapping[str, Any]:
    workspace = identify(body).workspace
    state = await show_unkept(surface.office, workspace, user, case, origin)
    shown = unkept.view(state, surface.texts.in_(state.language or FALLBACK))
    return {"response_type": "ephemeral", "text": shown.text, "blocks": shown.blocks}
