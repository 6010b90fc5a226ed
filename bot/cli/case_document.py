"""One case as a document: everything that was answered, the customer's identity masked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flows.case import Care, Case, Customer
from flows.evidence import EvidenceFile, files_of
from flows.ports import Work
from flows.timeline import Entry, EntryKind

_SHOWN = {
    EntryKind.ANSWERED: ("question", "given"),
    EntryKind.CORRECTED: ("question", "given"),
    EntryKind.POSTPONED: ("question",),
    EntryKind.PROPOSED: ("determination", "severity", "urgent", "rules"),
}
"""What is shown of an entry's content: what was said or proposed then, and has changed since."""

MASK = "●●●"
"""In place of who the customer is, and of how the employee is."""


def listed(case: Case) -> dict[str, Any]:
    """Return the line of a case in a listing."""
    return {
        "number": case.number,
        "state": case.state.value,
        "branch": case.branch,
        "severity": case.proposal.severity.value if case.proposal else None,
        "determination": case.proposal.determination.value if case.proposal else None,
        "urgent": bool(case.proposal and case.proposal.urgent),
        "created_at": case.created_at.isoformat(),
        "taken_by": case.taken_by,
    }


async def look_at(
    work: Work, case: Case, actor: str, at: datetime, *, with_care: bool = False
) -> dict[str, Any]:
    """Return everything of a case that needs no approval, as JSON types, and note who looked.

    How the employee is stands in it only `with_care`: it is for them and those who care for
    them, and that somebody asked for it is noted too.
    """
    more = {"saw": "care"} if with_care else None
    await work.timeline.append(case.id, EntryKind.LOOKED, actor, at, more)
    return await _document(work, case, with_care=with_care)


async def _document(work: Work, case: Case, *, with_care: bool) -> dict[str, Any]:
    entries = await work.timeline.of(case.id)
    return listed(case) | {
        "id": str(case.id),
        "reporter": case.reporter,
        "reporter_name": case.reporter_name,
        "affected": _affected(case),
        "answers": case.answers.to_document(),
        "postponed": sorted(case.postponed),
        "words": _texts(entries, EntryKind.WORDS),
        "quoted": [e.content for e in entries if e.kind is EntryKind.QUOTED and e.content],
        "files": [_file(file) for file in files_of(entries)],
        "customer": _masked(await work.customers.get(case.id)),
        "care": _care(await work.care.get(case.id), with_care=with_care),
        "proposal": _proposal(case),
        "flow": _flow(case),
        "alarm": _alarm(case),
        "hq_only": case.hq_only,
        "stand_ins": sorted(case.stand_ins),
        "told_at": case.told_at.isoformat() if case.told_at else None,
        "taken_at": case.taken_at.isoformat() if case.taken_at else None,
        "finished_at": case.finished_at.isoformat() if case.finished_at else None,
        "ending": case.ending.value if case.ending else None,
        "ended_at": case.ended_at.isoformat() if case.ended_at else None,
        "purged_at": case.purged_at.isoformat() if case.purged_at else None,
        "timeline": [_entry(entry) for entry in entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    """Return what happened and who did it.

    Of an answer what was said then, of a proposal what it was, of somebody who looked what more
    they saw.
    """
    document: dict[str, Any] = {
        "sequence": entry.sequence,
        "at": entry.at.isoformat(),
        "kind": entry.kind.value,
        "actor": entry.actor,
    }
    if entry.kind is EntryKind.LOOKED and entry.content:
        document["saw"] = entry.content["saw"]
    said = entry.content or {}
    shown = _SHOWN.get(entry.kind, ())
    return document | {key: said[key] for key in shown if key in said}


def _file(file: EvidenceFile) -> dict[str, Any]:
    return {
        "number": file.number,
        "name": file.name,
        "state": file.state.value,
        "why": file.why.value if file.why else None,
        "mimetype": file.mimetype,
        "size": file.size,
        "sha256": file.sha256,
        "dropped_at": file.dropped_at.isoformat(),
        "file": file.file,
        "address": file.address,
    }


def _texts(entries: Sequence[Entry], kind: EntryKind) -> list[dict[str, Any]]:
    return [
        {"at": entry.at.isoformat(), "text": entry.content.get("text")}
        for entry in entries
        if entry.kind is kind and entry.content
    ]


def _masked(customer: Customer | None) -> dict[str, str | None]:
    """Say what is known of the customer, and none of it."""
    known = customer or Customer()
    return {
        "name": MASK if known.name else None,
        "phone": MASK if known.phone else None,
        "property": MASK if known.property else None,
        "room": MASK if known.room else None,
    }


def _care(care: Care | None, *, with_care: bool) -> dict[str, Any]:
    said = list(care.impact) if care is not None and care.impact else None
    return {"impact": said if with_care or said is None else MASK}


def _affected(case: Case) -> dict[str, str | None] | None:
    if case.affected is None:
        return None
    return {"user": case.affected.user, "name": case.affected.name}


def _proposal(case: Case) -> dict[str, Any] | None:
    if case.proposal is None:
        return None
    reasons = [
        {
            "rule": reason.rule,
            "ja": reason.sentence.ja,
            "en": reason.sentence.en,
            "source": reason.source.ja,
            "answers": list(reason.answers),
        }
        for reason in case.proposal.because
    ]
    return case.proposal.to_document() | {"because": reasons}


def _flow(case: Case) -> dict[str, str] | None:
    if case.proposal is None:
        return None
    return {"version": case.proposal.flow_version, "hash": case.proposal.flow_hash}


def _alarm(case: Case) -> dict[str, Any] | None:
    if case.alarm is None:
        return None
    return {
        "raised_at": case.alarm.raised_at.isoformat(),
        "round": case.alarm.round,
        "place": case.alarm.place,
        "place_words": list(case.alarm.place_words),
        "ended_at": case.alarm.ended_at.isoformat() if case.alarm.ended_at else None,
        "ended_how": case.alarm.ended_how,
        "taken_by": case.alarm.taken_by,
        "taken_at": case.alarm.taken_at.isoformat() if case.alarm.taken_at else None,
    }
