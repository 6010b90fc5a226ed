"""The append-only timeline of each case, one chain of signed entries a case."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, bindparam, insert, select, update

from flows.timeline import Entry, EntryKind
from storage.chain import (
    SALT_BYTES,
    Head,
    Link,
    commitment,
    entry_digest,
    entry_message,
    head_message,
    new_head,
    new_salt,
    purge_message,
)
from storage.portable import upsert
from storage.prepared import Prepared
from storage.records import replaced
from storage.scope import Scope
from storage.sealing import Seal, decode, encode
from storage.tables import timeline, timeline_heads

_APPEND = Prepared(insert(timeline))


class SqlTimeline:
    """The timelines of one workspace. `appended` counts the entries of this transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._seal = Seal(scope.keyring, timeline, "content")
        self._heads: dict[UUID, Head] = {}
        self._forged: dict[UUID, bytes] = {}
        self.appended = 0

    async def append(
        self,
        case: UUID,
        kind: EntryKind,
        actor: str,
        at: datetime,
        content: Mapping[str, object] | None = None,
    ) -> Entry:
        """Add an entry at the end; `content` is a JSON document and is sealed."""
        workspace = self._scope.workspace
        head = await self._head(case)
        salted = new_salt() + encode(content)
        link = Link(
            workspace, case, uuid4(), head.sequence + 1, at, kind.value, actor, commitment(salted)
        )
        digest = entry_digest(head.digest, link)
        await self._scope.run(
            _APPEND,
            {
                "workspace": workspace,
                "case_id": case,
                "sequence": link.sequence,
                "id": link.id,
                "at": at,
                "kind": link.kind,
                "actor": actor,
                "commitment": link.commitment,
                "digest": digest,
                "mac": self._scope.keyring.mac(entry_message(digest)),
                "content": self._seal.raw(salted, workspace, link.id.bytes),
            },
        )
        self._heads[case] = head._replace(sequence=link.sequence, digest=digest, checkpoint=0)
        self.appended += 1
        # Read back from what was kept, so that what is returned is what will be read later.
        kept = decode(salted[SALT_BYTES:])
        return Entry(link.id, case, link.sequence, at, kind, actor, kept)

    async def of(self, case: UUID) -> Sequence[Entry]:
        """Return the entries of a case in order."""
        rows = await self._scope.rows(
            _entries(), {"workspace": self._scope.workspace, "case": case}
        )
        return [self._entry(row) for row in rows]

    async def remove_content(self, case: UUID) -> None:
        """Remove the contents and salts of a case for good; the chain still verifies."""
        mine = (timeline.c.workspace == self._scope.workspace, timeline.c.case_id == case)
        result = await self._scope.connection.execute(
            select(timeline.c.sequence, timeline.c.digest).where(
                *mine, timeline.c.content.is_not(None)
            )
        )
        for sequence, digest in result:
            await self._scope.connection.execute(
                update(timeline)
                .where(*mine, timeline.c.sequence == sequence)
                .values(content=None, purge_mac=self._scope.keyring.mac(purge_message(digest)))
            )

    async def keep_heads(self) -> None:
        """Write down where the chains that grew now end, and which documents were sealed.

        Called once, before the commit.
        """
        for case, sealed in self._scope.records.of_case.items():
            head = await self._head(case)
            self._heads[case] = head._replace(records=replaced(head.records, sealed))
        workspace = self._scope.workspace
        for head in self._heads.values():
            values = {
                "workspace": workspace,
                "case_id": head.case,
                "sequence": head.sequence,
                "digest": head.digest,
                "records": head.records,
                "checkpoint": head.checkpoint,
                "head_mac": self._head_mac(head),
            }
            await upsert(self._scope.connection, timeline_heads, ("workspace", "case_id"), values)

    async def _head(self, case: UUID) -> Head:
        if case in self._heads:
            return self._heads[case]
        head = await self._kept_head(case)
        if head is None and self._scope.contended:
            # There is no row yet to lock: another process may be writing the first one.
            await self._scope.hold(f"timeline {case}")
            head = await self._kept_head(case)
        return head or new_head(case)

    async def _kept_head(self, case: UUID) -> Head | None:
        row = await self._scope.row(_head(), {"workspace": self._scope.workspace, "case": case})
        if row is None:
            return None
        head = Head(case, row.sequence, row.digest, row.records, row.checkpoint)
        message = head_message(self._scope.workspace, head)
        if not self._scope.keyring.vouches_for(message, row.head_mac):
            self._forged[case] = row.head_mac
        return head

    def _head_mac(self, head: Head) -> bytes:
        if head.case in self._forged:
            # What was changed behind our back is not made good: the audit goes on finding it.
            return self._forged[head.case]
        return self._scope.keyring.mac(head_message(self._scope.workspace, head))

    def _entry(self, row: Row[Any]) -> Entry:
        content = None
        if row.content is not None:
            salted = self._seal.open_raw(row.content, self._scope.workspace, row.id.bytes)
            content = decode(salted[SALT_BYTES:])
        return Entry(
            id=row.id,
            case=row.case_id,
            sequence=row.sequence,
            at=row.at,
            kind=EntryKind(row.kind),
            actor=row.actor,
            content=content,
        )


@cache  # building a statement costs more than executing it
def _entries() -> Prepared:
    return Prepared(
        select(timeline)
        .where(
            timeline.c.workspace == bindparam("workspace"), timeline.c.case_id == bindparam("case")
        )
        .order_by(timeline.c.sequence)
    )


@cache
def _head() -> Prepared:
    heads = timeline_heads.c
    return Prepared(
        select(timeline_heads)
        .where(heads.workspace == bindparam("workspace"), heads.case_id == bindparam("case"))
        .with_for_update()
    )
