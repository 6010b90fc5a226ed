"""Files that belong to a report: noted when they are dropped, and again once they were fetched."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.case import Case
from flows.evidence import DroppedFile, Fetched
from flows.ports import Work
from flows.timeline import BOT, EntryKind


async def drop_files(work: Work, case: Case, files: Sequence[DroppedFile], at: datetime) -> Case:
    """Note each file and have it fetched; one that the case has already is not noted again."""
    if not files:
        return case
    entries = await work.timeline.of(case.id)
    known = {e.content.get("file") for e in entries if e.kind is EntryKind.FILE and e.content}
    for dropped in files:
        if dropped.id in known:
            continue
        known.add(dropped.id)
        content = {
            "file": dropped.id,
            "name": dropped.name,
            "mimetype": dropped.mimetype,
            "size": dropped.size,
            "address": dropped.address,
        }
        entry = await work.timeline.append(case.id, EntryKind.FILE, case.reporter, at, content)
        await work.evidence.expect(entry, dropped.id)
        case = replace(case, evidence_count=case.evidence_count + 1)
    return case


async def note_fetched(work: Work, case: UUID, entry: UUID, fetched: Fetched, at: datetime) -> None:
    """Note what became of the file that was dropped with that entry."""
    content = {
        "entry": str(entry),
        "state": fetched.state.value,
        "size": fetched.size,
        "sha256": fetched.sha256,
        "name": fetched.name,
        "mimetype": fetched.mimetype,
        "why": fetched.why.value if fetched.why else None,
    }
    await work.timeline.append(case, EntryKind.FETCHED, BOT, at, content)
