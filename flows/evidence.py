"""Files sent as evidence: what was dropped, and what became of it, read from the timeline.

Each file is an entry when it is dropped and another one once it was fetched: with its size and
SHA-256, or with why it could not be had. So the chain of the timeline vouches for its bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from flows.timeline import Entry, EntryKind

LARGEST_KEPT = 32 * 1024 * 1024
"""Bytes. A phone's photo has up to 12 MB, Slack's longest voice clip some 5, and an hour of a
recorded call 29 at 64 kbit/s. Films are larger: of those the hash says which one was meant."""

LARGEST_HASHED = 1_000_000_000
"""Bytes, the most that Slack takes. What is larger still is not what it says it is."""


class FileState(StrEnum):
    """What the company has of a file."""

    WAITING = "waiting"  # to be fetched from Slack
    KEPT = "kept"
    TOO_LARGE = "too_large"  # Slack alone has it
    UNAVAILABLE = "unavailable"


class Why(StrEnum):
    """Why a file could not be had."""

    DELETED = "deleted"  # from Slack, before it was fetched
    ELSEWHERE = "elsewhere"  # Slack itself has only a link
    NOT_SHOWN = "not_shown"  # it stands where the bot is not
    FAILED = "failed"  # tried for days in vain


@dataclass(frozen=True, slots=True)
class DroppedFile:
    """A file as Slack refers to it. `size` is in bytes."""

    id: str
    name: str
    mimetype: str
    size: int
    address: str


@dataclass(frozen=True, slots=True)
class ChosenMessage:
    """Somebody's message taken as evidence, and the files that hang on it."""

    channel: str
    ts: str
    written_at: datetime
    author: str
    text: str
    files: tuple[DroppedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """How the fetching of a file ended, its `size` in bytes.

    `name` and `mimetype` are what Slack said of it then. `sha256` is hexadecimal, and there for
    what was read to its end, kept or not.
    """

    state: FileState
    size: int | None = None
    sha256: str | None = None
    name: str | None = None
    mimetype: str | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of a case. `number` counts them in the order in which they were dropped.

    `entry` is the id of the entry with which it was dropped, `file` and `address` are Slack's.
    `size` is in bytes: what Slack said, until it was fetched.
    """

    number: int
    entry: UUID
    dropped_at: datetime
    file: str
    address: str
    name: str
    mimetype: str
    size: int | None
    state: FileState
    sha256: str | None
    why: Why | None


def files_of(entries: Iterable[Entry]) -> tuple[EvidenceFile, ...]:
    """Return the files of a timeline, as far as retention has left anything of them."""
    dropped: list[tuple[Entry, dict[str, Any]]] = []
    fetched: dict[str, dict[str, Any]] = {}
    for entry in entries:
        content: dict[str, Any] = dict(entry.content or {})
        if entry.kind is EntryKind.FILE and content:
            dropped.append((entry, content))
        if entry.kind is EntryKind.FETCHED and content:
            fetched[str(content["entry"])] = content
    return tuple(
        _file(number, entry, content, fetched.get(str(entry.id), {}))
        for number, (entry, content) in enumerate(dropped, start=1)
    )


def _file(number: int, entry: Entry, said: dict[str, Any], came: dict[str, Any]) -> EvidenceFile:
    return EvidenceFile(
        number=number,
        entry=entry.id,
        dropped_at=entry.at,
        file=said["file"],
        address=said["address"],
        name=came.get("name") or said["name"],
        mimetype=came.get("mimetype") or said["mimetype"],
        size=came["size"] if came.get("size") is not None else said["size"] or None,
        state=FileState(came.get("state", FileState.WAITING)),
        sha256=came.get("sha256"),
        why=Why(came["why"]) if came.get("why") else None,
    )
