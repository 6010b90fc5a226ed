"""Whoever has the database file, but not the key, reads no name and no word of anybody."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert, select

from flows.case import Affected, Care, Customer
from flows.messages import Kind, ReplyAddress
from flows.people import Person, Standing
from flows.schedule import Occurrence
from flows.timeline import EntryKind
from flows.triage import Answers
from storage.inbox import Inbox
from storage.occurrences import Occurrences
from storage.unit_of_work import Database
from storage.work_tables import ALL_TABLES, buckets
from tests.storage.examples import NOON, WORKSPACE, delivery, full_case, keep_file, wanted

SECRETS = {
    "words": "てめえなめてんのか",
    "reporter_name": "架空花子",
    "affected": "見本次郎",
    "customer": "例示太郎",
    "phone": "03-0000-0000",
    "room": "みほん荘101号室",
    "care": "fear_or_health",
    "colleague": "仮名三郎",
    "body": "怒鳴られました",
    "settings": "架空市見本町1-2-3",
    "url": "https://hooks.example/secret-token",
    "entry": "椅子を蹴った",
    "file": "見本荘の貼り紙.jpg",
    "photo": "架空太郎の免許証の写し",
}


async def fill(database: Database) -> None:
    """Put every secret where its kind belongs."""
    case = replace(
        full_case(),
        reporter_name=SECRETS["reporter_name"],
        affected=Affected(name=SECRETS["affected"]),
        answers=Answers(words=SECRETS["words"]),
    )
    address = ReplyAddress(uuid4(), SECRETS["url"], "U0STAFF", NOON)
    customer = Customer(SECRETS["customer"], SECRETS["phone"], None, SECRETS["room"])
    branch = {"desk_channel": "C0DESK", "address": SECRETS["settings"], "phone": SECRETS["phone"]}
    async with database.write(WORKSPACE) as work:
        await work.cases.save(case)
        await work.customers.save(case.id, customer)
        await work.care.save(case.id, Care((SECRETS["care"],)))
        await work.timeline.append(
            case.id, EntryKind.WORDS, "U0STAFF", NOON, {"words": SECRETS["entry"]}
        )
        person = Person("U1", SECRETS["colleague"], "ja", Standing.ACTIVE)
        await work.directory.keep_people([person])
        await work.messages.remember(address)
        await work.messages.want(wanted(Kind.NOTICE, address.place, case=case.id))
        document = {"company": {"name": "みなと不動産"}, "branches": [branch]}
        await work.settings.keep(document, "U0MANAGER", NOON)
        await work.cases.next_number(2026)
        await work.directory.keep_members("C0DESK", frozenset({"U0SUP"}), NOON)
    await keep_file(database, case, SECRETS["photo"].encode(), name=SECRETS["file"])
    assert await Inbox(database).accept(delivery(body={"text": SECRETS["body"]}))
    await Occurrences(database, {"tidy"}).add(WORKSPACE, "tidy", Occurrence("2026-11-16", NOON))
    await database.checkpoint()
    bucket = insert(buckets).values(workspace=WORKSPACE, scope="chat.update", full_at=NOON)
    await database.connections.write(lambda connection: connection.execute(bucket))


def _files_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("desk.db*"))


async def everything_in(database: Database, folder: Path) -> bytes:
    """Return SQLite's file and log, or what PostgreSQL gives out of every table."""
    if not database.connections.shared:
        return await asyncio.to_thread(_files_in, folder)
    rows: list[bytes] = []
    async with database.connections.reading() as connection:
        for table in ALL_TABLES.sorted_tables:
            for row in await connection.execute(select(table)):
                rows += (v if isinstance(v, bytes) else str(v).encode() for v in row)
    return b"\n".join(rows)


async def test_stolen(database: Database, tmp_path: Path) -> None:
    """None of what was put in is in the bytes of the database or its log, in any writing."""
    await fill(database)
    stolen = await everything_in(database, tmp_path)
    assert b"U0STAFF" in stolen  # the bytes are there, and ids are not secret
    for secret in SECRETS.values():
        for written in (secret, json.dumps(secret)[1:-1]):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert written.encode(encoding) not in stolen
