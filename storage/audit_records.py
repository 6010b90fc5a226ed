"""What can be wrong with a case's sealed documents, in a sentence each."""

from typing import Any

from sqlalchemy import Row, Select, select

from flows.case import Case
from storage.case_documents import case_from
from storage.cases import columns_of
from storage.errors import KeyringError, TamperedError
from storage.keys import Keyring
from storage.records import DOCUMENTS, differing, digests
from storage.sealing import NAMES, Seal
from storage.tables import cases, metadata, timeline_heads

MISSING = "the case's record is missing"
UNREADABLE = "the case's record was changed: it cannot be read"


def records_of(workspace: str) -> Select[Any]:
    """Every case with its documents, and what the head of its chain keeps of them."""
    beside = [metadata.tables[name] for name in DOCUMENTS if name != cases.name]
    joined: Any = cases
    for table in (timeline_heads, *beside):
        same_case = (table.c.workspace == cases.c.workspace) & (table.c.case_id == cases.c.id)
        joined = joined.outerjoin(table, same_case)
    columns = (table.c.facts.label(table.name) for table in (cases, *beside))
    return (
        select(cases, timeline_heads.c.records, *columns)
        .select_from(joined)
        .where(cases.c.workspace == workspace)
    )


class RecordInspector:
    """Checks the documents of one workspace's cases against the keys and their chains' heads."""

    def __init__(self, keyring: Keyring, workspace: str) -> None:
        self._workspace = workspace
        self._seals = {name: Seal(keyring, metadata.tables[name], "facts") for name in DOCUMENTS}

    def record(self, row: Row[Any]) -> str | None:
        """Return what is wrong with a row of `records_of`, or None."""
        return self._sealed(row) or self._in_clear(row) or self._kept_last(row)

    def number(self, row: Row[Any]) -> str | None:
        """Return a case's number as it was sealed: the one in clear may be what was changed."""
        number: str | None = row.number
        if self._opens(cases.name, row) is None:
            number = self._case(row).number
        return number

    def _sealed(self, row: Row[Any]) -> str | None:
        wrong = (self._opens(name, row) for name in DOCUMENTS)
        return next((what for what in wrong if what is not None), None)

    def _opens(self, name: str, row: Row[Any]) -> str | None:
        sealed: bytes | None = getattr(row, name)
        if sealed is None:
            return None
        try:
            self._seals[name].open_document(sealed, self._workspace, row.id.bytes)
        except (TamperedError, KeyringError) as error:
            return str(error)
        return None

    def _in_clear(self, row: Row[Any]) -> str | None:
        for column, value in columns_of(self._case(row)).items():
            if getattr(row, column) != value:
                record = NAMES[cases.name]
                return f"{record} was changed: its {column} is not what was sealed with it"
        return None

    def _kept_last(self, row: Row[Any]) -> str | None:
        now = digests({name: getattr(row, name) for name in DOCUMENTS})
        table = differing(row.records, now)
        return None if table is None else f"{NAMES[table]} is not what was kept last"

    def _case(self, row: Row[Any]) -> Case:
        seal = self._seals[cases.name]
        return case_from(seal.open_document(row.facts, self._workspace, row.id.bytes))
