"""The occurrences of a job against a simple model of them, in any order of events."""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.clock import MovableClock
from flows.schedule import DailyAt, newest_first
from storage.keys import new_key, parse_keyring
from storage.occurrences import Claimed, Occurrences
from storage.unit_of_work import open_database
from tests.databases import sqlite_file
from tests.storage.examples import NOON, WORKSPACE

pytestmark = pytest.mark.no_cover  # it goes through all there is; to be measured doubles that

LEASE = timedelta(hours=2)
ZONE = ZoneInfo("Europe/Berlin")
JOB = "job"
HOURS = st.integers(1, 60)


@dataclass
class Row:
    """What one occurrence should be like."""

    due: datetime
    open: bool = True
    done: int = 0
    attempts: int = 0
    retry_at: datetime | None = None
    holder: Claimed | None = None
    lease_until: datetime | None = None

    def free(self, now: datetime) -> bool:
        """Whether nobody holds it."""
        return self.lease_until is None or self.lease_until <= now


class OccurrencesMachine(RuleBasedStateMachine):
    """Drives two processes and the model side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        url = sqlite_file(Path(self.folder.name) / "desk.db")
        self.clock = MovableClock(NOON)
        opening = open_database(url, parse_keyring(new_key()), self.clock)
        self.database = self.runner.run(opening)
        self.processes = [Occurrences(self.database, [JOB], LEASE) for _ in range(2)]
        self.schedule = DailyAt(time(2, 30))
        self.makes_good = 1
        self.begun: datetime | None = None
        self.model: dict[str, Row] = {}
        self.held: list[Claimed] = []

    def teardown(self) -> None:
        """Close the database."""
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()

    @rule(process=st.integers(0, 1), limit=st.integers(1, 3))
    def look(self, process: int, limit: int) -> None:
        """A process enters what has come due, and is handed exactly what may be done."""
        now, stored = self.clock.now(), self.processes[process]
        due = list(islice(newest_first(self.schedule, now, ZONE), self.makes_good))
        self.runner.run(stored.enter(WORKSPACE, JOB, due, now))
        if self._since(now) is None:
            self.begun = due[0].due
        else:
            since = self._known_since(now)
            for new in due:
                if new.due > since:
                    self.model.setdefault(new.name, Row(new.due))
            for row in self.model.values():
                if row.open and row.due < due[-1].due and row.free(now):
                    row.open = False
        expected = sorted(
            (name for name, row in self.model.items() if self._may_be_done(row, now)),
            key=lambda name: self.model[name].due,
        )
        claimed = self.runner.run(stored.claim(now, limit))
        assert [each.occurrence.name for each in claimed] == expected[:limit]
        for each in claimed:
            row = self.model[each.occurrence.name]
            row.attempts += 1
            row.holder, row.lease_until = each, now + LEASE
            assert (each.occurrence.due, each.attempts) == (row.due, row.attempts)
        self.held += claimed

    def _since(self, now: datetime) -> datetime | None:
        known = [row.due for row in self.model.values()]
        return min(
            (due for due in [*known, *([self.begun] if self.begun else [])] if due <= now),
            default=None,
        )

    def _known_since(self, now: datetime) -> datetime:
        since = self._since(now)
        assert since is not None
        return since

    def _may_be_done(self, row: Row, now: datetime) -> bool:
        return row.open and row.free(now) and (row.retry_at is None or row.retry_at <= now)

    @precondition(lambda self: self.held)
    @rule(data=st.data(), how=st.sampled_from(("done", "done", "later", "dead")), hours=HOURS)
    def finish(self, data: st.DataObject, how: str, hours: int) -> None:
        """Only the holder of the lease changes anything, and once."""
        claimed = data.draw(st.sampled_from(self.held))
        row = self.model[claimed.occurrence.name]
        holds = row.holder == claimed
        at = self.clock.now() + timedelta(hours=hours)
        stored = self.processes[0]
        changed = self.runner.run(
            {
                "done": lambda: stored.done(claimed),
                "later": lambda: stored.later(claimed, at, "ConnectionError"),
                "dead": lambda: stored.dead(claimed, "ConnectionError"),
            }[how]()
        )
        assert changed == holds
        if not holds:
            return
        row.holder = row.lease_until = None
        row.done += how == "done"
        if how == "later":
            row.retry_at = at
        else:
            row.open = False

    @rule(hours=HOURS)
    def time_passes(self, hours: int) -> None:
        """Time passes; whoever held something may have died meanwhile."""
        self.clock.move(timedelta(hours=hours))

    @rule(hours=st.integers(-60, 60))
    def clock_is_set(self, hours: int) -> None:
        """Somebody sets the clock forward or back."""
        self.clock.set_by(timedelta(hours=hours))

    @rule(hour=st.integers(0, 23), makes_good=st.integers(1, 4))
    def settings_change(self, hour: int, makes_good: int) -> None:
        """Another time of day, and another number of missed ones that are made good."""
        self.schedule, self.makes_good = DailyAt(time(hour, 30)), makes_good

    @invariant()
    def never_twice(self) -> None:
        """No occurrence is done twice."""
        assert all(row.done <= 1 for row in self.model.values())


OccurrencesMachine.TestCase.settings = settings(
    max_examples=15, stateful_step_count=30, deadline=None
)
TestOccurrences = OccurrencesMachine.TestCase
