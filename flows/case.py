"""The case: what is known of one report, and the states it may pass through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flows.evidence import ChosenMessage
from flows.triage import Answers, Proposal


class State(StrEnum):
    """Where a case stands. A report that the desk has not been told of is an intake."""

    INTAKE = "intake"
    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    DETERMINED = "determined"
    ACTING = "acting"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Ending(StrEnum):
    """Why a conversation ended without a decision of the desk."""

    WITHDRAWN = "withdrawn"
    PASSED_ON = "passed_on"  # a colleague did it: the company's own contact
    TALK_ONLY = "talk_only"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.INTAKE: frozenset({State.REPORTED, State.WITHDRAWN, State.CLOSED}),
    State.REPORTED: frozenset({State.ACKNOWLEDGED, State.WITHDRAWN, State.CLOSED}),
    State.ACKNOWLEDGED: frozenset({State.DETERMINED, State.WITHDRAWN, State.CLOSED}),
    State.DETERMINED: frozenset({State.ACTING, State.CLOSED, State.WITHDRAWN}),
    State.ACTING: frozenset({State.CLOSED, State.WITHDRAWN}),
    State.CLOSED: frozenset({State.REOPENED}),
    State.WITHDRAWN: frozenset({State.REOPENED}),
    # REPORTED: a conversation that had ended before any desk knew of it.
    State.REOPENED: frozenset(
        {State.REPORTED, State.ACKNOWLEDGED, State.DETERMINED, State.WITHDRAWN, State.CLOSED}
    ),
}

OVER = frozenset({State.CLOSED, State.WITHDRAWN})


class TransitionError(Exception):
    """A use case asked for a step the table does not have: a fault in the program."""


def next_state(now: State, wanted: State) -> State:
    """Return `wanted` if a case may step there from `now`; raise TransitionError otherwise."""
    if wanted not in TRANSITIONS[now]:
        raise TransitionError(f"{now} -> {wanted}")
    return wanted


@dataclass(frozen=True, slots=True)
class Affected:
    """Whom it happened to, when somebody else reports: a Slack person, or a name typed in."""

    user: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Danger was declared. `round` counts the alarms of a case, so that a new one pages anew.

    `form_resumed` is set once the reporter chose to go on with the questions meanwhile.
    `calls` counts how often people were called to it, at last at `called_at`, so that a new call
    rings anew.
    `taken_by` is who comes, which is not who has the case: that one may be anywhere.
    `unheard_from` is when it is said that nobody does: at once where nobody can be reached.
    Where they are belongs to one alarm, for the next may be elsewhere: `place` is the answer
    pressed, `place_words` what was typed, in order; with `place_later` it was put off.
    """

    raised_at: datetime
    round: int = 1
    form_resumed: bool = False
    ended_at: datetime | None = None
    ended_how: str | None = None  # "safe" or "mistake"
    taken_by: str | None = None
    taken_at: datetime | None = None
    unheard_from: datetime | None = None
    place: str | None = None
    place_words: tuple[str, ...] = ()
    place_later: bool = False
    calls: int = 1
    called_anew_at: datetime | None = None

    @property
    def called_at(self) -> datetime:
        """When people were called last."""
        return self.called_anew_at or self.raised_at

    @property
    def ringing(self) -> bool:
        """Whether people should still be paged."""
        return self.ended_at is None

    @property
    def placed(self) -> bool:
        """Whether anything is known of where they are."""
        return self.place is not None or bool(self.place_words)


@dataclass(frozen=True, slots=True)
class OpenReply:
    """Where the person at a shared account reads on: the answer to their newest press.

    `ref` is the reply's id; nothing more can be said there after `until`.
    """

    ref: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class Relief:
    """Somebody asked to be relieved at the counter.

    `round` counts how often, for it can be called off and asked for anew. `calls` counts how
    often people were called to the latest, at last at `called_at`, as in an alarm.
    """

    asked_at: datetime
    taken_by: str | None = None
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    round: int = 1
    calls: int = 1
    called_anew_at: datetime | None = None

    @property
    def called_at(self) -> datetime:
        """When people were called last."""
        return self.called_anew_at or self.asked_at

    @property
    def stands(self) -> bool:
        """Whether nobody said yet that it is no longer needed."""
        return self.ended_at is None

    @property
    def waits(self) -> bool:
        """Whether somebody is still to be found."""
        return self.stands and self.taken_by is None


@dataclass(frozen=True, slots=True)
class Talk:
    """The person the employee would like to talk to, and whether by name."""

    person: str
    named: bool


class Contact(StrEnum):
    """How the company's own contact hears of what a colleague did."""

    TOLD = "contact"  # the bot tells them
    BY_ONESELF = "myself"  # the employee gets in touch


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of a case and where it stands.

    `answers` never holds what the employee said of their own health (`impact`), which is in
    the care store, nor the customer's name, which is in the identity store. `asked` are the
    question ids put to the reporter, in order; `settled` those answered outside the triage
    answers or dropped; `postponed` those put off; `reopened` those being changed. `ticked` is
    what was ticked and not sent yet, by question; `moved_down` the message, by its detail, of
    each question that was asked again further down. `held` are messages of others chosen as
    evidence, by the beginning they were chosen for: not part of any report yet.
    `touched_at` is when its reporter last did something in it. `branches` are those the
    reporter is known to belong to: they tell the legal entity where `branch` is not known.
    `stand_ins` are people who were given the card because it could be put before no desk.
    """

    id: UUID
    workspace: str
    reporter: str
    created_at: datetime
    touched_at: datetime
    state: State = State.INTAKE
    number: str | None = None
    origin: str | None = None
    branch: str | None = None
    branches: frozenset[str] = frozenset()
    reporter_name: str | None = None  # typed by the person at a shared shop account
    reply: OpenReply | None = None  # at a shared shop account alone
    affected: Affected | None = None
    answers: Answers = field(default_factory=Answers)
    asked: tuple[str, ...] = ()
    settled: frozenset[str] = frozenset()
    postponed: frozenset[str] = frozenset()
    reopened: frozenset[str] = frozenset()
    ticked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    moved_down: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[str, ChosenMessage] = field(default_factory=dict)
    proposal: Proposal | None = None
    alarm: Alarm | None = None
    relief: Relief | None = None
    talk: Talk | None = None
    hq_only: bool = False
    stand_ins: frozenset[str] = frozenset()
    evidence_count: int = 0
    quote_count: int = 0  # of these, messages of others
    told_at: datetime | None = None
    branch_told_at: datetime | None = None
    taken_by: str | None = None
    taken_at: datetime | None = None
    finished_at: datetime | None = None
    ending: Ending | None = None
    ended_at: datetime | None = None
    contact: Contact | None = None
    purged_at: datetime | None = None  # its time was over: nothing but this is kept of it

    @property
    def over(self) -> bool:
        """Whether nothing more is asked and nothing may be changed."""
        return self.state in OVER

    @property
    def told(self) -> bool:
        """Whether the desk knows of it."""
        return self.told_at is not None

    @property
    def ringing(self) -> bool:
        """Whether danger was declared and nobody said yet that it is over."""
        return self.alarm is not None and self.alarm.ringing

    @property
    def help_wanted(self) -> bool:
        """Whether people are to be paged: it rings, and nobody comes yet."""
        return self.alarm is not None and self.alarm.ringing and self.alarm.taken_by is None

    @property
    def unattended(self) -> bool:
        """Whether a page is still needed: for the alarm, or else for the case itself."""
        if self.was_in_danger:
            return self.help_wanted
        return self.taken_by is None and not self.over

    @property
    def withheld(self) -> bool:
        """Whether a desk that knows of it must see no more: it is about a colleague after all.

        Until the reporter's press says whom to tell, nobody is told.
        """
        return self.told and not self.over and self.answers.actor == "colleague"

    @property
    def gone_on_in_danger(self) -> bool:
        """Whether the reporter chose to go on with the questions while it rings."""
        return self.alarm is not None and self.alarm.ringing and self.alarm.form_resumed

    @property
    def was_in_danger(self) -> bool:
        """Whether an alarm was raised that was no mistake."""
        return self.alarm is not None and self.alarm.ended_how != "mistake"

    @property
    def relief_wanted(self) -> bool:
        """Whether somebody asked to be relieved and has not called that off."""
        return self.relief is not None and self.relief.stands

    @property
    def only_relief(self) -> bool:
        """Whether somebody was asked to take over and nothing was reported: no report waits."""
        return self.relief is not None and self._nothing_said and not self.told

    @property
    def only_a_slip(self) -> bool:
        """Whether there was an alarm pressed by mistake, and nothing was reported with it."""
        slip = self.alarm is not None and self.alarm.ended_how == "mistake"
        return slip and self._nothing_said

    @property
    def _nothing_said(self) -> bool:
        """Whether nothing was answered, written or handed in so far."""
        return self.answers == Answers() and self.evidence_count == 0

    @property
    def for_other(self) -> bool:
        """Whether it happened to somebody else than the one who reports."""
        return self.answers.reported_as in ("for_other", "witness")


@dataclass(frozen=True, slots=True)
class Listing:
    """Cases in order. `unreadable` are the numbers of those whose record no longer opens.

    One record that somebody changed must not hide the others.
    """

    cases: tuple[Case, ...]
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Customer:
    """Who the customer is: kept apart from the case, shown only in the record's modal."""

    name: str | None = None
    phone: str | None = None
    property: str | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Care:
    """How the employee is: for them and those who care for them, never for the desk's card.

    `ticked` is what was ticked and not sent yet.
    """

    impact: tuple[str, ...] = ()
    ticked: tuple[str, ...] | None = None
