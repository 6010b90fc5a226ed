"""What is done again and again: once each time, by whatever process, late rather than never."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from bot.clock import MovableClock
from bot.metrics import Metrics
from bot.recurring import MOST_ATTEMPTS, Job, RecurringJobs
from bot.work_loop import LOOK_AGAIN
from flows.company import Company
from flows.errors import SettingsError
from flows.schedule import Schedule, Turn, WeeklyAt
from storage.keys import Keyring, new_key, parse_keyring
from storage.occurrences import LEASE, Occurrences
from storage.unit_of_work import Database, open_database
from tests.bot.running import WORKSPACE

DIGEST = "digest"
TUESDAY = datetime(2026, 11, 17, 12, tzinfo=ZoneInfo("Asia/Tokyo")).astimezone(UTC)
TO_MONDAY = timedelta(days=5, hours=21)
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


def weekly(company: Company) -> Schedule:
    """Return when this company has its digest."""
    return WeeklyAt.parse(company.digest_at)


class Process:
    """One process with one job, whose work is a list, and trouble on request."""

    def __init__(self, database: Database, clock: MovableClock, makes_good: int = 1) -> None:
        self.clock = clock
        self.database = database
        self.turns: list[Turn] = []
        self.begun = self.looks = 0
        self.before: Callable[[], Awaitable[Any]] | None = None
        self._progress = asyncio.Event()
        self.occurrences = Occurrences(database, [DIGEST])
        self.recurring = RecurringJobs(
            [Job(DIGEST, weekly, self._work, makes_good)],
            self.occurrences,
            database,
            self._workspaces,
            clock,
            Random(7),  # noqa: S311 - jitter
            Metrics(),
        )

    def _workspaces(self) -> list[str]:
        self.looks += 1
        self._progress.set()
        return [WORKSPACE]

    async def _work(self, turn: Turn) -> None:
        self.begun += 1
        self._progress.set()
        if self.before is not None:
            await self.before()
        self.turns.append(turn)
        self._progress.set()

    def done(self) -> list[tuple[str, bool]]:
        """Return what was done: its name, and whether it was known to be late."""
        return [(turn.occurrence.name, turn.is_late) for turn in self.turns]

    async def settle(self) -> None:
        """Return once there is nothing to do at this time."""
        self.recurring.loop.poke()
        await self.recurring.loop.idle()

    async def move(self, step: timedelta) -> None:
        """Let time pass, and what comes due be done."""
        self.clock.move(step)
        await self.settle()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return once that holds; looked at whenever work begins or ends."""
        async with asyncio.timeout(10):
            while not holds():
                self._progress.clear()
                await self._progress.wait()

    async def look(self) -> None:
        """Return once the loop has looked again, whatever is in work."""
        looks = self.looks
        self.recurring.loop.poke()
        await self.until(lambda: self.looks > looks)

    async def start(self) -> "Process":
        """Begin, and do what is due already."""
        self.recurring.loop.start()
        await self.settle()
        return self

    async def stop(self, within: float = 1.0) -> None:
        """End; what is in work keeps its lease."""
        await self.recurring.loop.stop(within)

    async def set_up(self, **company: str) -> None:
        """Put settings in force."""
        document = {
            "company": {"name": "架空不動産", **company},
            "branches": [{"desk_channel": "C0DESK"}],
        }
        async with self.database.write(WORKSPACE) as work:
            await work.settings.keep(document, "U0MANAGER", self.clock.now())


@pytest.fixture
def keyring() -> Keyring:
    return parse_keyring(new_key())


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(TUESDAY)


@pytest.fixture
async def database(url: str, keyring: Keyring, clock: MovableClock) -> AsyncIterator[Database]:
    opened = await open_database(url, keyring, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def process(database: Database, clock: MovableClock) -> AsyncIterator[Process]:
    made = Process(database, clock)
    await made.set_up()
    yield await made.start()
    await made.stop()


async def test_each_time_once(process: Process) -> None:
    """Nothing at the first start; from then on each week, at its time and once."""
    assert process.done() == []
    await process.move(TO_MONDAY - timedelta(seconds=1))
    assert process.done() == []
    await process.move(timedelta(seconds=1))
    assert process.done() == [("2026-W48", False)]
    for _ in range(14):
        await process.move(WEEK / 7)
    assert process.done() == [("2026-W48", False), ("2026-W49", False), ("2026-W50", False)]


async def test_wakes_by_itself(process: Process) -> None:
    """Nobody has to tell it that the time has come."""
    process.clock.move(TO_MONDAY - LOOK_AGAIN)
    await process.settle()
    process.clock.move(LOOK_AGAIN)
    await process.until(lambda: len(process.turns) == 1)


async def test_down_at_its_time(database: Database, clock: MovableClock) -> None:
    """What came due while nothing ran is done at the next start, once, and known to be late."""
    before = Process(database, clock)
    await before.set_up()
    await before.start()
    await before.stop()
    clock.move(TO_MONDAY + 3 * HOUR)
    after = await Process(database, clock).start()
    await after.move(HOUR)
    await after.stop()
    again = await Process(database, clock).start()
    assert after.done() == [("2026-W48", True)]
    assert again.done() == []
    assert after.turns[0].now - after.turns[0].occurrence.due == 3 * HOUR
    await again.stop()


@pytest.mark.parametrize(
    ("makes_good", "done"),
    [(1, ["2026-W51"]), (3, ["2026-W49", "2026-W50", "2026-W51"])],
)
async def test_down_for_weeks(
    database: Database, clock: MovableClock, makes_good: int, done: list[str]
) -> None:
    """Of what was missed, as many as are to be made good are done, and each knows its week."""
    before = Process(database, clock, makes_good)
    await before.set_up()
    await before.start()
    await before.stop()
    clock.move(TO_MONDAY + 3 * WEEK + HOUR)
    after = await Process(database, clock, makes_good).start()
    assert after.done() == [(name, True) for name in done]
    await after.stop()


async def test_two_processes(
    url: str, keyring: Keyring, process: Process, clock: MovableClock
) -> None:
    """Of two processes that find it due at once, one does it."""
    beside = await open_database(url, keyring, clock)
    other = await Process(beside, clock).start()
    for _ in range(4):
        clock.move(WEEK)
        await asyncio.gather(process.settle(), other.settle())
    await other.stop()
    await beside.close()
    assert sorted(process.done() + other.done()) == [
        (f"2026-W{week}", True) for week in (48, 49, 50, 51)
    ]


async def test_killed_in_the_middle(
    url: str, keyring: Keyring, process: Process, clock: MovableClock
) -> None:
    """What a process had in work when it was killed is done by another within seconds."""
    process.before = asyncio.Event().wait
    clock.move(TO_MONDAY)
    await process.until(lambda: process.begun == 1)
    await process.stop(0.0)
    beside = await open_database(url, keyring, clock)
    other = await Process(beside, clock).start()
    assert other.done() == []
    await other.move(LEASE)
    assert other.done() == [("2026-W48", False)]
    await other.stop()
    await beside.close()


async def test_takes_long(
    url: str, keyring: Keyring, process: Process, clock: MovableClock
) -> None:
    """A job that takes longer than its lease is not begun by another process besides."""
    release = asyncio.Event()
    process.before = release.wait
    clock.move(TO_MONDAY)
    await process.until(lambda: process.begun == 1)
    beside = await open_database(url, keyring, clock)
    other = await Process(beside, clock).start()
    for _ in range(10):
        clock.move(LOOK_AGAIN)
        await process.look()
        await other.settle()
    release.set()
    await process.settle()
    assert (process.done(), other.done()) == ([("2026-W48", False)], [])
    await other.stop()
    await beside.close()


async def test_fails_for_a_while(process: Process) -> None:
    """A job that fails is tried again by itself until it succeeds, and then no more."""
    failures = iter([ConnectionError("U0SATO"), TimeoutError()])

    async def trouble() -> None:
        if (error := next(failures, None)) is not None:
            raise error

    process.before = trouble
    with capture_logs() as log:
        await process.move(TO_MONDAY)
        for _ in range(10):
            await process.move(timedelta(minutes=1))
    assert (process.begun, process.done()) == (3, [("2026-W48", False)])
    assert [entry["log_level"] for entry in log] == ["warning", "warning", "info"]
    assert "U0SATO" not in str(log)


async def test_fails_for_good(process: Process) -> None:
    """A job that never succeeds is given up with one error, and comes again at its next time."""

    async def trouble() -> None:
        raise ConnectionError

    process.before = trouble
    with capture_logs() as log:
        await process.move(TO_MONDAY)
        for _ in range(MOST_ATTEMPTS + 5):
            await process.move(timedelta(minutes=5))
    assert process.begun == MOST_ATTEMPTS
    assert [entry["log_level"] for entry in log].count("error") == 1
    process.before = None
    await process.move(WEEK)
    assert [name for name, _ in process.done()] == ["2026-W49"]


async def test_settings_that_cannot_work(process: Process) -> None:
    """What only the operator can mend is not tried again and again."""

    async def trouble() -> None:
        raise SettingsError("C0GONE: no such channel")

    process.before = trouble
    with capture_logs() as log:
        await process.move(TO_MONDAY)
        await process.move(HOUR)
    assert process.begun == 1
    assert [entry["log_level"] for entry in log] == ["error"]


async def test_moved_to_a_later_day(process: Process) -> None:
    """A digest that this week has had does not come again because its day was moved."""
    await process.move(TO_MONDAY)
    await process.set_up(digest_at="wed 09:00")
    await process.move(WEEK / 2)
    assert process.done() == [("2026-W48", False)]
    await process.move(WEEK)
    assert [name for name, _ in process.done()] == ["2026-W48", "2026-W49"]


async def test_moved_to_an_earlier_day(process: Process) -> None:
    """A digest moved to a day that is past comes at once, late, and then on its new day."""
    await process.set_up(digest_at="sun 09:00")
    await process.move(TO_MONDAY + HOUR)
    assert process.done() == [("2026-W47", True)]
    await process.set_up(digest_at="mon 09:00")
    await process.move(timedelta(minutes=10))
    assert process.done()[1:] == [("2026-W48", True)]
    await process.move(WEEK - 2 * HOUR)
    assert len(process.turns) == 2
    await process.move(2 * HOUR)
    assert [name for name, _ in process.done()] == ["2026-W47", "2026-W48", "2026-W49"]


async def test_another_zone(process: Process) -> None:
    """A company that moves to another zone has one digest in that week all the same."""
    await process.move(TO_MONDAY)
    await process.set_up(timezone="America/New_York")
    await process.move(WEEK / 2)
    assert len(process.turns) == 1
    await process.move(WEEK)
    assert [name for name, _ in process.done()] == ["2026-W48", "2026-W49"]
    assert process.turns[1].occurrence.due == datetime(2026, 11, 30, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "digest_at", "due"),
    [
        # The clocks go from 02:00 to 03:00 on that Sunday.
        ("2026-03-28", "sun 02:30", "2026-03-29T01:30"),
        # The clocks show 02:30 twice on that Sunday.
        ("2026-10-24", "sun 02:30", "2026-10-25T00:30"),
    ],
)
async def test_night_of_the_change(
    database: Database, start: str, digest_at: str, due: str
) -> None:
    """A time that is skipped or comes twice in that night is kept once."""
    clock = MovableClock(datetime.fromisoformat(f"{start}T12:00+01:00").astimezone(UTC))
    process = Process(database, clock)
    await process.set_up(digest_at=digest_at, timezone="Europe/Berlin")
    await process.start()
    for _ in range(2 * 48):
        await process.move(HOUR / 2)
    await process.stop()
    expected = datetime.fromisoformat(f"{due}+00:00")
    assert [turn.occurrence.due for turn in process.turns] == [expected]


async def test_clock_set_back(process: Process) -> None:
    """A clock set back past the time, again and again, does not bring it again."""
    await process.move(TO_MONDAY)
    for _ in range(5):
        process.clock.set_by(-2 * HOUR)
        await process.move(2 * HOUR)
    assert process.done() == [("2026-W48", False)]


async def test_clock_set_forward(process: Process) -> None:
    """A clock set forward past the time has it done within seconds, late."""
    process.clock.set_by(TO_MONDAY + HOUR)
    process.clock.move(LOOK_AGAIN)
    await process.until(lambda: process.done() == [("2026-W48", True)])


async def test_now(process: Process) -> None:
    """A job can be done out of turn; its times stay as they are."""
    await process.recurring.do_now(DIGEST, "because")
    await process.settle()
    assert len(process.turns) == 1
    assert not process.turns[0].is_late
    await process.move(TO_MONDAY)
    assert [name for name, _ in process.done()][1:] == ["2026-W48"]


async def test_no_settings_yet(database: Database, clock: MovableClock) -> None:
    """Where there are no settings yet nothing is done, and nothing fails."""
    process = await Process(database, clock).start()
    with capture_logs() as log:
        await process.move(TO_MONDAY)
    assert (process.done(), log) == ([], [])
    await process.stop()
