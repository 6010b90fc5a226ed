"""When a desk is open: hours, closed weekdays, public holidays, the company's own calendar.

Every deadline in "business" hours or days is counted here, in the company's zone. Moments are
aware and come back in UTC. The public holidays are those of Japan (国民の祝日に関する法律: its
substitute holidays and the days between two holidays too).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jpholiday import is_holiday

from flows.company import Branch, Calendar, Company
from flows.local_time import last_moment_of, local, moment_of

USUAL_HOURS = (time(10), time(18))
"""Of a branch whose hours are not set, and of headquarters."""

WEEKEND = frozenset({5, 6})
WEEK = frozenset(range(7))
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BusinessTime:
    """The opening hours of one desk, from `hours[0]` until just before `hours[1]`.

    `closed` are weekdays, Monday is 0. A day in `calendar.open` is a business day whatever else
    is said of it.
    """

    zone: ZoneInfo
    hours: tuple[time, time] = USUAL_HOURS
    closed: frozenset[int] = frozenset()
    calendar: Calendar = field(default_factory=Calendar)

    def __post_init__(self) -> None:
        """Refuse hours past midnight, and a week without a business day."""
        if self.hours[1] <= self.hours[0]:
            raise ValueError("a desk closes later in the day than it opens")
        if self.closed >= WEEK:
            raise ValueError("a desk is open on one weekday at least")

    def is_business_day(self, day: date) -> bool:
        """Whether the desk opens on that day."""
        if day in self.calendar.open:
            return True
        return not (day.weekday() in self.closed or day in self.calendar.closed or is_holiday(day))

    def is_open(self, at: datetime) -> bool:
        """Whether somebody can be expected at the desk at that moment."""
        opening, _ = next(self._open_from(at))
        return opening <= at

    def next_opening(self, at: datetime) -> datetime:
        """Return the first moment, from `at` on, at which the desk is open."""
        opening, _ = next(self._open_from(at))
        return max(opening, at.astimezone(UTC))

    def end_of_business_day(self, at: datetime) -> datetime:
        """Return when the business day ends on which something of that moment is dealt with.

        After closing, and on a closed day, that is the next business day.
        """
        _, closing = next(self._open_from(at))
        return closing

    def next_business_day(self, at: datetime) -> date:
        """Return the first business day after the day of that moment."""
        return self._business_day(local(at, self.zone).date() + _A_DAY)

    def add_days(self, at: datetime, days: int) -> datetime:
        """Return the moment so many business days later, at the same time of day.

        The day of `at` itself does not count; with 0, it is the first business day from it on.
        A time outside the hours becomes the nearest one within them: opening or closing.
        """
        if days < 0:
            raise ValueError("business days are counted forwards")
        start = local(at, self.zone)
        day = start.date()
        for _ in range(days):
            day = self._business_day(day + _A_DAY)
        day = self._business_day(day)
        opening, closing = self._hours_of(day)
        return min(max(moment_of(day, start.time(), self.zone), opening), closing)

    def add_hours(self, at: datetime, span: timedelta) -> datetime:
        """Return the moment at which the desk will have been open for `span` since `at`.

        What is just used up at closing ends then, and not with the next opening.
        """
        if span < timedelta():
            raise ValueError("business hours are counted forwards")
        since = at.astimezone(UTC)
        days = self._open_from(at)
        while True:
            opening, closing = next(days)
            start = max(opening, since)
            if span <= closing - start:
                return start + span
            span -= closing - start

    def _open_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield opening and closing of each business day that is not over at that moment."""
        day = local(at, self.zone).date()
        while True:
            day = self._business_day(day)
            opening, closing = self._hours_of(day)
            # Of short hours nothing may be left in the night when the clocks are set forward.
            if max(opening, at) < closing:
                yield opening, closing
            day += _A_DAY

    def _business_day(self, day: date) -> date:
        """Return that day or, when it is closed, the next business day."""
        while not self.is_business_day(day):
            day += _A_DAY
        return day

    def _hours_of(self, day: date) -> tuple[datetime, datetime]:
        opening, closing = self.hours
        return moment_of(day, opening, self.zone), last_moment_of(day, closing, self.zone)


def business_time(company: Company, branch: Branch | None) -> BusinessTime:
    """Return the opening hours of a branch's desk; None is headquarters.

    A branch is open every weekday that it does not name as closed: rental shops work at
    weekends. Headquarters keep the usual hours from Monday to Friday.
    """
    if branch is None:
        return BusinessTime(company.zone, USUAL_HOURS, WEEKEND, company.calendar)
    hours = branch.hours or USUAL_HOURS
    return BusinessTime(company.zone, hours, branch.closed, company.calendar)
