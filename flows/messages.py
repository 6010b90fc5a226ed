"""What the bot has to show, and where: a name for the message, never its words.

A message is a projection of stored state. A use case says that a kind of message about a
subject is wanted in a place; the words are rendered when it is sent.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f1d3c1e-5a0b-4d39-9d5e-2f3b1f6f0a51")


class Kind(StrEnum):
    """Every message the bot can show."""

    REPORT_HEAD = "report_head"  # heads the report's thread; carries the danger question
    RECEIPT = "receipt"  # replaces the private first question after it was answered
    SHARED_RECEIPT = "shared_receipt"  # all that a shared account reads of its report
    QUESTION = "question"
    ALARM_ADVICE = "alarm_advice"  # leave, call 110; how to say that it is over
    NOBODY_YET = "nobody_yet"  # two minutes passed and nobody took it
    ADVICE = "advice"  # who was told, what to do meanwhile, no disadvantage
    TAKEN = "taken"  # somebody took it
    NUDGE = "nudge"  # an unfinished report, asked about once
    WORDS_KEPT = "words_kept"
    FINISHED = "finished"
    ENDED = "ended"
    PASSED_ON = "passed_on"  # to the company's own contact
    DESK_CARD = "desk_card"
    PAGE = "page"
    ALARM_OVER = "alarm_over"  # to whoever is on the way: an edited page rings no phone
    RELEASED = "released"  # to whoever had taken a case: it moved, or is over
    FREED = "freed"  # to a desk: whoever had taken a case may no longer have it
    RELIEF_PAGE = "relief_page"
    RELIEF_RECEIPT = "relief_receipt"
    RELIEF_UNANSWERED = "relief_unanswered"  # two minutes passed and nobody goes
    TALK_REQUEST = "talk_request"
    TALK_RECEIPT = "talk_receipt"
    NOTICE = "notice"  # a private sentence that changes nothing
    OWN_CASE = "own_case"  # another, to whoever the case is about: who has it instead
    NOT_KEPT = "not_kept"  # another, to words that came when their report was over
    APOLOGY = "apology"  # something failed for good; its detail is the id in the log
    HELP = "help"
    BEGIN = "begin"  # a private button that starts a report
    UNDELIVERED = "undelivered"  # to whoever runs the app: what could not be said, by day
    PUBLIC_CHANNEL = "public_channel"  # to the managers: everybody can read a desk, by day


TELLS_SOMEBODY = frozenset({Kind.DESK_CARD, Kind.PAGE, Kind.RELIEF_PAGE})
"""What tells a desk or a person of the company of a case."""

SAYS_WHO_WAS_TOLD = frozenset(
    {
        Kind.REPORT_HEAD,
        Kind.ADVICE,
        Kind.ALARM_ADVICE,
        Kind.RELIEF_RECEIPT,
        Kind.RELIEF_UNANSWERED,
        Kind.SHARED_RECEIPT,
    }
)
"""What the reporter reads of that: it is edited when one of the former arrives, or does not."""


SAYS_NO = frozenset({Kind.NOTICE, Kind.OWN_CASE, Kind.NOT_KEPT})
"""Why a press did nothing: it is said later, and elsewhere, rather than not at all."""


class Fate(StrEnum):
    """What has become of a message that was wanted in a place by now."""

    STANDS = "stands"
    COMING = "coming"  # nothing has gone wrong with it so far
    DELAYED = "delayed"  # tried in vain, and to be tried again
    GIVEN_UP = "given_up"


class PlaceKind(StrEnum):
    """The kinds of place a message can stand in."""

    CHANNEL = "channel"
    PERSON = "person"  # the person's conversation with the bot
    THREAD = "thread"  # below another message of ours
    REPLY = "reply"  # an answer to one interaction, through its response address
    PRIVATE = "private"  # in a channel, seen by one person


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands. `ref` is a channel, a person, a message id, or a reply's id.

    `reader` is set where one person reads it, whose language then counts.
    """

    kind: PlaceKind
    ref: str
    reader: str | None = None

    @classmethod
    def channel(cls, channel: str) -> "Place":
        """In the channel itself."""
        return cls(PlaceKind.CHANNEL, channel)

    @classmethod
    def person(cls, user: str) -> "Place":
        """In that person's conversation with the bot."""
        return cls(PlaceKind.PERSON, user, user)

    @classmethod
    def thread(cls, parent: UUID, reader: str | None = None) -> "Place":
        """In the thread below our message `parent`, once that has been sent."""
        return cls(PlaceKind.THREAD, str(parent), reader)

    @classmethod
    def private(cls, channel: str, user: str) -> "Place":
        """In a channel, visible to one person only; it may not arrive."""
        return cls(PlaceKind.PRIVATE, f"{channel}/{user}", user)

    @property
    def key(self) -> str:
        """The place as one string, for uniqueness."""
        return f"{self.kind.value}:{self.ref}"


class Urgency(StrEnum):
    """What goes first when not everything can."""

    PAGE = "page"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message somebody should see. `detail` tells apart several of a kind about one case."""

    kind: Kind
    place: Place
    case: UUID | None = None
    detail: str = ""
    not_before: datetime | None = None
    urgency: Urgency = Urgency.NORMAL

    @property
    def subject(self) -> str:
        """What the message is about, as one string, for uniqueness."""
        return f"{self.case or ''}/{self.detail}"

    def id_in(self, workspace: str) -> UUID:
        """The message's id: the same for the same kind, subject and place."""
        return uuid5(_NAMESPACE, f"{workspace}|{self.kind}|{self.subject}|{self.place.key}")


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that was given up: which, about what, where it was to stand, why, and since when.

    `why` is the code with which it was refused.
    """

    id: UUID
    kind: Kind
    case: UUID | None
    place: Place
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    """How one interaction can be answered: Slack's response address, valid for 30 minutes.

    `replaces` says whether the answer takes the place of the message that was pressed, `thread`
    (a time stamp) in which thread it is said otherwise.
    """

    id: UUID
    url: str
    user: str
    expires_at: datetime
    replaces: bool = False
    thread: str | None = None

    @property
    def place(self) -> Place:
        """The address as a place."""
        return Place(PlaceKind.REPLY, str(self.id), self.user)


@dataclass(frozen=True, slots=True)
class Showing:
    """A message about to be rendered. `first` is false when it stands there already."""

    workspace: str
    kind: Kind
    place: Place
    case: UUID | None
    detail: str
    first: bool
