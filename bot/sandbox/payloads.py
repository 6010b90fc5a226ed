"""The JSON Slack shows an app: people, channels, messages, views and what was clicked.

Keys are those Slack's own Java SDK lists for each payload. What only an Enterprise Grid, a
Slack Connect channel or a user token would add is left out.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.records import Channel, File, Message, Stored, User, UserGroup, View

Json = dict[str, Any]


def user_object(user: User, team: str, now: datetime, *, with_locale: bool) -> Json:
    """Return a user as `users.info` and `user_change` show it."""
    zone = now.astimezone(ZoneInfo(user.tz))
    offset = zone.utcoffset()
    names = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.real_name,
        "display_name_normalized": user.real_name,
        "team": team,
    }
    shown: Json = {
        "id": user.id,
        "team_id": team,
        "name": user.name,
        "deleted": user.deleted,
        "profile": names,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": int(now.timestamp()),
    }
    if not user.deleted:
        shown |= {
            "real_name": user.real_name,
            "tz": user.tz,
            "tz_label": zone.tzname() or user.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": user.is_restricted,
            "is_ultra_restricted": False,
        }
    return shown | ({"locale": user.locale} if with_locale else {})


def channel_object(channel: Channel, team: str) -> Json:
    """Return a conversation as `conversations.info` shows it."""
    if channel.person:
        return {
            "id": channel.id,
            "created": 0,
            "is_im": True,
            "is_org_shared": False,
            "user": channel.person,
            "is_archived": channel.is_archived,
            "is_open": True,
            "priority": 0,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "created": 0,
        "is_archived": channel.is_archived,
        "is_general": False,
        "is_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": team,
        "creator": channel.members[0] if channel.members else "",
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


def file_object(file: File) -> Json:
    """Return a file as messages and `files.info` carry it."""
    if file.stored is Stored.DELETED:
        return {"id": file.id, "mode": "tombstone"}
    is_external = file.stored is Stored.EXTERNAL
    shown: Json = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.name,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "pretty_type": file.filetype.upper(),
        "user": file.user,
        "mode": "external" if is_external else "hosted",
        "editable": False,
        "size": file.size,
        "is_external": is_external,
        "external_type": "gdrive" if is_external else "",
        "is_public": False,
        "public_url_shared": False,
        "has_rich_preview": False,
        "file_access": "visible",
    }
    if file.stored is not Stored.ARRIVING:
        shown["url_private"] = file.url_private
    if file.stored is Stored.HOSTED:
        shown["url_private_download"] = file.url_download
    return shown


def message_object(message: Message, team: str, bot_profile: Json) -> Json:
    """Return a message without its channel, as answers and interactions show it."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "team": team,
        "text": message.text,
    }
    if message.is_tombstone:
        gone = {"subtype": "tombstone", "user": "USLACKBOT", "hidden": True}
        return shown | gone | {"thread_ts": message.thread_ts}
    if message.bot_id:
        shown |= {"bot_id": message.bot_id, "app_id": bot_profile["app_id"]}
        shown["bot_profile"] = bot_profile
    if message.client_msg_id:
        shown["client_msg_id"] = message.client_msg_id
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.files:
        shown |= {"files": [file_object(file) for file in message.files], "upload": False}
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.is_reply:
        shown["parent_user_id"] = message.parent_user
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.edited}
    if message.metadata and message.bot_id:
        shown["metadata"] = message.metadata
    return shown


def view_object(view: View, values: Json, app: Json) -> Json:
    """Return a view with its state; `app` names app, bot and team."""
    content = view.content
    return {
        "id": view.id,
        "team_id": app["team_id"],
        "type": content["type"],
        "blocks": content["blocks"],
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "state": {"values": values},
        "hash": view.hash,
        "title": content["title"],
        "clear_on_close": content.get("clear_on_close", False),
        "notify_on_close": content.get("notify_on_close", False),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": app["app_id"],
        "external_id": content.get("external_id", ""),
        "app_installed_team_id": app["team_id"],
        "bot_id": app["bot_id"],
    }


def group_change(group: UserGroup, team: str, added: list[str], removed: list[str]) -> Json:
    """Return the event that says who joined and who left a user group."""
    return {
        "type": "subteam_members_changed",
        "subteam_id": group.id,
        "team_id": team,
        "date_previous_update": 0,
        "date_update": 0,
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
    }


def rich_text(text: str, block_id: str) -> list[Json]:
    """Return the block Slack's client makes of what a person typed."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]
