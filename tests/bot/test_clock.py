"""Two times: what the clock shows, and what has passed."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, MovableClock, SystemClock
from tests.bot.running import NOON

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


async def asleep(waiting: "asyncio.Task[None]") -> bool:
    """Let everything run that can; tell whether that wait still goes on."""
    for _ in range(5):
        await asyncio.wait([waiting], timeout=0)
    return not waiting.done()


async def test_moved() -> None:
    """When time passes, the clock goes on with it and wakes whoever waited for either."""
    clock = MovableClock(NOON)
    until = asyncio.create_task(clock.sleep_until(NOON + HOUR))
    span = asyncio.create_task(clock.sleep_until_passed(HOUR))
    assert await asleep(until)
    clock.move(HOUR - SECOND)
    assert await asleep(until)
    assert await asleep(span)
    clock.move(SECOND)
    assert not await asleep(until)
    assert not await asleep(span)
    assert (clock.now(), clock.passed()) == (NOON + HOUR, HOUR)


async def test_set_forward() -> None:
    """A clock set forward reaches a moment at once, and no time has passed."""
    clock = MovableClock(NOON)
    until = asyncio.create_task(clock.sleep_until(NOON + HOUR))
    span = asyncio.create_task(clock.sleep_until_passed(HOUR))
    assert await asleep(until)
    clock.set_by(HOUR)
    assert not await asleep(until)
    assert await asleep(span)
    clock.move(HOUR)
    assert not await asleep(span)
    assert (clock.now(), clock.passed()) == (NOON + 2 * HOUR, HOUR)


async def test_set_back() -> None:
    """A clock set back comes to a moment later; what is to pass is not more for it."""
    clock = MovableClock(NOON)
    until = asyncio.create_task(clock.sleep_until(NOON + HOUR))
    span = asyncio.create_task(clock.sleep_until_passed(HOUR))
    assert await asleep(until)
    clock.set_by(-HOUR)
    clock.move(HOUR)
    assert not await asleep(span)
    assert await asleep(until)
    clock.move(HOUR)
    assert not await asleep(until)


async def test_over_another() -> None:
    """A clock over another goes on with it, moved or set itself or not."""
    base = MovableClock(NOON)
    clock = MovableClock(NOON - HOUR, base)
    clock.move(SECOND)
    base.move(SECOND)
    assert (clock.now(), clock.passed()) == (NOON - HOUR + 2 * SECOND, 2 * SECOND)
    base.set_by(HOUR)
    assert (clock.now(), clock.passed()) == (NOON + 2 * SECOND, 2 * SECOND)


async def test_past() -> None:
    """What is past or nothing is not waited for."""
    for clock in (MovableClock(NOON), SystemClock()):
        await clock.sleep_until(NOON - timedelta(days=3650))
        await clock.sleep_until_passed(timedelta())


@pytest.mark.parametrize("clock", [SystemClock(), MovableClock(NOON, SystemClock())], ids=type)
async def test_running(clock: Clock) -> None:
    """A clock that runs shows an aware moment in UTC, and wakes whoever waits."""
    began, passed = clock.now(), clock.passed()
    await clock.sleep_until_passed(passed + timedelta(milliseconds=20))
    await clock.sleep_until(clock.now() + timedelta(milliseconds=20))
    assert clock.now().tzinfo is UTC
    assert timedelta(milliseconds=35) < clock.passed() - passed < timedelta(seconds=30)
    assert clock.now() > began


async def test_given_up() -> None:
    """Whoever gives up waiting leaves nothing behind, and the others go on."""
    clock = MovableClock(NOON)
    tasks = [asyncio.create_task(clock.sleep_until_passed(HOUR)) for _ in range(3)]
    assert await asleep(tasks[0])
    tasks[1].cancel()
    clock.move(HOUR)
    assert not await asleep(tasks[2])
    assert [task.cancelled() for task in tasks] == [False, True, False]


def test_naive() -> None:
    """A clock that would start at a moment without a zone is refused, and time never goes back."""
    with pytest.raises(ValueError, match="aware"):
        MovableClock(datetime(2026, 11, 16))  # noqa: DTZ001 - what must not happen
    with pytest.raises(ValueError, match="not back"):
        MovableClock(NOON).move(-SECOND)
