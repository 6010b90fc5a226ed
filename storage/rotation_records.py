"""Cases, entries and checkpoints signed with another key: each verified first, as the audit does.

What does not verify is not signed: a forgery must not come out of a rotation as genuine.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, Table, and_, bindparam, select, tuple_, update

from storage.audit_chain import Inspector
from storage.audit_records import RecordInspector, records_of
from storage.chain import (
    FIRST,
    Head,
    checkpoint_message,
    entry_message,
    head_message,
    purge_message,
)
from storage.errors import TamperedError
from storage.keys import Keyring
from storage.records import DOCUMENTS, digests
from storage.sealing import Seal
from storage.tables import cases, checkpoints, metadata, timeline, timeline_heads

_HEAD = (
    timeline_heads.c.sequence,
    timeline_heads.c.digest,
    timeline_heads.c.checkpoint,
    timeline_heads.c.head_mac,
)


def sign_cases(keyring: Keyring, connection: Connection, found: Sequence[Row[Any]]) -> int:
    """Seal the documents of cases anew, and sign the heads that cover them."""
    same = and_(
        timeline_heads.c.workspace == cases.c.workspace, timeline_heads.c.case_id == cases.c.id
    )
    held = connection.execute(
        select(cases.c.workspace, cases.c.id)
        .join(timeline_heads, same)
        .where(tuple_(cases.c.workspace, cases.c.id).in_([tuple(row) for row in found]))
        .with_for_update(skip_locked=True, key_share=True, of=(cases, timeline_heads))
    )
    mine: dict[str, list[UUID]] = {}
    for row in held:
        mine.setdefault(row.workspace, []).append(row.id)
    for workspace, ids in mine.items():
        whole: Select[Any] = records_of(workspace).add_columns(*_HEAD)
        for one in connection.execute(whole.where(cases.c.id.in_(ids))).all():
            _Case(keyring, workspace, one).sign(connection)
    return sum(map(len, mine.values()))


class _Case:
    """One case with its documents and the head of its chain."""

    def __init__(self, keyring: Keyring, workspace: str, row: Row[Any]) -> None:
        self._keyring = keyring
        self._workspace = workspace
        self._row = row
        self._head = Head(row.id, row.sequence, row.digest, row.records, row.checkpoint)

    def sign(self, connection: Connection) -> None:
        self._verify()
        sealed = {name: self._sealed(name) for name in DOCUMENTS}
        for name, document in sealed.items():
            if document is not None:
                self._keep(connection, metadata.tables[name], {"facts": document})
        head = self._head._replace(records=digests(sealed))
        mac = self._keyring.mac(head_message(self._workspace, head))
        values = {"records": head.records, "head_mac": mac}
        self._keep(connection, timeline_heads, values)

    def _verify(self) -> None:
        what = RecordInspector(self._keyring, self._workspace).record(self._row)
        what = what or Inspector(self._keyring, self._workspace).head(
            self._head, self._row.head_mac
        )
        if what is not None:
            raise TamperedError(f"{self._row.number or f'case {self._row.id}'}: {what}")

    def _sealed(self, table: str) -> bytes | None:
        sealed: bytes | None = getattr(self._row, table)
        if sealed is None:
            return None
        seal = Seal(self._keyring, metadata.tables[table], "facts")
        return seal.again(sealed, self._workspace, self._row.id.bytes)

    def _keep(self, connection: Connection, table: Table, values: Mapping[str, bytes]) -> None:
        case = table.c.id if table is cases else table.c.case_id
        mine = (table.c.workspace == self._workspace, case == self._row.id)
        connection.execute(update(table).where(*mine).values(values))


_SIGN_ENTRY = (
    update(timeline)
    .where(timeline.c.id == bindparam("of_id"))
    .values(mac=bindparam("mac"), content=bindparam("content"), purge_mac=bindparam("purge_mac"))
)


def sign_entries(keyring: Keyring, connection: Connection, found: Sequence[Row[Any]]) -> int:
    """Seal the contents of entries anew, and sign the entries."""
    before = timeline.alias("before")
    same = and_(
        before.c.workspace == timeline.c.workspace,
        before.c.case_id == timeline.c.case_id,
        before.c.sequence == timeline.c.sequence - 1,
    )
    key = tuple(timeline.primary_key.columns)
    result = connection.execute(
        select(timeline, before.c.digest.label("previous"))
        .outerjoin(before, same)
        .where(tuple_(*key).in_([tuple(row) for row in found]))
        .with_for_update(skip_locked=True, of=timeline)
    )
    signed = [_entry(keyring, row) for row in result.all()]
    if signed:
        connection.execute(_SIGN_ENTRY, signed)
    return len(signed)


def _entry(keyring: Keyring, row: Row[Any]) -> dict[str, Any]:
    previous = FIRST if row.sequence == 1 else row.previous
    what = "the entry before it is missing"
    if previous is not None:
        what = Inspector(keyring, row.workspace).entry(row, previous) or ""
    if what:
        raise TamperedError(f"case {row.case_id}, entry {row.sequence} ({row.id}): {what}")
    seal = Seal(keyring, timeline, "content")
    purged = None if row.purge_mac is None else keyring.mac(purge_message(row.digest))
    content = None if row.content is None else seal.again(row.content, row.workspace, row.id.bytes)
    mac = keyring.mac(entry_message(row.digest))
    return {"of_id": row.id, "mac": mac, "content": content, "purge_mac": purged}


def sign_checkpoints(keyring: Keyring, connection: Connection, found: Sequence[Row[Any]]) -> int:
    """Sign checkpoints anew."""
    before = checkpoints.alias("before")
    same = and_(
        before.c.workspace == checkpoints.c.workspace,
        before.c.number == checkpoints.c.number - 1,
    )
    key = (checkpoints.c.workspace, checkpoints.c.number)
    result = connection.execute(
        select(checkpoints, before.c.digest.label("previous"))
        .outerjoin(before, same)
        .where(tuple_(*key).in_([tuple(row) for row in found]))
    )
    for row in result.all():
        previous = FIRST if row.number == 1 else row.previous
        what = f"the checkpoint {row.number - 1} is missing"
        if previous is not None:
            what = Inspector(keyring, row.workspace).checkpoint(row, previous) or ""
        if what:
            raise TamperedError(what)
        mac = keyring.mac(checkpoint_message(row.digest))
        this = (checkpoints.c.workspace == row.workspace, checkpoints.c.number == row.number)
        connection.execute(update(checkpoints).where(*this).values(mac=mac))
    return len(found)
