"""The settings file's format, checked, and turned into the company it describes."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from flows.company import Branch, Calendar, Company, Policy
from flows.company_complaint import complaint
from flows.company_fields import (
    BranchId,
    ChannelId,
    ClosedWeekdays,
    Days,
    Hours,
    Language,
    Text,
    UserId,
    UserOrGroupId,
    WeeklyMoment,
    Zone,
    days,
    hours,
    whole_number,
)
from flows.errors import SettingsError
from flows.schedule import WEEKDAYS
from flows.triage.thresholds import Thresholds

_NO_IDS = frozenset({"unknown", "open", "done"})
"""What the buttons of a question say besides naming one of its answers."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _CompanySection(_Section):
    name: Text
    language: Language = "ja"
    timezone: Zone = "Asia/Tokyo"
    managers: tuple[UserOrGroupId, ...] = ()
    hq_channel: ChannelId | None = None
    hr_channel: ChannelId | None = None
    legal_channel: ChannelId | None = None
    digest_channel: ChannelId | None = None
    digest_at: WeeklyMoment = "mon 09:00"
    internal_contact: Text | None = None
    internal_contact_channel: ChannelId | None = None
    shared_accounts: tuple[UserId, ...] = ()


class _CalendarSection(_Section):
    closed: tuple[Days, ...] = ()
    open: tuple[Days, ...] = ()


class _BranchSection(_Section):
    id: BranchId | None = None
    name: Text | None = None
    entity: Text | None = None
    desk_channel: ChannelId
    team_channel: ChannelId | None = None
    on_call: tuple[UserId, ...] = ()
    phone: Text | None = None
    address: Text | None = None
    hours: Hours | None = None
    closed: ClosedWeekdays = ()


class _ThresholdsSection(_Section):
    repeats_after_answer: Annotated[int, whole_number(1, 100)] = 3
    minutes_after_answer: Annotated[int, whole_number(1, 600)] = 30
    out_of_hours_calls: Annotated[int, whole_number(1, 100)] = 2


class _PolicySection(_Section):
    two_person_suspension: bool = True
    suspension_months: Annotated[int, whole_number(1, 12)] = 3


class _SettingsFile(_Section):
    company: _CompanySection
    calendar: _CalendarSection = _CalendarSection()
    branches: Annotated[tuple[_BranchSection, ...], Field(min_length=1)]
    thresholds: _ThresholdsSection = _ThresholdsSection()
    policy: _PolicySection = _PolicySection()

    @model_validator(mode="after")
    def _nothing_twice(self) -> "_SettingsFile":
        desks = [branch.desk_channel for branch in self.branches]
        teams = [branch.team_channel for branch in self.branches if branch.team_channel]
        ids = [_id_of(n, b) for n, b in enumerate(self.branches, 1)]
        _refuse_twice("have the id", ids)
        if taken := sorted(_NO_IDS & set(ids)):
            raise ValueError(f"branches: {taken[0]} cannot be an id, the app itself uses it")
        # On a button or a card the name is all that tells one from the other.
        _refuse_twice("have the name", [b.name or self.company.name for b in self.branches])
        _refuse_twice("share the desk_channel", desks)
        _refuse_twice("share the team_channel", teams)
        if both := sorted(set(teams) & set(desks)):
            raise ValueError(f"branches: {both[0]} is both a desk_channel and a team_channel")
        self._refuse_open_desks(desks, teams)
        return self

    def _refuse_open_desks(self, desks: list[str], teams: list[str]) -> None:
        """What is told past a branch must not stand before it or its staff."""
        head = self.company
        past_the_desk = ("hq_channel", "internal_contact_channel")
        for key in (*past_the_desk, "hr_channel", "legal_channel", "digest_channel"):
            channel = getattr(head, key)
            if channel in teams:
                raise ValueError(f"company: {channel} is a team_channel; {key} must be another")
            if key in past_the_desk and channel in desks:
                raise ValueError(
                    f"company: {channel} is a branch's desk_channel; {key} must be another"
                )
        if both := sorted(set(head.managers) & set(head.shared_accounts)):
            raise ValueError(f"company: {both[0]} is a shared account and cannot be a manager")
        on_call = {user for branch in self.branches for user in branch.on_call}
        if both := sorted(on_call & set(head.shared_accounts)):
            raise ValueError(f"branches: {both[0]} is a shared account and cannot be on call")


_KNOWN = {
    "": [*_SettingsFile.model_fields],
    "company": [*_CompanySection.model_fields],
    "calendar": [*_CalendarSection.model_fields],
    "branches": [*_BranchSection.model_fields],
    "thresholds": [*_ThresholdsSection.model_fields],
    "policy": [*_PolicySection.model_fields],
}


def _id_of(position: int, section: _BranchSection) -> str:
    return section.id or f"branch{position}"


def _refuse_twice(what: str, values: list[str]) -> None:
    twice = next((value for value, count in Counter(values).items() if count > 1), None)
    if twice is not None:
        raise ValueError(f"branches: two {what} {twice}")


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
            closed=frozenset(day for entry in parsed.calendar.closed for day in days(entry)),
            open=frozenset(day for entry in parsed.calendar.open for day in days(entry)),
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
        raise SettingsError(complaint(error, document, _KNOWN)) from None


def _branch(position: int, section: _BranchSection, company_name: str) -> Branch:
    return Branch(
        id=_id_of(position, section),
        name=section.name or company_name,
        entity=section.entity or company_name,
        desk_channel=section.desk_channel,
        team_channel=section.team_channel,
        on_call=section.on_call,
        phone=section.phone,
        address=section.address,
        hours=hours(section.hours) if section.hours else None,
        closed=frozenset(WEEKDAYS.index(day) for day in section.closed),
    )
