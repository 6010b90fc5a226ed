"""What the reporter's messages show. Frozen; a view is a pure function of one of these."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flows.case import Ending
from flows.report.private_receipt import Pressed
from flows.triage import Answers, Card, Question


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose that the flow cannot know: a branch, a person."""

    value: str
    label: str
    group: str | None = None


class Phase(StrEnum):
    """How a question's message looks."""

    OPEN = "open"
    ANSWERED = "answered"
    POSTPONED = "postponed"
    MOVED = "moved"  # it stands further down
    WAITING = "waiting"  # it will be asked after another one
    DROPPED = "dropped"  # an earlier answer was changed, and this no longer matters
    ENDED = "ended"  # the report is over; nothing can be pressed


@dataclass(frozen=True, slots=True)
class QuestionState:
    """A question and its answer.

    `mention` is the person to notify (the first reply of the thread only). `to_go` counts the
    questions left with this one: until somebody is told, and afterwards in all.
    `not_known`: the reporter said that they do not know; `none_chosen`: that of what is kept
    apart nothing was ticked. `given` says what was kept
    outside the triage answers (a name as it was typed, a branch's name), `named` which
    colleague was chosen, `pressed` which option, of a question that only asks for a press;
    `said` is what was typed of where somebody in danger is, and `for_comers` that what is typed
    now is read by those who come;
    `ticked` is what was ticked and not sent yet; None where nothing was touched.
    `internal_contact` is who hears of a colleague. `tells` says that the answer tells
    somebody; `offer_hq` adds the button that tells HQ instead of the branch, `kept` that HQ
    alone is told. `branch_told_at` is when a branch was told, by name; `desk_knows` that some
    desk was, and `was_in_danger` that there was an alarm. `may_postpone`, `may_finish`,
    `may_change` and `may_keep` (an answer that is being changed) say which quiet buttons stand
    below.
    """

    case: UUID
    question: Question
    phase: Phase
    answers: Answers
    mention: str | None = None
    to_go: int | None = None
    not_known: bool = False
    none_chosen: bool = False
    choices: tuple[Choice, ...] = ()
    given: str | None = None
    named: str | None = None
    pressed: str | None = None
    ticked: tuple[str, ...] | None = None
    said: tuple[str, ...] = ()
    for_comers: bool = False
    internal_contact: str | None = None
    tells: bool = False
    offer_hq: bool = False
    kept: bool = False
    branch_told_at: datetime | None = None
    desk_knows: bool = False
    for_other: bool = False
    was_in_danger: bool = False
    may_postpone: bool = False
    may_finish: bool = False
    may_change: bool = True
    may_keep: bool = False
    timezone: str = "Asia/Tokyo"


@dataclass(frozen=True, slots=True)
class HeadState:
    """The head of a report's thread, which carries the danger question and the quiet row.

    `only_relief`: somebody was asked to take over, and no report is needed. `unreached`: the desk
    was to be told, but nobody has been so far. `quoted` counts the messages of others that are
    attached. `for_comers`: what is typed is read by those who come.
    """

    case: UUID
    question: QuestionState
    number: str | None
    told: tuple["Told", ...]
    for_other: bool
    for_self_again: bool  # it was for somebody else before
    quiet_row: bool  # relief, for somebody else, talk only
    may_cancel: bool
    ending: Ending | None
    unreached: bool = False
    quoted: int = 0
    only_relief: bool = False
    relief_asked: bool = False
    ringing: bool = False
    for_comers: bool = False


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A report that can be gone on with; it has a number once a desk knows of it."""

    case: UUID
    since: datetime
    number: str | None


@dataclass(frozen=True, slots=True)
class BeginState:
    """The command's private answer: the danger question, and what stands beside it.

    `case` is the report a press belongs to; `unfinished` the one that can be gone on with.
    `quoted` says that a message was chosen, which goes with the one or the other.
    """

    case: UUID
    question: Question
    unfinished: Unfinished | None = None
    timezone: str = "Asia/Tokyo"
    shared_account: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptState:
    """What the private first question turns into once pressed.

    `private`: nobody else sees yet what is written in its thread.
    """

    case: UUID
    danger: str | None
    option_label: tuple[str, str] | None  # ja, en
    pressed: Pressed = Pressed.ANSWERED
    over: bool = False
    alarm: "AlarmAdviceState | None" = None
    question: Question | None = None  # danger, where it has no answer yet
    private: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told: a branch's desk by name, HQ, or one person in a direct message."""

    branch: str | None
    hq: bool
    person: str | None = None  # a Slack user


@dataclass(frozen=True, slots=True)
class AlarmAdviceState:
    """Leave, call 110, call people; the form can wait. `missed` are desks that got nothing.

    `phones` are those of branches, by name. With `for_other` the reader may be elsewhere.
    `again` is the danger question, asked once more after a slip of the finger, or for whoever is
    in danger anew. `slip`: nothing else was said. `gone_on`: there was another alarm since.
    """

    case: UUID
    told: tuple[Told, ...]
    phones: tuple[tuple[str, str], ...]
    on_call: tuple[str, ...]
    ringing: bool
    ended_how: str | None
    taken_by: str | None
    missed: tuple[Told, ...] = ()
    for_other: bool = False
    again: Question | None = None
    slip: bool = False
    gone_on: bool = False


@dataclass(frozen=True, slots=True)
class NobodyYetState:
    """Nobody took it within two minutes; the page went wider.

    `waiting` is false once somebody comes or it is `over`: then it is no longer so.
    """

    case: UUID
    phone: str | None
    wider: tuple[str, ...]  # "hq", "desks"
    waiting: bool = True
    over: bool = False


@dataclass(frozen=True, slots=True)
class AdviceState:
    """The report goes to the desk: who was told, and what to do meanwhile.

    Without a number nothing is kept yet, and `told` are those who will be. `awaited` are being
    told, in vain so far; `missed` are desks that cannot be. `phone` is given where no desk has
    it, so that somebody is rung. `branch_told_at` is when a branch knew that is to know no
    more; `kept_from_branch` says that it never did. `relief` are those whom a press asks to
    take over, where that is still to be offered.
    """

    case: UUID
    number: str | None
    told: tuple[Told, ...]
    cards: tuple[Card, ...]
    more_questions: bool
    awaited: tuple[Told, ...] = ()
    missed: tuple[Told, ...] = ()
    phone: str | None = None
    branch_told_at: datetime | None = None
    kept_from_branch: bool = False
    timezone: str = "Asia/Tokyo"
    for_other: bool = False
    relief: tuple[Told, ...] = ()


class Taken(StrEnum):
    """What somebody took: the case, the alarm, or the place at the counter."""

    CASE = "case"
    ALARM = "alarm"
    CAME = "came"  # the alarm, which is over
    RELIEF = "relief"


@dataclass(frozen=True, slots=True)
class TakenState:
    """Somebody took it; or nobody has it any more (`by` is None), and who it moved to.

    With nobody, `CAME` says that nobody is called any more.
    """

    case: UUID
    by: str | None
    what: Taken = Taken.CASE
    moved_to: tuple[Told, ...] = ()
    left: bool = False  # it did not move: whoever had it does not have it any more


@dataclass(frozen=True, slots=True)
class NudgeState:
    """An unfinished report, asked about once. `gone_on`: there is nothing to ask any more.

    While it is `ringing`, `taken_by` is who comes; nobody does so far: then `phone` is rung.
    """

    case: UUID
    told: bool
    after_alarm: bool
    ringing: bool = False  # nobody has said yet that the danger is over
    taken_by: str | None = None
    phone: str | None = None
    gone_on: bool = False
    number: str | None = None


@dataclass(frozen=True, slots=True)
class WordsKeptState:
    """How many words, files and messages of others are kept so far."""

    case: UUID
    words: int
    files: int
    quoted: int = 0


@dataclass(frozen=True, slots=True)
class NotKeptState:
    """Words came after their report was over. `fresh` is the report that can be begun instead."""

    fresh: UUID
    ending: Ending | None
    number: str | None


@dataclass(frozen=True, slots=True)
class FinishedState:
    """Nothing more is asked. `postponed` are questions that can still be answered.

    `gone_on`: it was added to since, and more is said further down.
    """

    case: UUID
    number: str
    postponed: tuple[Question, ...]
    may_withdraw: bool = True
    gone_on: bool = False


@dataclass(frozen=True, slots=True)
class EndedState:
    """The conversation ended without the desk's decision.

    `ending` is None once it was taken back. `contact_told` says that the bot told the
    company's own contact; `told` are the desks that know. `was_in_danger`: there was an alarm.
    """

    case: UUID
    ending: Ending | None
    number: str | None
    internal_contact: str | None
    told: tuple[Told, ...]
    contact_told: bool = False
    ringing: bool = False  # nobody has said yet that the danger is over
    taken_by: str | None = None  # who comes meanwhile
    was_in_danger: bool = False
    slip: bool = False  # nothing but an alarm pressed by mistake


@dataclass(frozen=True, slots=True)
class ReliefReceiptState:
    """Someone was asked to take over; the desks in `missed` could not be.

    `mention` is the person whose phone is to ring with what follows in the thread. `reported`
    says that a desk has a report besides.
    """

    case: UUID
    told: tuple[Told, ...]
    phone: str | None
    taken_by: str | None
    missed: tuple[Told, ...] = ()
    mention: str | None = None
    ended: bool = False  # it is no longer needed
    reported: bool = False


@dataclass(frozen=True, slots=True)
class ReliefUnansweredState:
    """Two minutes passed and nobody goes; `wider` were asked besides.

    Once somebody goes (`taken_by`) it is no longer so, nor when this call is `over`.
    """

    case: UUID
    wider: tuple[Told, ...]
    phone: str | None
    taken_by: str | None
    over: bool = False


@dataclass(frozen=True, slots=True)
class TalkFormState:
    """The form in which the employee chooses whom to talk to. Groups: desk, hq, hr."""

    case: UUID
    people: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class TalkReceiptState:
    """The chosen person was told.

    `phone` is that of the branch whose desk the person is on. `reported` says that there is
    a report beside the talk.
    """

    person: str
    named: bool
    branch_name: str | None
    phone: str | None
    reported: bool


@dataclass(frozen=True, slots=True)
class FormState:
    """A question's modal: its fields, with what is known filled in."""

    case: UUID
    question: Question
    answers: Answers
    known: tuple[tuple[str, str], ...] = ()  # field id, text (customer, affected)
