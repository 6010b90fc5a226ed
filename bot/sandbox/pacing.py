"""Slack's own rate limits, by what passes: off unless asked for, since a test's clock may stand.

Tiers are calls a minute for each method; posting is about one a second in each channel, with
a short burst. Slack promises no exact figures: the tiers are its published minimums, the burst
is a cautious guess.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from typing import Any, Final

from bot.clock import Clock

_MINUTE: Final = timedelta(minutes=1)
_BURST: Final = 10  # posts in one channel, then one a second
_PER_MINUTE: Final = {
    "chat.update": 50,
    "chat.delete": 50,
    "chat.postEphemeral": 100,
    "conversations.history": 50,
    "conversations.info": 50,
    "conversations.members": 100,
    "conversations.open": 50,
    "conversations.replies": 50,
    "usergroups.users.list": 20,
    "users.info": 100,
    "views.open": 100,
    "views.publish": 100,
    "views.push": 100,
    "views.update": 100,
}


@dataclass(slots=True)
class Pacing:
    """Counts calls; `is_on` makes it refuse."""

    clock: Clock
    is_on: bool = False
    _calls: dict[str, deque[timedelta]] = field(default_factory=dict)
    _posts: dict[str, tuple[float, timedelta]] = field(default_factory=dict)

    def wait(self, method: str, given: dict[str, Any]) -> int:
        """Return the seconds to hold this call back; 0 lets it pass, and counts it."""
        if not self.is_on:
            return 0
        if method == "chat.postMessage":
            return self._post(str(given.get("channel")))
        if method not in _PER_MINUTE:
            return 0
        calls, now = self._calls.setdefault(method, deque()), self.clock.passed()
        while calls and now - calls[0] >= _MINUTE:
            calls.popleft()
        if len(calls) >= _PER_MINUTE[method]:
            return max(1, ceil((calls[0] + _MINUTE - now).total_seconds()))
        calls.append(now)
        return 0

    def _post(self, channel: str) -> int:
        now = self.clock.passed()
        left, since = self._posts.get(channel, (float(_BURST), now))
        left = min(left + (now - since).total_seconds(), _BURST)
        self._posts[channel] = (left - 1 if left >= 1 else left, now)
        return 0 if left >= 1 else 1
