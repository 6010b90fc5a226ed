"""What a use case says when it does not do what was asked: one class per decision of the caller."""

from enum import StrEnum
from uuid import UUID


class Reason(StrEnum):
    """Why a person is refused; each has its own sentence in the language files."""

    NOT_YOURS = "not-yours"
    NOT_ALLOWED = "not-allowed"
    ALREADY_ANSWERED = "already-answered"
    NOT_ASKED = "not-asked"
    CLOSED = "closed"
    NOT_KEPT = "not-kept"
    NOT_FOUND = "not-found"
    ALREADY_TAKEN = "already-taken"
    OWN_CASE = "own-case"
    OWN_RELIEF = "own-relief"
    NO_ACTS = "no-acts"
    TOLD_BY_NOW = "told-by-now"
    SHARED_ACCOUNT = "shared-account"
    UNREADABLE = "unreadable"
    OUTDATED = "outdated"
    PRESS_AGAIN = "press-again"


class RefusedError(Exception):
    """The person is told why, privately, and nothing has changed.

    `case` is given where it is their own, and they are told more than the reason.
    """

    def __init__(self, reason: Reason, case: UUID | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.case = case


class SettingsError(Exception):
    """The operator or manager is told, in one sentence, what to change in the settings."""
