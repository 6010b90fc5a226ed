"""Who sees what, and whose phone rings: Slack's rules for mentions, threads and messages."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from bot.sandbox.records import Message
from bot.sandbox.workspace import Workspace

_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP: Final = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>")
_EVERYBODY: Final = re.compile(r"<!(?:channel|here|everyone)(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a lock screen shows: the message's top-level text, never its blocks."""

    channel: str
    ts: str
    text: str


@dataclass(slots=True)
class Notices:
    """The notifications everybody got, and the threads they follow.

    `rang` is called with everybody's id and notice as they come.
    """

    workspace: Workspace
    sent: dict[str, list[Notice]] = field(default_factory=dict)
    rang: Callable[[str, Notice], None] = field(default=lambda *_: None)
    _following: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def posted(self, message: Message) -> None:
        """Notify everybody a new message concerns."""
        channel = self.workspace.channels[message.channel]
        called = self._called(message, channel.members)
        root = message.thread_ts if message.is_reply and message.thread_ts else message.ts
        following = self._following.setdefault((message.channel, root), set())
        reached = called | (following if message.is_reply else set())
        if channel.is_im and not message.is_reply:
            reached |= set(channel.members)
        following |= called | {message.user}
        for user_id in reached & set(channel.members):
            user = self.workspace.users[user_id]
            if user_id != message.user and not user.is_bot and not user.deleted:
                notice = Notice(message.channel, message.ts, message.text)
                self.sent.setdefault(user_id, []).append(notice)
                self.rang(user_id, notice)

    def _called(self, message: Message, members: list[str]) -> set[str]:
        # With blocks, people are called by what is shown; the top-level text calls nobody.
        text = "\n".join(_mrkdwn(message.blocks)) if message.bot_id and message.blocks else None
        shown = message.text if text is None else text
        called = set(_MENTION.findall(shown))
        for group_id in _GROUP.findall(shown):
            group = self.workspace.groups.get(group_id)
            called |= set(group.users) if group else set()
        return called | (set(members) if _EVERYBODY.search(shown) else set())


def visible(workspace: Workspace, user_id: str, channel_id: str) -> list[Message]:
    """Return what this person sees in a channel, oldest first; nothing where they are not in."""
    channel = workspace.channels.get(channel_id)
    if channel is None or user_id not in channel.members:
        return []
    return [m for m in workspace.in_channel(channel_id) if is_shown(workspace, m, user_id)]


def is_shown(workspace: Workspace, message: Message, user_id: str) -> bool:
    """Say whether a member of its channel sees this message."""
    if message.only_for is None:
        return True
    # A private line in a thread shows only where the thread has begun.
    parent = workspace.message(message.channel, message.thread_ts) if message.thread_ts else None
    return message.only_for == user_id and (parent is None or bool(parent.replies))


def _mrkdwn(part: Any) -> list[str]:
    if isinstance(part, list):
        return [text for item in part for text in _mrkdwn(item)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if part.get("type") == "mrkdwn" else []
    return own + [text for value in part.values() for text in _mrkdwn(value)]
