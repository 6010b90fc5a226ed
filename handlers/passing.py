"""Messages that concern nobody, told by their outside alone."""

from collections.abc import Collection, Mapping
from typing import Any

from handlers.commands import COMMAND, plain


def passes_by(body: Mapping[str, Any], team_channels: Collection[str]) -> bool:
    """Whether a delivery is a message that nothing would follow from.

    What a bot wrote, its own words among them, and what people write to each other in a
    team's channel, unless it is the command typed as a message. Everything else is kept:
    direct messages, desks, and every channel the settings do not name.
    """
    if body.get("type") != "event_callback":
        return False
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("type") != "message":
        return False
    if _by_a_bot(event):
        return True
    return event.get("channel") in team_channels and not _is_command(event.get("text"))


def _by_a_bot(event: Mapping[str, Any]) -> bool:
    if event.get("subtype") == "message_changed":
        message = event.get("message")
        return isinstance(message, Mapping) and bool(message.get("bot_id"))
    return event.get("subtype") != "message_deleted" and bool(event.get("bot_id"))


def _is_command(text: object) -> bool:
    return isinstance(text, str) and plain(text).startswith(COMMAND)
