"""The log as developers read it: deliveries, calls, violations, and the case each is about."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from bot.sandbox.faults import Fault, Faults
from bot.sandbox.log import Call, Delivery, Log, Violation
from handlers.identity import UnreadablePayloadError, identify

Json = dict[str, Any]
Entry = Delivery | Call | Violation

RECENT: Final = 200
_DIGITS: Final = 9
_NUMBER: Final = re.compile(r"\bK-\d{4}-\d{4,}\b")
_ID: Final = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What one entry says that may tell which case it is about."""

    numbers: tuple[str, ...]
    ids: tuple[str, ...]
    threads: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        """Say whether it names nothing at all."""
        return not (self.numbers or self.ids or self.threads)


def entry_shape(log: Log, entry: Entry) -> Json:
    """Return one line of the inspector; what was said in it is asked for by its id."""
    match entry:
        case Delivery():
            waited = entry.answered_at - entry.sent_at if entry.answered_at else None
            shape = {
                "kind": str(entry.sort),
                "name": entry.name,
                "at": entry.sent_at.isoformat(),
                "outcome": str(entry.outcome),
                "milliseconds": round(waited.total_seconds() * 1000, 1) if waited else None,
                "attempt": entry.attempt,
                "route": entry.route,
            }
        case Call():
            shape = {
                "kind": "call",
                "name": entry.method,
                "at": entry.at.isoformat(),
                "outcome": "ok" if entry.answer.get("ok") else entry.answer.get("error", "failed"),
                "status": entry.status,
                "fault": entry.fault,
            }
        case Violation():
            shape = {
                "kind": "violation",
                "name": entry.what,
                "at": entry.at.isoformat(),
                "outcome": "violation",
            }
    return {"id": _id_of(log, entry)} | shape


def recent(log: Log) -> list[Json]:
    """Return the newest lines, oldest first."""
    entries: list[Entry] = [
        *log.deliveries[-RECENT:],
        *log.calls[-RECENT:],
        *log.violations[-RECENT:],
    ]
    entries.sort(key=_moment)
    return [entry_shape(log, entry) for entry in entries[-RECENT:]]


def details(log: Log, entry_id: str) -> Json:
    """Return everything one entry holds; raises LookupError where there is no such entry."""
    entry = _entry(log, entry_id)
    match entry:
        case Delivery():
            said = {"body": entry.body, "answer": entry.answer}
        case Call():
            said = {"arguments": entry.arguments, "answer": entry.answer}
        case Violation():
            said = {"detail": entry.detail}
    return {"said": json.dumps(said, ensure_ascii=False, indent=2, default=str)}


def mentioned(log: Log, entry_id: str) -> Mentioned:
    """Return what an entry may be about; raises LookupError where there is no such entry."""
    entry = _entry(log, entry_id)
    match entry:
        case Delivery():
            said: Any = entry.body
        case Call():
            said = [entry.arguments, entry.answer]
        case Violation():
            said = entry.detail
    text = json.dumps(said, ensure_ascii=False, default=str)
    begun = _begun_by(entry) if isinstance(entry, Delivery) else ()
    return Mentioned(
        tuple(dict.fromkeys(_NUMBER.findall(text))),
        tuple(dict.fromkeys([*_ID.findall(text), *begun])),
        tuple(dict.fromkeys(_threads(said))),
    )


def _begun_by(delivery: Delivery) -> tuple[str, ...]:
    """Return the id of the report that a delivery begins, if it begins one."""
    try:
        return (str(identify(delivery.body).reference),)
    except UnreadablePayloadError:
        return ()


def planned(faults: Faults) -> list[Json]:
    """Return the misbehaviour that is still to come."""
    return [_fault_shape(fault) for fault in faults.planned if fault.left > 0]


def _fault_shape(fault: Fault) -> Json:
    return {"kind": str(fault.kind), "name": fault.name, "left": fault.left}


def _threads(part: Any) -> list[tuple[str, str]]:
    if isinstance(part, list):
        return [place for item in part for place in _threads(item)]
    if not isinstance(part, dict):
        return []
    channel = part.get("channel") or part.get("channel_id")
    if isinstance(channel, dict):
        channel = channel.get("id")
    stamps = [part.get(key) for key in ("thread_ts", "message_ts", "ts")]
    own = [(channel, ts) for ts in stamps if isinstance(channel, str) and isinstance(ts, str)]
    return own + [place for value in part.values() for place in _threads(value)]


def _moment(entry: Entry) -> Any:
    return entry.sent_at if isinstance(entry, Delivery) else entry.at


def _lists(log: Log) -> dict[str, list[Any]]:
    return {"d": log.deliveries, "c": log.calls, "v": log.violations}


def _id_of(log: Log, entry: Entry) -> str:
    letter = {Delivery: "d", Call: "c", Violation: "v"}[type(entry)]
    entries = _lists(log)[letter]
    # An entry that has just ended stands near the end of its list.
    place = next(n for n in range(len(entries) - 1, -1, -1) if entries[n] is entry)
    return f"{letter}{place}"


def _entry(log: Log, entry_id: str) -> Entry:
    entries = _lists(log).get(entry_id[:1], [])
    place = entry_id[1:]
    is_number = place.isdecimal() and len(place) <= _DIGITS
    if not is_number or int(place) >= len(entries):
        raise LookupError(entry_id)
    found: Entry = entries[int(place)]
    return found
