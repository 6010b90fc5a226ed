"""The outbox against a simple model of it, in any order of events."""

import asyncio
import itertools
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.clock import MovableClock
from flows.messages import Kind, Place, Urgency, Wanted
from storage.keys import new_key, parse_keyring
from storage.outbox import Outbox, Outgoing
from storage.unit_of_work import open_database
from tests.databases import sqlite_file
from tests.storage.examples import NOON, WORKSPACE, wanted

pytestmark = pytest.mark.no_cover  # it goes through all there is; to be measured doubles that

LEASE = timedelta(seconds=60)
HEAD = wanted(Kind.REPORT_HEAD, Place.person("U1"))
PLACES = (Place.channel("C1"), Place.person("U1"), Place.thread(HEAD.id_in(WORKSPACE)))
SECONDS = st.sampled_from((0, 1, 30, 60, 90))


@dataclass
class Model:
    """What one message should be like."""

    place: Place
    rank: int
    position: int
    wanted: int = 1
    shown: int = 0
    not_before: datetime | None = None
    retry_at: datetime | None = None
    lease: UUID | None = None
    lease_until: datetime | None = None
    dead: bool = False
    failed: bool = False
    tried: bool = False
    ts: str | None = None

    @property
    def pending(self) -> bool:
        """Whether it is yet to be shown as wanted."""
        return self.wanted > self.shown and not self.dead

    def due(self, now: datetime) -> bool:
        """Whether its time has come."""
        return self.pending and (self.not_before is None or self.not_before <= now)

    def flying(self, now: datetime) -> bool:
        """Whether somebody holds it."""
        return self.lease_until is not None and self.lease_until > now

    def steps_aside(self, now: datetime) -> bool:
        """Whether it was tried in vain in a channel, and is to be tried again later."""
        waits = self.retry_at is not None and self.retry_at > now
        return self.place == PLACES[0] and self.tried and waits

    @property
    def order(self) -> tuple[int, int]:
        """What it is sorted by."""
        return self.rank, self.position


class OutboxMachine(RuleBasedStateMachine):
    """Drives the outbox and the model side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        url = sqlite_file(Path(self.folder.name) / "desk.db")
        self.clock = MovableClock(NOON)
        keyring = parse_keyring(new_key())
        self.database = self.runner.run(open_database(url, keyring, self.clock))
        self.outbox = Outbox(self.database, LEASE)
        self.model: dict[UUID, Model] = {}
        self.held: list[Outgoing] = []
        self.numbers = itertools.count(1)

    def teardown(self) -> None:
        """Close the database."""
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()

    @rule(
        place=st.sampled_from(PLACES),
        detail=st.sampled_from("abc"),
        urgency=st.sampled_from(Urgency),
        delay=st.none() | SECONDS,
    )
    def want(self, place: Place, detail: str, urgency: Urgency, delay: int | None) -> None:
        """A message is wanted, again or for the first time."""
        head = place == HEAD.place and detail == "a"
        not_before = None if delay is None else self.clock.now() + timedelta(seconds=delay)
        message = wanted(
            HEAD.kind if head else Kind.QUESTION,
            place,
            detail="" if head else detail,
            not_before=not_before,
            urgency=urgency,
        )
        self.runner.run(self._want(message))
        rank = 0 if urgency is Urgency.PAGE else 1
        known = self.model.get(message.id_in(WORKSPACE))
        if known is None:
            known = Model(place, rank, next(self.numbers))
            self.model[message.id_in(WORKSPACE)] = known
        else:
            known.wanted += 1
            known.rank = rank
            if known.dead:
                known.dead, known.retry_at, known.tried = False, None, False
        known.not_before = not_before

    async def _want(self, message: Wanted) -> None:
        async with self.database.write(WORKSPACE) as work:
            await work.messages.want(message)

    @rule(limit=st.integers(1, 4))
    def claim(self, limit: int) -> None:
        """Exactly those are handed out that may go, in the right order."""
        now = self.clock.now()
        claimed = self.runner.run(self.outbox.claim(now, limit))
        expected = sorted(
            (key for key in self.model if self._may_go(key, now)),
            key=lambda key: self.model[key].order,
        )
        assert [out.id for out in claimed] == expected[:limit]
        for out in claimed:
            message = self.model[out.id]
            assert (out.wanted_revision, out.ts) == (message.wanted, message.ts)
            message.lease, message.lease_until, message.tried = out.lease, now + LEASE, True
        self.held += claimed

    def _may_go(self, key: UUID, now: datetime) -> bool:
        message = self.model[key]
        head = self.model.get(HEAD.id_in(WORKSPACE))
        return (
            message.due(now)
            and (message.retry_at is None or message.retry_at <= now)
            and not message.flying(now)
            and (message.place != PLACES[2] or (head is not None and self._stands(message, head)))
            and not any(
                (other.pending and other.flying(now))
                or (other.due(now) and other.order < message.order and not other.steps_aside(now))
                for other in self.model.values()
                if other is not message and other.place == message.place
                if message.ts is None and other.ts is None
            )
        )

    def _stands(self, message: Model, head: Model) -> bool:
        """Whether the head of the thread is there, or need not be waited for."""
        return head.ts is not None or head.dead or (message.rank == 0 and head.failed)

    @precondition(lambda self: self.held)
    @rule(data=st.data(), how=st.sampled_from(("shown", "dropped", "later", "dead")), wait=SECONDS)
    def finish(self, data: st.DataObject, how: str, wait: int) -> None:
        """Only the holder of the lease changes anything, and once."""
        out = data.draw(st.sampled_from(self.held))
        message = self.model[out.id]
        holds = message.lease == out.lease
        at = self.clock.now() + timedelta(seconds=wait)
        ts = f"{next(self.numbers)}.0"
        changed = self.runner.run(
            {
                "shown": lambda: self.outbox.shown(out, "C1", out.ts or ts),
                "dropped": lambda: self.outbox.dropped(out),
                "later": lambda: self.outbox.later(out, at, "ratelimited"),
                "dead": lambda: self.outbox.dead(out, "gone"),
            }[how]()
        )
        assert changed == holds
        if not holds:
            return
        message.lease = message.lease_until = None
        if how == "later":
            message.retry_at, message.failed = at, True
        elif how == "dead":
            message.dead = message.failed = True
        else:
            message.failed = message.tried = False
            message.shown, message.retry_at = out.wanted_revision, None
            message.ts = (out.ts or ts) if how == "shown" else out.ts

    @rule(seconds=SECONDS)
    def time_passes(self, seconds: int) -> None:
        """Time passes, leases run out, timers come due."""
        self.clock.move(timedelta(seconds=seconds))

    @rule()
    def next_due(self) -> None:
        """The time to look again is never later than the moment at which something may go."""
        now = self.clock.now()
        due = self.runner.run(self.outbox.next_due(now))
        steps = [timedelta(seconds=n) for n in range(200)]
        first = next(
            (s for s in steps if any(self._may_go(key, now + s) for key in self.model)), None
        )
        if first is not None:
            assert due is not None
            assert due <= now + first
        if first == timedelta():
            assert due == now
        elif due is not None:
            assert due > now


OutboxMachine.TestCase.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
TestOutbox = OutboxMachine.TestCase
