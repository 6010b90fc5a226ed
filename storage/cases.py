"""Cases: the whole case sealed in one document, and in columns what queries ask for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, Row, bindparam, exists, select

from flows.case import Case, Listing
from flows.timeline import EntryKind
from storage.case_documents import case_from, document_of
from storage.columns import Instant
from storage.errors import KeyringError, TamperedError
from storage.portable import among, given, insert_into, upsert
from storage.prepared import Prepared
from storage.scope import Scope
from storage.sealing import Seal
from storage.tables import NOT_PURGED, case_numbers, cases, of_a_call, still_open, timeline

_log = structlog.get_logger(__name__)

_COLUMNS = (
    "id",
    "workspace",
    "number",
    "branch",
    "hq_only",
    "reporter",
    "evidence_count",
    "created_at",
    "touched_at",
    "told_at",
    "taken_by",
    "taken_at",
    "finished_at",
    "purged_at",
)


def columns_of(case: Case) -> dict[str, Any]:
    """Return what stands of a case in clear, by column: what queries ask for."""
    proposal = case.proposal
    return {
        **{name: getattr(case, name) for name in _COLUMNS},
        "state": case.state.value,
        "ending": case.ending.value if case.ending else None,
        "severity": proposal.severity.value if proposal else None,
        "determination": proposal.determination.value if proposal else None,
        "urgent": proposal.urgent if proposal else None,
        "flow_version": proposal.flow_version if proposal else None,
        "flow_hash": proposal.flow_hash if proposal else None,
    }


class SqlCases:
    """Cases of one workspace."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._seal = Seal(scope.keyring, cases, "facts")

    async def get(self, case: UUID) -> Case | None:
        """Return the case, or None.

        In a transaction that writes, nobody else changes it or begins it until the end.
        """
        found = await self._one("id", case)
        if found is None and self._scope.contended:
            # There is no row yet to lock: another process may be writing it.
            await self._scope.hold(f"case {case}")
            found = await self._one("id", case)
        return found

    async def by_number(self, number: str) -> Case | None:
        """Return the case with that number, or None."""
        return await self._one("number", number)

    async def save(self, case: Case) -> None:
        """Insert the case, or replace what is kept of it."""
        if case.workspace != self._scope.workspace:
            raise ValueError("a case is saved in its own workspace")
        facts = self._seal.document(document_of(case), case.workspace, case.id.bytes)
        values = columns_of(case) | {"facts": facts}
        await upsert(self._scope.connection, cases, ("workspace", "id"), values)
        self._scope.records.note(cases.name, case.id, facts)

    async def unfinished_of(
        self, reporters: Collection[str], told_since: datetime
    ) -> Mapping[str, Case]:
        """Return the case of each that still asks something and was answered last.

        One that the desk knows of counts only when it was told since that moment; one in which
        somebody was only asked to take over does not count.
        """
        return await self._scope.connection.run_sync(
            read_unfinished, self._seal, self._scope.workspace, reporters, told_since
        )

    async def taken_by(self, user: str) -> Sequence[Case]:
        """Return the open cases that somebody has taken, the oldest first.

        What cannot be opened is left out, and logged. Nothing is locked by this.
        """
        query = (
            select(cases.c.id, cases.c.facts)
            .where(
                cases.c.workspace == self._scope.workspace,
                cases.c.taken_by == user,
                still_open(cases.c.state),
            )
            .order_by(cases.c.created_at, cases.c.id)
        )
        return self._readable(await self._scope.connection.execute(query))

    async def calling(self, relief_since: datetime) -> Sequence[Case]:
        """Return the cases whose alarm rings, and those where relief was asked or taken since.

        The oldest first. What cannot be opened is left out, and logged. Nothing is locked.
        """
        entry, end = timeline.c, timeline.alias().c
        ended = exists().where(
            end.workspace == entry.workspace,
            end.case_id == entry.case_id,
            end.sequence > entry.sequence,
            of_a_call(end.kind),
            end.kind == EntryKind.ALARM_ENDED.value,
        )
        rings = (entry.kind == EntryKind.ALARM.value) & ~ended
        relieved = (entry.kind == EntryKind.RELIEF.value) & (entry.at >= relief_since)
        calling = select(entry.case_id).where(
            entry.workspace == self._scope.workspace, of_a_call(entry.kind), rings | relieved
        )
        query = (
            select(cases.c.id, cases.c.facts)
            .where(
                cases.c.workspace == self._scope.workspace,
                cases.c.id.in_(calling),
                NOT_PURGED,
            )
            .order_by(cases.c.created_at, cases.c.id)
        )
        return self._readable(await self._scope.connection.execute(query))

    async def holders(self) -> frozenset[tuple[str, str | None]]:
        """Return everybody who has taken a case that is open, with the branches of these."""
        found = await self._scope.connection.execute(
            select(cases.c.taken_by, cases.c.branch)
            .where(
                cases.c.workspace == self._scope.workspace,
                cases.c.taken_by.is_not(None),
                still_open(cases.c.state),
            )
            .distinct()
        )
        return frozenset((row.taken_by, row.branch) for row in found)

    async def last_branch_of(self, reporter: str) -> str | None:
        """Return the branch of the reporter's newest case that has one."""
        theirs = {"workspace": self._scope.workspace, "reporter": reporter}
        row = await self._scope.row(_last_branch(), theirs)
        return row.branch if row else None

    async def next_number(self, year: int) -> str:
        """Take the next number of that year, such as K-2026-0042. Gaps are allowed."""
        numbering = _next_number(self._scope.connection.dialect.name)
        first = {"workspace": self._scope.workspace, "year": year, "last": 1}
        (taken,) = await self._scope.rows(numbering, first)
        return f"K-{year:04d}-{taken.last:04d}"

    async def listing(self, *, limit: int = 100) -> Listing:
        """Return cases with a number, the newest first."""
        result = await self._scope.connection.execute(
            select(cases.c.id, cases.c.number, cases.c.facts)
            .where(cases.c.workspace == self._scope.workspace, cases.c.number.is_not(None))
            .order_by(cases.c.created_at.desc(), cases.c.id.desc())
            .limit(limit)
        )
        found: list[Case] = []
        unreadable: list[str] = []
        for row in result:
            try:
                found.append(self._case(row.id, row.facts))
            except (TamperedError, KeyringError):
                unreadable.append(row.number)
        return Listing(tuple(found), tuple(unreadable))

    def _readable(self, rows: Iterable[Row[Any]]) -> list[Case]:
        found: list[Case] = []
        for row in rows:
            try:
                found.append(self._case(row.id, row.facts))
            except (TamperedError, KeyringError) as error:
                _log.error("a case cannot be opened", case=str(row.id), reason=str(error))
        return found

    async def _one(self, column: str, value: UUID | str) -> Case | None:
        row = await self._scope.row(
            _named(column, locked=self._scope.writes),
            {"workspace": self._scope.workspace, "named": value},
        )
        return self._case(row.id, row.facts) if row else None

    def _case(self, case: UUID, facts: bytes) -> Case:
        return _opened(self._seal, self._scope.workspace, case, facts)


def read_unfinished(
    connection: Connection,
    seal: Seal,
    workspace: str,
    reporters: Collection[str],
    told_since: datetime,
) -> Mapping[str, Case]:
    """Read what each of them left, as `SqlCases.unfinished_of` has it."""
    one = len(reporters) == 1
    wanted = {
        "workspace": workspace,
        "reporters": given(reporters, one=one),
        "told_since": told_since,
    }
    last: dict[str, Case] = {}
    for row in _unfinished(one=one).rows(connection, wanted):  # the one answered last comes first
        if row.reporter in last:
            continue
        case = _opened(seal, workspace, row.id, row.facts)
        if not case.only_relief:
            last[row.reporter] = case
    return last


def _opened(seal: Seal, workspace: str, case: UUID, facts: bytes) -> Case:
    return case_from(seal.open_document(facts, workspace, case.bytes))


@cache  # building a statement costs more than executing it
def _named(column: str, *, locked: bool) -> Prepared:
    query = select(cases.c.id, cases.c.facts).where(
        cases.c.workspace == bindparam("workspace"), cases.c[column] == bindparam("named")
    )
    # What refers to a case does not wait for it: its key never changes.
    return Prepared(query.with_for_update(key_share=True) if locked else query)


@cache
def _last_branch() -> Prepared:
    return Prepared(
        select(cases.c.branch)
        .where(
            cases.c.workspace == bindparam("workspace"),
            cases.c.reporter == bindparam("reporter"),
            cases.c.branch.is_not(None),
        )
        .order_by(cases.c.created_at.desc(), cases.c.id.desc())
        .limit(1)
    )


@cache
def _next_number(dialect: str) -> Prepared:
    return Prepared(
        insert_into(dialect, case_numbers)
        .on_conflict_do_update(
            index_elements=["workspace", "year"], set_={"last": case_numbers.c.last + 1}
        )
        .returning(case_numbers.c.last)
    )


@cache
def _unfinished(*, one: bool) -> Prepared:
    told_since = bindparam("told_since", type_=Instant())
    return Prepared(
        select(cases.c.reporter, cases.c.id, cases.c.facts)
        .where(
            cases.c.workspace == bindparam("workspace"),
            among(cases.c.reporter, "reporters", one=one),
            cases.c.finished_at.is_(None),
            still_open(cases.c.state),
            cases.c.told_at.is_(None) | (cases.c.told_at >= told_since),
        )
        .order_by(cases.c.touched_at.desc(), cases.c.created_at.desc(), cases.c.id.desc())
    )
