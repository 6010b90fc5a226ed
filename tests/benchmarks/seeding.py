"""Many cases at once, as full as real ones, with their cards, put straight into the tables."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from flows.case import Case, State
from flows.messages import Kind, PlaceKind
from flows.triage import parse_answers
from storage.case_documents import document_of
from storage.cases import columns_of
from storage.sealing import Seal
from storage.tables import cases
from storage.unit_of_work import Database
from storage.work_tables import messages

WORKSPACE = "T0MINATO"
REPORTERS = 500
_AT_ONCE = 5000
_FIRST = datetime(2024, 4, 1, tzinfo=UTC)
_APART = timedelta(seconds=50)

_MODEL = Case(
    id=UUID(int=0),
    workspace=WORKSPACE,
    reporter="",
    created_at=_FIRST,
    touched_at=_FIRST,
    state=State.ACKNOWLEDGED,
    branch="shinjuku",
    answers=parse_answers(
        {
            "danger": "none",
            "actor": "tenant",
            "scene": "phone",
            "acts": ["insult", "long_contact"],
            "words": "見本の言葉です。" * 20,
            "longest_minutes": 40,
        }
    ),
    asked=("danger", "actor", "scene", "acts", "words"),
    taken_by="U0MORI",
)


async def seed(database: Database, first: int, last: int) -> None:
    """Add the cases with these numbers; each was told to its desk, taken and finished."""
    seal = Seal(database.keyring, cases, "facts")
    for start in range(first, last, _AT_ONCE):
        rows = list(_rows(seal, range(start, min(start + _AT_ONCE, last))))
        await database.connections.write(partial(_put, rows))


def _put(rows: list[dict[str, Any]], connection: Connection) -> None:
    connection.execute(insert(cases), rows)
    connection.execute(insert(messages), [_card(row) for row in rows])


def _card(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the card of a case as it stands in the desk's channel."""
    number = int(row["number"].rpartition("-")[2])
    return {
        "workspace": WORKSPACE,
        "id": UUID(int=row["id"].int ^ 1),
        "kind": Kind.DESK_CARD.value,
        "case_id": row["id"],
        "detail": "",
        "place_kind": PlaceKind.CHANNEL.value,
        "place_ref": "C0DESKSHINJUKU",
        "wanted_at": row["told_at"],
        "rank": 1,
        "position": number + 1,
        "wanted_revision": 7,
        "shown_revision": 7,
        "channel": "C0DESKSHINJUKU",
        "ts": f"{1_700_000_000 + number}.000100",
    }


def _rows(seal: Seal, numbers: range) -> Iterator[dict[str, Any]]:
    document = document_of(_MODEL)
    for number in numbers:
        at = _FIRST + _APART * number
        case = replace(
            _MODEL,
            id=id_of(number),
            number=number_of(number),
            reporter=f"U0STAFF{number % REPORTERS:03d}",
            created_at=at,
            touched_at=at,
            told_at=at,
            branch_told_at=at,
            taken_at=at,
            finished_at=at,
        )
        own = {
            "id": str(case.id),
            "number": case.number,
            "reporter": case.reporter,
            **dict.fromkeys(_MOMENTS, at.isoformat()),
        }
        facts = seal.document(document | own, WORKSPACE, case.id.bytes)
        yield columns_of(case) | {"facts": facts}


_MOMENTS = ("created_at", "touched_at", "told_at", "branch_told_at", "taken_at", "finished_at")


def id_of(number: int) -> UUID:
    """Return the id of the case with that number, spread as real ones are."""
    return UUID(int=(number * 0x9E3779B97F4A7C15F39CC0605CEDC835) % (1 << 128), version=4)


def number_of(number: int) -> str:
    """Return the number as people say it."""
    return f"K-2025-{number:07d}"
