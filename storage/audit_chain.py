"""What can be wrong with one entry, one chain's end or one checkpoint, in a sentence each."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from storage.chain import (
    Head,
    Link,
    checkpoint_digest,
    checkpoint_message,
    commitment,
    entry_digest,
    entry_message,
    head_message,
    purge_message,
)
from storage.errors import KeyringError, TamperedError
from storage.keys import Keyring
from storage.sealing import Seal
from storage.tables import timeline

UNREADABLE = "the entry was changed: it cannot be read"
CHANGED = "the entry was changed: its signature does not match"
REORDERED = "the entry was reordered: its signature belongs to another place in the chain"
TAIL_MISSING = "the tail of the chain is missing: it once ended with another entry"
_NO_KEY = "was changed, or its key is not in the keyring"


class Inspector:
    """Checks what one workspace keeps against the keys."""

    def __init__(self, keyring: Keyring, workspace: str) -> None:
        self._keyring = keyring
        self._workspace = workspace
        self._seal = Seal(keyring, timeline, "content")

    def entry(self, row: Row[Any], previous: bytes) -> str | None:
        """Return what is wrong with an entry that follows the digest `previous`, or None."""
        if entry_digest(previous, self._link(row)) != row.digest:
            return CHANGED
        try:
            if not self._keyring.signed(entry_message(row.digest), row.mac):
                return CHANGED
        except KeyringError:
            return f"the entry's signature {_NO_KEY}"
        return self._content(row)

    def belongs_elsewhere(self, row: Row[Any], places: Iterable[tuple[int, bytes]]) -> bool:
        """Whether the entry is as it was, but stood at another of these places.

        A place is a sequence, and the digest of the entry that stands before it.
        """
        link = self._link(row)
        digests = (entry_digest(before, link._replace(sequence=n)) for n, before in places)
        return any(self._keyring.signed(entry_message(digest), row.mac) for digest in digests)

    def head(self, head: Head, head_mac: bytes) -> str | None:
        """Return what is wrong with the record of a chain's end, or None."""
        try:
            if self._keyring.signed(head_message(self._workspace, head), head_mac):
                return None
        except KeyringError:
            return f"the record of the chain's end {_NO_KEY}"
        return "the record of the chain's end was changed: its signature does not match"

    def checkpoint(self, row: Row[Any], previous: bytes) -> str | None:
        """Return what is wrong with a checkpoint that follows the digest `previous`, or None."""
        digest = checkpoint_digest(self._workspace, row.number, previous, row.ends)
        try:
            if digest == row.digest and self._keyring.signed(checkpoint_message(digest), row.mac):
                return None
        except KeyringError:
            return f"the checkpoint {row.number} {_NO_KEY}"
        return f"the checkpoint {row.number} was changed: its signature does not match"

    def _content(self, row: Row[Any]) -> str | None:
        try:
            if row.content is None:
                purged = row.purge_mac is not None and self._keyring.signed(
                    purge_message(row.digest), row.purge_mac
                )
                return None if purged else "the entry's content is missing, and was not purged"
            if row.purge_mac is not None:
                return "the entry was changed: it is marked as purged, and has content"
            salted = self._seal.open_raw(row.content, self._workspace, row.id.bytes)
        except TamperedError:
            return "the entry's content was changed"
        except KeyringError:
            return f"the entry's content {_NO_KEY}"
        if commitment(salted) != row.commitment:
            return "the entry's content does not match its commitment"
        return None

    def _link(self, row: Row[Any]) -> Link:
        case: UUID = row.case_id
        return Link(
            self._workspace,
            case,
            row.id,
            row.sequence,
            row.at,
            row.kind,
            row.actor,
            row.commitment,
        )
