"""The company as its settings describe it: branches, desks, people on call, thresholds."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo

from flows.triage.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Branch:
    """One shop or office with a desk of its own.

    `desk_channel` holds the supervisors, `team_channel` the staff. `hours` are local opening
    and closing times; `closed` are weekdays, Monday is 0.
    """

    id: str
    name: str
    entity: str
    desk_channel: str
    team_channel: str | None = None
    on_call: tuple[str, ...] = ()
    phone: str | None = None
    address: str | None = None
    hours: tuple[time, time] | None = None
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days closed or open by the company's own decision, on top of the national holidays."""

    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Policy:
    """The company's own rules about suspensions."""

    two_person_suspension: bool = True
    suspension_months: int = 3


@dataclass(frozen=True, slots=True)
class Company:
    """Everything the settings say. Channel and user ids are Slack's."""

    name: str
    branches: tuple[Branch, ...]
    language: str = "ja"
    timezone: str = "Asia/Tokyo"
    managers: tuple[str, ...] = ()
    hq_channel: str | None = None
    hr_channel: str | None = None
    legal_channel: str | None = None
    digest_channel: str | None = None
    digest_at: str = "mon 09:00"
    internal_contact: str | None = None
    internal_contact_channel: str | None = None
    shared_accounts: frozenset[str] = frozenset()
    calendar: Calendar = field(default_factory=Calendar)
    thresholds: Thresholds = field(default_factory=Thresholds)
    policy: Policy = field(default_factory=Policy)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the company's days begin and end."""
        return ZoneInfo(self.timezone)

    def branch(self, branch_id: str | None) -> Branch | None:
        """Return the branch of that id, or None when it is unknown or was closed."""
        return next((b for b in self.branches if b.id == branch_id), None)

    def sisters(self, ids: Collection[str]) -> tuple[Branch, ...]:
        """Return the branches of the legal entities of these; all where none of them is known."""
        entities = {b.entity for b in self.branches if b.id in ids}
        return tuple(b for b in self.branches if not entities or b.entity in entities)

    def desk_channels(self) -> tuple[str, ...]:
        """Every channel whose members see cases: the desks, then HQ, HR and legal."""
        central = (self.hq_channel, self.hr_channel, self.legal_channel)
        return (*(b.desk_channel for b in self.branches), *(c for c in central if c))

    def team_channels(self) -> frozenset[str]:
        """The channels of the teams' own, in which nobody sees cases."""
        teams = frozenset(b.team_channel for b in self.branches if b.team_channel)
        return teams - frozenset(self.desk_channels())

    def channels(self) -> tuple[str, ...]:
        """Every channel the settings name, each once."""
        named = [*self.desk_channels(), *(b.team_channel for b in self.branches)]
        named += [self.internal_contact_channel, self.digest_channel]
        return tuple(dict.fromkeys(c for c in named if c))
