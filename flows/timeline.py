"""The timeline: what happened to a case, one entry after another, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

BOT = "bot"  # the actor of what the program does by itself
MOVED = "moved"
"""Why somebody lost a case: it went to another desk."""


class EntryKind(StrEnum):
    """What an entry records."""

    STARTED = "started"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    WORDS = "words"
    FILE = "file"
    FETCHED = "fetched"  # what became of a file: kept, or why not
    EXPORTED = "exported"  # an operator took something out
    QUOTED = "quoted"  # a Slack message taken as evidence
    POSTPONED = "postponed"
    PROPOSED = "proposed"
    ALARM = "alarm"
    ALARM_ENDED = "alarm_ended"
    TOLD = "told"
    TAKEN = "taken"
    FREED = "freed"  # whoever had taken it may no longer have it
    LOOKED = "looked"
    CUSTOMER = "customer"
    CARE = "care"
    RELIEF = "relief"
    MOVED = "moved"
    FINISHED = "finished"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"  # an ending that was a slip of the finger
    UNDELIVERED = "undelivered"
    SENT_AGAIN = "sent_again"  # somebody had it tried again after it was given up
    PURGED = "purged"  # its time was over: contents were removed


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as read back. `content` is None once retention has removed it."""

    id: UUID
    case: UUID
    sequence: int
    at: datetime
    kind: EntryKind
    actor: str
    content: Mapping[str, object] | None
