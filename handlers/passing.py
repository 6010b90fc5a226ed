"""Messages that concern nobody, told by their outside alone."""

from collections.abc import Collection, Mapping
from typing import Any

from handlers.typed import is_command


def passes_by(body: Mapping[str, Any], team_channels: Collection[str]) -> bool:
    """Whether a delivery is a message that nothing would follow from.

    What people and bots write to each other in a team's channel, unless it is the command
    typed as a message; and the app's own words, which come back to it. Everything else is
    kept: direct messages, desks, and every channel the settings do not name.
    """
    event = body.get("event")
    if body.get("type") != "event_callback" or not isinstance(event, Mapping):
        return False
    if event.get("type") != "message":
        return False
    if _is_own(event, body.get("api_app_id")):
        return True
    channel = event.get("channel")
    is_talk = isinstance(channel, str) and channel in team_channels
    text = event.get("text")
    return is_talk and not (isinstance(text, str) and is_command(text))


def _is_own(event: Mapping[str, Any], app: object) -> bool:
    """Whether this app wrote it, or edited its own; a name that others can take tells nothing."""
    message = event.get("message") if event.get("subtype") == "message_changed" else event
    if not isinstance(message, Mapping) or event.get("subtype") == "message_deleted":
        return False
    profile = message.get("bot_profile")
    named = profile.get("app_id") if isinstance(profile, Mapping) else message.get("app_id")
    return isinstance(named, str) and bool(named) and named == app
