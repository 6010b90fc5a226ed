"""What each kind of setting may hold, and the sentence where it holds something else."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from flows.schedule import WEEKDAYS
from flows.written import says_something

_LONGEST_QUOTE = 40
_HOURS = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


def quoted(value: object) -> str:
    """Return what was written, short enough to stand in a sentence."""
    text = " ".join(str(value).split())
    return f'"{text[:_LONGEST_QUOTE]}{"…" if len(text) > _LONGEST_QUOTE else ""}"'


def _like(pattern: str, what: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"{quoted(value)} is not {what}")
        return value

    return AfterValidator(check)


def _among(*options: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in options:
            raise ValueError(f"{quoted(value)} is none of {', '.join(options)}")
        return value

    return AfterValidator(check)


def _is_shown(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"  # any kind of space


def _shown_as_written(text: str) -> str:
    """Refuse what would break a line, turn it round, or name nothing that can be seen."""
    if not says_something(text) or not all(map(_is_shown, text)):
        raise ValueError(f"{quoted(ascii(text))} holds what cannot be shown as it is written")
    return text


def whole_number(low: int, high: int) -> BeforeValidator:
    """A whole number between two, both included."""

    def check(value: object) -> object:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"this must be a whole number from {low} to {high}")
        return value

    return BeforeValidator(check)


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a path, or a folder such as Asia
        raise ValueError(f"{quoted(name)} is not a time zone, such as Asia/Tokyo") from None
    return name


def days(entry: str) -> frozenset[date]:
    """Return the days of "2026-12-29" or of "2026-12-29/2027-01-03", both ends included."""
    first, _, last = entry.partition("/")
    try:
        start = date.fromisoformat(first)
        end = date.fromisoformat(last) if last else start
    except ValueError:
        raise ValueError(
            f"{quoted(entry)} is not a day such as 2026-12-29, or days such as "
            "2026-12-29/2027-01-03"
        ) from None
    if end < start:
        raise ValueError(f"{quoted(entry)}: the last day is before the first")
    if end - start > timedelta(days=366):
        raise ValueError(f"{quoted(entry)} is more than a year")
    return frozenset(start + timedelta(days=n) for n in range((end - start).days + 1))


def hours(entry: str) -> tuple[time, time]:
    """Return the opening and closing time of "10:00-18:30"."""
    if not _HOURS.fullmatch(entry):
        raise ValueError(f"{quoted(entry)} is not from one time to another, such as 10:00-18:30")
    opening, closing = map(time.fromisoformat, entry.split("-"))
    if closing <= opening:
        raise ValueError(
            f"{quoted(entry)} closes before it opens; hours past midnight cannot be kept"
        )
    return opening, closing


def _some_day_open(closed: tuple[str, ...]) -> tuple[str, ...]:
    if set(closed) >= set(WEEKDAYS):
        raise ValueError("this leaves no day open")
    return closed


def _readable(read: Callable[[str], object]) -> AfterValidator:
    """Check what can be read, and keep it as it was written."""

    def check(entry: str) -> str:
        read(entry)
        return entry

    return AfterValidator(check)


_ID = "[A-Z0-9]{2,30}"
ChannelId = Annotated[str, _like(f"[CG]{_ID}", "the id of a channel, such as C0DESKSHINJUKU")]
UserId = Annotated[str, _like(f"[UW]{_ID}", "the id of a person, such as U0SUPERVISOR")]
UserOrGroupId = Annotated[
    str,
    _like(f"[UWS]{_ID}", "the id of a person or a user group, such as U0MANAGER or S0MANAGERS"),
]
BranchId = Annotated[
    str, _like("[a-z0-9][a-z0-9_-]{0,39}", "a short name of small letters, figures, - and _")
]
WeeklyMoment = Annotated[
    str,
    _like(
        rf"({'|'.join(WEEKDAYS)}) ([01]\d|2[0-3]):[0-5]\d",
        "a weekday and a time, such as mon 09:00",
    ),
]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_shown_as_written),
]
Language = Annotated[str, _among("ja", "en")]
ClosedWeekdays = Annotated[
    tuple[Annotated[str, _among(*WEEKDAYS)], ...], AfterValidator(_some_day_open)
]
Zone = Annotated[str, AfterValidator(_known_zone)]
Days = Annotated[str, _readable(days)]
Hours = Annotated[str, _readable(hours)]
