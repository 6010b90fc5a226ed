"""A new key takes over from the old one: all of it, nothing forged, and nobody waits for it."""

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select

from bot.clock import MovableClock
from flows.case import Customer
from flows.people import Person, Standing
from flows.timeline import EntryKind
from storage.audit import verify
from storage.errors import KeyringError, TamperedError
from storage.inbox import Inbox
from storage.key_file import add_key, key_file, load_keyring, make_key_file
from storage.key_use import forget_key, uses, uses_of_others
from storage.keys import Keyring, header_of, new_key, parse_keys
from storage.outbox import Outbox
from storage.rotation import rotate
from storage.timeline import SqlTimeline
from storage.unit_of_work import Database, open_database
from storage.work_tables import ALL_TABLES
from tests.databases import only_sqlite
from tests.storage.examples import NOON, OTHER, WORKSPACE, delivery, new_case, wanted
from tests.storage.tampering import all_rows, put_back, tamper
from tests.storage.test_audit import KINDS, record
from tests.storage.test_stolen_file import fill

OLD, NEW = new_key(), new_key()
OLD_ID, NEW_ID = OLD.partition(":")[0], NEW.partition(":")[0]


@pytest.fixture
def keyring() -> Keyring:
    return Keyring(parse_keys(OLD))


def content(file: Path) -> bytes:
    return file.read_bytes()


async def at_once() -> None:
    """Nobody waits."""


async def opened(url: str, keys: str) -> Database:
    return await open_database(url, Keyring(parse_keys(keys)), MovableClock(NOON))


async def many(database: Database, count: int, length: int = 3) -> None:
    """Keep so many cases with a timeline each, in one go."""
    async with database.write(WORKSPACE) as work:
        for _ in range(count):
            case = new_case()
            await work.cases.save(case)
            for n in range(length):
                await work.timeline.append(case.id, KINDS[n], "U0STAFF", NOON, {"words": f"{n}"})


async def beginnings(database: Database) -> set[bytes]:
    """Return how everything begins that stands in a column of bytes."""
    found = set()
    async with database.connections.reading() as connection:
        for table in ALL_TABLES.sorted_tables:
            for column in table.c:
                if isinstance(column.type, LargeBinary):
                    values = (await connection.execute(select(column))).scalars()
                    found |= {value[: len(header_of(OLD_ID))] for value in values if value}
    return found


async def test_everything(database: Database, url: str) -> None:
    """Afterwards nothing is under the old key, and all of it opens and verifies without it."""
    await fill(database)
    await record(database, "K-2026-0001", length=5)
    await record(database, workspace=OTHER, length=2)
    await database.checkpoint()
    case = new_case()
    async with database.write(WORKSPACE) as work:
        await work.cases.save(case)
        await work.customers.save(case.id, Customer("架空 太郎"))
    before = await verify(database)
    assert header_of(OLD_ID) in await beginnings(database)

    both = await opened(url, f"{NEW},{OLD}")
    assert await rotate(both, at_once) > 0
    assert await uses(both.connections, OLD_ID) == 0
    await forget_key(both.connections, OLD_ID)
    assert header_of(OLD_ID) not in await beginnings(both)
    await both.close()

    after = await opened(url, NEW)
    assert await verify(after) == before
    async with after.read(WORKSPACE) as work:
        assert await work.customers.get(case.id) == Customer("架空 太郎")
        assert (await work.directory.people(["U1"]))["U1"].name == "仮名三郎"
        assert await work.settings.document() is not None
    (kept,) = await Inbox(after).claim(NOON)
    assert kept.body == {"text": "怒鳴られました"}
    await after.close()


async def test_again(database: Database, url: str) -> None:
    """Once all is under the new key there is nothing left to do."""
    await record(database)
    both = await opened(url, f"{NEW},{OLD}")
    assert await rotate(both, at_once) > 0
    assert await rotate(both, at_once) == 0
    await both.close()


@only_sqlite
async def test_nothing_between_the_rows(database: Database, url: str, file: Path) -> None:
    """Once nobody has the file open, no byte of it is left that the old key has sealed."""
    await fill(database)
    await many(database, 20)
    await database.close()
    assert header_of(OLD_ID) in content(file)
    both = await opened(url, f"{NEW},{OLD}")
    await rotate(both, at_once)
    await forget_key(both.connections, OLD_ID)
    await both.close()
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    assert header_of(OLD_ID) not in content(file)


async def test_purged_entry(database: Database, url: str) -> None:
    """That the content of an entry was removed by us is signed anew as well."""
    case = await record(database)
    async with database.write(WORKSPACE) as work:
        assert isinstance(work.timeline, SqlTimeline)
        await work.timeline.remove_content(case.id)
    both = await opened(url, f"{NEW},{OLD}")
    await rotate(both, at_once)
    await both.close()
    after = await opened(url, f"{NEW},{OLD}")
    assert await uses(after.connections, OLD_ID) == 0
    assert (await verify(after)).ok
    await after.close()


FORGERIES = [
    ("UPDATE timeline SET actor = 'U0OTHER' WHERE sequence = 3", "entry 3 .*was changed"),
    ("DELETE FROM timeline WHERE sequence = 3", "entry 4 .*the entry before it is missing"),
    ("UPDATE timeline SET content = NULL WHERE sequence = 2", "entry 2 .*was not purged"),
    (
        "UPDATE timeline_heads SET sequence = 4, checkpoint = 0",
        "K-2026-0042: the record of the chain's end was changed",
    ),
    ("UPDATE cases SET reporter = 'U0OTHER'", "K-2026-0042: .*its reporter is not what was sealed"),
    (
        "DELETE FROM customers",
        "K-2026-0042: what is kept of the customer is not what",
    ),
    ("UPDATE checkpoints SET number = 2", "the checkpoint 1 is missing"),
    ("UPDATE checkpoints SET ends = x'00'", "the checkpoint 1 was changed"),
    ("UPDATE people SET name = CAST(name || x'00' AS BLOB)", "the name of a person was changed"),
]


async def test_forged(database: Database, url: str) -> None:
    """What was forged is named and not signed, so that it is found as long as it is there."""
    case = await record(database, "K-2026-0042")
    async with database.write(WORKSPACE) as work:
        await work.customers.save(case.id, Customer("架空 太郎"))
        await work.directory.keep_people([Person("U1", "仮名三郎", "ja", Standing.ACTIVE)])
    await database.checkpoint()
    whole = await all_rows(database)
    both = await opened(url, f"{NEW},{OLD}")
    for forgery, named in FORGERIES:
        await tamper(url, forgery)
        assert re.search(named, await refusal(both)), forgery
        assert await uses(both.connections, OLD_ID) > 0, forgery
        await put_back(database, whole)
    await both.close()
    assert (await verify(database)).ok, "nothing was wrong but what was forged"


async def refusal(database: Database) -> str:
    """Return the sentence with which a rotation ends early."""
    try:
        await rotate(database, at_once)
    except TamperedError as refused:
        return str(refused)
    return ""


async def test_looks_forgotten(database: Database, url: str) -> None:
    """What a message looked like is forgotten, not that it stands there."""
    outbox = Outbox(database)
    async with database.write(WORKSPACE) as work:
        await work.messages.want(wanted())
    (out,) = await outbox.claim(NOON)
    await outbox.shown(out, "C0DESK", "1.1", outbox.looks(b"card"))
    both = await opened(url, f"{NEW},{OLD}")
    await rotate(both, at_once)
    async with both.write(WORKSPACE) as work:
        await work.messages.want(wanted())
    (again,) = await Outbox(both).claim(NOON)
    assert again.stands
    assert again.looks not in (None, Outbox(both).looks(b"card"))
    await both.close()


async def test_somebody_seals_with_the_old_key(database: Database, url: str) -> None:
    """While another process goes on sealing with the old key, the rotation says so in the end."""
    both, numbers = await opened(url, f"{NEW},{OLD}"), count()
    old_inbox = Inbox(database)

    async def meanwhile() -> None:
        await old_inbox.accept(delivery(f"Ev{next(numbers)}"))

    await meanwhile()
    with pytest.raises(KeyringError, match=f"give every process '{NEW_ID}' as its first key"):
        await rotate(both, meanwhile)
    await both.close()


async def test_while_serving(database: Database, url: str) -> None:
    """What a bot writes and reads meanwhile, with a case of any age, is whole afterwards."""
    case = await record(database, length=5)
    await many(database, 60, length=1)
    serving, both = await opened(url, f"{NEW},{OLD}"), await opened(url, f"{NEW},{OLD}")
    turns = count()

    async def meanwhile() -> None:
        async with serving.write(WORKSPACE) as work:
            known = await work.cases.get(case.id)
            assert known is not None
            await work.cases.save(replace(known, evidence_count=next(turns)))
            await work.timeline.append(case.id, EntryKind.WORDS, "U0STAFF", NOON, {"a": "b"})
        await serving.checkpoint()

    await rotate(both, meanwhile)
    await forget_key(both.connections, OLD_ID)
    async with both.read(WORKSPACE) as work:
        known = await work.cases.get(case.id)
        assert known is not None
        assert known.evidence_count == next(turns) - 1
    await serving.close()
    await both.close()
    after = await opened(url, NEW)
    assert (await verify(after)).bad is None
    await after.close()


@only_sqlite
async def test_key_file_is_followed(url: str, clock: MovableClock) -> None:
    """A bot that runs seals with the key that is put into its file, and opens what others did."""
    make_key_file(key_file(url))
    bot = await open_database(url, load_keyring(url, None), clock)
    case = await record(bot)
    former = bot.keyring.sealing
    add_key(key_file(url))
    command = await open_database(url, load_keyring(url, None), clock)
    await rotate(command, at_once)
    assert (await verify(bot)).ok
    async with bot.write(WORKSPACE) as work:
        await work.timeline.append(case.id, EntryKind.WORDS, "U0STAFF", NOON, {"a": "b"})
    assert await uses_of_others(bot.connections, command.keyring.sealing) == 0
    assert await uses(bot.connections, former) == 0
    await bot.close()
    await command.close()


CHILD = """
import asyncio, os, sys
from bot.clock import SystemClock
from storage.keys import parse_keyring
from storage.rotation import rotate
from storage.unit_of_work import open_database

async def say():
    os.write(1, b"step\\n")

async def main(url, keys):
    await rotate(await open_database(url, parse_keyring(keys), SystemClock()), say)

asyncio.run(main(*sys.argv[1:]))
"""


async def killed_after(url: str, steps: int) -> None:
    """Rotate in a process that is killed after so many steps."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, url, f"{NEW},{OLD}", stdout=PIPE, cwd=Path(__file__).parents[2]
    )
    assert child.stdout is not None
    for _ in range(steps):
        assert await child.stdout.readline() == b"step\n"
    child.send_signal(signal.SIGKILL)
    await child.wait()


@pytest.mark.no_cover
@pytest.mark.timeout(120)
async def test_killed(database: Database, url: str) -> None:
    """Killed again and again, it leaves everything whole, and ends where it would have."""
    for _ in range(16):
        await many(database, 5)
        await database.checkpoint()
    both = await opened(url, f"{NEW},{OLD}")
    before, left = await verify(both), await uses(both.connections, OLD_ID)
    for steps in (1, 2, 2):
        await killed_after(url, steps)
        assert await verify(both) == before
        assert left > (left := await uses(both.connections, OLD_ID)) > 0
        await record(both, length=1)
        before = await verify(both)
    await rotate(both, at_once)
    assert await uses(both.connections, OLD_ID) == 0
    assert await verify(both) == before
    await both.close()
