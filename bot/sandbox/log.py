"""Everything said in both directions: what tests look at, and what a person can read back."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from bot.clock import Clock
from bot.sandbox.routes import Sort

T = TypeVar("T")


class Outcome(StrEnum):
    """How a delivery to the app ended."""

    UNDER_WAY = "under way"
    ACKNOWLEDGED = "acknowledged"
    LATE = "late"  # no answer within three seconds
    REFUSED = "refused"  # an answer other than 2xx
    UNREACHABLE = "unreachable"  # no connection, or it broke


@dataclass(slots=True)
class Delivery:
    """One attempt to tell the app something: an event, a command, an interaction."""

    sort: Sort
    name: str
    body: dict[str, Any]
    sent_at: datetime
    takes_answer: bool = False
    attempt: int = 0
    route: str = ""
    outcome: Outcome = Outcome.UNDER_WAY
    answered_at: datetime | None = None
    answer: Any = None


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the app: a Web API method, or a post to a `response_url`."""

    at: datetime
    method: str
    arguments: dict[str, Any]
    status: int
    answer: dict[str, Any]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """Something the app did that Slack has no place for."""

    at: datetime
    what: str
    detail: Any


class NeverHappenedError(AssertionError):
    """What a test waited for did not come; the message holds the end of the log."""


@dataclass(slots=True)
class Log:
    """The record of one server's life.

    `noted` is called with each entry as it is made and as it ends; `stirred` after anything.
    """

    clock: Clock
    deliveries: list[Delivery] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    noted: Callable[[Delivery | Call | Violation], None] = field(default=lambda _: None)
    stirred: Callable[[], None] = field(default=lambda: None)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def sent(self, delivery: Delivery) -> None:
        """Keep a delivery as it goes out."""
        self.deliveries.append(delivery)
        self.noted(delivery)
        self.stir()

    def answered(self, delivery: Delivery, outcome: Outcome, answer: Any = None) -> None:
        """Keep how a delivery ended."""
        delivery.outcome = outcome
        delivery.answer = answer
        delivery.answered_at = self.clock.now()
        self.noted(delivery)
        self.stir()

    def called(
        self,
        method: str,
        arguments: dict[str, Any],
        status: int,
        answer: dict[str, Any],
        fault: str = "",
    ) -> None:
        """Keep one request of the app with what it was told."""
        self.calls.append(Call(self.clock.now(), method, arguments, status, answer, fault))
        self.noted(self.calls[-1])
        self.stir()

    def violated(self, what: str, detail: Any = None) -> None:
        """Keep something the app should not have done."""
        self.violations.append(Violation(self.clock.now(), what, detail))
        self.noted(self.violations[-1])
        self.stir()

    def calls_of(self, method: str) -> list[Call]:
        """Return the calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def stir(self) -> None:
        """Wake everybody waiting in `until`."""
        self._changed.set()
        self._changed = asyncio.Event()
        self.stirred()

    async def until(self, holds: Callable[[], T], within: float = 10.0) -> T:
        """Return what `holds` gives once it gives something true; looked at after each change.

        Raises NeverHappenedError after `within` seconds of the machine's time.
        """
        try:
            async with asyncio.timeout(within):
                while not (value := holds()):
                    await self._changed.wait()
                return value
        except TimeoutError as late:
            raise NeverHappenedError(self.tail()) from late

    def tail(self, lines: int = 30) -> str:
        """Return the end of the record as text, oldest first."""
        entries: list[tuple[datetime, str]] = []
        for d in self.deliveries:
            said = f"-> {d.sort} {d.name} #{d.attempt} {d.outcome}"
            entries.append((d.sent_at, f"{said} {d.answer or ''}"))
        for c in self.calls:
            said = f"<- {c.method} {c.status} {c.answer.get('error', 'ok')}"
            entries.append((c.at, f"{said} {c.fault}"))
        entries += [(v.at, f"!! {v.what}: {v.detail}") for v in self.violations]
        entries.sort(key=lambda entry: entry[0])
        return "\n".join(f"{at:%H:%M:%S} {text}" for at, text in entries[-lines:])
