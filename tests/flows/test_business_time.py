"""When a desk is open, and when a deadline in business hours or days is over."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.business_time import USUAL_HOURS, BusinessTime, business_time
from flows.company import Branch, Calendar, Company

pytestmark = pytest.mark.no_cover  # it goes through all there is; to be measured doubles that

TOKYO, BERLIN, NEW_YORK = map(ZoneInfo, ("Asia/Tokyo", "Europe/Berlin", "America/New_York"))
SHOP_HOURS = (time(10), time(18, 30))
YEAR_END = frozenset(date(2026, 12, 29) + timedelta(days=n) for n in range(6))
SHOP = BusinessTime(TOKYO, SHOP_HOURS, frozenset({2}), Calendar(closed=YEAR_END))
QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)

# As the Cabinet Office announces them (国民の祝日について), substitute holidays included.
HOLIDAYS = {
    date(year, *map(int, day.split("/")))
    for year, days in {
        2026: "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3"
        " 11/23",
        2027: "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23",
    }.items()
    for day in days.split()
}


def at(text: str, zone: ZoneInfo = TOKYO, *, fold: int = 0) -> datetime:
    """Return the moment at which the clocks of the zone show this."""
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def shown(moment: datetime, zone: ZoneInfo = TOKYO) -> str:
    """Return what the clocks of the zone show."""
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("year", [2026, 2027])
def test_public_holidays(year: int) -> None:
    """A desk is closed on exactly the holidays that the Cabinet Office announces."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    always = BusinessTime(TOKYO)
    assert [d for d in days if not always.is_business_day(d)] == sorted(
        d for d in HOLIDAYS if d.year == year
    )


@pytest.mark.parametrize(
    ("day", "business"),
    [
        ("2026-05-01", True),
        ("2026-05-03", False),  # 憲法記念日, a Sunday
        ("2026-05-06", False),  # its substitute, three days later
        ("2026-05-07", True),
        ("2026-09-22", False),  # between two holidays
        ("2027-03-22", False),  # 春分の日 falls on a Sunday
        ("2026-11-18", False),  # a Wednesday, on which this shop is closed
        ("2026-11-21", True),  # a Saturday
        ("2026-12-28", True),
        ("2026-12-29", False),  # closed by the company
        ("2027-01-01", False),
        ("2027-01-03", False),
        ("2027-01-04", True),
        ("2028-02-29", True),
    ],
)
def test_business_days(day: str, *, business: bool) -> None:
    """Holidays, those in lieu of them, the shop's weekday and the company's days are closed."""
    assert SHOP.is_business_day(date.fromisoformat(day)) is business


def test_opened_by_the_company() -> None:
    """A day the company opens is a business day: a holiday, a closed weekday, a closed span."""
    days = {date(2026, 11, 23), date(2026, 11, 18), date(2026, 12, 30)}
    shop = BusinessTime(TOKYO, SHOP_HOURS, frozenset({2}), Calendar(YEAR_END, frozenset(days)))
    assert all(shop.is_business_day(day) for day in days)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-21T09:59", False),
        ("2026-11-21T10:00", True),
        ("2026-11-21T18:29", True),
        ("2026-11-21T18:30", False),
        ("2026-11-18T12:00", False),
        ("2026-11-23T12:00", False),
    ],
)
def test_open(moment: str, *, is_open: bool) -> None:
    """A desk is open from its opening until just before its closing, on business days."""
    assert SHOP.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-21T12:00", "2026-11-21 12:00"),  # open already
        ("2026-11-21T07:00", "2026-11-21 10:00"),
        ("2026-11-17T18:30", "2026-11-19 10:00"),  # Tuesday evening, closed on Wednesday
        ("2026-04-28T20:00", "2026-04-30 10:00"),  # 昭和の日
        ("2026-05-02T18:30", "2026-05-07 10:00"),  # golden week
        ("2026-12-28T18:30", "2027-01-04 10:00"),  # over the year's end
    ],
)
def test_next_opening(moment: str, opening: str) -> None:
    """The next opening is now while it is open, else after everything that is closed."""
    assert shown(SHOP.next_opening(at(moment))) == opening


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-11-21T09:00", "2026-11-21 18:30"),
        ("2026-11-21T18:29", "2026-11-21 18:30"),
        ("2026-11-21T18:30", "2026-11-22 18:30"),
        ("2026-11-22T19:00", "2026-11-24 18:30"),  # Monday is 勤労感謝の日
        ("2026-12-28T23:59", "2027-01-04 18:30"),
    ],
)
def test_end_of_business_day(moment: str, end: str) -> None:
    """What comes after closing or on a closed day belongs to the next business day."""
    assert shown(SHOP.end_of_business_day(at(moment))) == end


@pytest.mark.parametrize(
    ("moment", "days", "later"),
    [
        ("2026-11-16T14:05", 1, "2026-11-17 14:05"),
        ("2026-11-17T14:05", 1, "2026-11-19 14:05"),  # over the closed Wednesday
        ("2026-11-16T23:00", 1, "2026-11-17 18:30"),
        ("2026-11-16T05:00", 1, "2026-11-17 10:00"),
        ("2026-11-18T12:00", 1, "2026-11-19 12:00"),  # begun on a closed day
        ("2026-11-18T12:00", 0, "2026-11-19 12:00"),
        ("2026-11-16T12:00", 0, "2026-11-16 12:00"),
        ("2026-05-01T12:00", 2, "2026-05-07 12:00"),
        ("2026-12-28T12:00", 3, "2027-01-07 12:00"),
    ],
)
def test_add_days(moment: str, days: int, later: str) -> None:
    """So many business days later, at the same time where the desk is open then."""
    assert shown(SHOP.add_days(at(moment), days)) == later


@pytest.mark.parametrize(
    ("moment", "hours", "later"),
    [
        ("2026-11-16T14:05", 1.0, "2026-11-16 15:05"),
        ("2026-11-16T17:30", 1.0, "2026-11-16 18:30"),  # just used up at closing
        ("2026-11-16T18:00", 1.0, "2026-11-17 10:30"),
        ("2026-11-17T18:00", 1.0, "2026-11-19 10:30"),
        ("2026-11-18T03:00", 8.5, "2026-11-19 18:30"),
        ("2026-11-16T10:00", 17.0, "2026-11-17 18:30"),
        ("2026-12-28T17:00", 4.0, "2027-01-04 12:30"),
        ("2026-11-16T20:00", 0.0, "2026-11-17 10:00"),
    ],
)
def test_add_hours(moment: str, hours: float, later: str) -> None:
    """Only the time during which the desk is open counts."""
    assert shown(SHOP.add_hours(at(moment), hours * HOUR)) == later


def test_next_business_day() -> None:
    """The day itself does not count, open or not."""
    assert SHOP.next_business_day(at("2026-11-17T08:00")) == date(2026, 11, 19)
    assert SHOP.next_business_day(at("2026-11-18T08:00")) == date(2026, 11, 19)


def test_the_companys_zone() -> None:
    """Whether it is Saturday or Sunday is asked in the company's zone, not in UTC."""
    office = BusinessTime(TOKYO, SHOP_HOURS, frozenset({6}))
    assert office.is_open(datetime(2026, 11, 21, 1, 0, tzinfo=UTC))
    assert not office.is_open(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))
    saturday_night = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)  # 00:30 on Sunday in Tokyo
    assert shown(office.next_opening(saturday_night)) == "2026-11-24 10:00"


@pytest.mark.parametrize(
    ("zone", "moment", "hours", "later"),
    [
        # 29 March 2026, 02:00 becomes 03:00; an hour of the night is missing.
        (BERLIN, "2026-03-29T01:00", 2.0, "2026-03-29 04:00"),
        # 25 October 2026, 03:00 becomes 02:00; an hour is there twice.
        (BERLIN, "2026-10-25T01:00", 3.0, "2026-10-25 03:00"),
        (NEW_YORK, "2026-03-08T00:00", 3.0, "2026-03-08 04:00"),
        (NEW_YORK, "2026-11-01T00:00", 3.0, "2026-11-01 02:00"),
    ],
)
def test_hours_are_hours(zone: ZoneInfo, moment: str, hours: float, later: str) -> None:
    """In the nights when the clocks are set, an hour of work is an hour of everybody's life."""
    night_desk = BusinessTime(zone, (time(0), time(23)))
    assert shown(night_desk.add_hours(at(moment, zone), hours * HOUR), zone) == later


def test_opening_in_the_gap() -> None:
    """A desk that opens at a time the clocks skip opens an hour later by the new time."""
    desk = BusinessTime(BERLIN, (time(2, 30), time(9)))
    night = at("2026-03-29T00:00", BERLIN)
    assert shown(desk.next_opening(night), BERLIN) == "2026-03-29 03:30"
    assert shown(desk.end_of_business_day(night), BERLIN) == "2026-03-29 09:00"


def test_nothing_left_of_the_night() -> None:
    """Hours of which the gap leaves nothing are passed over, and the next day's come."""
    desk = BusinessTime(BERLIN, (time(2, 30), time(3, 15)))
    night = at("2026-03-29T00:00", BERLIN)
    assert shown(desk.next_opening(night), BERLIN) == "2026-03-30 02:30"
    assert not desk.is_open(at("2026-03-29T03:20", BERLIN))
    assert shown(desk.add_hours(night, HOUR), BERLIN) == "2026-03-31 02:45"


def test_the_hour_that_comes_twice() -> None:
    """A desk opens when the clocks first show its time, and closes when they last do."""
    desk = BusinessTime(BERLIN, (time(2, 15), time(2, 45)))
    night = at("2026-10-25T00:00", BERLIN)
    assert desk.next_opening(night) == datetime(2026, 10, 25, 0, 15, tzinfo=UTC)
    assert desk.end_of_business_day(night) == datetime(2026, 10, 25, 1, 45, tzinfo=UTC)
    assert desk.is_open(at("2026-10-25T02:15", BERLIN, fold=0))
    assert desk.is_open(at("2026-10-25T02:30", BERLIN, fold=1))


def test_days_over_the_changes() -> None:
    """A business day later is the same time on the clock, though 23 or 25 hours have passed."""
    desk = BusinessTime(BERLIN, (time(8), time(17)))
    for day, later in (("2026-03-28", "2026-03-29"), ("2026-10-24", "2026-10-25")):
        assert shown(desk.add_days(at(f"{day}T09:30", BERLIN), 1), BERLIN) == f"{later} 09:30"


def test_defaults() -> None:
    """Without hours a branch is open from 10 to 18 every weekday; headquarters Monday to Friday."""
    branch = Branch("a", "架空店", "架空不動産", "C0A")
    company = Company("架空不動産", (branch,), calendar=Calendar(closed=YEAR_END))
    shop, office = business_time(company, branch), business_time(company, None)
    saturday, sunday = at("2026-11-21T12:00"), at("2026-11-22T12:00")
    assert shop.hours == office.hours == USUAL_HOURS == (time(10), time(18))
    assert [desk.is_open(day) for desk in (shop, office) for day in (saturday, sunday)] == [
        True,
        True,
        False,
        False,
    ]
    assert not shop.is_open(at("2026-12-30T12:00"))


def test_as_set() -> None:
    """A branch's hours, weekdays and the company's zone and days are taken from the settings."""
    branch = Branch("a", "架空店", "架空不動産", "C0A", hours=SHOP_HOURS, closed=frozenset({1, 2}))
    company = Company("架空不動産", (branch,), timezone="Europe/Berlin")
    desk = business_time(company, branch)
    assert desk == BusinessTime(BERLIN, SHOP_HOURS, frozenset({1, 2}), Calendar())


def test_refused() -> None:
    """Hours past midnight, a week without a business day and counting backwards are refused."""
    with pytest.raises(ValueError, match="closes later"):
        BusinessTime(TOKYO, (time(22), time(2)))
    with pytest.raises(ValueError, match="one weekday"):
        BusinessTime(TOKYO, SHOP_HOURS, frozenset(range(7)))
    with pytest.raises(ValueError, match="forwards"):
        SHOP.add_days(at("2026-11-16T12:00"), -1)
    with pytest.raises(ValueError, match="forwards"):
        SHOP.add_hours(at("2026-11-16T12:00"), -HOUR)


def test_naive() -> None:
    """A moment without a zone is refused, whatever is asked about it."""
    naive = datetime(2026, 11, 16, 12)  # noqa: DTZ001 - what must not happen
    for ask in (SHOP.is_open, SHOP.next_opening, SHOP.end_of_business_day, SHOP.next_business_day):
        with pytest.raises(ValueError, match="without a time zone"):
            ask(naive)


# Any desk that is open by day, at any quarter of an hour, ending well before the table above does.
ZONES = st.sampled_from((TOKYO, BERLIN, NEW_YORK, ZoneInfo("Australia/Lord_Howe")))
QUARTERS = st.integers(5 * 4, 24 * 4 - 1).map(lambda n: time(n // 4, n % 4 * 15))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
SOME_DAYS = st.frozensets(DAYS, max_size=6)
MOMENTS = st.builds(
    lambda day, n: datetime(day.year, day.month, day.day, tzinfo=UTC) + n * QUARTER,
    st.dates(date(2026, 1, 2), date(2027, 7, 1)),
    st.integers(0, 95),
)
HOURS = st.tuples(QUARTERS, QUARTERS).filter(lambda both: both[0].hour + 2 < both[1].hour)
DESKS = st.builds(
    BusinessTime,
    zone=ZONES,
    hours=HOURS,
    closed=st.frozensets(st.integers(0, 6), max_size=3),
    calendar=st.builds(Calendar, SOME_DAYS, SOME_DAYS),
)
SPANS = st.integers(0, 150).map(lambda n: n * QUARTER)


def says_open(desk: BusinessTime, moment: datetime) -> bool:
    """Say it plainly: look at clock and calendar on the wall."""
    wall = moment.astimezone(desk.zone)
    day = wall.date()
    closed = day in HOLIDAYS or day.weekday() in desk.closed or day in desk.calendar.closed
    is_today = day in desk.calendar.open or not closed
    return is_today and desk.hours[0] <= wall.time() < desk.hours[1]


@settings(deadline=None)
@given(DESKS, MOMENTS)
def test_open_as_the_wall_says(desk: BusinessTime, moment: datetime) -> None:
    """Whether it is open, and when it next is, is what looking every quarter of an hour gives."""
    assert desk.is_open(moment) is says_open(desk, moment)
    looked = moment
    while not says_open(desk, looked):
        looked += QUARTER
    assert desk.next_opening(moment) == looked
    while says_open(desk, looked):
        looked += QUARTER
    assert desk.end_of_business_day(moment) == looked


@settings(deadline=None)
@given(DESKS, MOMENTS, SPANS)
def test_hours_as_counted(desk: BusinessTime, moment: datetime, span: timedelta) -> None:
    """Business hours are what counting the open quarters of an hour gives."""
    looked, left = moment, span
    while left:
        left -= QUARTER * says_open(desk, looked)
        looked += QUARTER
    assert desk.add_hours(moment, span) == (looked if span else desk.next_opening(moment))


@settings(deadline=None)
@given(DESKS, MOMENTS, SPANS, SPANS.filter(bool))
def test_hours_add_up(
    desk: BusinessTime, moment: datetime, one: timedelta, other: timedelta
) -> None:
    """Adding hours twice is adding them together, and later never ends earlier."""
    between = desk.add_hours(moment, one)
    assert desk.add_hours(between, other) == desk.add_hours(moment, one + other)
    assert desk.add_hours(moment, other) <= desk.add_hours(moment + QUARTER, other)


@settings(deadline=None)
@given(DESKS, MOMENTS, st.integers(1, 12), st.integers(1, 12))
def test_days_add_up(desk: BusinessTime, moment: datetime, one: int, other: int) -> None:
    """So many business days lie between, the end is within hours, and days add up."""
    later = desk.add_days(moment, one)
    first, last = (m.astimezone(desk.zone).date() for m in (moment, later))
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(map(desk.is_business_day, between)) == one
    assert desk.is_business_day(last)
    assert desk.hours[0] <= later.astimezone(desk.zone).time() <= desk.hours[1]
    assert desk.add_days(later, other) == desk.add_days(moment, one + other)
    if one == 1:
        assert last == desk.next_business_day(moment)
