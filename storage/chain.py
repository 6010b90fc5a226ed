"""What the signatures of timelines and records cover, byte by byte.

An entry's digest covers the digest before it, everything in clear about the entry, and a salted
commitment to its content; its MAC signs the digest. So the chain is made without a key: what is
signed can be signed with another key, each entry by itself. The content itself is not covered, so
that content and salt can be purged, or sealed with another key, and the chain still verifies. A
head's MAC covers the end of a chain, the documents of its case, and the number of the checkpoint
that signed that end. Checkpoints are chained as entries are.
"""

import hashlib
import hmac
import os
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from storage.columns import microseconds
from storage.records import NO_DOCUMENTS
from storage.sealing import lengths

SALT_BYTES = 32
FIRST = b""  # stands before a chain's first entry


class Link(NamedTuple):
    """Everything about an entry that its digest covers."""

    workspace: str
    case: UUID
    id: UUID
    sequence: int
    at: datetime
    kind: str
    actor: str
    commitment: bytes


class End(NamedTuple):
    """Where a chain ends, and its last digest; sequence 0 where it has no entry yet."""

    case: UUID
    sequence: int
    digest: bytes


class Head(NamedTuple):
    """A case as it was kept last: the end of its chain, and the digests of its documents.

    `checkpoint` is the number of the checkpoint that signed this end, 0 until one does.
    """

    case: UUID
    sequence: int
    digest: bytes
    records: bytes
    checkpoint: int

    @property
    def end(self) -> End:
        """The end of the chain alone."""
        return End(self.case, self.sequence, self.digest)


def new_head(case: UUID) -> Head:
    """Return the head of a case of which nothing is kept yet."""
    return Head(case, 0, FIRST, NO_DOCUMENTS, 0)


def new_salt() -> bytes:
    """Return a salt that keeps short contents from being guessed."""
    return os.urandom(SALT_BYTES)


def commitment(salted: bytes) -> bytes:
    """Return the commitment to content that begins with its salt."""
    return hmac.digest(salted[:SALT_BYTES], salted[SALT_BYTES:], "sha256")


def entry_digest(previous: bytes, link: Link) -> bytes:
    """Return the digest of an entry that follows the digest `previous`."""
    return _digest(
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


def entry_message(digest: bytes) -> bytes:
    """Return what an entry's MAC signs."""
    return lengths(b"signed entry", digest)


def purge_message(entry: bytes) -> bytes:
    """Return what is signed when we remove the content of the entry with that digest."""
    return lengths(b"purged", entry)


def head_message(workspace: str, head: Head) -> bytes:
    """Return what is signed of a chain's end and of the documents of its case."""
    return lengths(
        b"head",
        workspace.encode(),
        head.case.bytes,
        str(head.sequence).encode(),
        head.digest,
        head.records,
        str(head.checkpoint).encode(),
    )


def checkpoint_digest(workspace: str, number: int, previous: bytes, ends: bytes) -> bytes:
    """Return the digest of a checkpoint: of the chains' ends, and the checkpoint before."""
    return _digest(b"checkpoint", workspace.encode(), str(number).encode(), previous, ends)


def checkpoint_message(digest: bytes) -> bytes:
    """Return what a checkpoint's MAC signs."""
    return lengths(b"signed checkpoint", digest)


def write_ends(ends: Sequence[End]) -> bytes:
    """Return the ends in a checkpoint as bytes."""
    return b"".join(lengths(end.case.bytes, str(end.sequence).encode(), end.digest) for end in ends)


def read_ends(blob: bytes) -> list[End]:
    """Read back the ends in a checkpoint whose MAC is good."""
    parts: list[bytes] = []
    at = 0
    while at < len(blob):
        length = int.from_bytes(blob[at : at + 4], "big")
        parts.append(blob[at + 4 : at + 4 + length])
        at += 4 + length
    cases, sequences, digests = parts[0::3], parts[1::3], parts[2::3]
    return [
        End(UUID(bytes=case), int(sequence), digest)
        for case, sequence, digest in zip(cases, sequences, digests, strict=True)
    ]


def _digest(*parts: bytes) -> bytes:
    return hashlib.sha256(lengths(*parts)).digest()
