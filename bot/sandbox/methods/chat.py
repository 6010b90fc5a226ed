"""Posting and changing messages."""

import json
import re
from typing import Any, Final

from bot.sandbox.blocks import MESSAGE_TEXT_LIMIT, message_faults, written
from bot.sandbox.methods.method import Context, Json, Kind, Method, RefusedError
from bot.sandbox.records import Channel, Message

POST_LIMIT: Final = 40_000
UPDATE_LIMIT: Final = 4_000
_METADATA_LIMIT: Final = 16_000


def post_message(context: Context, given: Json) -> Json:
    """Post into a channel, a thread, or to a person by user id."""
    workspace = context.workspace
    content = checked(given, POST_LIMIT)
    channel = writable(context, given["channel"])
    thread = _parent(context, channel, given.get("thread_ts"))
    if given.get("reply_broadcast") and thread is None:
        fault = "[ERROR] `reply_broadcast` needs `thread_ts`"
        raise RefusedError.listing("invalid_arguments", [fault])
    message = workspace.post(
        channel.id,
        workspace.bot_user.id,
        **content,
        bot_id=workspace.bot_id,
        thread_ts=thread,
        metadata=_metadata(given),
        is_broadcast=given.get("reply_broadcast", False),
    )
    shown = workspace.object_of(message)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def update(context: Context, given: Json) -> Json:
    """Change a message of the bot's own."""
    workspace = context.workspace
    channel = workspace.channels.get(given["channel"])
    if channel is None or not workspace.bot_is_in(channel):
        raise RefusedError("channel_not_found")
    message = workspace.message(channel.id, given["ts"])
    # A message only one person sees cannot be found again by anybody.
    if message is None or message.only_for is not None or message.is_tombstone:
        raise RefusedError("message_not_found")
    if message.user != workspace.bot_user.id:
        raise RefusedError("cant_update_message")
    if channel.is_archived:
        raise RefusedError("is_inactive")
    if message.blocks and "blocks" not in given:
        # What becomes of the old blocks is told differently by Slack's own pages.
        fault = "[ERROR] say `blocks`, or an empty list to remove them"
        raise RefusedError.listing("invalid_arguments", [fault])
    content = checked(given, UPDATE_LIMIT)
    if "metadata" in given:
        message.metadata = _metadata(given)
    workspace.edit(message, content["text"], content["blocks"], by=workspace.bot_user.id)
    shown = workspace.object_of(message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(context: Context, given: Json) -> Json:
    """Remove a message of the bot's own."""
    workspace = context.workspace
    channel = workspace.channels.get(given["channel"])
    if channel is None or not workspace.bot_is_in(channel):
        raise RefusedError("channel_not_found")
    message = workspace.message(channel.id, given["ts"])
    if message is None or message.only_for is not None or message.is_tombstone:
        raise RefusedError("message_not_found")
    if message.user != workspace.bot_user.id:
        raise RefusedError("cant_delete_message")
    workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(context: Context, given: Json) -> Json:
    """Show something to one person in a channel, until they reload."""
    workspace = context.workspace
    content = checked(given, UPDATE_LIMIT)
    channel = writable(context, given["channel"])
    if given["user"] not in channel.members:
        raise RefusedError("user_not_in_channel")
    message = workspace.post(
        channel.id,
        workspace.bot_user.id,
        **content,
        bot_id=workspace.bot_id,
        thread_ts=_parent(context, channel, given.get("thread_ts")),
        only_for=given["user"],
    )
    return {"message_ts": message.ts}


def checked(given: Json, limit: int) -> dict[str, Any]:
    """Return the text and blocks of a message.

    Raises RefusedError where Slack would, and where blocks come without a text: that text is
    all that a lock screen and a screen reader get.
    """
    blocks = given.get("blocks", [])
    if not given.get("text", "").strip():
        raise RefusedError("no_text")
    if len(given["text"]) > limit:
        raise RefusedError("msg_too_long")
    if blocks:
        faults = message_faults(blocks)
        if faults:
            raise RefusedError.listing("invalid_blocks", faults)
        if written(blocks) > MESSAGE_TEXT_LIMIT:
            raise RefusedError("msg_blocks_too_long")
    return {"text": given["text"], "blocks": blocks}


def writable(context: Context, target: str) -> Channel:
    """Return the channel the bot may write to; a user id stands for that person's messages."""
    workspace = context.workspace
    if target in workspace.users:
        user = workspace.users[target]
        if user.deleted or user.is_bot:
            raise RefusedError("channel_not_found")
        target = workspace.im_of(target).id
    channel = workspace.channels.get(target)
    if channel is None:
        raise RefusedError("channel_not_found")
    if not workspace.bot_is_in(channel):
        raise RefusedError("channel_not_found" if channel.is_private else "not_in_channel")
    if channel.person and not context.manifest.messages_tab:
        raise RefusedError("messages_tab_disabled")
    if channel.is_archived or (channel.person and workspace.users[channel.person].deleted):
        raise RefusedError("is_archived")
    return channel


def _parent(context: Context, channel: Channel, thread_ts: str | None) -> str | None:
    if thread_ts is None:
        return None
    if not re.fullmatch(r"[0-9]{10}\.[0-9]{6}", thread_ts):
        raise RefusedError("invalid_thread_ts")
    parent: Message | None = context.workspace.message(channel.id, thread_ts)
    if parent is None:
        raise RefusedError("thread_not_found")
    # Slack forgives a reply's ts here and there; it asks for the parent's.
    if parent.is_reply or parent.only_for is not None:
        raise RefusedError("cannot_reply_to_message")
    return thread_ts


def _metadata(given: Json) -> Json | None:
    metadata: Json | None = given.get("metadata")
    if not metadata:
        return None
    if metadata.keys() != {"event_type", "event_payload"}:
        raise RefusedError("invalid_metadata_format")
    if not isinstance(metadata["event_type"], str) or not isinstance(
        metadata["event_payload"], dict
    ):
        raise RefusedError("invalid_metadata_schema")
    if len(json.dumps(metadata, ensure_ascii=False)) > _METADATA_LIMIT:
        raise RefusedError("metadata_too_large")
    return metadata


_COMMON: Final = {
    "channel": Kind.TEXT,
    "text": Kind.TEXT,
    "blocks": Kind.LIST,
    "link_names": Kind.FLAG,
    "parse": Kind.TEXT,
}

METHODS = (
    Method(
        "chat.postMessage",
        post_message,
        _COMMON
        | {
            "metadata": Kind.OBJECT,
            "mrkdwn": Kind.FLAG,
            "reply_broadcast": Kind.FLAG,
            "thread_ts": Kind.TEXT,
            "unfurl_links": Kind.FLAG,
            "unfurl_media": Kind.FLAG,
        },
        required=("channel",),
        scopes=("chat:write",),
    ),
    Method(
        "chat.update",
        update,
        _COMMON | {"metadata": Kind.OBJECT, "ts": Kind.TEXT},
        required=("channel", "ts"),
        scopes=("chat:write",),
    ),
    Method(
        "chat.delete",
        delete,
        {"channel": Kind.TEXT, "ts": Kind.TEXT},
        required=("channel", "ts"),
        scopes=("chat:write",),
    ),
    Method(
        "chat.postEphemeral",
        post_ephemeral,
        _COMMON | {"thread_ts": Kind.TEXT, "user": Kind.TEXT},
        required=("channel", "user"),
        scopes=("chat:write",),
    ),
)
