"""What deliveries, messages and occurrences should be like: plain values and no database.

Each is a piece of work. A piece may be worked on while it is open, nobody holds it, its time
has come, and none goes before it; what goes before what is all that tells the three apart.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows.messages import Kind, Place
from tests.storage.examples import WORKSPACE, wanted

LEASE = timedelta(seconds=60)
PAGE, NORMAL = 0, 1
CHANNEL, PERSON = Place.channel("C1"), Place.person("U1")
HEAD = wanted(Kind.REPORT_HEAD, PERSON)
HEAD_ID = HEAD.id_in(WORKSPACE)
THREAD = Place.thread(HEAD_ID)


@dataclass(kw_only=True)
class Piece:
    """Something to be worked off. Its `lease` is the one it is held under, also when over."""

    position: int
    open: bool = True
    attempts: int = 0
    done: int = 0
    retry_at: datetime | None = None
    lease: UUID | None = None
    lease_until: datetime | None = None

    @property
    def order(self) -> tuple[Any, ...]:
        """What it is sorted by."""
        return (self.position,)

    @property
    def line(self) -> Any:
        """In which line it stands, if in any."""
        return None

    @property
    def steps_aside_until(self) -> tuple[datetime | None, ...]:
        """The moments before which those behind it in its line do not wait for it."""
        return ()

    @property
    def timers(self) -> tuple[datetime | None, ...]:
        """The moments at which something about it changes by itself."""
        return self.retry_at, self.lease_until

    def ready(self, now: datetime) -> bool:
        """Whether it may be worked on, if none goes before it."""
        return self.open and all(_passed(timer, now) for timer in self.timers)

    def goes_before(self, other: "Piece", now: datetime) -> bool:
        """Whether another of its line must wait for it: for its turn, or while it is in work."""
        if not self.open or self.line is None or self.line != other.line:
            return False
        its_turn = all(_passed(moment, now) for moment in self.steps_aside_until)
        return (its_turn and self.order < other.order) or not _passed(self.lease_until, now)

    def taken(self, lease: UUID, now: datetime) -> None:
        """Somebody is handed it."""
        self.lease, self.lease_until = lease, now + LEASE
        self.attempts += 1

    def given_back(self, *, still_open: bool, retry_at: datetime | None = None) -> None:
        """Whoever holds it has reported."""
        self.lease = self.lease_until = None
        self.open = self.open and still_open
        self.retry_at = retry_at

    def released(self) -> None:
        """Whoever held it died, and the next start knows."""
        if self.open:
            self.lease = self.lease_until = None

    def clock_set_back(self, now: datetime, longest_wait: timedelta) -> None:
        """What was put off by the former time waits no longer."""
        if self.open and self.retry_at is not None and self.retry_at > now + longest_wait:
            self.retry_at = now
        if self.open and self.lease_until is not None and self.lease_until > now + LEASE:
            self.lease_until = now + LEASE


@dataclass(kw_only=True)
class Delivered(Piece):
    """A delivery: one after another in its conversation, whatever becomes of the first."""

    conversation: str
    wants: list[Any]

    @property
    def line(self) -> Any:
        """That of its conversation."""
        return self.conversation


@dataclass(kw_only=True)
class Recurring(Piece):
    """An occurrence: the longest due first, and none waits for another."""

    due: datetime

    @property
    def order(self) -> tuple[Any, ...]:
        """What it is sorted by."""
        return (self.due,)


@dataclass(kw_only=True)
class Message(Piece):
    """A message: first in, first out in its place, pages before the rest."""

    place: Place
    rank: int
    wanted_at: datetime
    not_before: datetime | None
    wanted: int = 1
    shown: int = 0
    dead: bool = False
    failed: bool = False
    in_doubt: bool = False
    ts: str | None = None

    @property
    def order(self) -> tuple[Any, ...]:
        """What it is sorted by."""
        return self.rank, self.position

    @property
    def timers(self) -> tuple[datetime | None, ...]:
        """Its own, besides those that everything has."""
        return *super().timers, self.not_before

    @property
    def line(self) -> Any:
        """That of its place, until it stands there: an edit holds up nobody."""
        return None if self.ts else self.place

    @property
    def steps_aside_until(self) -> tuple[datetime | None, ...]:
        """Until it is due; in a channel until its retry, too."""
        again = self.place == CHANNEL and self.attempts > 0
        return self.not_before, self.retry_at if again else None

    def wanted_anew(self, now: datetime, rank: int, not_before: datetime | None) -> None:
        """Said once more, it is edited, or sent as things then stand; a dead one lives again."""
        if not (self.open or self.in_doubt):
            self.wanted_at = now
        if self.dead:
            self.attempts, self.retry_at = 0, None
        self.wanted += 1
        self.open, self.dead, self.rank, self.not_before = True, False, rank, not_before

    def taken(self, lease: UUID, now: datetime) -> None:
        """Whoever held it last may have sent it."""
        self.in_doubt = self.in_doubt or self.lease is not None
        super().taken(lease, now)

    def released(self) -> None:
        """Whoever held it may have sent it."""
        self.in_doubt = self.in_doubt or (self.open and self.lease is not None)
        super().released()

    def clock_set_back(self, now: datetime, longest_wait: timedelta) -> None:
        """A timer of which more than its span is left begins again."""
        super().clock_set_back(now, longest_wait)
        ahead = self.wanted_at - now
        if not self.open or self.not_before is None or ahead <= timedelta():
            return
        if ahead > self.not_before - self.wanted_at:
            self.not_before, self.wanted_at = self.not_before - ahead, now


class Pieces(dict[Any, Any]):
    """All pieces of one sort, by their names."""

    def may_go(self, now: datetime) -> list[Any]:
        """Return the names of those that may be worked on now, in the order they are handed out."""
        ready = [name for name, piece in self.items() if self._may_go(piece, now)]
        return sorted(ready, key=lambda name: self[name].order)

    def _may_go(self, piece: Piece, now: datetime) -> bool:
        others = (other for other in self.values() if other is not piece)
        return (
            piece.ready(now)
            and self._hangs_on_something(piece)
            and not any(other.goes_before(piece, now) for other in others)
        )

    def _hangs_on_something(self, piece: Piece) -> bool:
        """Whether the head of its thread is there, or need not be waited for."""
        if not isinstance(piece, Message) or piece.place != THREAD:
            return True
        head: Message | None = self.get(HEAD_ID)
        return head is not None and bool(
            head.ts or head.dead or (piece.rank == PAGE and head.failed)
        )

    def first_moment(self, now: datetime) -> datetime | None:
        """Return when something may be worked on if nothing changes: now, or at some timer."""
        timers = {at for piece in self.values() for at in piece.timers if at is not None}
        moments = [now, *sorted(at for at in timers if at > now)]
        return next((at for at in moments if self.may_go(at)), None)


def _passed(timer: datetime | None, now: datetime) -> bool:
    return timer is None or timer <= now
