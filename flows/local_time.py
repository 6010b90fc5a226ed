"""A time on the wall of the company, as a moment: also in the nights when the clocks are set.

A time that the clocks skip (the gap in spring) is taken as they would have shown it had they not
been set: one hour later by the new time. A time that they show twice (in autumn) comes first by
the old time, and last by the new one.
"""

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, at which the clocks of `zone` first show that time."""
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


def last_moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, at which they show it for the last time."""
    again = datetime.combine(day, at.replace(fold=1), zone).astimezone(UTC)
    return max(moment_of(day, at, zone), again)


def local(moment: datetime, zone: tzinfo) -> datetime:
    """Return what clock and calendar in `zone` show; ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is no moment")
    return moment.astimezone(zone)
