"""Channels: what they are, who is in them, and direct messages."""

from typing import Final

from bot.sandbox.methods.method import Context, Json, Kind, Method, RefusedError
from bot.sandbox.methods.paging import cursor_to, place_of
from bot.sandbox.payloads import channel_object
from bot.sandbox.records import Channel

_READ_SCOPE: Final = {"channel": "channels:read", "group": "groups:read", "im": "im:read"}
_PAGE_LIMIT: Final = 1000


def open_im(context: Context, given: Json) -> Json:
    """Open the direct messages with one person, or resume them."""
    workspace = context.workspace
    if "channel" in given:
        channel = workspace.channels.get(given["channel"])
        if channel is None or not channel.is_im:
            raise RefusedError("channel_not_found")
        context.need("im:write")
        return _opened(context, channel, given, was_open=True)
    users = [user.strip() for user in given.get("users", "").split(",") if user.strip()]
    if not users:
        raise RefusedError("users_list_not_supplied")
    if any(user not in workspace.users for user in users):
        raise RefusedError("user_not_found")
    if len(users) > 1:
        context.need("mpim:write")
        raise RefusedError("method_not_supported_for_channel_type")
    context.need("im:write")
    user = workspace.users[users[0]]
    if user.deleted:
        raise RefusedError("user_disabled")
    if user.is_bot:
        raise RefusedError("cannot_dm_bot")
    was_open = workspace.has_im(user.id)
    if given.get("prevent_creation") and not was_open:
        raise RefusedError("channel_not_found")
    return _opened(context, workspace.im_of(user.id), given, was_open=was_open)


def info(context: Context, given: Json) -> Json:
    """Describe a conversation."""
    channel = _visible(context, given["channel"])
    shown = channel_object(channel, context.workspace.team)
    if not channel.is_im:
        shown["is_member"] = context.workspace.bot_is_in(channel)
    if given.get("include_num_members"):
        shown["num_members"] = len(channel.members)
    if given.get("include_locale"):
        shown["locale"] = "ja-JP"
    return {"channel": shown}


def members(context: Context, given: Json) -> Json:
    """List who is in a conversation, a page at a time."""
    channel = _visible(context, given["channel"])
    limit = given.get("limit", 100)
    if not 1 <= limit <= _PAGE_LIMIT:
        raise RefusedError("invalid_limit")
    start = place_of("member", given.get("cursor", ""))
    if start > len(channel.members):
        raise RefusedError("invalid_cursor")
    end = start + limit
    more = cursor_to("member", end) if end < len(channel.members) else ""
    page = channel.members[start:end]
    return {"members": page, "response_metadata": {"next_cursor": more}}


def _opened(context: Context, channel: Channel, given: Json, *, was_open: bool) -> Json:
    whole = channel_object(channel, context.workspace.team)
    shown = whole if given.get("return_im") else {"id": channel.id}
    return ({"no_op": True, "already_open": True} if was_open else {}) | {"channel": shown}


def _visible(context: Context, channel_id: str) -> Channel:
    channel = context.workspace.channels.get(channel_id)
    if channel is None:
        raise RefusedError("channel_not_found")
    is_hidden = channel.is_private and not context.workspace.bot_is_in(channel)
    if is_hidden:
        raise RefusedError("channel_not_found")
    context.need(_READ_SCOPE[channel.kind])
    return channel


METHODS = (
    Method(
        "conversations.open",
        open_im,
        {
            "channel": Kind.TEXT,
            "users": Kind.TEXT,
            "return_im": Kind.FLAG,
            "prevent_creation": Kind.FLAG,
        },
    ),
    Method(
        "conversations.info",
        info,
        {"channel": Kind.TEXT, "include_locale": Kind.FLAG, "include_num_members": Kind.FLAG},
        required=("channel",),
        reads=True,
    ),
    Method(
        "conversations.members",
        members,
        {"channel": Kind.TEXT, "cursor": Kind.TEXT, "limit": Kind.NUMBER},
        required=("channel",),
        reads=True,
    ),
)
