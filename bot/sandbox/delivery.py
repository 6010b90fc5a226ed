"""Telling the app: three seconds to acknowledge, three repetitions for an event."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from bot.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.log import Delivery, Log, Outcome
from bot.sandbox.routes import Parcel, Reply, Retry, Route, UnreachableError

ACKNOWLEDGE_WITHIN: Final = timedelta(seconds=3)
RETRY_AFTER: Final = (
    timedelta(),
    timedelta(),
    timedelta(minutes=1),
    timedelta(minutes=5),
)
_RETRY_REASON: Final = {
    Outcome.LATE: "http_timeout",
    Outcome.REFUSED: "http_error",
    Outcome.UNREACHABLE: "connection_failed",
}
_OK: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a delivery ended, with what the app said in the acknowledgement."""

    outcome: Outcome
    content: Any = None
    no_retry: bool = False

    @property
    def error(self) -> str | None:
        """Return the code Slack's client shows for a delivery that failed."""
        if self.outcome is Outcome.ACKNOWLEDGED:
            return None
        return "operation_timeout" if self.outcome is Outcome.LATE else "dispatch_failed"


@dataclass(slots=True)
class Courier:
    """Takes everything to the app over the route that is set up at that moment.

    `patience`, in seconds of the machine's time, ends a wait that a standing clock never would.
    """

    clock: Clock
    log: Log
    faults: Faults
    route: Callable[[], Route]
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    under_way: int = 0
    patience: float = 30.0

    async def ask(self, parcel: Parcel) -> Answer:
        """Deliver a command or an interaction, once, and return how it ended."""
        answer = await self._attempt(parcel, Retry())
        if self.faults.is_repeated(parcel.name):
            await self._attempt(parcel, Retry())
        return answer

    def tell(self, parcel: Parcel) -> asyncio.Future[None]:
        """Deliver an event in the background, with Slack's repetitions.

        The result is done once the app acknowledged, or the first repetition failed too.
        """
        first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.start(self._until_acknowledged(parcel, first))
        return first

    async def repeat(self, delivery: Delivery) -> Answer:
        """Deliver once more what was delivered before, as if Slack had missed the answer."""
        parcel = Parcel(delivery.sort, delivery.name, delivery.body, delivery.takes_answer)
        return await self._attempt(parcel, Retry(delivery.attempt + 1, "http_timeout"))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside the requests; `stop` ends it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    async def stop(self) -> None:
        """Give up everything that is still to be delivered."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.log.violated("the local workspace broke", repr(task.exception()))

    async def _until_acknowledged(self, parcel: Parcel, first: asyncio.Future[None]) -> None:
        began = self.clock.now()
        retry = Retry()
        try:
            for number, pause in enumerate(RETRY_AFTER):
                await self.clock.sleep_until(began + pause)
                answer = await self._attempt(parcel, retry)
                is_done = answer.outcome is Outcome.ACKNOWLEDGED or answer.no_retry
                if (is_done or number > 0) and not first.done():
                    first.set_result(None)
                if is_done:
                    break
                retry = Retry(number + 1, _RETRY_REASON[answer.outcome])
            if answer.outcome is Outcome.ACKNOWLEDGED and self.faults.is_repeated(parcel.name):
                await self._attempt(parcel, Retry(1, "http_timeout"))
        finally:
            if not first.done():
                first.set_result(None)

    async def _attempt(self, parcel: Parcel, retry: Retry) -> Answer:
        route = self.route()
        delivery = Delivery(
            parcel.sort,
            parcel.name,
            parcel.body,
            self.clock.now(),
            parcel.takes_answer,
            retry.number,
            route.name,
        )
        self.log.sent(delivery)
        self.under_way += 1
        try:
            answer = await self._within_limit(route.send(parcel, retry))
        finally:
            self.under_way -= 1
        self.log.answered(delivery, answer.outcome, answer.content)
        return answer

    async def _within_limit(self, sending: Coroutine[Any, Any, Reply]) -> Answer:
        deadline = self.clock.now() + ACKNOWLEDGE_WITHIN
        reply = asyncio.ensure_future(sending)
        limit = asyncio.ensure_future(self.clock.sleep_until(deadline))
        try:
            await asyncio.wait(
                {reply, limit}, timeout=self.patience, return_when=asyncio.FIRST_COMPLETED
            )
            if not reply.done():
                if not limit.done():
                    self.log.violated("no acknowledgement while the clock stood still")
                return Answer(Outcome.LATE)
            said = reply.result()
        except UnreachableError as gone:
            return Answer(Outcome.UNREACHABLE, str(gone))
        finally:
            reply.cancel()
            limit.cancel()
            await asyncio.gather(reply, limit, return_exceptions=True)
        outcome = Outcome.ACKNOWLEDGED if said.status in _OK else Outcome.REFUSED
        return Answer(outcome, said.content, said.no_retry)
