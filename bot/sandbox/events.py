"""Which event reaches the app, and the envelope it comes in."""

from typing import Any, Final

from bot.sandbox.manifest import Manifest
from bot.sandbox.workspace import Happening, Workspace

Json = dict[str, Any]

_BY_CHANNEL: Final = {"channel": "channels:read", "group": "groups:read", "im": "im:read"}
_SCOPE: Final = {
    "app_home_opened": None,
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "user_change": "users:read",
    "subteam_members_changed": "usergroups:read",
    "tokens_revoked": None,
    "app_uninstalled": None,
}


def reaches_app(happening: Happening, manifest: Manifest, workspace: Workspace) -> bool:
    """Say whether the app hears of it: installed, subscribed, allowed, and in the channel."""
    name, channel = happening.subscription, happening.channel
    if not workspace.is_installed or name not in manifest.events:
        return False
    scope = _SCOPE[name] if name in _SCOPE else _BY_CHANNEL[channel.kind] if channel else None
    if scope is not None and scope not in manifest.scopes:
        return False
    return channel is None or workspace.bot_is_in(channel)


def envelope(happening: Happening, workspace: Workspace, token: str) -> Json:
    """Return the body of one event delivery."""
    channel = happening.channel
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.team,
        "user_id": workspace.bot_user.id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    event_id = workspace.next_id("Ev")
    return {
        "token": token,
        "team_id": workspace.team,
        "api_app_id": workspace.app,
        "event": happening.event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(workspace.clock.now().timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": channel.is_ext_shared if channel else False,
        "event_context": f"4-{event_id}",
    }
