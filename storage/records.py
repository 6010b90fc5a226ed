"""What a chain's head keeps of the sealed documents of its case: a digest of each.

So a document that was removed, or put back to what it once was, contradicts the head.
"""

import hashlib
from collections.abc import Mapping
from uuid import UUID

DOCUMENTS = ("cases", "customers", "care_notes")
"""The tables with a sealed document of each case, in the order of their digests."""

_LENGTH = hashlib.sha256().digest_size
_NONE = bytes(_LENGTH)
NO_DOCUMENTS = _NONE * len(DOCUMENTS)


class Records:
    """The documents that one transaction sealed, by case."""

    def __init__(self) -> None:
        self.of_case: dict[UUID, dict[str, bytes | None]] = {}

    def note(self, table: str, case: UUID, sealed: bytes | None) -> None:
        """Note that this document stands in that table from now on, or none any more."""
        self.of_case.setdefault(case, {})[table] = sealed


def digests(documents: Mapping[str, bytes | None]) -> bytes:
    """Return the digests of a case's documents, by table; zeros where there is none."""
    return replaced(NO_DOCUMENTS, documents)


def replaced(before: bytes, documents: Mapping[str, bytes | None]) -> bytes:
    """Return the digests with those of these documents in place of the former ones."""
    parts = [before[n * _LENGTH : (n + 1) * _LENGTH] for n in range(len(DOCUMENTS))]
    for table, sealed in documents.items():
        digest = _NONE if sealed is None else hashlib.sha256(sealed).digest()
        parts[DOCUMENTS.index(table)] = digest
    return b"".join(parts)


def differing(before: bytes, now: bytes) -> str | None:
    """Return the first table of which two lists of digests differ, or None."""
    for n, table in enumerate(DOCUMENTS):
        if before[n * _LENGTH : (n + 1) * _LENGTH] != now[n * _LENGTH : (n + 1) * _LENGTH]:
            return table
    return None
