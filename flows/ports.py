"""What the use cases need kept and told, and nothing of how it is done."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from flows.case import Care, Case, Customer, Listing
from flows.company import Company
from flows.messages import Fate, Kind, ReplyAddress, Undelivered, Wanted
from flows.people import Person
from flows.retention import Past
from flows.timeline import Entry, EntryKind
from flows.triage import Card, Flow


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""


class Cases(Protocol):
    """Cases of one workspace."""

    async def get(self, case: UUID) -> Case | None:
        """Return the case, or None."""

    async def by_number(self, number: str) -> Case | None:
        """Return the case with that number, or None."""

    async def save(self, case: Case) -> None:
        """Insert the case, or replace what is kept of it."""

    async def unfinished_of(
        self, reporters: Collection[str], told_since: datetime
    ) -> Mapping[str, Case]:
        """Return the case of each that still asks something and was answered last.

        One that the desk knows of counts only when it was told since that moment.
        """

    async def taken_by(self, user: str) -> Sequence[Case]:
        """Return the open cases that somebody has taken, the oldest first.

        What cannot be opened is left out: it must not keep the others from being freed. To
        change one, `get` it first: this keeps nobody else from changing it.
        """

    async def calling(self, relief_since: datetime) -> Sequence[Case]:
        """Return the cases whose alarm rings, and those where relief was asked or taken since.

        What cannot be opened is left out. To change one, `get` it first.
        """

    async def holders(self) -> frozenset[tuple[str, str | None]]:
        """Return everybody who has taken a case that is open, with the branches of these."""

    async def last_branch_of(self, reporter: str) -> str | None:
        """Return the branch of the reporter's newest case that has one."""

    async def next_number(self, year: int) -> str:
        """Take the next number of that year, such as K-2026-0042. Gaps are allowed."""

    async def listing(self, *, limit: int = 100) -> Listing:
        """Return cases with a number, the newest first."""


class Timeline(Protocol):
    """The append-only, chained timeline of each case."""

    async def append(
        self,
        case: UUID,
        kind: EntryKind,
        actor: str,
        at: datetime,
        content: Mapping[str, object] | None = None,
    ) -> Entry:
        """Add an entry at the end; `content` is a JSON document and is sealed."""

    async def of(self, case: UUID) -> Sequence[Entry]:
        """Return the entries of a case in order."""


class Customers(Protocol):
    """Who the customer is."""

    async def get(self, case: UUID) -> Customer | None:
        """Return what is known of the customer of this case."""

    async def save(self, case: UUID, customer: Customer) -> None:
        """Keep it, sealed."""


class CareNotes(Protocol):
    """How the employee is."""

    async def get(self, case: UUID) -> Care | None:
        """Return what the employee said of themselves."""

    async def save(self, case: UUID, care: Care) -> None:
        """Keep it, sealed."""

    async def remove(self, case: UUID) -> None:
        """Remove it for good."""


class Retention(Protocol):
    """What is kept for a time only."""

    async def past(self, past: Past, *, after: UUID | None, limit: int) -> Sequence[UUID]:
        """Return cases whose time may be over, in the order of their ids, from behind `after`."""

    async def remove_content(self, case: UUID) -> None:
        """Remove for good what belongs to the case alone, its own document excepted.

        Who the customer is, how the employee is, files, and the contents of its timeline, which
        still verifies.
        """


class Evidence(Protocol):
    """The bytes of files sent as evidence."""

    async def expect(self, entry: Entry, file: str) -> None:
        """Have Slack's file fetched; it is kept under the entry with which it was dropped."""

    def content(self, case: UUID, entry: UUID) -> AsyncIterator[bytes]:
        """Yield what is kept of a file of that case, piece by piece."""


class Messages(Protocol):
    """What must be shown."""

    async def want(self, wanted: Wanted) -> None:
        """Say that a message should be shown as things now stand.

        One that is shown already will be edited; one that waits for a later time is moved to
        `wanted.not_before`.
        """

    async def refresh(self, case: UUID | None, *kinds: Kind) -> None:
        """Edit the messages of a kind about a case, or none, wherever they were shown or wait.

        Nothing new is said, and a message that waits for its time goes on waiting.
        """

    async def refresh_some(self, case: UUID, kind: Kind, details: Collection[str]) -> None:
        """The same, for those messages of a kind alone that have one of these details."""

    async def hasten(self, case: UUID, kind: Kind, at: datetime) -> None:
        """Bring forward the waiting messages of a kind about a case."""

    async def take_back(self, case: UUID) -> None:
        """Take away every message about a case, wherever it stands."""

    async def waiting(self, case: UUID, kind: Kind) -> bool:
        """Whether a message of that kind about the case is yet to be shown."""

    async def stands(self, wanted: Wanted) -> bool:
        """Whether that message was sent, or is just being sent: from now on it is edited."""

    async def undeliverable(self, case: UUID) -> frozenset[str]:
        """Return the keys of the places where a message about the case was given up."""

    async def undelivered(self, case: UUID | None = None) -> Sequence[Undelivered]:
        """Return what was given up, of a case or of the whole workspace, the oldest first."""

    async def try_again(self, message: UUID) -> bool:
        """Have a message that was given up tried again; False when there is no such."""

    async def fates(self, case: UUID, kinds: frozenset[Kind]) -> Mapping[str, Fate]:
        """Return what has become of the messages of these kinds, the best by place key.

        What waits for its time, or had nothing to show, has no fate.
        """

    async def case_of_thread(self, channel: str, ts: str) -> UUID | None:
        """Return the case whose message heads that thread, or None."""

    async def remember(self, address: ReplyAddress) -> None:
        """Keep an interaction's response address, sealed, until it expires."""


class Directory(Protocol):
    """People and who is in which channel, as last reconciled."""

    async def person(self, user: str) -> Person | None:
        """Return the person, or None when never seen."""

    async def people(self, users: Collection[str]) -> Mapping[str, Person]:
        """Return those of them who were ever seen."""

    async def keep_people(self, people: Collection[Person]) -> None:
        """Keep or replace what is known of these people."""

    async def members(self, channel: str) -> frozenset[str] | None:
        """Return a channel's members, or None when it has not been reconciled."""

    async def channels_of(self, user: str) -> frozenset[str]:
        """Return the reconciled channels that somebody is in."""

    async def keep_members(self, channel: str, users: frozenset[str], at: datetime) -> None:
        """Replace the members of a channel or user group: it is now reconciled."""

    async def keep_public(self, channel: str, at: datetime) -> None:
        """Everybody can read the channel: that somebody is in it is not known and gives nothing."""

    async def is_public(self, channel: str) -> bool:
        """Whether everybody can read the channel, as far as that was asked."""

    async def add_member(self, channel: str, user: str) -> None:
        """Somebody joined; nothing happens to a channel that was never reconciled."""

    async def remove_member(self, channel: str, user: str) -> None:
        """Somebody left."""

    async def forget_members(self, channel: str) -> None:
        """The channel is no longer reconciled: what it gave is denied."""


class SettingsBook(Protocol):
    """The company's settings, with their history."""

    async def company(self) -> Company | None:
        """Return the settings in force, or None when there are none yet."""

    async def document(self) -> Mapping[str, Any] | None:
        """Return the document in force as it was kept, or None when there is none yet."""

    async def keep(self, document: Mapping[str, object], by: str, at: datetime) -> None:
        """Put a settings document in force; the former ones are kept."""


class Work(Protocol):
    """One transaction in one workspace: all of it is kept, or nothing."""

    @property
    def workspace(self) -> str:
        """The workspace (Slack team id) whose rows this sees, and no others."""

    @property
    def cases(self) -> Cases:
        """The cases."""

    @property
    def timeline(self) -> Timeline:
        """Their timelines."""

    @property
    def customers(self) -> Customers:
        """Who the customers are."""

    @property
    def care(self) -> CareNotes:
        """How the employees are."""

    @property
    def retention(self) -> Retention:
        """What is kept for a time only."""

    @property
    def evidence(self) -> Evidence:
        """The files."""

    @property
    def messages(self) -> Messages:
        """What must be shown."""

    @property
    def directory(self) -> Directory:
        """People and channels."""

    @property
    def settings(self) -> SettingsBook:
        """The company's settings."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What is known of people: the settings, they themselves, the report each left unfinished.

    Without settings no reports are looked for; nor are those of a shared account, which has no
    history.
    """

    company: Company | None
    people: Mapping[str, Person]
    unfinished: Mapping[str, Case]


class Store(Protocol):
    """Opens transactions."""

    def write(self, workspace: str) -> AbstractAsyncContextManager[Work]:
        """A transaction that is committed at the end, or rolled back by an exception."""

    def read(self, workspace: str) -> AbstractAsyncContextManager[Work]:
        """A transaction that only reads, beside a writer."""

    async def company(self, workspace: str) -> Company | None:
        """Return the settings in force, or None, for a fraction of what a transaction costs."""

    async def glimpse(
        self, workspace: str, users: Collection[str], told_since: datetime
    ) -> Glimpse:
        """Read what the answer to a command needs, as cheaply.

        `told_since` as in `Cases.unfinished_of`.
        """


@dataclass(frozen=True, slots=True)
class Office:
    """What every use case is given: where things are kept, the time, and the triage flow."""

    store: Store
    clock: Clock
    flow: Flow
    cards: tuple[Card, ...]
