"""Reading back what stands in a channel or below a message."""

import re
from collections.abc import Sequence
from typing import Final

from bot.sandbox.methods.method import Context, Json, Kind, Method, RefusedError
from bot.sandbox.methods.paging import cursor_to, place_of
from bot.sandbox.records import Channel, Message

_SCOPE: Final = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}
_MOST: Final = 999
_STAMP: Final = re.compile(r"[0-9]{1,10}(\.[0-9]{1,6})?")


def history(context: Context, given: Json) -> Json:
    """List what stands in a conversation, the newest first; replies only where broadcast."""
    channel = _readable(context, given["channel"])
    newest_first = [
        message
        for message in reversed(context.workspace.in_channel(channel.id))
        if not message.is_reply or message.is_broadcast
    ]
    return _page(context, given, newest_first)


def replies(context: Context, given: Json) -> Json:
    """List a message and what stands below it, the oldest first."""
    channel = _readable(context, given["channel"])
    head = context.workspace.message(channel.id, given["ts"])
    if head is None or head.only_for is not None:
        raise RefusedError("thread_not_found")
    top = head.thread_ts or head.ts
    below = [
        message
        for message in context.workspace.in_channel(channel.id)
        if top in (message.ts, message.thread_ts)
    ]
    # The head comes along whatever the times asked for.
    return _page(context, given, [m for m in below if m.ts != top], below[:1])


def _readable(context: Context, channel_id: str) -> Channel:
    channel = context.workspace.channels.get(channel_id)
    if channel is None:
        raise RefusedError("channel_not_found")
    context.need(_SCOPE[channel.kind])
    if not context.workspace.bot_is_in(channel):
        raise RefusedError("channel_not_found" if channel.is_private else "not_in_channel")
    return channel


def _page(
    context: Context, given: Json, messages: Sequence[Message], always: Sequence[Message] = ()
) -> Json:
    limit = given.get("limit", 100)
    if not 1 <= limit <= _MOST:
        raise RefusedError("invalid_limit")
    oldest, latest = _stamp(given, "oldest", 0.0), _stamp(given, "latest", float("inf"))
    found = [
        message
        for message in messages
        if message.only_for is None and oldest < float(message.ts) < latest
    ]
    whole = [*always, *found]
    start = place_of("next_ts", given.get("cursor", ""))
    end = start + limit
    more = len(whole) > end
    shown = [context.workspace.object_of(message) for message in whole[start:end]]
    if not given.get("include_all_metadata"):
        shown = [{key: part[key] for key in part if key != "metadata"} for part in shown]
    answer: Json = {"messages": shown, "has_more": more}
    if more:
        answer["response_metadata"] = {"next_cursor": cursor_to("next_ts", end)}
    return answer


def _stamp(given: Json, name: str, default: float) -> float:
    text = given.get(name)
    if text is None:
        return default
    if not _STAMP.fullmatch(text):
        raise RefusedError(f"invalid_ts_{name}")
    return float(text)


_ARGUMENTS: Final = {
    "channel": Kind.TEXT,
    "cursor": Kind.TEXT,
    "include_all_metadata": Kind.FLAG,
    "latest": Kind.TEXT,
    "limit": Kind.NUMBER,
    "oldest": Kind.TEXT,
}

METHODS = (
    Method("conversations.history", history, _ARGUMENTS, required=("channel",), reads=True),
    Method(
        "conversations.replies",
        replies,
        _ARGUMENTS | {"ts": Kind.TEXT},
        required=("channel", "ts"),
        reads=True,
    ),
)
