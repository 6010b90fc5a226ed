"""One sealed document beside a case, in a table of its own."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, bindparam, delete, select

from storage.portable import upsert
from storage.prepared import Prepared
from storage.scope import Scope
from storage.sealing import Seal


class SealedNotes:
    """A table of (workspace, case, facts), of which no query asks for the contents."""

    def __init__(self, scope: Scope, table: Table) -> None:
        self._scope = scope
        self._table = table
        self._seal = Seal(scope.keyring, table, "facts")

    async def get(self, case: UUID) -> dict[str, Any] | None:
        """Return the document beside that case, or None."""
        workspace = self._scope.workspace
        row = await self._scope.row(_beside(self._table), {"workspace": workspace, "case": case})
        return self._seal.open_document(row.facts, workspace, case.bytes) if row else None

    async def save(self, case: UUID, document: Mapping[str, object]) -> None:
        """Keep the document, in place of a former one."""
        workspace = self._scope.workspace
        sealed = self._seal.document(document, workspace, case.bytes)
        await upsert(
            self._scope.connection,
            self._table,
            ("workspace", "case_id"),
            {"workspace": workspace, "case_id": case, "facts": sealed},
        )
        self._scope.records.note(self._table.name, case, sealed)

    async def remove(self, case: UUID) -> None:
        """Remove the document for good."""
        mine = {"workspace": self._scope.workspace, "case": case}
        await self._scope.run(_without(self._table), mine)
        self._scope.records.note(self._table.name, case, None)


@cache  # building a statement costs more than executing it
def _beside(table: Table) -> Prepared:
    return Prepared(select(table.c.facts).where(*_of_case(table)))


@cache
def _without(table: Table) -> Prepared:
    return Prepared(delete(table).where(*_of_case(table)))


def _of_case(table: Table) -> tuple[ColumnElement[bool], ...]:
    return table.c.workspace == bindparam("workspace"), table.c.case_id == bindparam("case")
