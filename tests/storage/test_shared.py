"""Several processes in one PostgreSQL: each test has two that do the same at the same time."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.util import await_only

from bot.clock import MovableClock
from flows.messages import Kind, Place, Urgency
from flows.people import Person, Standing
from flows.timeline import EntryKind
from storage.audit import verify
from storage.inbox import Inbox
from storage.keys import Keyring
from storage.outbox import Outbox
from storage.tables import checkpoints, people, settings
from storage.unit_of_work import Database, open_database
from tests.counting import counts
from tests.databases import only_postgres
from tests.storage.ear import Ear
from tests.storage.examples import NOON, OTHER, WORKSPACE, delivery, new_case, wanted

pytestmark = only_postgres


@pytest.fixture
async def other(url: str, keyring: Keyring, clock: MovableClock) -> AsyncIterator[Database]:
    """The same database, opened by another process."""
    opened = await open_database(url, keyring, clock)
    yield opened
    await opened.close()


@pytest.fixture
def both(database: Database, other: Database) -> tuple[Database, Database]:
    return database, other


async def test_numbers(both: tuple[Database, Database]) -> None:
    """Numbers taken at once are all different, without a gap."""

    async def take(database: Database) -> str:
        async with database.write(WORKSPACE) as work:
            return await work.cases.next_number(2026)

    numbers = await asyncio.gather(*(take(one) for one in both for _ in range(20)))
    assert sorted(numbers) == [f"K-2026-{n:04d}" for n in range(1, 41)]


async def test_one_timeline(both: tuple[Database, Database]) -> None:
    """Entries appended at once stand one after another, in a chain that verifies."""
    case = new_case()
    async with both[0].write(WORKSPACE) as work:
        await work.cases.save(case)

    async def append(database: Database) -> None:
        async with database.write(WORKSPACE) as work:
            await work.timeline.append(case.id, EntryKind.LOOKED, "U0SUP", NOON)

    await asyncio.gather(*(append(one) for one in both for _ in range(15)))
    async with both[0].read(WORKSPACE) as work:
        entries = await work.timeline.of(case.id)
    assert [entry.sequence for entry in entries] == list(range(1, 31))
    assert (await verify(both[1])).ok


async def test_begun_once(both: tuple[Database, Database]) -> None:
    """A case that two are about to begin is begun by one of them, and the other sees it."""

    async def begin(database: Database, case: UUID) -> bool:
        async with database.write(WORKSPACE) as work:
            if await work.cases.get(case) is not None:
                return False
            await work.cases.save(replace(new_case(), id=case))
            await work.timeline.append(case, EntryKind.STARTED, "U0STAFF", NOON)
            return True

    cases = [uuid4() for _ in range(10)]
    begun = await asyncio.gather(*(begin(one, case) for case in cases for one in both))
    assert begun.count(True) == len(cases)
    assert (await verify(both[0])).ok


async def test_taken_by_one(both: tuple[Database, Database]) -> None:
    """Of two who take a case at once one gets it: who decides sees what was decided before."""

    async def take(database: Database, case: UUID, who: str) -> bool:
        async with database.write(WORKSPACE) as work:
            found = await work.cases.get(case)
            assert found is not None
            if found.taken_by is not None:
                return False
            await work.cases.save(replace(found, taken_by=who))
            await work.timeline.append(case, EntryKind.TAKEN, who, NOON)
            return True

    cases = [new_case() for _ in range(10)]
    async with both[0].write(WORKSPACE) as work:
        for case in cases:
            await work.cases.save(case)
    takes = [
        take(one, case.id, who)
        for case in cases
        for one, who in zip(both, ("U0TANAKA", "U0MORI"), strict=True)
    ]
    assert (await asyncio.gather(*takes)).count(True) == len(cases)
    assert (await verify(both[0])).ok


async def test_checkpoints(both: tuple[Database, Database]) -> None:
    """Checkpoints made while chains grow get in nobody's way, follow each other, and verify."""
    cases = [new_case() for _ in range(6)]
    async with both[0].write(WORKSPACE) as work:
        for case in cases:
            await work.cases.save(case)

    async def grow(database: Database, turn: int) -> None:
        for n in range(8):
            async with database.write(WORKSPACE) as work:
                for case in (cases[(turn + n) % 3], cases[3 + (turn + n) % 3]):
                    await work.timeline.append(case.id, EntryKind.LOOKED, "U0SUP", NOON)

    async def sign(database: Database) -> None:
        for _ in range(8):
            await database.checkpoint()

    await asyncio.gather(*(grow(one, n) for n in range(3) for one in both), *map(sign, both))
    await both[0].checkpoint()
    async with both[0].connections.reading() as connection:
        numbers = (await connection.execute(select(checkpoints.c.number))).scalars().all()
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    result = await verify(both[1])
    assert result.ok
    assert (result.entries, result.chains) == (96, 6)


async def test_settings(both: tuple[Database, Database]) -> None:
    """Settings put in force at once are all kept, one after another."""
    document: dict[str, Any] = {
        "company": {"name": "みなと不動産"},
        "branches": [{"desk_channel": "C0DESK"}],
    }

    async def keep(database: Database) -> None:
        async with database.write(WORKSPACE) as work:
            await work.settings.keep(document, "U0MANAGER", NOON)

    await asyncio.gather(*(keep(one) for one in both for _ in range(5)))
    async with both[0].connections.reading() as connection:
        versions = (await connection.execute(select(settings.c.version))).scalars().all()
    assert sorted(versions) == list(range(1, 11))


async def test_members(both: tuple[Database, Database]) -> None:
    """Somebody who joins while the whole list is read anew, by two at once, is not refused."""
    listed = frozenset({"U1", "U2", "U3"})

    async def reconcile(database: Database) -> None:
        async with database.write(WORKSPACE) as work:
            await work.directory.keep_members("C1", listed, NOON)
            for user in sorted(listed):
                await work.directory.keep_people([Person(user, user, "ja", Standing.ACTIVE)])

    async def join(database: Database, user: str) -> None:
        async with database.write(WORKSPACE) as work:
            await work.directory.add_member("C1", user)

    await reconcile(both[0])
    await asyncio.gather(
        *(reconcile(one) for one in both for _ in range(5)),
        *(join(one, f"U{n}") for one in both for n in range(1, 6)),
    )
    async with both[0].read(WORKSPACE) as work:
        assert (await work.directory.members("C1") or frozenset()) >= listed
    async with both[0].connections.reading() as connection:
        assert len((await connection.execute(select(people.c.user))).all()) == len(listed)


async def test_opened_at_once(url: str, keyring: Keyring, clock: MovableClock) -> None:
    """Processes that open a new database with the same key at once all succeed."""
    opened = await asyncio.gather(*(open_database(url, keyring, clock) for _ in range(5)))
    for one in opened:
        await one.close()


async def test_delivered_to_both(both: tuple[Database, Database]) -> None:
    """What Slack delivers to two processes at once is stored once."""
    inboxes = [Inbox(one) for one in both]
    new = await asyncio.gather(
        *(inbox.accept(delivery(f"Ev{n}")) for n in range(30) for inbox in inboxes)
    )
    assert new.count(True) == 30


class Shift:
    """Workers of several processes, and what they worked off, in order."""

    def __init__(self, inboxes: Sequence[Inbox]) -> None:
        self.inboxes = inboxes
        self.worked: list[tuple[str, str]] = []
        self.in_work: set[str] = set()
        self.all_accepted = False

    async def work(self, inbox: Inbox) -> None:
        """Work until everything was accepted and nothing is to be had."""
        while True:
            last_round = self.all_accepted
            claimed = await inbox.claim(NOON, 3)
            conversations = {one.conversation for one in claimed}
            assert len(conversations) == len(claimed)
            assert not conversations & self.in_work
            self.in_work |= conversations
            for one in claimed:
                await inbox.waiting(NOON)
                self.worked.append((one.conversation, one.key))
                self.in_work.discard(one.conversation)
                assert await inbox.done(one)
            if last_round and not claimed:
                return


async def test_conversations_in_order(both: tuple[Database, Database]) -> None:
    """Two that accept and work at once work each delivery once, in order of each conversation."""
    shift = Shift([Inbox(one) for one in both])
    persons = [f"U{n}" for n in range(5)]

    async def deliver(inbox: Inbox, name: str) -> None:
        for n in range(12):
            for person in persons:
                assert await inbox.accept(delivery(f"{person}{name}{n}", conversation=person))

    workers = [asyncio.create_task(shift.work(one)) for one in shift.inboxes for _ in range(2)]
    await asyncio.gather(*(deliver(one, n) for one, n in zip(shift.inboxes, "ab", strict=True)))
    shift.all_accepted = True
    await asyncio.gather(*workers)
    await shift.work(shift.inboxes[0])
    assert len(shift.worked) == 2 * 12 * len(persons)
    for person in persons:
        for name in "ab":
            mine = [key for who, key in shift.worked if who == person and key[2] == name]
            assert mine == [f"{person}{name}{n}" for n in range(12)]


async def test_messages_one_at_a_time(both: tuple[Database, Database]) -> None:
    """Two that send at once send each message once, in order, and never two in one place."""
    outboxes = [Outbox(one) for one in both]
    places = [Place.channel(f"C{n}") for n in range(4)]
    in_flight: set[str] = set()
    sent: list[tuple[str, str]] = []

    async def want(database: Database, name: str) -> None:
        for n in range(10):
            async with database.write(WORKSPACE) as work:
                for place in places:
                    await work.messages.want(wanted(place=place, detail=f"{name}{n}"))

    async def send(outbox: Outbox) -> None:
        while len(sent) < 2 * 10 * len(places):
            for out in await outbox.claim(NOON, 3):
                assert out.place.ref not in in_flight
                in_flight.add(out.place.ref)
                await counts(both[0])  # meanwhile the other may claim
                sent.append((out.place.ref, out.detail))
                in_flight.discard(out.place.ref)
                assert await outbox.shown(out, out.place.ref, f"{len(sent)}.0")

    async with asyncio.timeout(60):
        await asyncio.gather(
            want(both[0], "a"), want(both[1], "b"), *(send(outbox) for outbox in outboxes)
        )
    assert max(Counter(sent).values()) == 1
    for place in places:
        for name in ("a", "b"):
            mine = [d for ref, d in sent if ref == place.ref and d.startswith(name)]
            assert mine == [f"{name}{n}" for n in range(10)]


async def still_waits(task: asyncio.Future[Any]) -> bool:
    """Whether something goes on waiting for what another process has not yet committed."""
    done, _ = await asyncio.wait([task], timeout=0.3)
    return not done


async def test_position_and_commit_in_one_order(both: tuple[Database, Database]) -> None:
    """A conversation's later delivery is stored only once an earlier one is: none overtakes."""
    first, second = (Inbox(one) for one in both)
    async with both[0].connections.writing() as connection:
        await connection.run_sync(partial(first._store, [first._row(delivery("Ev1"))]))
        later = second.accept(delivery("Ev2"))
        assert await still_waits(later)
    assert await later
    assert [one.key for one in await second.claim(NOON, 5)] == ["Ev1"]


async def test_page_beside_a_card(both: tuple[Database, Database]) -> None:
    """A page does not go out beside what another process is just taking in the same place."""
    first, second = (Outbox(one) for one in both)
    async with both[1].write(WORKSPACE) as work:
        await work.messages.want(wanted(detail="card"))
    async with both[0].connections.writing() as connection:
        taking = partial(first._leases._take, NOON, 5, uuid4())
        assert len(await connection.run_sync(taking)) == 1
        async with both[1].write(WORKSPACE) as work:
            await work.messages.want(wanted(Kind.PAGE, detail="page", urgency=Urgency.PAGE))
        claim = asyncio.create_task(second.claim(NOON, 5))
        assert await still_waits(claim)
    assert await claim == []


async def test_joining_while_the_list_is_replaced(both: tuple[Database, Database]) -> None:
    """Somebody joins before a list is replaced or after it, never in the middle."""

    async def join(user: str) -> None:
        async with both[1].write(WORKSPACE) as work:
            await work.directory.add_member("C1", user)

    async with both[0].write(WORKSPACE) as work:
        await work.directory.keep_members("C1", frozenset({"U1"}), NOON)
    async with both[0].write(WORKSPACE) as work:
        await work.directory.keep_members("C1", frozenset({"U2"}), NOON)
        joining = asyncio.create_task(join("U3"))
        assert await still_waits(joining)
    await joining
    async with both[0].read(WORKSPACE) as work:
        assert await work.directory.members("C1") == frozenset({"U2", "U3"})


async def test_woken(both: tuple[Database, Database]) -> None:
    """What one process commits wakes the others, and what it takes back wakes nobody."""
    accepting, working = both
    await working.listen()
    inbox = Inbox(accepting)
    deliveries, messages = Ear(working.deliveries_changed), Ear(working.messages_changed)
    await inbox.accept(delivery())
    await deliveries.word()
    with pytest.raises(RuntimeError):
        await want_in_vain(accepting)
    assert await messages.nothing_within(0.2)
    async with accepting.write(WORKSPACE) as work:
        await work.messages.want(wanted())
    await messages.word()


async def want_in_vain(database: Database) -> None:
    async with database.write(WORKSPACE) as work:
        await work.messages.want(wanted())
        raise RuntimeError


async def test_not_woken_by_oneself(database: Database) -> None:
    """A process wakes itself once for what it commits, not again when it hears of it."""
    await database.listen()
    ear = Ear(database.messages_changed)
    async with database.write(WORKSPACE) as work:
        await work.messages.want(wanted())
    await ear.word()
    assert await ear.nothing_within(0.2)


END_EVERYBODY = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def end_connections(database: Database) -> None:
    """Cut everybody off, as a restart of the server does."""
    async with database.connections.writing() as connection:
        await connection.execute(END_EVERYBODY)


async def test_server_restarts(both: tuple[Database, Database]) -> None:
    """After the server cut everybody off, everything goes on, and waking too."""
    working, operator = both
    await working.listen()
    inbox = Inbox(working)
    ear = Ear(working.messages_changed)
    await inbox.accept(delivery("Ev1", conversation="U1"))
    async with working.read(OTHER) as work:
        assert await work.cases.get(uuid4()) is None
    assert not ear.heard
    await end_connections(operator)
    # Everything may have been missed meanwhile: it is looked at anew.
    await ear.word()
    async with working.read(OTHER) as work:
        assert await work.cases.get(uuid4()) is None
    assert await inbox.accept(delivery("Ev2", conversation="U2"))
    assert len(await inbox.claim(NOON, 5)) == 2
    async with working.write(WORKSPACE) as work:
        await work.cases.save(new_case())
    async with operator.write(WORKSPACE) as work:
        await work.messages.want(wanted())
    await ear.word()


async def test_cut_off_in_the_middle(both: tuple[Database, Database]) -> None:
    """A piece of work whose connection is lost half-way is done again from the beginning."""
    tries = 0

    def work(connection: Connection) -> int:
        nonlocal tries
        tries += 1
        connection.execute(text("SELECT 1"))
        if tries == 1:
            await_only(end_connections(both[1]))
        connection.execute(text("SELECT 1"))
        return tries

    assert await both[0].connections.write(work) == 2


async def test_in_each_others_way(both: tuple[Database, Database]) -> None:
    """Of two that wait for each other one is done again; both come to their end."""
    cases = [new_case() for _ in range(2)]
    for case in cases:
        async with both[0].write(WORKSPACE) as work:
            await work.cases.save(case)
    tries = 0
    both_hold_one = asyncio.Barrier(2)

    def change(first: UUID, second: UUID, connection: Connection) -> None:
        nonlocal tries
        tries += 1
        lock = text("SELECT 1 FROM cases WHERE id = :id FOR UPDATE")
        connection.execute(lock, {"id": first})
        if tries <= 2:
            await_only(both_hold_one.wait())
        connection.execute(lock, {"id": second})

    one, two = (case.id for case in cases)
    await asyncio.gather(
        both[0].connections.write(lambda connection: change(one, two, connection)),
        both[1].connections.write(lambda connection: change(two, one, connection)),
    )
    assert tries == 3


async def test_a_real_fault_is_not_tried_again(database: Database) -> None:
    """What would fail each time fails at once."""
    tries = 0

    def work(connection: Connection) -> None:
        nonlocal tries
        tries += 1
        connection.execute(text("SELECT 1 / 0"))

    with pytest.raises(Exception, match="division by zero"):
        await database.connections.write(work)
    assert tries == 1
