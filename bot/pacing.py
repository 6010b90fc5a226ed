"""How fast the bot calls Slack, so that Slack need not hold it back.

Slack promises about one post a second in each channel, with short bursts, and for every other
method so many calls a minute in a workspace (tiers 3 and 4: 50 and 100). A burst and what
comes back within a minute stay below that together.
"""

from collections.abc import Mapping
from datetime import timedelta

from bot.slack_calls import RESPONSE_URL
from storage.buckets import Pace

POST = "chat.postMessage"

_TIER_3 = Pace(every=timedelta(seconds=2), at_once=20, kept_back=4)
_TIER_4 = Pace(every=timedelta(seconds=1), at_once=40, kept_back=8)

PACES: Mapping[str, Pace] = {
    POST: Pace(every=timedelta(seconds=1), at_once=10, kept_back=2),
    "chat.update": _TIER_3,
    "chat.delete": _TIER_3,
    "chat.postEphemeral": _TIER_4,
    "conversations.open": _TIER_3,
    "conversations.history": _TIER_3,
    "conversations.replies": _TIER_3,
}
"""The pace of each method; what is not named here waits only when Slack asks for it."""

UNPACED: Mapping[str, Pace] = {}
"""No pace of our own: for a clock that stands."""


def scope_of(method: str, target: str) -> str:
    """Return what Slack limits on its own: a method, and for some each channel or address."""
    return f"{method} {target}" if method in {POST, RESPONSE_URL} else method
