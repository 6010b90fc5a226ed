"""Inbox, messages and clock on one database against a simple model, in any order of events.

Two workers are handed deliveries, messages and occurrences. They finish, fail, or die with
either said or not; time passes, the clock is set back, all starts anew. At the end it is
worked off, and nothing waits.
"""

import asyncio
import sys
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from bot.clock import MovableClock
from flows.schedule import Occurrence
from storage.keys import Keyring
from storage.unit_of_work import open_database
from tests.storage.examples import NOON, WORKSPACE, delivery
from tests.storage.side_by_side import JOB, PLACES, SOURCES, SideBySide, name_of, new_worker
from tests.storage.work_model import HEAD_ID, LEASE, NORMAL, PAGE, Delivered, Recurring

pytestmark = pytest.mark.no_cover  # it goes through all there is; to be measured doubles that

EVERY = timedelta(seconds=60)
LONGEST_WAIT = timedelta(seconds=90)
SECONDS = st.sampled_from((0, 1, 30, 60, 90))
WANTS = st.tuples(
    st.sampled_from(sorted(PLACES)),
    st.sampled_from("ab"),
    st.sampled_from((NORMAL, NORMAL, PAGE)),
    st.none() | SECONDS,
)
ARRIVALS = st.tuples(st.sampled_from("UV"), st.integers(1, 4), st.lists(WANTS, max_size=2))

EVENTS = (
    *("arrive", "ask", "come_due", "end_late") * 2,
    *("work",) * 4,
    *("time_passes",) * 3,
    *("renew", "clock_is_set_back", "restart"),
)
HOWS = {
    # Who dies has done it and can never say so; what is kept is not done yet.
    "deliveries": st.sampled_from(("done", "done", "kept", "later", "dead", "dies")),
    "occurrences": st.sampled_from(("done", "done", "kept", "later", "dead", "dies")),
    "messages": st.sampled_from(
        (
            "shown",
            "shown",
            "kept",
            "kept",
            "dropped",
            "refused",
            "in doubt",
            "held back",
            "dead",
            "dies",
        )
    ),
}
SETTINGS = settings(
    max_examples=25,
    stateful_step_count=40,
    deadline=None,
    # What fails is short enough to be read, and shortening it would take minutes.
    phases=(Phase.reuse, Phase.generate),
)


class WorkMachine(SideBySide):
    """What may happen, and what then must be so."""

    @rule(data=st.data())
    def step(self, data: st.DataObject) -> None:
        """One of the events. Of many rules, a run would leave out most: hardly any would work."""
        possible = [name for name in EVENTS if self.may_happen(name)]
        getattr(self, data.draw(st.sampled_from(possible)))(data)

    def may_happen(self, event: str) -> bool:
        """Whether there is something that it can happen to."""
        if event == "work":
            return bool(self.ready())
        return event not in ("end_late", "renew") or any(self.held.values())

    def arrive(self, data: st.DataObject) -> None:
        """Deliveries that arrive together, some of them again, are kept once and in order."""
        arrivals = data.draw(st.lists(ARRIVALS, min_size=1, max_size=4))
        lot = [
            delivery(f"{who}{n}", conversation=who, body={"wants": wants}, at=self.clock.now())
            for who, n, wants in arrivals
        ]
        expected = []
        for each, (who, _, wants) in zip(lot, arrivals, strict=True):
            new = each.key not in self.model["deliveries"]
            expected.append(new)
            if new:
                self.model["deliveries"][each.key] = Delivered(
                    position=next(self.numbers), conversation=who, wants=wants
                )
        assert self.run(self.accept(lot)) == expected

    def come_due(self, data: st.DataObject) -> None:
        """What recurs is entered once; what is older than all entered is made good by them."""
        periods, makes_good = data.draw(st.tuples(st.integers(0, 2), st.integers(1, 2)))
        self.clock.move(periods * EVERY)
        now, model = self.clock.now(), self.model["occurrences"]
        newest = NOON + (now - NOON) // EVERY * EVERY
        due = [Occurrence(str(at), at) for at in (newest - n * EVERY for n in range(makes_good))]
        self.run(self.workers[0]["occurrences"].enter(WORKSPACE, JOB, due, now))
        known = [*(piece.due for piece in model.values()), *filter(None, [self.begun])]
        since = min((at for at in known if at <= now), default=None)
        if since is None:
            self.begun = due[0].due
            return
        for new in due:
            if new.due > since:
                model.setdefault(new.name, Recurring(position=0, due=new.due))
        for piece in model.values():
            held = piece.lease_until is not None and piece.lease_until > now
            piece.open = piece.open and (held or piece.due >= due[-1].due)

    def ask(self, data: st.DataObject) -> None:
        """Something else has messages wanted: a job, or what a use case does later."""
        self.want(data.draw(st.lists(WANTS, min_size=1, max_size=3)))

    def work(self, data: st.DataObject) -> None:
        """Exactly that is handed out which may be worked on, in the right order."""
        for _ in range(data.draw(st.integers(1, 4))):
            if not (ready := self.ready()):
                break
            source, worker, limit = data.draw(
                st.tuples(st.sampled_from(ready), st.integers(0, 1), st.integers(1, 4))
            )
            for held in self.take(source, worker, limit):
                self.end(source, held, *data.draw(st.tuples(HOWS[source], SECONDS)))

    def end_late(self, data: st.DataObject) -> None:
        """What was kept ends, perhaps too late: somebody else has it, or has ended it."""
        source, held = data.draw(self.any_held())
        self.end(source, held, *data.draw(st.tuples(HOWS[source], SECONDS)))

    def renew(self, data: st.DataObject) -> None:
        """What is still in work is held for longer; what was lost is not had back."""
        source, held = data.draw(self.any_held())
        now, piece = self.clock.now(), self.model[source][name_of(held)]
        self.run(self.workers[0][source].renew(now, [held]))
        if piece.lease == held.lease:
            piece.lease_until = now + LEASE

    def any_held(self) -> st.SearchStrategy[Any]:
        """Return what was handed out lately, also what was lost or has ended since."""
        return st.sampled_from(
            [(source, held) for source in SOURCES for held in self.held[source][-4:]]
        )

    def time_passes(self, data: st.DataObject) -> None:
        """Time passes: leases run out, retries and timers come due."""
        self.clock.move(timedelta(seconds=data.draw(SECONDS)))

    def clock_is_set_back(self, data: st.DataObject) -> None:
        """Somebody sets the clock back, and whoever works sees it."""
        self.clock.set_by(-timedelta(seconds=data.draw(st.sampled_from((30, 120, 3600)))))
        now = self.clock.now()
        for source in SOURCES:
            self.run(self.workers[0][source].set_back(now, LONGEST_WAIT))
            for piece in self.model[source].values():
                piece.clock_set_back(now, LONGEST_WAIT)

    def restart(self, _data: st.DataObject) -> None:
        """All died; the next start takes over at once what was in work."""
        for source in SOURCES:
            self.run(self.workers[0][source].release_leases())
            for piece in self.model[source].values():
                piece.released()

    @invariant()
    def looks_in_time(self) -> None:
        """The moment to look again is never later than the first at which something may go."""
        now = self.clock.now()
        for source in SOURCES:
            due, first = self.next_due(source), self.model[source].first_moment(now)
            assert due is None or due >= now
            assert first is None or (due is not None and due <= first)
            assert (due == now) == (first == now)

    @invariant()
    def never_twice(self) -> None:
        """Nothing is done twice."""
        for source in ("deliveries", "occurrences"):
            assert all(piece.done <= 1 for piece in self.model[source].values())

    def teardown(self) -> None:
        """Whatever has happened: what is left is worked off in the end, and nothing waits."""
        if sys.exc_info() == (None, None, None):  # else something is wrong already
            self.drain()

    def drain(self) -> None:
        """Work off what is left."""
        for _ in range(100):
            self.clock.move(LONGEST_WAIT)  # what is worked off sets timers, too
            for source in SOURCES:
                while claimed := self.take(source, 1, 4):
                    for held in claimed:
                        self.end(source, held, "shown" if source == "messages" else "done")
            head = self.model["messages"].get(HEAD_ID)
            if head is None or not (head.ts or head.dead):
                self.want_head()
            elif all(self.next_due(source) is None for source in SOURCES):
                break
        now = self.clock.now()
        for source, pieces in self.model.items():
            assert self.next_due(source) is None
            assert not any(piece.open for piece in pieces.values())
        for source in ("deliveries", "messages"):
            assert self.run(self.workers[0][source].waiting(now)).count == 0
        for message in self.model["messages"].values():
            assert message.dead or message.shown == message.wanted


def test_work(url: str, keyring: Keyring, clock: MovableClock) -> None:
    """In any order of events, all is worked off once and in order, and nothing too early."""
    with asyncio.Runner() as runner:
        database = runner.run(open_database(url, keyring, clock))
        workers = [new_worker(database) for _ in range(2)]
        machine: Any = partial(WorkMachine, runner, database, workers, clock)
        try:
            run_state_machine_as_test(
                machine,
                settings=SETTINGS,
            )
        finally:
            runner.run(database.close())
