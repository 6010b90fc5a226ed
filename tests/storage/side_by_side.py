"""The database and the model of it, side by side: each step is taken on both and compared."""

import asyncio
import itertools
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import Connection, delete

from bot.clock import MovableClock
from flows.messages import Kind, Urgency, Wanted
from storage.inbox import Delivery, Inbox
from storage.occurrences import Claimed, Occurrences
from storage.outbox import Outbox, Outgoing
from storage.unit_of_work import Database
from storage.work_tables import inbox, messages, occurrences
from tests.storage.examples import NOON, WORKSPACE, wanted
from tests.storage.work_model import (
    CHANNEL,
    HEAD,
    LEASE,
    NORMAL,
    PAGE,
    PERSON,
    THREAD,
    Message,
    Pieces,
)

JOB = "job"
SOURCES = ("deliveries", "messages", "occurrences")
PLACES = {"channel": CHANNEL, "person": PERSON, "thread": THREAD}
T = TypeVar("T")


class SideBySide(RuleBasedStateMachine):
    """What was handed out is `held`, also by those who lost it; `slack` is what was posted."""

    def __init__(
        self,
        runner: asyncio.Runner,
        database: Database,
        workers: Sequence[dict[str, Any]],
        clock: MovableClock,
    ) -> None:
        super().__init__()
        self.runner, self.database, self.workers, self.clock = runner, database, workers, clock
        clock.set_by(NOON - clock.now())
        self.run(database.connections.write(_empty))
        self.model = {source: Pieces() for source in SOURCES}
        self.begun: datetime | None = None
        self.held: dict[str, list[Any]] = {source: [] for source in SOURCES}
        self.slack: dict[Any, str] = {}  # what was posted, by its id
        self.numbers = itertools.count(1)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what it returns."""
        return self.runner.run(work)

    async def accept(self, lot: list[Delivery]) -> list[bool]:
        """Return of each whether it is new; they share a commit."""
        entrance: Inbox = self.workers[0]["deliveries"]
        return await asyncio.gather(*(entrance.accept(each) for each in lot))

    def take(self, source: str, worker: int, limit: int) -> list[Any]:
        """Claim, and compare with what the model says."""
        now, model = self.clock.now(), self.model[source]
        expected = model.may_go(now)[:limit]
        claimed = self.run(self.workers[worker][source].claim(now, limit))
        assert [name_of(each) for each in claimed] == expected
        for each in claimed:
            piece = model[name_of(each)]
            piece.taken(each.lease, now)
            assert each.attempts == piece.attempts
            if isinstance(each, Outgoing):
                seen = (each.wanted_revision, each.ts, each.in_doubt)
                assert seen == (piece.wanted, piece.ts, piece.in_doubt)
                assert each.ts or each.in_doubt or each.id not in self.slack  # or said twice
        self.held[source] += claimed
        return list(claimed)

    def report(self, held: Any, source: str, how: str, *given: Any, **more: Any) -> bool:
        """Report back to the database: it counts where the lease is held, and nowhere else."""
        holds: bool = self.model[source][name_of(held)].lease == held.lease
        reported = getattr(self.workers[0][source], how)(held, *given, **more)
        assert self.run(reported) == holds
        return holds

    def end(self, source: str, held: Any, how: str, s: int = 0) -> None:
        """Let something end so; `s` is in how many seconds it is to be tried again if it is."""
        if how == "kept":
            return
        if how == "dies":
            self.held[source].remove(held)
        if source == "messages":
            self.deliver(held, how, s)
        else:
            self.finish(source, held, how, s)

    def finish(self, source: str, held: Any, how: str, s: int) -> None:
        """Do a delivery or an occurrence, and report it; who dies reports nothing."""
        if source == "deliveries" and how in ("done", "dies"):
            self.want(held.body["wants"])
        at = self.clock.now() + timedelta(seconds=s)
        given = {"done": (), "later": (at, "Timeout"), "dead": ("Gone",)}
        if how == "dies" or not self.report(held, source, how, *given[how]):
            return
        piece = self.model[source][name_of(held)]
        piece.done += how == "done"
        later = how == "later"
        piece.given_back(still_open=later, retry_at=at if later else None)

    def want(self, wants: Sequence[Any]) -> None:
        """Have messages wanted, all in one transaction."""
        asked = [self._wanted(*each) for each in wants]
        self.run(self._want([message for message, _ in asked]))
        for message, rank in asked:
            self._model_wants(message, rank)

    def want_head(self) -> None:
        """Have the message wanted that the thread hangs on."""
        self.want([("person", "a", NORMAL, None)])

    def _wanted(self, where: str, detail: str, rank: int, delay: int | None) -> tuple[Wanted, int]:
        now, place = self.clock.now(), PLACES[where]
        at = None if delay is None else now + timedelta(seconds=delay)
        urgency = Urgency.PAGE if rank == PAGE else Urgency.NORMAL
        if (place, detail) == (PERSON, "a"):
            return replace(HEAD, not_before=at, urgency=urgency), rank
        more: dict[str, Any] = {"detail": detail, "not_before": at, "urgency": urgency}
        return wanted(Kind.QUESTION, place, **more), rank

    async def _want(self, all_wanted: list[Wanted]) -> None:
        async with self.database.write(WORKSPACE) as work:
            for message in all_wanted:
                await work.messages.want(message)

    def _model_wants(self, message: Wanted, rank: int) -> None:
        model, name, now = self.model["messages"], message.id_in(WORKSPACE), self.clock.now()
        if name in model:
            model[name].wanted_anew(now, rank, message.not_before)
            return
        model[name] = Message(
            position=next(self.numbers),
            place=message.place,
            rank=rank,
            wanted_at=now,
            not_before=message.not_before,
        )

    def deliver(self, out: Outgoing, how: str, s: int) -> None:
        """Send a message and report it; one in doubt is looked for before."""
        piece, at = self.model["messages"][out.id], self.clock.now() + timedelta(seconds=s)
        if piece.lease == out.lease and how in ("shown", "in doubt", "dies"):
            self.slack.setdefault(out.id, f"{next(self.numbers)}.0")
        ts = out.ts or self.slack.get(out.id)
        tell = partial(self.report, out, "messages")
        if how == "dies":
            return
        if how in ("shown", "dropped"):
            found = ts != out.ts  # then it stands, whatever is to be shown now
            if not (tell("dropped") if how == "dropped" and not found else tell("shown", "C1", ts)):
                return
            piece.given_back(still_open=piece.wanted > out.wanted_revision)
            piece.shown, piece.attempts, piece.ts = out.wanted_revision, 0, ts
            piece.failed = piece.in_doubt = False
        elif how == "dead":
            if tell("dead", "gone"):
                piece.given_back(still_open=False)
                piece.dead = piece.failed = True
        elif tell("later", at, how, in_doubt=how == "in doubt", tried=how != "held back"):
            piece.given_back(still_open=True, retry_at=at)
            piece.attempts -= how == "held back"
            piece.failed = piece.failed or how != "held back"
            piece.in_doubt = piece.in_doubt or how == "in doubt"

    def ready(self) -> list[str]:
        """Return where something may be worked on now."""
        now = self.clock.now()
        return [source for source in SOURCES if self.model[source].may_go(now)]

    def next_due(self, source: str) -> datetime | None:
        """Return when to look again."""
        due: datetime | None = self.run(self.workers[1][source].next_due(self.clock.now()))
        return due


def new_worker(database: Database) -> dict[str, Any]:
    """Return a process that works."""
    return {
        "deliveries": Inbox(database, LEASE),
        "messages": Outbox(database, LEASE),
        "occurrences": Occurrences(database, [JOB], LEASE),
    }


def _empty(connection: Connection) -> None:
    for table in (inbox, messages, occurrences):
        connection.execute(delete(table))


def name_of(claimed: Delivery | Outgoing | Claimed) -> Any:
    """Return by what name the model knows it."""
    if isinstance(claimed, Delivery):
        return claimed.key
    return claimed.id if isinstance(claimed, Outgoing) else claimed.occurrence.name
