"""Buckets of calls: so many at once, then one at a time, as a rate limit allows.

A bucket is one moment, the one at which it is full again (the generic cell rate algorithm,
ITU-T I.371): whoever takes a call moves it on. Processes that share a database share the
buckets too; a process alone keeps its own in memory.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from storage.connections import Connections

NO_WAIT = timedelta()
LONGEST_HOLD = timedelta(minutes=2)
"""For longer nothing is held back without asking Slack again."""
_MANY = 1000


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast calls may follow each other.

    `at_once` go in one burst, of which the last `kept_back` are for urgent calls alone; one
    comes back `every` so often.
    """

    every: timedelta = NO_WAIT
    at_once: int = 1
    kept_back: int = 0

    def room(self, *, urgent: bool) -> timedelta:
        """Return how far from full a bucket may be for one more call."""
        return self.every * (self.at_once - 1 - (0 if urgent else self.kept_back))

    def latest(self, now: datetime) -> datetime:
        """Return when a bucket is full at the latest; beyond that the clock was set back."""
        return now + self.every * self.at_once + LONGEST_HOLD

    def empty_until(self, moment: datetime) -> datetime:
        """Return when a bucket is full that has its first call again at a moment."""
        return moment + self.every * (self.at_once - 1)


class Buckets(Protocol):
    """The buckets of every workspace; a scope is what is limited on its own."""

    async def take(
        self, workspace: str, scope: str, pace: Pace, now: datetime, *, urgent: bool
    ) -> timedelta:
        """Take one call and return no wait; or take none, and return how long to wait."""

    async def hold(self, workspace: str, scope: str, pace: Pace, until: datetime) -> None:
        """Let nothing pass before that moment: Slack has said so."""

    async def clear(self, now: datetime) -> None:
        """Forget the buckets that are full."""


class OwnBuckets:
    """The buckets of a process that is alone."""

    def __init__(self) -> None:
        self._full_at: dict[tuple[str, str], datetime] = {}

    async def take(
        self, workspace: str, scope: str, pace: Pace, now: datetime, *, urgent: bool
    ) -> timedelta:
        """Take one call and return no wait; or take none, and return how long to wait."""
        full_at = max(self._full_at.get((workspace, scope), now), now)
        if full_at > pace.latest(now):
            full_at = now
        wait = full_at - now - pace.room(urgent=urgent)
        if wait > NO_WAIT:
            return wait
        if len(self._full_at) >= _MANY:
            await self.clear(now)
        self._full_at[workspace, scope] = full_at + pace.every
        return NO_WAIT

    async def hold(self, workspace: str, scope: str, pace: Pace, until: datetime) -> None:
        """Let nothing pass before that moment: Slack has said so."""
        held = pace.empty_until(until)
        self._full_at[workspace, scope] = max(self._full_at.get((workspace, scope), held), held)

    async def clear(self, now: datetime) -> None:
        """Forget the buckets that are full."""
        self._full_at = {known: at for known, at in self._full_at.items() if at > now}


def buckets_in(connections: Connections) -> Buckets:
    """Return the buckets that fit the database."""
    if not connections.shared:
        return OwnBuckets()
    # As in `storage.engine`: what only PostgreSQL needs is imported only there.
    from storage.shared_buckets import SharedBuckets  # noqa: PLC0415

    return SharedBuckets(connections)
