"""What a use case says about messages is what the delivery finds."""

from datetime import timedelta
from uuid import UUID, uuid4

from flows.messages import Kind, Place, PlaceKind, Wanted
from storage.outbox import Outbox
from storage.unit_of_work import Database
from tests.storage.examples import NOON, OTHER, WORKSPACE, wanted

MINUTE = timedelta(minutes=1)


async def want(database: Database, *messages: Wanted) -> None:
    async with database.write(WORKSPACE) as work:
        for message in messages:
            await work.messages.want(message)


async def waiting(database: Database, case: UUID, kind: Kind) -> bool:
    async with database.read(WORKSPACE) as work:
        return await work.messages.waiting(case, kind)


async def test_waiting(database: Database) -> None:
    """A message waits until it is shown, and again when wanted anew."""
    case, outbox = uuid4(), Outbox(database, timedelta(hours=1))
    assert not await waiting(database, case, Kind.NUDGE)
    await want(database, wanted(Kind.NUDGE, case=case, not_before=NOON + MINUTE))
    assert await waiting(database, case, Kind.NUDGE)
    assert not await waiting(database, case, Kind.PAGE)
    assert not await waiting(database, uuid4(), Kind.NUDGE)
    (out,) = await outbox.claim(NOON + MINUTE)
    await outbox.shown(out, "C0DESK", "1.1")
    assert not await waiting(database, case, Kind.NUDGE)
    await want(database, wanted(Kind.NUDGE, case=case))
    assert await waiting(database, case, Kind.NUDGE)


async def test_moved(database: Database) -> None:
    """Wanting a waiting message again moves it to the new time, or to now."""
    outbox = Outbox(database)
    await want(database, wanted(not_before=NOON + MINUTE))
    await want(database, wanted(not_before=NOON + 2 * MINUTE))
    assert await outbox.claim(NOON + MINUTE) == []
    await want(database, wanted())
    assert len(await outbox.claim(NOON)) == 1


async def test_hasten(database: Database) -> None:
    """Waiting messages of a kind about a case are brought forward, never put back."""
    case, outbox = uuid4(), Outbox(database, timedelta(hours=1))
    await want(
        database,
        wanted(Kind.NOBODY_YET, Place.person("U1"), case=case, not_before=NOON + 9 * MINUTE),
        wanted(Kind.NOBODY_YET, Place.person("U2"), case=case, not_before=NOON),
        wanted(Kind.NUDGE, Place.person("U3"), case=case, not_before=NOON + 9 * MINUTE),
        wanted(Kind.NOBODY_YET, Place.person("U4"), case=uuid4(), not_before=NOON + 9 * MINUTE),
    )
    async with database.write(WORKSPACE) as work:
        await work.messages.hasten(case, Kind.NOBODY_YET, NOON + MINUTE)
    assert {out.place.ref for out in await outbox.claim(NOON, 9)} == {"U2"}
    assert {out.place.ref for out in await outbox.claim(NOON + MINUTE, 9)} == {"U1"}


async def test_refresh(database: Database) -> None:
    """Refreshing edits every message of the kind that was shown, and says nothing new."""
    case, outbox = uuid4(), Outbox(database, timedelta(hours=1))
    async with database.write(WORKSPACE) as work:
        await work.messages.refresh(case, Kind.DESK_CARD)
    assert await outbox.claim(NOON, 9) == []
    await want(
        database,
        wanted(place=Place.channel("C1"), case=case),
        wanted(place=Place.channel("C2"), case=case),
        wanted(place=Place.channel("C3"), case=case, not_before=NOON + MINUTE),
        wanted(place=Place.channel("C4"), case=uuid4()),
    )
    for out in await outbox.claim(NOON, 9):
        if out.place.ref == "C2":
            await outbox.dropped(out)
        else:
            await outbox.shown(out, out.place.ref, "1.1")
    async with database.write(WORKSPACE) as work:
        await work.messages.refresh(case, Kind.DESK_CARD)
    (edit,) = await outbox.claim(NOON, 9)
    assert (edit.place.ref, edit.ts) == ("C1", "1.1")
    assert [out.place.ref for out in await outbox.claim(NOON + MINUTE, 9)] == ["C3"]


async def test_refresh_in_a_reply(database: Database) -> None:
    """What was shown in the answer to a press is said anew there, although it has no `ts`."""
    case, outbox = uuid4(), Outbox(database, timedelta(hours=1))
    replies = [Place(PlaceKind.REPLY, str(uuid4()), "U0SHOP") for _ in range(2)]
    aside = Place.private("C0TEAM", "U0SHOP")
    for place in (*replies, aside):
        await want(database, wanted(Kind.SHARED_RECEIPT, place, case=case))
    first, second, third = await outbox.claim(NOON, limit=3)
    assert not first.stands
    await outbox.shown(first, None, None, looks=b"so")
    await outbox.dropped(second)
    await outbox.shown(third, None, None, looks=b"so")
    async with database.write(WORKSPACE) as work:
        await work.messages.refresh(case, Kind.SHARED_RECEIPT)
    (again,) = await outbox.claim(NOON, limit=3)
    assert (again.id, again.stands) == (first.id, True)


async def test_case_of_thread(database: Database) -> None:
    """A thread is known by the message that heads it, in its own workspace."""
    case, outbox = uuid4(), Outbox(database, timedelta(hours=1))
    await want(database, wanted(Kind.REPORT_HEAD, Place.person("U0STAFF"), case=case))
    (out,) = await outbox.claim(NOON)
    await outbox.shown(out, "D0STAFF", "1.1")
    async with database.read(WORKSPACE) as work:
        assert await work.messages.case_of_thread("D0STAFF", "1.1") == case
        assert await work.messages.case_of_thread("D0STAFF", "2.2") is None
        assert await work.messages.case_of_thread("D0ELSE", "1.1") is None
    async with database.read(OTHER) as work:
        assert await work.messages.case_of_thread("D0STAFF", "1.1") is None


async def test_stands(database: Database) -> None:
    """A message stands once it is sent or being sent; one that only waits does not."""
    outbox, page = Outbox(database, timedelta(hours=1)), wanted(Kind.PAGE, case=uuid4())

    async def stands() -> bool:
        async with database.read(WORKSPACE) as work:
            return await work.messages.stands(page)

    assert not await stands()
    await want(database, page)
    assert not await stands()
    (out,) = await outbox.claim(NOON)
    assert await stands()
    await outbox.later(out, NOON + MINUTE, "ratelimited")
    assert not await stands()
    (out,) = await outbox.claim(NOON + MINUTE)
    await outbox.shown(out, "C0DESK", "1.1")
    assert await stands()
    async with database.read(OTHER) as work:
        assert not await work.messages.stands(page)
