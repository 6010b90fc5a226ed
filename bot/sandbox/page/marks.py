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
    _channels: dict[str, dict[str, str]] = field(default_factory=dict)
    _calls: dict[str, Counter[tuple[str, str | None]]] = field(default_factory=dict)

    def posted(self, message: Message) -> None:
        """Mark a new message for everybody in the channel but its author."""
        if message.is_reply and not message.is_broadcast and message.only_for is None:
            return
        for member in self.workspace.channels[message.channel].members:
            if member != message.user and message.only_for in {None, member}:
                self._channels.setdefault(member, {}).setdefault(message.channel, message.ts)

    def rang(self, user: str, notice: Notice) -> None:
        """Count a notification, for its thread where it came from one."""
        message = self.workspace.message(notice.channel, notice.ts)
        thread = message.thread_ts if message is not None and message.is_reply else None
        self._calls.setdefault(user, Counter())[notice.channel, thread] += 1

    def new_from(self, user: str, channel: str) -> str | None:
        """Return the time of the first message somebody has not read in a channel."""
        return self._channels.get(user, {}).get(channel)

    def read(self, user: str, channel: str, thread: str | None = None) -> None:
        """Take the marks of a channel, or of one of its threads, away."""
        if thread is None:
            self._channels.get(user, {}).pop(channel, None)
        self._calls.get(user, Counter()).pop((channel, thread), None)

    def of(self, user: str) -> Json:
        """Return everything somebody has not read."""
        badges: Counter[str] = Counter()
        calls = self._calls.get(user, Counter())
        for (channel, _), count in calls.items():
            badges[channel] += count
        return {
            "channels": sorted(self._channels.get(user, {})),
            "badges": dict(badges),
            "threads": sorted(f"{channel} {thread}" for channel, thread in calls if thread),
        }
