"""What became of a message is known, and what the reporter reads of it follows."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from flows.messages import Fate, Kind, Place, Urgency, Wanted
from storage.outbox import Outbox, Outgoing
from storage.unit_of_work import Database
from tests.storage.examples import NOON, WORKSPACE, wanted

MINUTE = timedelta(minutes=1)
CARDS = frozenset({Kind.DESK_CARD})
HEAD = wanted(Kind.REPORT_HEAD, Place.person("U0STAFF"))
THREAD = Place.thread(HEAD.id_in(WORKSPACE), "U0STAFF")


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


async def want(database: Database, *messages: Wanted) -> None:
    async with database.write(WORKSPACE) as work:
        for message in messages:
            await work.messages.want(message)


async def fates(
    database: Database, case: UUID, kinds: frozenset[Kind] = CARDS
) -> Mapping[str, Fate]:
    async with database.read(WORKSPACE) as work:
        return await work.messages.fates(case, kinds)


async def claim(outbox: Outbox, kind: Kind, minutes: int = 0) -> Outgoing:
    """Return the one message of that kind that is due then."""
    due = await outbox.claim(NOON + minutes * MINUTE, 9)
    (out,) = [out for out in due if out.kind is kind]
    return out


async def test_every_fate(database: Database, outbox: Outbox) -> None:
    """On its way, standing, delayed, given up; what waits or had nothing to say has none."""
    case = uuid4()
    places = [Place.channel(f"C{number}") for number in range(1, 5)]
    await want(database, *(wanted(place=place, case=case) for place in places))
    shown, dropped, later, dead = await outbox.claim(NOON, 9)
    await outbox.shown(shown, "C1", "1.1")
    await outbox.dropped(dropped)
    await outbox.later(later, NOON + MINUTE, "timeout")
    await outbox.dead(dead, "is_archived")
    await want(
        database,
        wanted(place=Place.channel("C5"), case=case),
        wanted(place=Place.channel("C6"), case=case, not_before=NOON + MINUTE),
        wanted(Kind.PAGE, Place.channel("C7"), case=case),
    )
    assert await fates(database, case) == {
        "channel:C1": Fate.STANDS,
        "channel:C3": Fate.DELAYED,
        "channel:C4": Fate.GIVEN_UP,
        "channel:C5": Fate.COMING,
    }
    assert await fates(database, uuid4()) == {}


async def test_the_best_of_several_in_one_place(database: Database, outbox: Outbox) -> None:
    """A place that read one of them was told."""
    case, kinds = uuid4(), frozenset({Kind.DESK_CARD, Kind.PAGE})
    await want(database, wanted(Kind.PAGE, case=case), wanted(case=case))
    await outbox.dead(await claim(outbox, Kind.PAGE), "msg_too_long")
    assert await fates(database, case, kinds) == {"channel:C0DESK": Fate.COMING}
    await outbox.shown(await claim(outbox, Kind.DESK_CARD), "C0DESK", "1.1")
    assert await fates(database, case, kinds) == {"channel:C0DESK": Fate.STANDS}


async def test_wanted_again_it_has_not_arrived(database: Database, outbox: Outbox) -> None:
    """A message given up that lives again is delayed until it is shown."""
    case = uuid4()
    await want(database, wanted(case=case))
    await outbox.dead(await claim(outbox, Kind.DESK_CARD), "is_archived")
    await want(database, wanted(case=case))
    assert await fates(database, case) == {"channel:C0DESK": Fate.DELAYED}
    out = await claim(outbox, Kind.DESK_CARD)
    assert (out.attempts, out.failed_before) == (1, True)
    await outbox.shown(out, "C0DESK", "1.1")
    assert await fates(database, case) == {"channel:C0DESK": Fate.STANDS}


class Desk:
    """A card on its way, and what the reporter reads of it standing already."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self.database = database
        self.outbox = outbox
        self.case = uuid4()

    async def told(self, channel: str = "C0DESK") -> Outgoing:
        """Take the card of a channel in hand, with the advice shown as things stand."""
        advice = wanted(Kind.ADVICE, Place.person("U0STAFF"), case=self.case)
        await want(self.database, advice)
        await self.edited()
        await want(self.database, wanted(place=Place.channel(channel), case=self.case))
        return await claim(self.outbox, Kind.DESK_CARD)

    async def edited(self) -> bool:
        """Whether the advice is to be shown anew; show it."""
        due = [o for o in await self.outbox.claim(NOON, 9) if o.kind is Kind.ADVICE]
        for out in due:
            await self.outbox.shown(out, "D0STAFF", "1.1")
        return bool(due)


@pytest.fixture
def desk(database: Database, outbox: Outbox) -> Desk:
    return Desk(database, outbox)


async def test_a_card_that_arrives_at_once_edits_nothing(desk: Desk, outbox: Outbox) -> None:
    """The reporter read that it was told; an edit of the card changes that no more."""
    await outbox.shown(await desk.told(), "C0DESK", "1.1")
    assert not await desk.edited()
    await outbox.later(await desk.told(), NOON + MINUTE, "timeout")
    assert not await desk.edited()


async def test_a_card_that_is_late_is_told_so_once_and_once_that_it_arrived(
    desk: Desk, outbox: Outbox
) -> None:
    """The reporter's message is edited at the first failure, and when the card stands."""
    await outbox.later(await desk.told(), NOON + MINUTE, "timeout")
    assert await desk.edited()
    again = await claim(outbox, Kind.DESK_CARD, minutes=1)
    await outbox.later(again, NOON + 2 * MINUTE, "timeout")
    assert not await desk.edited()
    await outbox.shown(await claim(outbox, Kind.DESK_CARD, minutes=2), "C0DESK", "1.1")
    assert await desk.edited()


async def test_a_card_given_up_is_told(desk: Desk, outbox: Outbox) -> None:
    """What was given up will not arrive: the reporter's message is edited."""
    await outbox.dead(await desk.told(), "is_archived")
    assert await desk.edited()


async def _give_up_and_fail(outbox: Outbox, out: Outgoing) -> None:
    async with outbox.giving_up(out, "is_archived"):
        raise ZeroDivisionError


async def test_what_follows_from_giving_up_is_kept_with_it(
    database: Database, outbox: Outbox
) -> None:
    """In one transaction: a fault undoes both, and whoever lost the lease does neither."""
    case = uuid4()
    await want(database, wanted(case=case))
    out = await claim(outbox, Kind.DESK_CARD)
    with pytest.raises(ZeroDivisionError):
        await _give_up_and_fail(outbox, out)
    assert await fates(database, case) == {"channel:C0DESK": Fate.COMING}
    async with outbox.giving_up(out, "is_archived") as work:
        assert work is not None
        await work.messages.want(wanted(place=Place.channel("C0HQ"), case=case))
    assert await fates(database, case) == {
        "channel:C0DESK": Fate.GIVEN_UP,
        "channel:C0HQ": Fate.COMING,
    }
    async with outbox.giving_up(out, "is_archived") as work:
        assert work is None


async def test_a_thread_goes_on_without_its_head(database: Database, outbox: Outbox) -> None:
    """Given up, the head is not waited for; what was to stand below knows where it was to be."""
    await want(database, HEAD, wanted(Kind.QUESTION, THREAD, detail="acts"))
    await outbox.dead(await claim(outbox, Kind.REPORT_HEAD), "msg_too_long")
    out = await claim(outbox, Kind.QUESTION)
    assert (out.parent, out.above) == (None, Place.person("U0STAFF"))


async def test_a_page_does_not_wait_for_a_head_that_failed(
    database: Database, outbox: Outbox
) -> None:
    """The head is tried again later, and so is what is not urgent below it."""
    page = wanted(Kind.ALARM_ADVICE, THREAD, urgency=Urgency.PAGE)
    await want(database, HEAD, wanted(Kind.QUESTION, THREAD, detail="acts"), page)
    head = await claim(outbox, Kind.REPORT_HEAD)
    await outbox.later(head, NOON + MINUTE, "timeout")
    (out,) = await outbox.claim(NOON, 9)
    assert (out.kind, out.parent) == (Kind.ALARM_ADVICE, None)
