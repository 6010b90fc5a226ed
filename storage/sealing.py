"""Documents and texts sealed for one column of one row."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table

from storage.errors import KeyringError, TamperedError
from storage.keys import Keyring

NAMES = {
    "cases": "the case's record",
    "customers": "what is kept of the customer",
    "care_notes": "what is kept of the employee",
    "timeline": "an entry of the timeline",
    "evidence_chunks": "a file kept as evidence",
    "settings": "the settings",
    "people": "the name of a person",
    "inbox": "a delivery",
    "reply_addresses": "a response address",
}
"""What is sealed in each table, as the operator is told."""


class Seal:
    """Seals and opens one column of one table; content moved to another row does not open."""

    def __init__(self, keyring: Keyring, table: Table, column: str) -> None:
        self.what = NAMES[table.name]
        self._keyring = keyring
        self._place = f"{table.name}.{table.c[column].name}".encode()

    def text(self, text: str, workspace: str, row: str | bytes) -> bytes:
        """Seal a text."""
        return self._keyring.seal(text.encode(), self._row(workspace, row))

    def open_text(self, sealed: bytes, workspace: str, row: str | bytes) -> str:
        """Open a text; KeyringError or TamperedError when it cannot be."""
        return self.open_raw(sealed, workspace, row).decode()

    def document(self, document: Mapping[str, object], workspace: str, row: str | bytes) -> bytes:
        """Seal a JSON document."""
        return self._keyring.seal(encode(document), self._row(workspace, row))

    def open_document(self, sealed: bytes, workspace: str, row: str | bytes) -> dict[str, Any]:
        """Open a JSON document; KeyringError or TamperedError when it cannot be."""
        return decode(self.open_raw(sealed, workspace, row)) or {}

    def raw(self, plain: bytes, workspace: str, row: str | bytes) -> bytes:
        """Seal bytes."""
        return self._keyring.seal(plain, self._row(workspace, row))

    def open_raw(self, sealed: bytes, workspace: str, row: str | bytes) -> bytes:
        """Open bytes; KeyringError or TamperedError when they cannot be."""
        try:
            return self._keyring.open(sealed, self._row(workspace, row))
        except TamperedError:
            raise TamperedError(f"{self.what} was changed: it does not open") from None
        except KeyringError:
            raise KeyringError(
                f"{self.what} was changed, or its key is not in the keyring"
            ) from None

    def again(self, sealed: bytes, workspace: str, row: str | bytes) -> bytes:
        """Seal anew what was sealed with another key; raises as `open_raw`."""
        return self.raw(self.open_raw(sealed, workspace, row), workspace, row)

    def _row(self, workspace: str, row: str | bytes) -> bytes:
        key = row.encode() if isinstance(row, str) else row
        return lengths(self._place, workspace.encode(), key)


def lengths(*parts: bytes) -> bytes:
    """Join parts so that no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def encode(document: Mapping[str, object] | None) -> bytes:
    """Write a JSON document as bytes, always the same for the same document."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def decode(encoded: bytes) -> dict[str, Any] | None:
    """Read a JSON document, or None where none was written."""
    document: dict[str, Any] | None = json.loads(encoded)
    return document
