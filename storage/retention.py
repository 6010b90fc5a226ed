"""What is kept for a time only: which cases to look at, and removing what belongs to one."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import case as when
from sqlalchemy import delete, literal, or_, select

from flows.case import OVER
from flows.retention import Past
from storage.keeping import Purge, tables
from storage.paging import page_after
from storage.records import DOCUMENTS
from storage.scope import Scope
from storage.tables import NOT_PURGED, cases
from storage.timeline import SqlTimeline


class SqlRetention:
    """The retention of one workspace's records."""

    def __init__(self, scope: Scope, timeline: SqlTimeline) -> None:
        self._scope = scope
        self._timeline = timeline

    async def past(self, past: Past, *, after: UUID | None, limit: int) -> Sequence[UUID]:
        """Return cases whose time may be over, in the order of their ids, from behind `after`."""
        instant = cases.c.touched_at.type
        ended = when(
            {each.value: literal(moment, instant) for each, moment in past.ended.items()},
            value=cases.c.determination,
            else_=literal(past.otherwise, instant),
        )
        query = select(cases.c.id).where(
            cases.c.workspace == self._scope.workspace,
            NOT_PURGED,
            # No limit is shorter, whatever the case: this one has an index.
            cases.c.touched_at <= past.left,
            or_(
                cases.c.told_at.is_(None),
                cases.c.state.in_([state.value for state in OVER]) & (cases.c.touched_at <= ended),
            ),
        )
        page = page_after(query, (cases.c.id,), None if after is None else (after,))
        found = await self._scope.connection.execute(page.limit(limit))
        return [case for (case,) in found]

    async def remove_content(self, case: UUID) -> None:
        """Remove for good what belongs to the case alone, its own document excepted."""
        for table in tables(purge=Purge.GOES):
            mine = (table.c.workspace == self._scope.workspace, table.c.case_id == case)
            await self._scope.connection.execute(delete(table).where(*mine))
            if table.name in DOCUMENTS:
                self._scope.records.note(table.name, case, None)
        await self._timeline.remove_content(case)
