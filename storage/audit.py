"""The audit: timelines against their signatures, records and files against what vouches for them.

It only reads, and reports the first thing found: a chain that is broken in one place says
nothing certain about what comes after.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.timeline import EntryKind
from storage import audit_records
from storage.audit_chain import CHANGED, REORDERED, TAIL_MISSING, UNREADABLE, Inspector
from storage.audit_files import FileInspector
from storage.audit_records import RecordInspector, records_of
from storage.audit_rows import AT_ONCE, DAMAGE, DamagedRowError, refuse_unless_damage, rows
from storage.chain import FIRST, End, Head, read_ends
from storage.keys import Keyring
from storage.tables import cases, checkpoints, timeline, timeline_heads
from storage.unit_of_work import Database

_LONGEST_SEARCH = 100  # entries of one case among which a reordered one is looked for
_HEAD_MISSING = "the record of the chain's end is missing"
_HEAD = tuple(
    timeline_heads.c[name].label(f"head_{name}")
    for name in ("sequence", "digest", "records", "checkpoint", "head_mac")
)


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
    files: int = 0
    bad: BadEntry | None = None

    @property
    def ok(self) -> bool:
        """Whether every chain and every record verifies."""
        return self.bad is None


class _BrokenError(Exception):
    def __init__(self, bad: BadEntry) -> None:
        super().__init__(bad.what)
        self.bad = bad


async def verify(database: Database, workspace: str | None = None) -> AuditResult:
    """Verify the timelines, records and files of one workspace, or of all.

    Raises:
        DatabaseUrlError: the database went away meanwhile.
    """
    entries = chains = points = files = 0
    try:
        workspaces = [workspace] if workspace is not None else await database.workspaces()
    except DAMAGE as problem:
        refuse_unless_damage(problem)
        return AuditResult(0, 0, 0, bad=BadEntry("a company's id was changed: it cannot be read"))
    bad: BadEntry | None = None
    async with database.connections.reading() as connection:
        for each in workspaces:
            audit = _Audit(connection, each, database.keyring)
            bad = await audit.run()
            entries += audit.entries
            chains += audit.chains
            points += audit.checkpoints
            files += audit.files
            if bad is not None:
                break
    return AuditResult(entries, chains, points, files, bad)


class _Audit:
    """One workspace read through once, in one transaction."""

    def __init__(self, connection: AsyncConnection, workspace: str, keyring: Keyring) -> None:
        self._connection = connection
        self._workspace = workspace
        self._inspector = Inspector(keyring, workspace)
        self._files = FileInspector(connection, keyring, workspace)
        self._keyring = keyring
        self.entries = self.chains = self.checkpoints = 0

    @property
    def files(self) -> int:
        """How many files were hashed once more."""
        return self._files.files

    async def run(self) -> BadEntry | None:
        try:
            await self._chains()
            await self._lost_chains()
            await self._records()
            await self._checkpoints()
        except _BrokenError as broken:
            return broken.bad
        except DAMAGE as problem:
            refuse_unless_damage(problem)
            return BadEntry("the record of a chain's end was changed: it cannot be read")
        return None

    async def _chains(self) -> None:
        last: Row[Any] | None = None
        key = (timeline.c.case_id, timeline.c.sequence)
        try:
            async for row in rows(self._connection, self._entries(), key):
                if last is not None and row.case_id != last.case_id:
                    await self._end(last)
                    last = None
                await self._entry(row, last)
                last = row
        except DamagedRowError as damaged:
            raise await self._unreadable(UNREADABLE, damaged) from None
        if last is not None:
            await self._end(last)

    def _entries(self) -> Select[Any]:
        """Every entry with the head of its chain."""
        same = and_(
            timeline_heads.c.workspace == timeline.c.workspace,
            timeline_heads.c.case_id == timeline.c.case_id,
        )
        return (
            select(timeline, *_HEAD)
            .outerjoin(timeline_heads, same)
            .where(timeline.c.workspace == self._workspace)
        )

    async def _entry(self, row: Row[Any], before: Row[Any] | None) -> None:
        expected, previous = (before.sequence + 1, before.digest) if before else (1, FIRST)
        if row.sequence != expected:
            raise await self._broken("an entry is missing from the chain", row.case_id, expected)
        what = self._inspector.entry(row, previous)
        if what == CHANGED and await self._reordered(row):
            what = REORDERED
        if what is None and row.kind == EntryKind.FETCHED.value:
            what = await self._files.entry(row)
        if what is not None:
            raise await self._broken(what, row.case_id, row.sequence, row.id)
        self.entries += 1

    async def _end(self, last: Row[Any]) -> None:
        """Hold a chain's last entry against the signed record of its end."""
        self.chains += 1
        what = self._head(last.case_id, last)
        if what is None and (last.head_sequence, last.head_digest) != (last.sequence, last.digest):
            what = TAIL_MISSING
        if what is not None:
            raise await self._broken(what, last.case_id, last.sequence, last.id)

    def _head(self, case: UUID, row: Row[Any]) -> str | None:
        """Return what is wrong with the head that a row was joined with, or None."""
        if row.head_head_mac is None:
            return _HEAD_MISSING
        head = Head(case, row.head_sequence, row.head_digest, row.head_records, row.head_checkpoint)
        return self._inspector.head(head, row.head_head_mac)

    async def _lost_chains(self) -> None:
        """Find a head whose entries, or whose case, are gone."""
        for what, here, sequence in (
            ("the whole chain of the case is missing", timeline.c.case_id, 1),
            (audit_records.MISSING, cases.c.id, None),
        ):
            found = exists().where(
                here.table.c.workspace == timeline_heads.c.workspace,
                here == timeline_heads.c.case_id,
            )
            lost = (
                select(timeline_heads.c.case_id)
                .where(timeline_heads.c.workspace == self._workspace, ~found)
                .where(timeline_heads.c.sequence >= (sequence or 0))
                .limit(1)
            )
            case: UUID | None = (await self._connection.execute(lost)).scalar()
            if case is not None:
                raise await self._broken(what, case, sequence)

    async def _records(self) -> None:
        """Hold every case's documents against what stands in clear and in the chain's head."""
        inspector = RecordInspector(self._keyring, self._workspace)
        try:
            async for row in rows(self._connection, records_of(self._workspace), (cases.c.id,)):
                lost = _HEAD_MISSING if row.records is None else None
                if (what := lost or inspector.record(row)) is not None:
                    raise _BrokenError(BadEntry(what, row.id, inspector.number(row)))
        except DamagedRowError as damaged:
            raise await self._unreadable(audit_records.UNREADABLE, damaged) from None

    async def _checkpoints(self) -> None:
        previous, expected = FIRST, 1
        query = (
            select(checkpoints)
            .where(checkpoints.c.workspace == self._workspace)
            .order_by(checkpoints.c.number)
        )
        async with self._connection.stream(query) as found:
            async for row in found:
                if row.number != expected:
                    raise _BrokenError(BadEntry(f"the checkpoint {expected} is missing"))
                what = self._inspector.checkpoint(row, previous)
                if what is not None:
                    raise _BrokenError(BadEntry(what))
                await self._still_there(read_ends(row.ends))
                self.checkpoints += 1
                previous, expected = row.digest, expected + 1
        await self._last_checkpoint()

    async def _last_checkpoint(self) -> None:
        """Find a checkpoint that a head was signed with and that is no longer there."""
        known = select(func.max(timeline_heads.c.checkpoint)).where(
            timeline_heads.c.workspace == self._workspace
        )
        if ((await self._connection.execute(known)).scalar() or 0) > self.checkpoints:
            raise _BrokenError(BadEntry(f"the checkpoint {self.checkpoints + 1} is missing"))

    async def _still_there(self, ends: list[End]) -> None:
        """Find the entries with which chains ended when a checkpoint was made."""
        place = tuple_(timeline.c.case_id, timeline.c.sequence)
        found: set[End] = set()
        for start in range(0, len(ends), AT_ONCE):
            asked = [(end.case, end.sequence) for end in ends[start : start + AT_ONCE]]
            query = select(timeline.c.case_id, timeline.c.sequence, timeline.c.digest).where(
                timeline.c.workspace == self._workspace, place.in_(asked)
            )
            found.update(End(*row) for row in await self._connection.execute(query))
        for end in ends:
            if end not in found:
                raise await self._broken(TAIL_MISSING, end.case, end.sequence)

    async def _reordered(self, row: Row[Any]) -> bool:
        result = await self._connection.execute(
            select(timeline.c.digest)
            .where(timeline.c.workspace == self._workspace, timeline.c.case_id == row.case_id)
            .limit(_LONGEST_SEARCH)
        )
        digests = [FIRST, *result.scalars()]
        places = ((sequence, before) for sequence in range(1, len(digests)) for before in digests)
        return self._inspector.belongs_elsewhere(row, places)

    async def _unreadable(self, what: str, damaged: DamagedRowError) -> _BrokenError:
        return (
            _BrokenError(BadEntry(what))
            if damaged.key is None
            else await self._broken(what, *damaged.key)
        )

    async def _broken(
        self, what: str, case: UUID, sequence: int | None = None, entry: UUID | None = None
    ) -> _BrokenError:
        named = select(cases.c.number).where(
            cases.c.workspace == self._workspace, cases.c.id == case
        )
        try:
            number = (await self._connection.execute(named)).scalar()
        except DAMAGE as problem:
            refuse_unless_damage(problem)
            number = None  # it is said without
        return _BrokenError(BadEntry(what, case, number, sequence, entry))
