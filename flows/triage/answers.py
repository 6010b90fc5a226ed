"""The answers of one report: which ids there are, what each may hold, how they are read."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from flows.written import says_something

_YES_NO_UNKNOWN = ("yes", "no", "unknown")

ONE = MappingProxyType(
    {
        "danger": ("now", "past", "none", "unknown"),
        "past_event": ("injury", "contact", "announced_harm", "none", "unknown"),
        "reported_as": ("self", "for_other", "witness"),
        "hearsay": ("yes", "no"),
        "actor": (
            "tenant",
            "ex_tenant",
            "applicant",
            "owner",
            "guarantor_or_family",
            "corporate",
            "neighbour",
            "contractor",
            "unknown",
            "colleague",
            "tenants_only",
        ),
        "scene": (
            "counter",
            "phone",
            "mail_or_chat",
            "viewing_or_visit",
            "their_place",
            "online",
            "other",
            "unknown",
        ),
        "pressure": _YES_NO_UNKNOWN,
        "single_burst": ("yes", "no"),
        "single_mention": ("yes", "no"),
        "single_remark": ("yes", "no"),
        "demand": (
            "rightful",
            "our_fault",
            "maybe_our_fault",
            "no_fault_or_out_of_scope",
            "none",
            "unknown",
        ),
        "proportion": ("fitting", "excessive", "unknown"),
        "answered": _YES_NO_UNKNOWN,
        "asked_to_stop": _YES_NO_UNKNOWN,
        "continued_after": _YES_NO_UNKNOWN,
        "earlier_occasion": _YES_NO_UNKNOWN,
    }
)
"""Ids answered with one of these values."""

MANY = MappingProxyType(
    {
        "acts": (
            "assault",
            "property_damage",
            "threat",
            "forced_humiliation",
            "extortion",
            "sexual_contact_or_stalking",
            "confinement",
            "refusal_to_leave",
            "insult",
            "intimidation",
            "discrimination",
            "sexual_remarks",
            "filming_or_posting_pressure",
            "named_or_false_posting",
            "spreading_slander",
            "dismissal_demand",
            "repetition",
            "long_contact",
            "odd_hours_or_place",
            "excessive_demand",
            "named_criticism",
            "strong_tone",
            "other",
        ),
        "impact": (
            "fear_or_health",
            "severe_health",
            "work_interrupted",
            "others_affected",
            "none",
            "rather_not_say",
            "unknown",
        ),
        "circumstances": (
            "accommodation_requested",
            "age",
            "language",
            "urgent_need",
            "our_mistake",
            "none",
            "unknown",
        ),
        "evidence": ("recording", "video", "mail", "witness", "notes", "none", "unknown"),
        "wishes": (
            "change_of_person",
            "talk_first",
            "keep_from_branch",
            "anonymous_to_branch",
            "none",
        ),
    }
)
"""Ids answered with any number of these values."""

NUMBERS = ("repeats", "longest_minutes", "out_of_hours")
"""Ids answered with a whole number, an estimate."""

READ_AS_WELL = MappingProxyType(
    {
        ("circumstances", "disability"): "accommodation_requested",
        ("circumstances", "illness"): "accommodation_requested",
    }
)
"""Older values that are read; what is kept is the request, never a diagnosis."""


class AnswersError(ValueError):
    """An answer cannot be read; the message is one sentence that names the id or the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What is known of one report. None means not asked; an empty tuple, asked and none chosen.

    `words` is text as spoken; `occurred_at` an aware datetime; the numbers are estimates:
    `repeats` a count after our final answer, `longest_minutes` in minutes, `out_of_hours` a count.
    """

    danger: str | None = None
    reported_as: str | None = None
    hearsay: str | None = None
    actor: str | None = None
    scene: str | None = None
    acts: tuple[str, ...] | None = None
    past_event: str | None = None
    words: str | None = None
    occurred_at: datetime | None = None
    pressure: str | None = None
    single_burst: str | None = None
    single_mention: str | None = None
    single_remark: str | None = None
    answered: str | None = None
    asked_to_stop: str | None = None
    continued_after: str | None = None
    earlier_occasion: str | None = None
    repeats: int | None = None
    longest_minutes: int | None = None
    out_of_hours: int | None = None
    demand: str | None = None
    proportion: str | None = None
    evidence: tuple[str, ...] | None = None
    impact: tuple[str, ...] | None = None
    circumstances: tuple[str, ...] | None = None
    wishes: tuple[str, ...] | None = None

    def with_answer(self, answer_id: str, value: object) -> "Answers":
        """The same answers with one more, or another, value.

        Raises:
            AnswersError: the id does not exist or cannot hold the value.
        """
        return replace(self, **{answer_id: _read(answer_id, value)})

    def without(self, *answer_ids: str) -> "Answers":
        """The same answers with these ids not asked.

        Raises:
            AnswersError: an id does not exist.
        """
        for answer_id in answer_ids:
            _known(answer_id)
        return replace(self, **dict.fromkeys(answer_ids))

    def to_document(self) -> dict[str, Any]:
        """A JSON object that `parse_answers` reads back to the same answers."""
        document: dict[str, Any] = {}
        for answer_id in IDS:
            value = getattr(self, answer_id)
            if isinstance(value, tuple):
                document[answer_id] = list(value)
            elif isinstance(value, datetime):
                document[answer_id] = value.isoformat()
            elif value is not None:
                document[answer_id] = value
        return document


IDS = tuple(field.name for field in fields(Answers))
"""Every id an answers document may have."""


def parse_answers(document: object) -> Answers:
    """Read a JSON object in the ids above; a missing key is "not asked".

    Raises:
        AnswersError: not an object, an unknown id, or a value its id cannot hold.
    """
    if not isinstance(document, dict):
        raise AnswersError("The answers are a JSON object of ids and values.")
    return Answers(**{str(key): _read(str(key), value) for key, value in document.items()})


def _known(answer_id: str) -> None:
    if answer_id not in IDS:
        raise AnswersError(f"There is no question with the id {answer_id!r}.")


def _read(answer_id: str, value: object) -> Any:
    _known(answer_id)
    if value is None:
        return None
    if answer_id in ONE:
        return _choice(answer_id, value, ONE[answer_id])
    if answer_id in MANY:
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise AnswersError(f"{answer_id} is a list of values.")
        read = (_choice(answer_id, item, MANY[answer_id]) for item in value)
        return tuple(dict.fromkeys(read))
    if answer_id in NUMBERS:
        return _number(answer_id, value)
    if answer_id == "occurred_at":
        return _moment(value)
    if not isinstance(value, str):
        raise AnswersError(f"{answer_id} is a text.")
    return value if says_something(value) else None


def _choice(answer_id: str, value: object, allowed: tuple[str, ...]) -> str:
    if isinstance(value, str):
        value = READ_AS_WELL.get((answer_id, value), value)
        if value in allowed:
            return value
    raise AnswersError(f"{answer_id} cannot be {value!r}; it is one of {', '.join(allowed)}.")


def _number(answer_id: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise AnswersError(f"{answer_id} cannot be {value!r}; it is a whole number from 0 on.")
    return value


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise AnswersError(
                f"occurred_at cannot be {value!r}; it is an ISO 8601 time."
            ) from error
    if not isinstance(value, datetime):
        raise AnswersError(f"occurred_at cannot be {value!r}; it is an ISO 8601 time.")
    if value.utcoffset() is None:
        raise AnswersError("occurred_at needs its time zone, such as +09:00.")
    return value
