"""Removing what may no longer be kept: every night, and when an operator asks for it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.case import Case
from flows.ports import Store, Work
from flows.retention import Because, care_limit_of, limit_of, past_at, without_content
from flows.timeline import EntryKind

AT_ONCE = 200
"""Cases that are looked at in one transaction."""


@dataclass(frozen=True, slots=True)
class Due:
    """A case of which something may go: its number if it has one, why, and since when."""

    case: UUID
    number: str | None
    because: Because
    since: datetime


async def what_is_due(store: Store, workspace: str, now: datetime) -> AsyncIterator[Due]:
    """Yield what may go at that moment; nothing is changed by that."""
    after: UUID | None = None
    while True:
        async with store.read(workspace) as work:
            found = await work.retention.past(past_at(now), after=after, limit=AT_ONCE)
            due = [await _due(work, await work.cases.get(case), now) for case in found]
        for one in due:
            if one is not None:
                yield one
        if len(found) < AT_ONCE:
            return
        after = found[-1]


async def purge(store: Store, workspace: str, case: UUID, actor: str, now: datetime) -> Due | None:
    """Remove what may go of a case at that moment, and note who did so and why.

    Of the case itself there remain its number, its branch and its times; of its timeline, who did
    what kind of thing when. What the bot said about it in Slack is taken back. Returns None when
    nothing may go any more.
    """
    async with store.write(workspace) as work:
        kept = await work.cases.get(case)
        due = await _due(work, kept, now)
        if kept is None or due is None:
            return None
        if due.because is Because.CARE:
            await work.care.remove(case)
        else:
            await work.retention.remove_content(case)
            await work.cases.save(without_content(kept, now))
            await work.messages.take_back(case)
        content = {"because": due.because.value}
        await work.timeline.append(case, EntryKind.PURGED, actor, now, content)
        return due


async def _due(work: Work, case: Case | None, now: datetime) -> Due | None:
    """Return what may go of a case: the whole, or else what the employee said of themselves."""
    if case is None:
        return None
    limit = limit_of(case)
    if limit is None or limit.at > now:
        limit = care_limit_of(case)
        if limit is None or limit.at > now or await work.care.get(case.id) is None:
            return None
    return Due(case.id, case.number, limit.because, limit.at)
