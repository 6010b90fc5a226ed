"""Every hour, every day, every week: also when clocks are set."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.schedule import (
    LATE_AFTER,
    DailyAt,
    Hourly,
    Occurrence,
    Schedule,
    Turn,
    WeeklyAt,
    newest_first,
)

TOKYO, BERLIN, NEW_YORK = map(ZoneInfo, ("Asia/Tokyo", "Europe/Berlin", "America/New_York"))
DIGEST = WeeklyAt.parse("mon 09:00")
MICROSECOND = timedelta(microseconds=1)


def at(text: str, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """Return the moment at which the clocks of the zone show this."""
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def shown(occurrence: Occurrence, zone: ZoneInfo) -> str:
    """Return its name, and what the clocks of the zone show when it is due."""
    return f"{occurrence.name}: {occurrence.due.astimezone(zone):%Y-%m-%d %H:%M}"


def following(schedule: Schedule, moment: datetime, zone: ZoneInfo, many: int) -> list[str]:
    """Return so many occurrences after that moment."""
    found = []
    for _ in range(many):
        occurrence = schedule.after(moment, zone)
        found.append(shown(occurrence, zone))
        moment = occurrence.due
    return found


def test_digest_at() -> None:
    """What the settings call "mon 09:00" is Monday at nine in the company's zone."""
    assert WeeklyAt(0, time(9)) == DIGEST
    assert WeeklyAt.parse("sun 23:30") == WeeklyAt(6, time(23, 30))
    assert following(DIGEST, at("2026-11-21T12:00", TOKYO), TOKYO, 2) == [
        "2026-W48: 2026-11-23 09:00",
        "2026-W49: 2026-11-30 09:00",
    ]


def test_over_the_years_end() -> None:
    """Weeks are named as ISO 8601 counts them, the 53rd included."""
    assert following(DIGEST, at("2026-12-22T12:00", TOKYO), TOKYO, 2) == [
        "2026-W53: 2026-12-28 09:00",
        "2027-W01: 2027-01-04 09:00",
    ]
    assert DIGEST.latest(at("2027-01-01T00:00", TOKYO), TOKYO).name == "2026-W53"


def test_due_now() -> None:
    """At its very moment an occurrence is the latest, and no longer to come."""
    nine = at("2026-11-23T09:00", TOKYO)
    assert DIGEST.latest(nine, TOKYO).due == nine
    assert DIGEST.latest(nine - MICROSECOND, TOKYO).name == "2026-W47"
    assert DIGEST.after(nine, TOKYO).name == "2026-W49"


def test_spring() -> None:
    """A time that the clocks skip comes an hour later by the new time, once."""
    night = at("2026-03-28T12:00", BERLIN)
    assert following(DailyAt(time(2, 30)), night, BERLIN, 2) == [
        "2026-03-29: 2026-03-29 03:30",
        "2026-03-30: 2026-03-30 02:30",
    ]
    assert following(DailyAt(time(2, 30)), at("2026-03-07T12:00", NEW_YORK), NEW_YORK, 2) == [
        "2026-03-08: 2026-03-08 03:30",
        "2026-03-09: 2026-03-09 02:30",
    ]


@pytest.mark.parametrize(
    ("zone", "day", "hour"), [(BERLIN, "2026-10-25", 2), (NEW_YORK, "2026-11-01", 1)]
)
def test_autumn(zone: ZoneInfo, day: str, hour: int) -> None:
    """A time that the clocks show twice comes once, when they first show it."""
    schedule = DailyAt(time(hour, 30))
    first, second = (at(f"{day}T{hour:02}:30", zone, fold=fold) for fold in (0, 1))
    assert second - first == timedelta(hours=1)
    assert schedule.after(at(f"{day}T00:00", zone), zone) == Occurrence(day, first)
    between = at(f"{day}T{hour:02}:10", zone, fold=1)
    for moment in (first, between, second):
        assert schedule.latest(moment, zone).name == day
        assert schedule.after(moment, zone).name > day


def test_weekly_over_the_changes() -> None:
    """The digest comes at nine by the clock, before and after the clocks are set."""
    assert following(WeeklyAt(6, time(9)), at("2026-10-17T12:00", BERLIN), BERLIN, 3) == [
        "2026-W42: 2026-10-18 09:00",
        "2026-W43: 2026-10-25 09:00",
        "2026-W44: 2026-11-01 09:00",
    ]


def test_hourly() -> None:
    """An hour is an hour: 25 of them in the long night, each with a name of its own."""
    start, end = at("2026-10-25T00:00", BERLIN), at("2026-10-26T00:00", BERLIN)
    names = []
    while (occurrence := Hourly().after(start - MICROSECOND, BERLIN)).due < end:
        names.append(occurrence.name)
        start = occurrence.due + MICROSECOND
    assert len(set(names)) == len(names) == 25
    assert names[0] == "2026-10-24T22Z"


def test_another_time_of_day() -> None:
    """When the settings move the weekday or the hour, the week keeps its name."""
    tuesday = at("2026-11-24T12:00", TOKYO)
    assert DIGEST.latest(tuesday, TOKYO).name == "2026-W48"
    assert WeeklyAt(2, time(9)).after(tuesday, TOKYO).name == "2026-W48"
    assert WeeklyAt(2, time(9)).after(tuesday, NEW_YORK).name == "2026-W48"


def test_late() -> None:
    """A turn knows that it comes late, unless only a moment has passed."""
    due = at("2026-11-23T09:00", TOKYO)
    occurrence = Occurrence("2026-W48", due)
    assert not Turn("T1", occurrence, due + LATE_AFTER).is_late
    assert Turn("T1", occurrence, due + LATE_AFTER + MICROSECOND).is_late


def test_naive() -> None:
    """A moment without a zone is refused."""
    naive = datetime(2026, 11, 16, 12)  # noqa: DTZ001 - what must not happen
    for schedule in (Hourly(), DailyAt(time(4)), DIGEST):
        with pytest.raises(ValueError, match="without a time zone"):
            schedule.latest(naive, TOKYO)


TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
SCHEDULES: st.SearchStrategy[Schedule] = st.one_of(
    st.just(Hourly()),
    st.builds(DailyAt, TIMES),
    st.builds(WeeklyAt, st.integers(0, 6), TIMES),
)
ZONES = st.sampled_from(
    ("Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut")
).map(ZoneInfo)
MOMENTS = st.datetimes(
    datetime(2026, 1, 5),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2028, 1, 5),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@settings(deadline=None)
@given(SCHEDULES, MOMENTS, ZONES)
def test_nothing_between(schedule: Schedule, moment: datetime, zone: ZoneInfo) -> None:
    """The latest and the next stand around the moment, have nothing between, and lead over."""
    latest, following_ = schedule.latest(moment, zone), schedule.after(moment, zone)
    assert latest.due <= moment < following_.due
    assert latest.name < following_.name
    assert schedule.after(latest.due, zone) == following_
    assert schedule.latest(following_.due - MICROSECOND, zone) == latest
    assert schedule.latest(following_.due, zone) == following_


@settings(deadline=None)
@given(SCHEDULES, MOMENTS, ZONES)
def test_one_after_another(schedule: Schedule, moment: datetime, zone: ZoneInfo) -> None:
    """Backwards, each occurrence comes once, and what a moment finds does not depend on others."""
    found = list(islice(newest_first(schedule, moment, zone), 40))
    assert len({occurrence.name for occurrence in found}) == 40
    assert found == sorted(found, key=lambda occurrence: occurrence.due, reverse=True)
    for newer, older in pairwise(found):
        assert schedule.after(older.due, zone) == newer


@settings(deadline=None)
@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), TIMES, ZONES)
def test_every_day_has_one(day: date, time_of_day: time, zone: ZoneInfo) -> None:
    """Each day has its occurrence, on that very day by the clocks of the zone."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    schedule = DailyAt(time_of_day)
    found = (schedule.latest(noon, zone), schedule.after(noon, zone))
    (on_day,) = [occurrence for occurrence in found if occurrence.name == day.isoformat()]
    assert on_day.due.astimezone(zone).date() == day
