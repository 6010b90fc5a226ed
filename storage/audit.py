"""The audit: every entry against its signature, every chain against its end and checkpoints.

It only reads, and reports the first thing found: a chain that is broken in one place says
nothing certain about what comes after.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, select, tuple_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.audit_chain import CHANGED, REORDERED, TAIL_MISSING, UNREADABLE, Inspector
from storage.chain import FIRST, Head, read_heads
from storage.keys import Keyring
from storage.tables import cases, checkpoints, timeline, timeline_heads
from storage.unit_of_work import Database

_AT_ONCE = 200
_LONGEST_SEARCH = 100  # entries of one case among which a reordered one is looked for
_DAMAGE = (DBAPIError, ValueError, TypeError, OverflowError)  # what reading a damaged row raises


@dataclass(frozen=True, slots=True)
class BadEntry:
    """The first thing found wrong. What is not known of it is None."""

    what: str
    case: UUID | None = None
    case_number: str | None = None
    sequence: int | None = None
    entry: UUID | None = None


@dataclass(frozen=True, slots=True)
class AuditResult:
    """How much was read, and the first thing found wrong."""

    entries: int
    chains: int
    checkpoints: int
    bad: BadEntry | None = None

    @property
    def ok(self) -> bool:
        """Whether every chain verifies."""
        return self.bad is None


class _BrokenError(Exception):
    def __init__(self, bad: BadEntry) -> None:
        super().__init__(bad.what)
        self.bad = bad


async def verify(database: Database, workspace: str | None = None) -> AuditResult:
    """Verify the timelines of one workspace, or of all."""
    workspaces = [workspace] if workspace is not None else await database.workspaces()
    entries = chains = points = 0
    bad: BadEntry | None = None
    async with database.connections.reading() as connection:
        for each in workspaces:
            audit = _Audit(connection, each, database.keyring)
            bad = await audit.run()
            entries += audit.entries
            chains += audit.chains
            points += audit.checkpoints
            if bad is not None:
                break
    return AuditResult(entries, chains, points, bad)


class _Audit:
    """One workspace read through once, in one transaction."""

    def __init__(self, connection: AsyncConnection, workspace: str, keyring: Keyring) -> None:
        self._connection = connection
        self._workspace = workspace
        self._inspector = Inspector(keyring, workspace)
        self.entries = self.chains = self.checkpoints = 0

    async def run(self) -> BadEntry | None:
        try:
            await self._chains()
            await self._lost_chains()
            await self._checkpoints()
        except _BrokenError as broken:
            return broken.bad
        except _DAMAGE:
            return BadEntry("the record of a chain's end was changed: it cannot be read")
        return None

    async def _chains(self) -> None:
        last: Row[Any] | None = None
        async for row in self._rows():
            if last is not None and row.case_id != last.case_id:
                await self._end(last)
                last = None
            await self._entry(row, last)
            last = row
        if last is not None:
            await self._end(last)

    async def _entry(self, row: Row[Any], before: Row[Any] | None) -> None:
        expected, previous = (before.sequence + 1, before.mac) if before else (1, FIRST)
        if row.sequence != expected:
            raise await self._broken("an entry is missing from the chain", row.case_id, expected)
        what = self._inspector.entry(row, previous)
        if what == CHANGED and await self._reordered(row):
            what = REORDERED
        if what is not None:
            raise await self._broken(what, row.case_id, row.sequence, row.id)
        self.entries += 1

    async def _end(self, last: Row[Any]) -> None:
        """Hold a chain's last entry against the signed record of its end."""
        self.chains += 1
        if last.head_mac is None:
            what: str | None = "the record of the chain's end is missing"
        else:
            head = Head(last.case_id, last.head_sequence, last.head_entry_mac)
            what = self._inspector.head(head, last.head_mac)
            if what is None and (head.sequence, head.mac) != (last.sequence, last.mac):
                what = TAIL_MISSING
        if what is not None:
            raise await self._broken(what, last.case_id, last.sequence, last.id)

    async def _lost_chains(self) -> None:
        entries = exists().where(
            timeline.c.workspace == timeline_heads.c.workspace,
            timeline.c.case_id == timeline_heads.c.case_id,
        )
        lost = (
            select(timeline_heads.c.case_id)
            .where(timeline_heads.c.workspace == self._workspace, ~entries)
            .limit(1)
        )
        case: UUID | None = (await self._connection.execute(lost)).scalar()
        if case is not None:
            raise await self._broken("the whole chain of the case is missing", case, 1)

    async def _checkpoints(self) -> None:
        previous, expected = FIRST, 1
        query = (
            select(checkpoints)
            .where(checkpoints.c.workspace == self._workspace)
            .order_by(checkpoints.c.number)
        )
        async with self._connection.stream(query) as rows:
            async for row in rows:
                if row.number != expected:
                    raise _BrokenError(BadEntry(f"the checkpoint {expected} is missing"))
                what = self._inspector.checkpoint(row.number, previous, row.heads, row.mac)
                if what is not None:
                    raise _BrokenError(BadEntry(what))
                await self._still_there(read_heads(row.heads))
                self.checkpoints += 1
                previous, expected = row.mac, expected + 1

    async def _still_there(self, heads: list[Head]) -> None:
        """Find the entries with which chains ended when a checkpoint was made."""
        place = tuple_(timeline.c.case_id, timeline.c.sequence)
        found: set[Head] = set()
        for start in range(0, len(heads), _AT_ONCE):
            asked = [(head.case, head.sequence) for head in heads[start : start + _AT_ONCE]]
            query = select(timeline.c.case_id, timeline.c.sequence, timeline.c.mac).where(
                timeline.c.workspace == self._workspace, place.in_(asked)
            )
            found.update(Head(*row) for row in await self._connection.execute(query))
        for head in heads:
            if head not in found:
                raise await self._broken(TAIL_MISSING, head.case, head.sequence)

    async def _rows(self) -> AsyncIterator[Row[Any]]:
        """Every entry with the record of its chain's end, case by case, in order."""
        after: tuple[UUID, int] | None = None
        while True:
            try:
                rows = (await self._connection.execute(self._page(after).limit(_AT_ONCE))).all()
            except _DAMAGE:
                raise await self._unreadable(after) from None
            for row in rows:
                yield row
            if len(rows) < _AT_ONCE:
                return
            after = (rows[-1].case_id, rows[-1].sequence)

    def _page(self, after: tuple[UUID, int] | None) -> Select[Any]:
        query = (
            select(
                timeline,
                timeline_heads.c.sequence.label("head_sequence"),
                timeline_heads.c.mac.label("head_entry_mac"),
                timeline_heads.c.head_mac,
            )
            .outerjoin(
                timeline_heads,
                (timeline_heads.c.workspace == timeline.c.workspace)
                & (timeline_heads.c.case_id == timeline.c.case_id),
            )
            .where(timeline.c.workspace == self._workspace)
            .order_by(timeline.c.case_id, timeline.c.sequence)
        )
        if after is None:
            return query
        case, sequence = after
        return query.where(
            (timeline.c.case_id > case)
            | ((timeline.c.case_id == case) & (timeline.c.sequence > sequence))
        )

    async def _unreadable(self, after: tuple[UUID, int] | None) -> _BrokenError:
        """Say which entry of the page after `after` is the one that cannot be read."""
        page = self._page(after).limit(1)
        for offset in range(_AT_ONCE):
            try:
                (await self._connection.execute(page.offset(offset))).all()
            except _DAMAGE:
                break
        place = page.with_only_columns(timeline.c.case_id, timeline.c.sequence).offset(offset)
        try:
            case, sequence = (await self._connection.execute(place)).one()
        except _DAMAGE:
            return _BrokenError(BadEntry(UNREADABLE))
        return await self._broken(UNREADABLE, case, sequence)

    async def _reordered(self, row: Row[Any]) -> bool:
        result = await self._connection.execute(
            select(timeline.c.mac)
            .where(timeline.c.workspace == self._workspace, timeline.c.case_id == row.case_id)
            .limit(_LONGEST_SEARCH)
        )
        macs = [FIRST, *result.scalars()]
        places = ((sequence, mac) for sequence in range(1, len(macs)) for mac in macs)
        return self._inspector.belongs_elsewhere(row, places)

    async def _broken(
        self, what: str, case: UUID, sequence: int, entry: UUID | None = None
    ) -> _BrokenError:
        result = await self._connection.execute(
            select(cases.c.number).where(cases.c.workspace == self._workspace, cases.c.id == case)
        )
        return _BrokenError(BadEntry(what, case, result.scalar(), sequence, entry))
