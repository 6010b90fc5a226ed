"""What the page is told of messages, people, channels and views: plain JSON."""

from typing import Any

from bot.sandbox.elements import values
from bot.sandbox.manifest import Manifest
from bot.sandbox.notices import Notice
from bot.sandbox.records import Channel, File, Message, Stored, User, View
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


def message_shape(workspace: Workspace, message: Message, reader: str) -> Json:
    """Return a message as one reader sees it, with what that reader has set in it."""
    chosen = workspace.chosen.get((message.channel, message.ts, reader), {})
    replies = [workspace.messages.get((message.channel, ts)) for ts in message.replies]
    shown = [reply for reply in replies if reply is not None and reply.only_for is None]
    return {
        "channel": message.channel,
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks if message.bot_id else [],
        "state": values(message.blocks, chosen),
        "thread": message.thread_ts if message.is_reply else None,
        "isBot": message.bot_id is not None,
        "isPrivate": message.only_for is not None,
        "isBroadcast": message.is_broadcast,
        "isEdited": message.edited is not None,
        "isGone": message.is_tombstone,
        "files": [file_shape(file) for file in message.files],
        "replies": len(shown),
        "repliers": list(dict.fromkeys(reply.user for reply in shown))[:4],
        "lastReply": shown[-1].ts if shown else None,
    }


def file_shape(file: File) -> Json:
    """Return a file as it hangs below a message; `size` in bytes."""
    return {
        "id": file.id,
        "name": file.name,
        "mimetype": file.mimetype,
        "size": file.size,
        "isGone": file.stored is Stored.DELETED,
    }


def user_shape(user: User) -> Json:
    """Return somebody with what the page needs to speak their language."""
    return {
        "id": user.id,
        "name": user.name,
        "realName": user.real_name,
        "locale": user.locale,
        "zone": user.tz,
        "isBot": user.is_bot,
        "isDeleted": user.deleted,
    }


def channel_shape(channel: Channel, reader: str) -> Json:
    """Return a channel of the reader's list; `with` is the other one in direct messages."""
    others = [member for member in channel.members if member != reader]
    return {
        "id": channel.id,
        "name": channel.name,
        "isPrivate": channel.is_private,
        "isDirect": channel.is_im,
        "with": others[0] if channel.is_im and others else None,
        "isArchived": channel.is_archived,
        "members": list(channel.members),
    }


def view_shape(view: View) -> Json:
    """Return a modal or a Home tab with what is entered so far."""
    return {
        "id": view.id,
        "hash": view.hash,
        "content": view.content,
        "state": values(view.content["blocks"], view.chosen),
    }


def notice_shape(workspace: Workspace, notice: Notice) -> Json:
    """Return a lock screen's line: exactly the notification's text, and where it leads."""
    message = workspace.message(notice.channel, notice.ts)
    return {
        "channel": notice.channel,
        "ts": notice.ts,
        "thread": message.thread_ts if message and message.is_reply else None,
        "from": message.user if message else None,
        "text": notice.text,
    }


def app_shape(workspace: Workspace, manifest: Manifest) -> Json:
    """Return what the app's manifest offers to people."""
    labels = manifest.labels
    return {
        "name": workspace.app_name,
        "user": workspace.bot_user.id,
        "commands": [
            {
                "name": name,
                "description": labels[name].description,
                "hint": labels[name].usage_hint,
            }
            for name in manifest.commands
        ],
        "shortcuts": [
            {
                "id": callback,
                "kind": kind,
                "name": labels[callback].name,
                "description": labels[callback].description,
            }
            for callback, kind in manifest.shortcuts.items()
        ],
        "hasHome": manifest.home_tab,
        "hasMessages": manifest.messages_tab,
        "isReadOnly": manifest.messages_read_only,
    }
