"""Which call a message belongs to: each call to an alarm, or for relief, has its own messages.

The detail of a message holds the round and, from a round's second call on, the call as well. A
round begins where somebody asks anew after the end; people are called once more within it where
whoever was to come has left.
"""

from flows.case import Alarm, Case, Relief

ALARM = "alarm/"
"""Begins the detail of a message of an alarm."""

SLIP = "slip/"
"""Begins the detail of what calls a desk to a report that an alarm pressed by mistake preceded."""

REPORT = "report"
"""Begins the detail of a page of a report, whatever alarm there was besides."""

WIDER = "/wider"
"""Ends the detail of a page to the wider circle."""

LEFT = "/left"
"""Ends the detail of what says that whoever was to come does not."""

RELIEF = "relief"
"""Begins the detail of what tells the reporter who goes."""

GOER_HEARS = "over"
"""Begins the detail of what tells whoever goes that it is no longer needed."""


def round_of(case: Case) -> str:
    """Return the detail of the messages of the latest call to the alarm raised last."""
    if case.alarm is None:
        return f"{ALARM}0"
    again = f"/{case.alarm.calls}" if case.alarm.calls > 1 else ""
    return f"{ALARM}{case.alarm.round}{again}"


def call_of(case: Case, *more: str) -> str:
    """Return the detail of the messages of the latest call for relief."""
    number = _latest(case.relief)
    calls = [] if number == (1, 1) else [str(part) for part in number]
    return "/".join([*more, *(calls[:1] if number[1] == 1 else calls)])


def superseded(case: Case, detail: str) -> bool:
    """Whether a message of an alarm, by its detail, is of a round before the present one."""
    if case.alarm is None or not detail.startswith(ALARM):
        return False
    return _number(detail)[0] < case.alarm.round


def rung_anew(case: Case, detail: str) -> bool:
    """Whether people were called to the alarm again since: the later call says what this would."""
    if case.alarm is None or not detail.startswith(ALARM):
        return False
    return _number(detail) < _latest(case.alarm)


def asked_before(case: Case, detail: str) -> bool:
    """Whether a message about relief is of a request that was called off before the present one."""
    return case.relief is not None and _number(detail)[0] < case.relief.round


def asked_anew(case: Case, detail: str) -> bool:
    """Whether people were asked to take over again since, as with an alarm."""
    return _number(detail) < _latest(case.relief)


def _latest(call: Alarm | Relief | None) -> tuple[int, int]:
    return (call.round, call.calls) if call else (1, 1)


def _number(detail: str) -> tuple[int, int]:
    first, second, *_ = [*(int(part) for part in detail.split("/") if part.isdigit()), 1, 1]
    return first, second
