"""What each person has not read yet: channels, threads, and how often their name was called."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.notices import Notice
from bot.sandbox.records import Message
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


@dataclass(slots=True)
class Marks:
    """Unread marks by person; counted as messages come, so that opening never counts them."""

    workspace: Workspace
    _channels: dict[str, set[str]] = field(default_factory=dict)
    _threads: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    _badges: dict[str, Counter[str]] = field(default_factory=dict)

    def posted(self, message: Message) -> None:
        """Mark a new message for everybody in the channel but its author."""
        for member in self.workspace.channels[message.channel].members:
            if member != message.user and message.only_for in {None, member}:
                self._channels.setdefault(member, set()).add(message.channel)

    def rang(self, user: str, notice: Notice) -> None:
        """Count a notification."""
        self._badges.setdefault(user, Counter())[notice.channel] += 1
        message = self.workspace.message(notice.channel, notice.ts)
        if message is not None and message.is_reply and message.thread_ts:
            threads = self._threads.setdefault(user, set())
            threads.add((message.channel, message.thread_ts))

    def read(self, user: str, channel: str, thread: str | None = None) -> None:
        """Take the marks of a channel away; of its threads, only of the one that was read."""
        self._channels.get(user, set()).discard(channel)
        threads = self._threads.get(user, set())
        if thread is not None:
            threads.discard((channel, thread))
        if not any(where == channel for where, _ in threads):
            self._badges.get(user, Counter()).pop(channel, None)

    def of(self, user: str) -> Json:
        """Return everything somebody has not read."""
        return {
            "channels": sorted(self._channels.get(user, set())),
            "badges": dict(self._badges.get(user, Counter())),
            "threads": sorted(f"{c} {ts}" for c, ts in self._threads.get(user, set())),
        }
