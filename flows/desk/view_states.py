"""What the desk's messages and modals show. Frozen; a view is a pure function of one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flows.case import Alarm, Ending, State
from flows.evidence import EvidenceFile
from flows.report.view_states import Told
from flows.triage import Answers, Otherwise, Proposal, Question, past_act


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One answer: the question, and the answer's option ids or text."""

    question: Question
    values: tuple[str, ...]


class MissedBy(StrEnum):
    """Who has not received something."""

    REPORTER = "reporter"
    PERSON = "person"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Missed:
    """Something of the bot's that did not arrive. The reporter is never named by it.

    `ref` is the person or the channel; `why` the code with which Slack refused it.
    """

    by: MissedBy
    ref: str | None
    why: str


@dataclass(frozen=True, slots=True)
class PublicChannelState:
    """A channel of a desk, HQ or the like that everybody can read, or could: `still`."""

    channel: str
    still: bool


@dataclass(frozen=True, slots=True)
class UndeliveredState:
    """To whoever runs the app: everything that did not arrive and was not tried again.

    Each with how often; `numbers` are the cases it was about, as far as they have one.
    """

    missed: tuple[tuple[Missed, int], ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody's message taken as evidence; `author` is a Slack user, where Slack named one."""

    author: str | None
    written_at: datetime
    text: str


class Standing(StrEnum):
    """How words stand that were said: as they were said, or written anew."""

    AS_SAID = "as_said"
    FORMER = "former"  # they stand no longer: they were written anew
    REWRITTEN = "rewritten"  # in place of others


@dataclass(frozen=True, slots=True)
class Said:
    """Words as they came, and how they stand by now."""

    at: datetime
    text: str
    standing: Standing = Standing.AS_SAID


@dataclass(frozen=True, slots=True)
class Correction:
    """An answer that was corrected: what was said before, and since when something else is.

    Both are empty where the answer is kept apart from the triage answers.
    """

    question: Question
    at: datetime
    before: Answers
    after: Answers


@dataclass(frozen=True, slots=True)
class CardState:
    """The desk's card. No customer's name, no words as spoken, nothing of health.

    `reporter` is a Slack user; `reporter_name` a plain name: typed at a shared account, or of
    somebody who is in the channel and is not to be called to it. None of both: the reporter
    does not wish the branch to know. `hindered` says that work or health
    suffered (支障あり), never how. `moved` is set where another desk now has the case; then
    nothing else of it is given. `instead` says that the desk itself could not be told.
    `kept` says that only HQ has it, `branch_told_at` when a branch knew of it nevertheless.
    `withheld`: nothing of it is to be seen for now, but who is in danger.
    `missed` is what of the case did not arrive elsewhere. `mentions` are called by the card,
    `rung` are the names of those who are called to an alarm in person. `slip`: it is nothing but
    an alarm pressed by mistake. `has_words` says that something was written, never what.
    `evidence` is what the reporter says there is, `evidence_count` how much was handed in.
    """

    case: UUID
    number: str
    state: State
    branch_name: str | None
    reporter: str | None
    reporter_name: str | None
    affected: str | None  # a Slack user
    affected_name: str | None  # a typed name
    for_other: bool  # it happened to somebody else than the one who reports
    told_at: datetime
    answers: Answers
    happened: tuple[RecordLine, ...]  # who, where, what: as far as it is known
    proposal: Proposal | None
    alarm: Alarm | None
    hindered: bool
    wishes: tuple[str, ...]
    unknown: tuple[Question, ...]
    provisional: bool
    evidence_count: int
    mentions: tuple[str, ...]  # who is called by the card itself
    taken_by: str | None
    taken_at: datetime | None
    ending: Ending | None
    moved: bool
    for_hq: bool
    timezone: str
    instead: bool = False
    kept: bool = False
    withheld: bool = False
    branch_told_at: datetime | None = None
    missed: tuple[Missed, ...] = ()
    evidence: RecordLine | None = None
    branch_phone: str | None = None
    rung: tuple[str, ...] = ()
    slip: bool = False
    has_words: bool = False

    @property
    def act_known(self) -> bool:
        """Whether it was said what happened: an act chosen, or what a past danger was."""
        return bool(self.answers.acts) or past_act(self.answers) is not None


@dataclass(frozen=True, slots=True)
class PageState:
    """Somebody is in danger, or the gravest was reported: who, where, whom to ring.

    `mentions` are notified by the message itself (empty in a direct message). `danger` tells
    an alarm from a grave report; `taken_by` is who came, or who has the report. `alarm_place` is
    an answer, `alarm_place_words` what was typed besides. `moved` is set where whoever was paged
    is no longer to know of it; `may_open` where they may read the record and have no card that
    leads to it. `desks` are those whose report it is, `happened` is what of it was answered.
    `hears`: how an alarm ended, the one who came reads in a message of their own. `withheld`:
    nothing of the report is to be seen for now.
    """

    case: UUID
    number: str
    branch_name: str | None
    branch_phone: str | None
    reporter: str | None
    reporter_name: str | None
    affected: str | None  # a Slack user
    affected_name: str | None  # a typed name
    for_other: bool
    danger: bool
    alarm_place: str | None
    ended_how: str | None
    ended_at: datetime | None
    wider: bool
    mentions: tuple[str, ...]
    taken_by: str | None
    ending: Ending | None
    may_take: bool
    timezone: str
    alarm_place_words: tuple[str, ...] = ()
    moved: bool = False
    may_open: bool = False
    hears: bool = False
    desks: tuple[Told, ...] = ()
    happened: tuple[RecordLine, ...] = ()
    withheld: bool = False

    @property
    def ringing(self) -> bool:
        """Whether danger was declared and nobody said yet that it is over."""
        return self.danger and self.ended_how is None


@dataclass(frozen=True, slots=True)
class AlarmOverState:
    """To whoever took an alarm: it is over, how ("safe" or "mistake"), and since when."""

    number: str
    how: str
    at: datetime
    timezone: str


@dataclass(frozen=True, slots=True)
class ReleasedState:
    """To whoever had taken a case: how it ended, or that it `moved`; neither: it came back."""

    number: str
    ending: Ending | None
    moved: bool
    ringing: bool = False  # nobody has said yet that the danger is over


@dataclass(frozen=True, slots=True)
class FreedState:
    """To a desk: a case is to be taken though its card stands. `free` until it is, or it is over.

    Whoever had it no longer has it or, `after_slip`, it was a mere slip of the finger before.
    `mentions` are those whose phones are to ring.
    """

    case: UUID
    number: str
    free: bool
    mentions: tuple[str, ...] = ()
    taken_by: str | None = None
    after_slip: bool = False


@dataclass(frozen=True, slots=True)
class ReliefPageState:
    """Somebody asks to be relieved; no report is needed.

    Neither `reporter` nor `reporter_name`: others are asked now, and nothing else of it is
    given. `mentions` are those whose phones are to ring.
    """

    case: UUID
    branch_name: str | None
    reporter: str | None
    place: str | None
    taken_by: str | None
    mentions: tuple[str, ...] = ()
    reporter_name: str | None = None  # a plain name
    ended: bool = False  # it is no longer needed


@dataclass(frozen=True, slots=True)
class TalkRequestState:
    """Somebody would like to talk. `employee` is None where they did not give their name."""

    employee: str | None


@dataclass(frozen=True, slots=True)
class PassedOnState:
    """A colleague is said to have done something: what the company's own contact reads.

    Nobody is named once it was taken back (`stands` is false). `danger` says that an alarm
    was raised before. `mentions` are those whose phones are to ring.
    """

    stands: bool
    reporter: str | None  # a Slack user
    reporter_name: str | None  # a typed name
    danger: bool
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnCaseState:
    """To one whom a case is about: who has it, else the desks and people who were told.

    `reports`: it is their own report, which goes on in its thread.
    """

    taken_by: str | None
    told: tuple[Told, ...]
    reports: bool


@dataclass(frozen=True, slots=True)
class RecordState:
    """The record in its modal, for those with the right; looking is itself an entry."""

    card: CardState
    lines: tuple[RecordLine, ...]
    words: tuple[Said, ...]
    quoted: tuple[Quoted, ...]
    files: tuple[EvidenceFile, ...]
    customer: tuple[tuple[str, str], ...]  # field id (property, room, name, phone), text
    corrections: tuple[Correction, ...]
    otherwise: tuple[Otherwise, ...]  # what would have changed the proposal
