"""Plainly fictional cases, messages and deliveries."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from flows.case import Affected, Alarm, Case, Contact, OpenReply, Relief, State, Talk
from flows.evidence import ChosenMessage, DroppedFile, Fetched, FileState
from flows.messages import Kind, Place, Urgency, Wanted
from flows.report.drop_files import drop_files, note_fetched
from flows.triage import Answers, parse_answers
from flows.triage.bilingual import Bilingual
from flows.triage.outcome import Determination, Element, Elements, Proposal, Reason, Severity
from storage.fetches import Fetches
from storage.inbox import Delivery
from storage.unit_of_work import Database

WORKSPACE = "T0MINATO"
OTHER = "T0OTHER"
NOON = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)

PROPOSAL = Proposal(
    determination=Determination.KASUHARA,
    urgent=False,
    severity=Severity.S2,
    rules=("R3", "R5"),
    elements=Elements(Element.MET, Element.MET, Element.UNCLEAR),
    categories=("C1", "C5"),
    flow_version="2026.11",
    flow_hash="abc123",
    because=(
        Reason(
            rule="R3",
            sentence=Bilingual(ja="侮辱がありました。", en="There was an insult."),
            source=Bilingual(ja="指針", en="The guideline"),
            answers=("acts", "words"),
        ),
    ),
)


def new_case(
    *, workspace: str = WORKSPACE, reporter: str = "U0STAFF", at: datetime = NOON, **more: Any
) -> Case:
    """Return an intake of that reporter."""
    blank = Case(id=uuid4(), workspace=workspace, reporter=reporter, created_at=at, touched_at=at)
    return replace(blank, **more)


def full_case() -> Case:
    """Return a case with something in every field."""
    return new_case(
        state=State.ACKNOWLEDGED,
        number="K-2026-0042",
        origin="C0TEAM",
        branch="shinjuku",
        branches=frozenset({"shinjuku"}),
        reporter_name="架空 花子",
        affected=Affected(name="見本 次郎"),
        answers=parse_answers(
            {
                "danger": "none",
                "acts": ["insult", "long_contact"],
                "words": "ばかやろう <!channel> 🙃",
                "longest_minutes": 40,
                "occurred_at": "2026-11-16T11:20:00+09:00",
            }
        ),
        asked=("danger", "acts"),
        settled=frozenset({"customer"}),
        postponed=frozenset({"evidence"}),
        reopened=frozenset({"acts"}),
        ticked={"acts": ("insult",)},
        moved_down={"acts": "acts/1"},
        held={str(uuid4()): ChosenMessage("C0", "1.0", NOON, "U0EMMA", "ばかやろう")},
        reply=OpenReply(ref=uuid4(), until=NOON + timedelta(minutes=30)),
        proposal=PROPOSAL,
        alarm=Alarm(
            raised_at=NOON, round=2, ended_at=NOON + timedelta(minutes=1), ended_how="safe"
        ),
        relief=Relief(asked_at=NOON, taken_by="U0SUP", round=2),
        talk=Talk(person="U0HR", named=False),
        hq_only=True,
        contact=Contact.TOLD,
        ended_at=NOON,
        stand_ins=frozenset({"U0SUP"}),
        evidence_count=3,
        quote_count=1,
        told_at=NOON,
        branch_told_at=NOON,
        taken_by="U0SUP",
        taken_at=NOON,
    )


def wanted(
    kind: Kind = Kind.DESK_CARD,
    place: Place | None = None,
    *,
    case: UUID | None = None,
    detail: str = "",
    not_before: datetime | None = None,
    urgency: Urgency = Urgency.NORMAL,
) -> Wanted:
    """Return a message for the desk's channel unless said otherwise."""
    return Wanted(kind, place or Place.channel("C0DESK"), case, detail, not_before, urgency)


def delivery(
    key: str = "Ev1",
    *,
    conversation: str = "U0STAFF",
    workspace: str = WORKSPACE,
    body: Mapping[str, Any] | None = None,
    at: datetime = NOON,
) -> Delivery:
    """Return a delivery that nobody has seen yet."""
    return Delivery(
        id=uuid4(),
        workspace=workspace,
        key=key,
        conversation=conversation,
        kind="event",
        body=body if body is not None else {"text": "報告"},
        received_at=at,
    )


ANSWERS = Answers(danger="none")


async def keep_file(
    database: Database, case: Case, *pieces: bytes, file: str = "F1", name: str = "貼り紙.jpg"
) -> None:
    """Keep a file of these pieces as evidence, as it would be dropped and fetched."""
    async with database.write(case.workspace) as work:
        dropped = DroppedFile(file, name, "image/jpeg", 9, "https://files.slack.invalid/f")
        await work.cases.save(await drop_files(work, case, [dropped], NOON))
    fetches = Fetches(database)
    (fetch,) = await fetches.claim(NOON)
    for position, piece in enumerate(pieces):
        await fetches.add(fetch, position, piece)
    whole = b"".join(pieces)
    fetched = Fetched(FileState.KEPT, len(whole), sha256(whole).hexdigest())
    async with fetches.finishing(fetch, fetched.state) as work:
        assert work is not None
        await note_fetched(work, fetch.case, fetch.id, fetched, NOON)
