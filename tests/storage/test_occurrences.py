"""Each occurrence of a job is entered once, done once, and known to be late."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.schedule import Occurrence
from storage.occurrences import LEASE, Claimed, Occurrences
from storage.unit_of_work import Database
from tests.storage.ear import Ear
from tests.storage.examples import NOON, OTHER, WORKSPACE

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
JOB = "digest"


def day(n: int) -> Occurrence:
    """Return the occurrence of the day so many days from the first one."""
    return Occurrence(f"day {n}", NOON + n * DAY)


async def enter(
    stored: Occurrences, *days: int, at: datetime, job: str = JOB, workspace: str = WORKSPACE
) -> None:
    """Enter these days' occurrences."""
    await stored.enter(workspace, job, [day(n) for n in days], at)


async def names(stored: Occurrences, now: datetime) -> list[str]:
    """Claim everything, and return what was claimed."""
    return [claimed.occurrence.name for claimed in await stored.claim(now, 10)]


async def begun(database: Database) -> Occurrences:
    """Return occurrences of a job that has been known since day 0."""
    stored = Occurrences(database, [JOB])
    await enter(stored, 0, at=NOON)
    return stored


async def finish(stored: Occurrences, claimed: Sequence[Claimed]) -> None:
    """Report all as done."""
    for each in claimed:
        assert await stored.done(each)


async def test_begins_with_the_next(database: Database) -> None:
    """A job that is new here is not done for the time before; from then on each time is."""
    stored = await begun(database)
    assert await names(stored, NOON) == []
    await enter(stored, 1, at=NOON + DAY)
    (claimed,) = await stored.claim(NOON + DAY, 10)
    assert (claimed.workspace, claimed.job, claimed.occurrence) == (WORKSPACE, JOB, day(1))
    assert claimed.attempts == 1


async def test_entered_once(database: Database) -> None:
    """However often and by whomever an occurrence is found due, it is there once."""
    one, other = await begun(database), Occurrences(database, [JOB])
    await asyncio.gather(*(enter(s, 1, at=NOON + DAY) for s in (one, other) * 5))
    claimed = [*await one.claim(NOON + DAY, 10), *await other.claim(NOON + DAY, 10)]
    await finish(one, claimed)
    assert len(claimed) == 1
    await enter(other, 1, at=NOON + DAY + MINUTE)
    assert await names(other, NOON + DAY + MINUTE) == []


async def test_begun_together(database: Database) -> None:
    """Two processes that meet a new job at once begin with the same occurrence."""
    one, other = Occurrences(database, [JOB]), Occurrences(database, [JOB])
    await asyncio.gather(*(enter(s, 0, at=NOON) for s in (one, other) * 5))
    assert await names(one, NOON) == []
    await enter(other, 1, at=NOON + DAY)
    assert await names(one, NOON + DAY) == ["day 1"]


async def test_missed(database: Database) -> None:
    """Of those missed meanwhile the ones that are made good are done, the oldest first."""
    stored = await begun(database)
    await enter(stored, 5, 4, 3, at=NOON + 5 * DAY)
    assert await names(stored, NOON + 5 * DAY) == ["day 3", "day 4", "day 5"]


async def test_not_before_it_began(database: Database) -> None:
    """Nothing is made good of the time before a job was known."""
    stored = await begun(database)
    await enter(stored, 1, 0, -1, -2, at=NOON + DAY)
    assert await names(stored, NOON + DAY) == ["day 1"]


async def test_made_good_by_a_later_one(database: Database) -> None:
    """An occurrence still open when a later one makes it good is not done besides."""
    stored = await begun(database)
    await enter(stored, 1, at=NOON + DAY)
    await enter(stored, 4, at=NOON + 4 * DAY)
    assert await names(stored, NOON + 4 * DAY) == ["day 4"]


async def test_in_work_when_a_later_one_comes(database: Database) -> None:
    """One that is being done is left to whoever does it."""
    stored = await begun(database)
    await enter(stored, 1, at=NOON + DAY)
    claimed = await stored.claim(NOON + DAY)
    await enter(stored, 2, at=NOON + DAY)
    await finish(stored, claimed)
    assert await names(stored, NOON + 2 * DAY) == ["day 2"]


async def test_fenced(database: Database) -> None:
    """Whoever lost the lease changes nothing: another has it, and is told apart."""
    slow, quick = await begun(database), Occurrences(database, [JOB])
    await enter(slow, 1, at=NOON + DAY)
    (lost,) = await slow.claim(NOON + DAY)
    assert await quick.claim(NOON + DAY + LEASE - MINUTE / 60) == []
    (taken,) = await quick.claim(NOON + DAY + LEASE)
    assert taken.attempts == 2
    assert not await slow.done(lost)
    assert not await slow.later(lost, NOON, "late")
    assert not await slow.dead(lost, "late")
    assert await quick.done(taken)
    assert await names(slow, NOON + 9 * DAY) == []


async def test_renewed(database: Database) -> None:
    """A job that takes long keeps its lease as long as it is renewed."""
    stored = await begun(database)
    await enter(stored, 1, at=NOON + DAY)
    claimed = await stored.claim(NOON + DAY)
    await stored.renew(NOON + DAY + LEASE / 2, claimed)
    assert await names(stored, NOON + DAY + LEASE) == []
    await finish(stored, claimed)


async def test_tried_again(database: Database) -> None:
    """What failed comes again at its time, and is known to; what failed for good does not."""
    stored = await begun(database)
    await enter(stored, 1, at=NOON + DAY)
    (claimed,) = await stored.claim(NOON + DAY)
    again = NOON + DAY + MINUTE
    assert await stored.later(claimed, again, "ConnectionError")
    assert await stored.next_due(NOON + DAY) == again
    assert await names(stored, again - MINUTE / 60) == []
    (claimed,) = await stored.claim(again)
    assert claimed.attempts == 2
    assert await stored.dead(claimed, "ConnectionError")
    assert await stored.next_due(again) is None
    assert await names(stored, NOON + 9 * DAY) == []


async def test_taken_over_at_start(database: Database) -> None:
    """What the last process had in work when it died is done by the next one at once."""
    await enter(await begun(database), 1, at=NOON + DAY)
    await Occurrences(database, [JOB]).claim(NOON + DAY)
    after = Occurrences(database, [JOB])
    assert await names(after, NOON + DAY) == []
    await after.release_leases()
    assert await names(after, NOON + DAY) == ["day 1"]


async def test_out_of_turn(database: Database) -> None:
    """One can be added besides its times; added twice it is there once."""
    stored = await begun(database)
    extra = Occurrence("after a gap", NOON + MINUTE)
    ear = Ear(stored.changed)
    await stored.add(WORKSPACE, JOB, extra)
    await stored.add(WORKSPACE, JOB, extra)
    assert ear.heard
    assert await names(stored, NOON + MINUTE) == ["after a gap"]


async def test_clock_set_back(database: Database) -> None:
    """What was entered before a clock was set back is done all the same, and only once."""
    stored = await begun(database)
    await enter(stored, 1, at=NOON + DAY)
    await enter(stored, 0, at=NOON)
    claimed = await stored.claim(NOON)
    assert [each.occurrence for each in claimed] == [day(1)]
    await finish(stored, claimed)
    await enter(stored, 1, at=NOON + DAY)
    assert await names(stored, NOON + DAY) == []


async def test_clock_a_year_ahead(database: Database) -> None:
    """A clock that ran a year ahead for a while does not stop a job for that year."""
    stored = Occurrences(database, [JOB])
    await enter(stored, 365, at=NOON + 365 * DAY)
    await enter(stored, 0, at=NOON)
    assert await names(stored, NOON) == []
    await enter(stored, 1, at=NOON + DAY)
    assert await names(stored, NOON + DAY) == ["day 1"]


async def test_apart(database: Database) -> None:
    """Jobs and companies do not mix; a job that this program does not know is left alone."""
    stored = Occurrences(database, [JOB])
    for job, workspace in ((JOB, WORKSPACE), (JOB, OTHER), ("another", WORKSPACE)):
        await enter(stored, 0, at=NOON, job=job, workspace=workspace)
        await enter(stored, 1, at=NOON + DAY, job=job, workspace=workspace)
    claimed = await stored.claim(NOON + DAY, 10)
    assert sorted((each.job, each.workspace) for each in claimed) == sorted(
        [(JOB, WORKSPACE), (JOB, OTHER)]
    )


async def test_cleared(database: Database) -> None:
    """What is old and over is forgotten; what is open stays."""
    stored = await begun(database)
    for n in (1, 2):
        await enter(stored, n, at=NOON + n * DAY)
        if n == 1:
            await finish(stored, await stored.claim(NOON + n * DAY))
    assert await stored.clear(NOON + 9 * DAY) == 2
    assert await names(stored, NOON + 9 * DAY) == ["day 2"]
