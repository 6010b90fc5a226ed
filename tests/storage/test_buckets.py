"""Calls go at their pace: in a process alone and in several that share a database."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.buckets import NO_WAIT, Buckets, OwnBuckets, Pace, buckets_in
from storage.shared_buckets import SharedBuckets
from storage.unit_of_work import Database
from tests.databases import POSTGRES
from tests.storage.examples import NOON, OTHER, WORKSPACE

SECOND = timedelta(seconds=1)
PACE = Pace(every=SECOND, at_once=4, kept_back=1)


@pytest.fixture
def buckets(database: Database) -> Buckets:
    return buckets_in(database.connections)


async def taken(
    buckets: Buckets, after: float = 0, scope: str = "post C1", *, urgent: bool = False
) -> float:
    """Take a call some seconds after noon; return the seconds to wait."""
    now = NOON + after * SECOND
    return (await buckets.take(WORKSPACE, scope, PACE, now, urgent=urgent)).total_seconds()


def test_kind_of_buckets(database: Database, kind: str) -> None:
    """Only where others can be at work are the buckets in the database."""
    expected = SharedBuckets if kind == POSTGRES else OwnBuckets
    assert isinstance(buckets_in(database.connections), expected)


async def test_burst(buckets: Buckets) -> None:
    """So many go at once, what is kept back excepted; then one comes back at a time."""
    assert [await taken(buckets) for _ in range(4)] == [0, 0, 0, 1]
    assert [await taken(buckets, 1.5) for _ in range(2)] == [0, 0.5]
    assert [await taken(buckets, 60) for _ in range(4)] == [0, 0, 0, 1]


async def test_kept_back(buckets: Buckets) -> None:
    """An urgent call finds room where others have to wait."""
    assert [await taken(buckets) for _ in range(4)] == [0, 0, 0, 1]
    assert [await taken(buckets, urgent=True) for _ in range(2)] == [0, 1]
    assert await taken(buckets) == 2


async def test_scopes_apart(buckets: Buckets) -> None:
    """Each scope has its bucket, and each workspace its own."""
    for _ in range(4):
        await taken(buckets)
    assert await taken(buckets, scope="post C2") == 0
    assert await buckets.take(OTHER, "post C1", PACE, NOON, urgent=False) == NO_WAIT


async def test_hold(buckets: Buckets) -> None:
    """What Slack asks to wait waits: urgent calls until then, others a little longer."""
    await buckets.hold(WORKSPACE, "post C1", PACE, NOON + 30 * SECOND)
    assert await taken(buckets) == 31
    assert await taken(buckets, urgent=True) == 30
    assert await taken(buckets, 30, urgent=True) == 0
    await buckets.hold(WORKSPACE, "post C1", PACE, NOON + 20 * SECOND)
    assert await taken(buckets, 20, urgent=True) == 11


async def test_a_clock_set_back(buckets: Buckets) -> None:
    """What was taken or held in a future that has not come keeps nothing waiting."""
    for _ in range(4):
        await taken(buckets, 600)
    assert await taken(buckets) == 0
    await buckets.hold(WORKSPACE, "post C1", PACE, NOON + 60 * SECOND)
    assert await taken(buckets, -600) == 0


async def test_unpaced(buckets: Buckets) -> None:
    """Without a pace a scope waits only while it is held."""
    pace = Pace()
    for _ in range(50):
        assert await buckets.take(WORKSPACE, "any", pace, NOON, urgent=False) == NO_WAIT
    await buckets.hold(WORKSPACE, "any", pace, NOON + SECOND)
    assert await buckets.take(WORKSPACE, "any", pace, NOON, urgent=True) == SECOND
    assert await buckets.take(WORKSPACE, "any", pace, NOON + SECOND, urgent=False) == NO_WAIT


async def test_clear(buckets: Buckets) -> None:
    """Full buckets are forgotten, the others not."""
    await taken(buckets)
    await buckets.hold(WORKSPACE, "post C2", PACE, NOON + 60 * SECOND)
    await buckets.clear(NOON + 10 * SECOND)
    assert await taken(buckets, 10, "post C2") == 51
    assert await taken(buckets, 10) == 0


@given(st.lists(st.tuples(st.floats(0, 5), st.booleans()), max_size=60))
async def test_never_faster(steps: list[tuple[float, bool]]) -> None:
    """In no stretch of time do more calls go than one burst and what came back meanwhile."""
    buckets, now = OwnBuckets(), NOON
    gone = []
    for step, urgent in steps:
        now += step * SECOND
        wait = await buckets.take(WORKSPACE, "post C1", PACE, now, urgent=urgent)
        if wait == NO_WAIT:
            gone.append(now)
        else:
            after = await buckets.take(WORKSPACE, "post C1", PACE, now + wait, urgent=urgent)
            now += wait
            assert after == NO_WAIT
            gone.append(now)
    assert all(earlier <= later for earlier, later in pairwise(gone))
    for first, begin in enumerate(gone):
        for last in range(first, len(gone)):
            most = PACE.at_once + (gone[last] - begin) / SECOND
            assert last - first + 1 <= most + 1e-6
