"""The settings file's format, checked, and turned into the company it describes."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from flows.company import Branch, Calendar, Company, Policy
from flows.errors import SettingsError
from flows.schedule import WEEKDAYS
from flows.triage.thresholds import Thresholds

ChannelId = Annotated[str, StringConstraints(pattern=r"^[CG][A-Z0-9]{2,30}$")]
UserId = Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]{2,30}$")]
UserOrGroupId = Annotated[str, StringConstraints(pattern=r"^[UWS][A-Z0-9]{2,30}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

_HOURS = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not a time zone such as Asia/Tokyo")
    return name


def _days(entry: str) -> frozenset[date]:
    """Return the days of "2026-12-29" or of "2026-12-29/2027-01-03", both ends included."""
    first, _, last = entry.partition("/")
    start = date.fromisoformat(first)
    end = date.fromisoformat(last) if last else start
    if end < start or end - start > timedelta(days=366):
        raise ValueError(f"{entry} is not a span of days within a year, first day first")
    return frozenset(start + timedelta(days=n) for n in range((end - start).days + 1))


def _day_entry(entry: str) -> str:
    _days(entry)
    return entry


def _hours(entry: str) -> tuple[time, time]:
    """Return opening and closing of "10:00-18:30"."""
    if not _HOURS.fullmatch(entry):
        raise ValueError('is not of the form "10:00-18:30"')
    opening, closing = map(time.fromisoformat, entry.split("-"))
    if closing <= opening:
        raise ValueError(f"{entry} closes before it opens; hours past midnight cannot be kept")
    return opening, closing


def _hours_entry(entry: str) -> str:
    _hours(entry)
    return entry


def _some_day_open(closed: tuple[Weekday, ...]) -> tuple[Weekday, ...]:
    if set(closed) >= set(WEEKDAYS):
        raise ValueError("leaves no day open")
    return closed


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _CompanySection(_Section):
    name: Text
    language: Literal["ja", "en"] = "ja"
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Tokyo"
    managers: tuple[UserOrGroupId, ...] = ()
    hq_channel: ChannelId | None = None
    hr_channel: ChannelId | None = None
    legal_channel: ChannelId | None = None
    digest_channel: ChannelId | None = None
    digest_at: Annotated[
        str, StringConstraints(pattern=r"^(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):[0-5]\d$")
    ] = "mon 09:00"
    internal_contact: Text | None = None
    internal_contact_channel: ChannelId | None = None
    shared_accounts: tuple[UserId, ...] = ()


class _CalendarSection(_Section):
    closed: tuple[Annotated[str, AfterValidator(_day_entry)], ...] = ()
    open: tuple[Annotated[str, AfterValidator(_day_entry)], ...] = ()


class _BranchSection(_Section):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")] | None = None
    name: Text | None = None
    entity: Text | None = None
    desk_channel: ChannelId
    team_channel: ChannelId | None = None
    on_call: tuple[UserId, ...] = ()
    phone: Text | None = None
    address: Text | None = None
    hours: Annotated[str, AfterValidator(_hours_entry)] | None = None
    closed: Annotated[tuple[Weekday, ...], AfterValidator(_some_day_open)] = ()


class _ThresholdsSection(_Section):
    repeats_after_answer: Annotated[int, Field(ge=1, le=100)] = 3
    minutes_after_answer: Annotated[int, Field(ge=1, le=600)] = 30
    out_of_hours_calls: Annotated[int, Field(ge=1, le=100)] = 2


class _PolicySection(_Section):
    two_person_suspension: bool = True
    suspension_months: Annotated[int, Field(ge=1, le=12)] = 3


class _SettingsFile(_Section):
    company: _CompanySection
    calendar: _CalendarSection = _CalendarSection()
    branches: Annotated[tuple[_BranchSection, ...], Field(min_length=1)]
    thresholds: _ThresholdsSection = _ThresholdsSection()
    policy: _PolicySection = _PolicySection()

    @model_validator(mode="after")
    def _nothing_twice(self) -> "_SettingsFile":
        ids = [branch.id for branch in self.branches if branch.id]
        if len(set(ids)) < len(ids):
            raise ValueError("two branches have the same id")
        desks = [branch.desk_channel for branch in self.branches]
        if len(set(desks)) < len(desks):
            raise ValueError("two branches share a desk_channel; each needs its own")
        teams = [branch.team_channel for branch in self.branches if branch.team_channel]
        if len(set(teams)) < len(teams):
            raise ValueError("two branches share a team_channel; each needs its own")
        if both := sorted(set(teams) & set(desks)):
            raise ValueError(f"{both[0]} is both a desk_channel and a team_channel")
        self._refuse_open_desks(desks, teams)
        return self

    def _refuse_open_desks(self, desks: list[str], teams: list[str]) -> None:
        """What is told past a branch must not stand before it or its staff."""
        head = self.company
        past_the_desk = ("hq_channel", "internal_contact_channel")
        for key in (*past_the_desk, "hr_channel", "legal_channel", "digest_channel"):
            channel = getattr(head, key)
            if channel in teams:
                raise ValueError(f"{channel} is a team_channel; {key} must be another")
            if key in past_the_desk and channel in desks:
                raise ValueError(f"{channel} is a branch's desk_channel; {key} must be another")
        if both := sorted(set(head.managers) & set(head.shared_accounts)):
            raise ValueError(f"{both[0]} is a shared account and cannot be a manager")


def company_from_document(document: object) -> Company:
    """Return the company a settings document describes.

    Raises:
        SettingsError: one sentence that names the place and what is wrong there.
    """
    parsed = _parse(document)
    head = parsed.company
    return Company(
        name=head.name,
        branches=tuple(_branch(n, b, head.name) for n, b in enumerate(parsed.branches, 1)),
        language=head.language,
        timezone=head.timezone,
        managers=head.managers,
        hq_channel=head.hq_channel,
        hr_channel=head.hr_channel,
        legal_channel=head.legal_channel,
        digest_channel=head.digest_channel,
        digest_at=head.digest_at,
        internal_contact=head.internal_contact,
        internal_contact_channel=head.internal_contact_channel,
        shared_accounts=frozenset(head.shared_accounts),
        calendar=Calendar(
            closed=frozenset(day for entry in parsed.calendar.closed for day in _days(entry)),
            open=frozenset(day for entry in parsed.calendar.open for day in _days(entry)),
        ),
        thresholds=Thresholds(**parsed.thresholds.model_dump()),
        policy=Policy(**parsed.policy.model_dump()),
    )


def normal_document(document: object) -> Mapping[str, object]:
    """Return the document as it is kept: checked, JSON types only, defaults left out."""
    return _parse(document).model_dump(mode="json", exclude_unset=True)


def _parse(document: object) -> _SettingsFile:
    try:
        return _SettingsFile.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "settings"
        what = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{where}: {what}") from error


def _branch(position: int, section: _BranchSection, company_name: str) -> Branch:
    return Branch(
        id=section.id or f"branch{position}",
        name=section.name or company_name,
        entity=section.entity or company_name,
        desk_channel=section.desk_channel,
        team_channel=section.team_channel,
        on_call=section.on_call,
        phone=section.phone,
        address=section.address,
        hours=_hours(section.hours) if section.hours else None,
        closed=frozenset(WEEKDAYS.index(day) for day in section.closed),
    )
