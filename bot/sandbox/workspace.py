"""One workspace in memory: who is there, what was said, and what Slack tells apps about it."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot.clock import Clock
from bot.sandbox import payloads
from bot.sandbox.elements import Chosen, completed, kept
from bot.sandbox.records import Channel, File, Message, Stored, User, UserGroup

TOMBSTONE = "This message was deleted."
"""What stands in place of a deleted message while replies hang on it."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something apps may hear of: the subscription's name, where it was, and the event."""

    subscription: str
    event: Json
    channel: Channel | None = None


class Change(StrEnum):
    """What became of a message."""

    POSTED = "posted"
    EDITED = "edited"
    DELETED = "deleted"


@dataclass(slots=True)
class Workspace:
    """The state of one workspace with one app installed in it.

    `hear` is called with every Happening, in order; `posted` with every message that is not
    for one reader only; `watch` with every change of any message, once it is made. Ids and
    times come from the injected clock and from counters that begin with it: the same actions
    give the same workspace, and what an app kept of an earlier run meets no id of this one.
    `files_at` is the server that gives out files.
    """

    clock: Clock
    team: str
    domain: str
    name: str
    app: str
    bot_user: User
    bot_id: str
    app_name: str
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    groups: dict[str, UserGroup] = field(default_factory=dict)
    messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    chosen: dict[tuple[str, str, str], Chosen] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    files_at: str = "https://files.slack.invalid"
    is_installed: bool = True
    are_tokens_revoked: bool = False
    hear: Callable[[Happening], None] = field(default=lambda _: None)
    posted: Callable[[Message], None] = field(default=lambda _: None)
    watch: Callable[[Change, Message], None] = field(default=lambda *_: None)
    _last_ts: int = 0
    _count: Iterator[int] = field(init=False)

    def __post_init__(self) -> None:
        """Count the bot among the people."""
        self._count = itertools.count(int(self.clock.now().timestamp() * 1000))
        self.users[self.bot_user.id] = self.bot_user

    def next_id(self, letter: str) -> str:
        """Return a fresh id such as `F0000000A3`."""
        return f"{letter}{next(self._count):09X}"

    def next_ts(self) -> str:
        """Return a fresh message time: Slack's `seconds.sequence`, always increasing."""
        now = int(self.clock.now().timestamp() * 1_000_000)
        self._last_ts = max(now, self._last_ts + 100)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    @property
    def bot_profile(self) -> Json:
        """Return what Slack shows of the app beside its messages."""
        return {
            "id": self.bot_id,
            "deleted": False,
            "name": self.app_name,
            "updated": 0,
            "app_id": self.app,
            "icons": {"image_36": "", "image_48": "", "image_72": ""},
            "team_id": self.team,
        }

    # People and channels

    def add_user(self, user: User) -> User:
        """Take in a member."""
        self.users[user.id] = user
        return user

    def add_channel(self, channel: Channel) -> Channel:
        """Take in a channel with the members it already has; nobody is told."""
        self.channels[channel.id] = channel
        return channel

    def im_of(self, user_id: str) -> Channel:
        """Return this person's direct messages with the bot, opened when there are none."""
        channel_id = f"D0{user_id[2:]}"
        if channel_id not in self.channels:
            members = [user_id, self.bot_user.id]
            channel = Channel(channel_id, "directmessage", members=members, person=user_id)
            self.channels[channel_id] = channel
        return self.channels[channel_id]

    def has_im(self, user_id: str) -> bool:
        """Say whether the bot and this person have direct messages."""
        return f"D0{user_id[2:]}" in self.channels

    def bot_is_in(self, channel: Channel) -> bool:
        """Say whether the bot is a member of `channel`."""
        return self.bot_user.id in channel.members

    def add_member(self, channel_id: str, user_id: str) -> None:
        """Let somebody (or the bot) join; apps in the channel hear of it."""
        channel = self.channels[channel_id]
        if user_id not in channel.members:
            channel.members.append(user_id)
            self._moved("member_joined_channel", channel, user_id)

    def remove_member(self, channel_id: str, user_id: str) -> None:
        """Let somebody (or the bot) leave; apps left in the channel hear of it."""
        channel = self.channels[channel_id]
        if user_id in channel.members:
            channel.members.remove(user_id)
            self._moved("member_left_channel", channel, user_id)

    def archive(self, channel_id: str) -> None:
        """Archive a channel."""
        self.channels[channel_id].is_archived = True

    def convert(self, channel_id: str, user_id: str, *, private: bool) -> None:
        """Let everybody read a channel, or nobody but its members; apps in it hear of it."""
        channel = self.channels[channel_id]
        channel.is_private = private
        word = "private" if private else "public"
        stamp = self.next_ts()
        event = {
            "type": "message",
            "subtype": f"channel_convert_to_{word}",
            "ts": stamp,
            "text": f"made this channel *{word}*.",
            "user": user_id,
            "channel": channel.id,
            "event_ts": stamp,
            "channel_type": channel.kind,
        }
        self._message_event(channel, event)

    def change_user(self, user_id: str, **changes: Any) -> User:
        """Change a profile, a locale, a guest flag, or deactivate somebody."""
        user = replace(self.users[user_id], **changes)
        self.users[user_id] = user
        shown = payloads.user_object(user, self.team, self.clock.now(), with_locale=True)
        stamp = int(self.clock.now().timestamp())
        event = {"type": "user_change", "user": shown, "cache_ts": stamp}
        self.hear(Happening("user_change", event))
        return user

    def change_group(self, group_id: str, users: list[str]) -> None:
        """Set the members of a user group."""
        group = self.groups[group_id]
        added = [user for user in users if user not in group.users]
        removed = [user for user in group.users if user not in users]
        group.users = list(users)
        event = payloads.group_change(group, self.team, added, removed)
        self.hear(Happening("subteam_members_changed", event))

    def revoke_tokens(self) -> None:
        """Make the bot's token worthless."""
        self.are_tokens_revoked = True
        tokens = {"oauth": [], "bot": [self.bot_user.id]}
        self.hear(Happening("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens}))

    def uninstall(self) -> None:
        """Remove the app from the workspace; its token goes with it."""
        self.revoke_tokens()
        self.hear(Happening("app_uninstalled", {"type": "app_uninstalled"}))
        self.is_installed = False

    # Messages

    def message(self, channel_id: str, ts: str) -> Message | None:
        """Return the message, or None where there is none."""
        return self.messages.get((channel_id, ts))

    def post(self, channel_id: str, user_id: str, text: str, **more: Any) -> Message:
        """Keep a new message and tell apps; `more` are fields of Message."""
        message = Message(channel_id, self.next_ts(), user_id, text, **more)
        fresh = iter(lambda: self.next_id("b")[-5:], None)
        message.blocks = completed(message.blocks, fresh)
        parent = self.message(channel_id, message.thread_ts) if message.thread_ts else None
        if parent is not None and message.only_for is None:
            message.parent_user = parent.user
            parent.thread_ts = parent.ts
            parent.replies.append(message.ts)
        self.messages[channel_id, message.ts] = message
        if message.only_for is None:
            self.posted(message)
            self._tell_of(message)
        self.watch(Change.POSTED, message)
        return message

    def edit(self, message: Message, text: str, blocks: list[Json], by: str | None = None) -> None:
        """Change a message in place; apps hear of it unless only one person sees it."""
        before = self._told(message)
        message.text = text
        message.blocks = completed(blocks, iter(lambda: self.next_id("b")[-5:], None))
        for (channel, ts, user), chosen in list(self.chosen.items()):
            if (channel, ts) == (message.channel, message.ts):
                self.chosen[channel, ts, user] = kept(message.blocks, chosen)
        if message.only_for is None:
            if by is not None:
                message.edited = self.next_ts()
            after = {"message": self._told(message), "previous_message": before}
            self._tell_change("message_changed", message, after)
        self.watch(Change.EDITED, message)

    def delete(self, message: Message) -> None:
        """Remove a message; one with replies leaves a mark, until the last of them has gone."""
        before = self._told(message)
        if message.replies:
            message.text, message.blocks, message.files = TOMBSTONE, [], ()
            message.metadata, message.is_tombstone = None, True
            after = {"message": self._told(message), "previous_message": before}
            self._tell_change("message_changed", message, after)
            self.watch(Change.EDITED, message)
            return
        del self.messages[message.channel, message.ts]
        parent = self.message(message.channel, message.thread_ts or "")
        if parent is not None and message.ts in parent.replies:
            parent.replies.remove(message.ts)
            if parent.is_tombstone and not parent.replies:
                self.delete(parent)
        if message.only_for is None:
            gone = {"deleted_ts": message.ts, "previous_message": before}
            self._tell_change("message_deleted", message, gone)
        self.watch(Change.DELETED, message)

    def object_of(self, message: Message) -> Json:
        """Return a message as interactions show it to the app."""
        return payloads.message_object(message, self.team, self.bot_profile)

    def in_channel(self, channel_id: str) -> list[Message]:
        """Return what stands in a channel, oldest first."""
        return sorted(
            (m for (channel, _), m in self.messages.items() if channel == channel_id),
            key=lambda message: message.ts,
        )

    def file(self, user_id: str, name: str, mimetype: str, content: bytes | Path) -> File:
        """Return an uploaded file, not yet in any message."""
        kind = name.rsplit(".", 1)[-1].lower() if "." in name else "binary"
        file_id = self.next_id("F")
        at = f"{self.files_at}/files-pri/{self.team}-{file_id}"
        file = File(
            id=file_id,
            name=name,
            mimetype=mimetype,
            filetype=kind,
            size=content.stat().st_size if isinstance(content, Path) else len(content),
            user=user_id,
            created=int(self.clock.now().timestamp()),
            url_private=f"{at}/{quote(name)}",
            url_download=f"{at}/download/{quote(name)}",
            content=content,
        )
        self.files[file_id] = file
        return file

    def delete_file(self, file: File) -> None:
        """Remove a file: in its messages only a sign is left of it."""
        holders = [message for message in self.messages.values() if file in message.files]
        before = [self._told(message) for message in holders]
        file.stored, file.content = Stored.DELETED, b""
        for message, was in zip(holders, before, strict=True):
            after = {"message": self._told(message), "previous_message": was}
            self._tell_change("message_changed", message, after)
            self.watch(Change.EDITED, message)
        stamp = self.next_ts()
        event = {"type": "file_deleted", "file_id": file.id, "event_ts": stamp}
        self.hear(Happening("file_deleted", event))

    def _told(self, message: Message) -> Json:
        """Return a message as events show it: metadata takes a scope this app has not."""
        shown = self.object_of(message)
        return {key: shown[key] for key in shown if key not in {"metadata", "app_id"}}

    def _tell_of(self, message: Message) -> None:
        channel = self.channels[message.channel]
        event = self._told(message)
        event |= {"channel": channel.id, "event_ts": message.ts, "channel_type": channel.kind}
        if message.files:
            event["subtype"] = "file_share"
        elif message.is_broadcast:
            event["subtype"] = "thread_broadcast"
        self._message_event(channel, event)

    def _tell_change(self, subtype: str, message: Message, parts: Json) -> None:
        channel = self.channels[message.channel]
        stamp = self.next_ts()
        event = {"type": "message", "subtype": subtype, **parts, "hidden": True, "ts": stamp}
        event |= {"channel": channel.id, "event_ts": stamp, "channel_type": channel.kind}
        self._message_event(channel, event)

    def _message_event(self, channel: Channel, event: Json) -> None:
        plural = "im" if channel.is_im else f"{channel.kind}s"
        self.hear(Happening(f"message.{plural}", event, channel))

    def _moved(self, kind: str, channel: Channel, user_id: str) -> None:
        event = {
            "type": kind,
            "user": user_id,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private else "C",
            "team": self.team,
            "event_ts": self.next_ts(),
        }
        self.hear(Happening(kind, event, channel))
