"""Calls to Slack at the pace it allows: what would be too fast is not tried before its time."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.metrics import Metrics
from bot.pacing import scope_of
from bot.slack_calls import RESPONSE_URL, CallError, HeldBackError, PacedError, call, respond
from flows.messages import ReplyAddress, Urgency
from storage.buckets import NO_WAIT, Buckets, Pace
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
        self._turns: dict[tuple[str, str], datetime] = {}

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
        urgent = outgoing.urgency is Urgency.PAGE
        now = self._clock.now()
        wait = await self._buckets.take(workspace, scope, pace, now, urgent=urgent)
        if wait > NO_WAIT:
            self._count(method, PacedError.__name__)
            turn = now + wait if urgent else self._turn(workspace, scope, pace, now + wait)
            raise PacedError((turn - now).total_seconds())
        try:
            done = await do()
        except CallError as error:
            self._count(method, type(error).__name__)
            if isinstance(error, HeldBackError):
                until = self._clock.now() + timedelta(seconds=error.seconds)
                await self._buckets.hold(workspace, scope, pace, until)
            raise
        self._count(method, "ok")
        return done

    def _turn(self, workspace: str, scope: str, pace: Pace, soonest: datetime) -> datetime:
        """Return when it is a call's turn, after those that wait already.

        Without a turn each, all that wait would come back at the same moment, for one call.
        """
        turn = max(self._turns.get((workspace, scope), soonest), soonest)
        if len(self._turns) >= _MANY:
            self._turns.clear()
        self._turns[workspace, scope] = turn + pace.every
        return turn

    def _count(self, method: str, result: str) -> None:
        self._metrics.sends.labels(method, result).inc()
