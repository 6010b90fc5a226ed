"""What the timeline's signatures cover, byte by byte.

An entry's MAC covers the MAC before it, everything in clear about the entry, and a salted
commitment to its content. The content itself is not covered, so that content and salt can be
purged, or sealed with another key, and the chain still verifies.
"""

import hmac
import os
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from storage.columns import microseconds
from storage.sealing import lengths

SALT_BYTES = 32
FIRST = b""  # stands before a chain's first entry


class Link(NamedTuple):
    """Everything about an entry that its MAC covers."""

    workspace: str
    case: UUID
    id: UUID
    sequence: int
    at: datetime
    kind: str
    actor: str
    commitment: bytes


class Head(NamedTuple):
    """Where a chain ends."""

    case: UUID
    sequence: int
    mac: bytes


def new_salt() -> bytes:
    """Return a salt that keeps short contents from being guessed."""
    return os.urandom(SALT_BYTES)


def commitment(salted: bytes) -> bytes:
    """Return the commitment to content that begins with its salt."""
    return hmac.digest(salted[:SALT_BYTES], salted[SALT_BYTES:], "sha256")


def entry_message(previous: bytes, link: Link) -> bytes:
    """Return what an entry's MAC signs."""
    return lengths(
        b"entry",
        previous,
        link.workspace.encode(),
        link.case.bytes,
        link.id.bytes,
        str(link.sequence).encode(),
        str(microseconds(link.at)).encode(),
        link.kind.encode(),
        link.actor.encode(),
        link.commitment,
    )


def purge_message(entry_mac: bytes) -> bytes:
    """Return what is signed when we remove an entry's content ourselves."""
    return lengths(b"purged", entry_mac)


def head_message(workspace: str, head: Head) -> bytes:
    """Return what is signed of a chain's end."""
    sequence = str(head.sequence).encode()
    return lengths(b"head", workspace.encode(), head.case.bytes, sequence, head.mac)


def checkpoint_message(workspace: str, number: int, previous: bytes, heads: bytes) -> bytes:
    """Return what a checkpoint's MAC signs: the heads, and the checkpoint before."""
    return lengths(b"checkpoint", workspace.encode(), str(number).encode(), previous, heads)


def write_heads(heads: Sequence[Head]) -> bytes:
    """Return the heads of a checkpoint as bytes."""
    return b"".join(
        lengths(head.case.bytes, str(head.sequence).encode(), head.mac) for head in heads
    )


def read_heads(blob: bytes) -> list[Head]:
    """Read back the heads of a checkpoint whose MAC is good."""
    parts: list[bytes] = []
    at = 0
    while at < len(blob):
        length = int.from_bytes(blob[at : at + 4], "big")
        parts.append(blob[at + 4 : at + 4 + length])
        at += 4 + length
    cases, sequences, macs = parts[0::3], parts[1::3], parts[2::3]
    return [
        Head(UUID(bytes=case), int(sequence), mac)
        for case, sequence, mac in zip(cases, sequences, macs, strict=True)
    ]
