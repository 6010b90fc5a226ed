"""What is done again and again: every hour, every day, every week, by the company's clock.

An occurrence is known by its name ("2026-11-21", "2026-W47"), not by its moment: when the time of
day, the weekday or the zone is changed in the settings, and when a clock is set, the same day or
week does not come twice.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Protocol
from zoneinfo import ZoneInfo

from flows.local_time import local, moment_of

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

LATE_AFTER = timedelta(minutes=5)
"""What is done or shown so much after its time says so."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One of the times that something is to be done: its name, and when it is due (UTC)."""

    name: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """An occurrence that is being done now, for one company.

    What came due while the process was down is done once, late.
    """

    workspace: str
    occurrence: Occurrence
    now: datetime

    @property
    def is_late(self) -> bool:
        """Whether it must be said that this comes after its time."""
        return self.now - self.occurrence.due > LATE_AFTER


class Schedule(Protocol):
    """When something is due, by the clocks of a zone."""

    def latest(self, moment: datetime, zone: ZoneInfo) -> Occurrence:
        """Return the newest occurrence that is due at that moment or before it."""

    def after(self, moment: datetime, zone: ZoneInfo) -> Occurrence:
        """Return the first occurrence that is due after that moment."""


@dataclass(frozen=True, slots=True)
class Hourly:
    """At every full hour of UTC, which no clock that is set can skip or repeat."""

    def latest(self, moment: datetime, zone: ZoneInfo) -> Occurrence:  # noqa: ARG002 - see Schedule
        """See `Schedule`."""
        return self._at(local(moment, UTC))

    def after(self, moment: datetime, zone: ZoneInfo) -> Occurrence:  # noqa: ARG002 - see Schedule
        """See `Schedule`."""
        return self._at(local(moment, UTC) + timedelta(hours=1))

    def _at(self, moment: datetime) -> Occurrence:
        due = moment.replace(minute=0, second=0, microsecond=0)
        return Occurrence(f"{due:%Y-%m-%dT%HZ}", due)


class _ByCalendar(ABC):
    """Once in each span of so many days of the calendar."""

    __slots__ = ()
    span: ClassVar[timedelta]

    def latest(self, moment: datetime, zone: ZoneInfo) -> Occurrence:
        """See `Schedule`."""
        today = local(moment, zone).date()
        current = self._of(today, zone)
        return current if current.due <= moment else self._of(today - self.span, zone)

    def after(self, moment: datetime, zone: ZoneInfo) -> Occurrence:
        """See `Schedule`."""
        today = local(moment, zone).date()
        current = self._of(today, zone)
        return current if current.due > moment else self._of(today + self.span, zone)

    @abstractmethod
    def _of(self, day: date, zone: ZoneInfo) -> Occurrence:
        """Return the one occurrence of the span that the day is in."""


@dataclass(frozen=True, slots=True)
class DailyAt(_ByCalendar):
    """Every day at that time. In the nights when the clocks are set, once as well."""

    span: ClassVar[timedelta] = timedelta(days=1)
    at: time

    def _of(self, day: date, zone: ZoneInfo) -> Occurrence:
        return Occurrence(day.isoformat(), moment_of(day, self.at, zone))


@dataclass(frozen=True, slots=True)
class WeeklyAt(_ByCalendar):
    """Every calendar week (ISO 8601) on that weekday, Monday is 0, at that time."""

    span: ClassVar[timedelta] = timedelta(days=7)
    weekday: int
    at: time

    @classmethod
    def parse(cls, text: str) -> "WeeklyAt":
        """Read "mon 09:00" as the settings have it."""
        weekday, _, at = text.partition(" ")
        return cls(WEEKDAYS.index(weekday), time.fromisoformat(at))

    def _of(self, day: date, zone: ZoneInfo) -> Occurrence:
        year, week, _ = day.isocalendar()
        due = date.fromisocalendar(year, week, self.weekday + 1)
        return Occurrence(f"{year}-W{week:02}", moment_of(due, self.at, zone))


def newest_first(schedule: Schedule, moment: datetime, zone: ZoneInfo) -> Iterator[Occurrence]:
    """Yield without end the occurrences due until that moment, backwards."""
    while True:
        occurrence = schedule.latest(moment, zone)
        yield occurrence
        moment = occurrence.due - timedelta(microseconds=1)
