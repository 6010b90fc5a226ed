"""Calls to Slack at the pace it allows: what would be too fast is not tried before its time."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.metrics import Metrics
from bot.pacing import scope_of
from bot.slack_calls import RESPONSE_URL, CallError, HeldBackError, PacedError, call, respond
from flows.messages import ReplyAddress, Urgency
from storage.buckets import LONGEST_HOLD, NO_WAIT, Buckets, Pace
from storage.outbox import Outgoing

_MANY = 1000
T = TypeVar("T")


class PacedCalls:
    """Calls for messages on their way out; urgent ones may use what is kept back for them.

    Every call raises a CallError when it showed nothing, as far as is known; see
    `bot.slack_calls`.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        session: aiohttp.ClientSession,
        buckets: Buckets,
        paces: Mapping[str, Pace],
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._client = client
        self._session = session
        self._buckets = buckets
        self._paces = paces
        self._clock = clock
        self._metrics = metrics
        # The first turn that nobody waits for, by the time that passes: the clock may be set.
        self._free_from: dict[tuple[str, str], timedelta] = {}
        self._waiting: set[tuple[UUID, str]] = set()

    async def write(
        self, outgoing: Outgoing, method: str, target: str, arguments: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Call a method that changes something about `target`, a channel or a person."""
        return await self._at_pace(
            outgoing, method, target, lambda: call(self._client, method, arguments)
        )

    async def read(
        self, outgoing: Outgoing, method: str, target: str, arguments: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Call a method that only reads."""
        return await self._at_pace(
            outgoing, method, target, lambda: call(self._client, method, arguments, reads=True)
        )

    async def respond(
        self, outgoing: Outgoing, reply: ReplyAddress, body: Mapping[str, Any]
    ) -> None:
        """Post to the response address of an interaction."""
        await self._at_pace(
            outgoing, RESPONSE_URL, str(reply.id), lambda: respond(self._session, reply.url, body)
        )

    async def _at_pace(
        self, outgoing: Outgoing, method: str, target: str, do: Callable[[], Awaitable[T]]
    ) -> T:
        workspace, scope = outgoing.workspace, scope_of(method, target)
        pace = self._paces.get(method, Pace())
        wait = await self._wait(outgoing, scope, pace)
        if wait > NO_WAIT:
            self._count(method, PacedError.__name__)
            raise PacedError(wait.total_seconds())
        try:
            done = await do()
        except CallError as error:
            self._count(method, type(error).__name__)
            if isinstance(error, HeldBackError):
                seconds = timedelta(seconds=error.seconds)
                until = self._clock.now() + min(seconds, LONGEST_HOLD)
                await self._buckets.hold(workspace, scope, pace, until)
            raise
        self._count(method, "ok")
        return done

    async def _wait(self, outgoing: Outgoing, scope: str, pace: Pace) -> timedelta:
        """Take a call, or return how long until its turn, after those that wait already.

        Without a turn each, all that wait would come back at the same moment, for one call;
        and what is new would go before them.
        """
        key = (outgoing.workspace, scope)
        urgent = outgoing.urgency is Urgency.PAGE
        in_line = urgent or (outgoing.id, scope) in self._waiting
        self._waiting.discard((outgoing.id, scope))
        passed = self._clock.passed()
        turn = self._free_from.get(key, passed)
        if in_line or turn <= passed:
            wait = await self._buckets.take(*key, pace, self._clock.now(), urgent=urgent)
            if wait <= NO_WAIT:
                return NO_WAIT
            turn = passed + wait if in_line else max(turn, passed + wait)
        if not in_line:
            _keep_few(self._free_from)
            self._free_from[key] = turn + pace.every
        _keep_few(self._waiting)
        self._waiting.add((outgoing.id, scope))
        return turn - passed

    def _count(self, method: str, result: str) -> None:
        self._metrics.sends.labels(method, result).inc()


def _keep_few(known: set[tuple[UUID, str]] | dict[tuple[str, str], timedelta]) -> None:
    """Forget all of it rather than grow: that costs a turn, not a message."""
    if len(known) >= _MANY:
        known.clear()
