"""Taking a delivery in: say what it is, answer what Slack needs now, keep it, acknowledge.

Both entrances, HTTP and Socket Mode, lead here. Once `take` has returned, the delivery is on
the disk and may be acknowledged; when it raises, it must not be.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import cache, partial
from typing import Any
from uuid import uuid4

import structlog

from bot.clock import Clock
from bot.metrics import Metrics
from bot.operator_log import error_id, where
from bot.slack_calls import CallError
from bot.team_channels import TeamChannels
from flows.ports import Office
from flows.report.greet import greet
from handlers.acknowledge import Acknowledgement, acknowledge, is_kept
from handlers.command_answers import CommandAnswers
from handlers.identity import Identity, UnreadablePayloadError, identify
from handlers.interaction import Surface
from handlers.passing import passes_by
from handlers.texts import Texts
from handlers.unkept import say_unkept
from storage.inbox import Delivery, Inbox
from storage.together import Together
from storage.trouble import trouble_of

_log = structlog.get_logger(__name__)

Body = Mapping[str, Any]

Post = Callable[[str, Body], Awaitable[None]]
"""Posts to the address at which an interaction can be answered; raises a CallError."""

_MOST_AT_ONCE = 200
_LONGEST_ANSWER = 2.0
"""Seconds. Slack waits three, and then shows its own error all the same."""

_LONGEST_COURTESY = 2.0
"""Seconds that each loop stands back before a look, while deliveries keep coming: a page may
wait for the look that works its alarm off and for the look that sends it."""

_PAUSE = 0.003
"""Seconds without a delivery after which none is about to follow at the heels of the last."""


class Entrance:
    """Where deliveries come in, whichever way they came."""

    def __init__(
        self,
        office: Office,
        texts: Texts,
        inbox: Inbox,
        metrics: Metrics,
        clock: Clock,
        post: Post,
    ) -> None:
        self._clock = clock
        self._surface = Surface(office, texts)
        self._teams = TeamChannels(office.store, self._clock)
        greetings = Together(partial(greet, office), _MOST_AT_ONCE)
        self._commands = CommandAnswers(texts, greetings.ask)
        self._inbox = inbox
        self._post = post
        # Looking a figure up by its labels costs more than counting; there are few labels.
        self._delivered = cache(metrics.deliveries.labels)
        self._acknowledged = cache(metrics.acknowledged.labels)
        self._under_way = 0
        self._last = float("-inf")  # when anything was taken in
        self._quiet = asyncio.Event()
        self._quiet.set()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is being taken in."""
        return self._quiet.is_set()

    async def quiet(self) -> None:
        """Return once nothing is being taken in."""
        await self._quiet.wait()

    async def let_pass(self) -> None:
        """Return once deliveries have ceased to come, or after a moment all the same.

        What is already kept can wait; Slack's three seconds cannot. A bound, so that under
        a load that never ends the work goes on.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_COURTESY):
                while (left := self._last + _PAUSE - time.perf_counter()) > 0 or self._under_way:
                    await asyncio.sleep(left)
                    await self.quiet()

    async def take(self, body: Body) -> str | None:
        """Keep a delivery and return the JSON of its acknowledgement, None for an empty one.

        Raises:
            UnreadablePayloadError: it is nothing that Slack sends.
            Exception: it could not be kept; Slack must be told, so that it comes again.
        """
        self._under_way += 1
        self._quiet.clear()
        try:
            return await self._take(body)
        finally:
            self._under_way -= 1
            self._last = time.perf_counter()
            if not self._under_way:
                self._quiet.set()

    async def _take(self, body: Body) -> str | None:
        began = time.perf_counter()
        identity = identify(body)
        if passes_by(body, await self._teams.of(identity.workspace)):
            self._note(identity, "passed", began)
            return None
        try:
            answer, result = await self._answer_and_keep(identity, body)
        except Exception as error:
            if trouble_of(error) is None:
                raise
            self._note(identity, "unkept", began)
            return await self._unkept(body, error)
        self._note(identity, result, began)
        return answer

    async def _answer_and_keep(self, identity: Identity, body: Body) -> tuple[str | None, str]:
        """Return the answer, and what became of the delivery."""
        kept = self._keep(identity, body) if is_kept(identity, body) else None
        try:
            answer = await self._answer(identity, body)
        except asyncio.CancelledError:
            if kept is not None:
                kept.cancel()  # nobody is left to hear how it went
            raise
        if kept is None:
            if not answer.keep:
                return answer.body, "answered"
            kept = self._keep(identity, body)
        return answer.body, "kept" if await kept else "repeated"

    def _keep(self, identity: Identity, body: Body) -> asyncio.Future[bool]:
        try:
            return self._inbox.accept(self._delivery(identity, body))
        except (UnicodeEncodeError, RecursionError) as error:
            # Half a character, or nested without end: it could be read but never be written.
            raise UnreadablePayloadError(type(error).__name__) from None

    async def _unkept(self, body: Body, error: Exception) -> str:
        """Say that nothing could be kept: to a command in its answer, to a press beside it.

        Raises:
            Exception: `error`, where Slack must be told as well.
        """
        unkept = await say_unkept(self._surface, body)
        if unkept is not None and unkept.url is None:
            return json.dumps(unkept.body)
        if unkept is not None and unkept.url is not None:
            # Slack shows an error of its own in any case: this says more, where it gets through.
            with contextlib.suppress(CallError, TimeoutError):
                async with asyncio.timeout(_LONGEST_ANSWER):
                    await self._post(unkept.url, unkept.body)
        raise error

    def _note(self, identity: Identity, result: str, began: float) -> None:
        self._delivered(identity.kind, result).inc()
        self._acknowledged(identity.kind).observe(time.perf_counter() - began)

    def _delivery(self, identity: Identity, body: Body) -> Delivery:
        return Delivery(
            id=uuid4(),
            workspace=identity.workspace,
            key=identity.key,
            conversation=identity.conversation,
            kind=identity.kind,
            body=body,
            received_at=self._clock.now(),
        )

    async def _answer(self, identity: Identity, body: Body) -> Acknowledgement:
        """Return what Slack needs at once. A fault there must not cost the delivery."""
        try:
            return await acknowledge(self._surface, self._commands, identity, body)
        except Exception as error:  # noqa: BLE001 - whatever it is, the delivery is kept
            _log.exception(
                "acknowledgement failed; the delivery is answered without a body",
                delivery=identity.key,
                kind=identity.kind,
                error=type(error).__name__,
                error_id=error_id(),
                where=where(error),
            )
            return Acknowledgement(body=None, keep=True)


Take = Callable[[Body], Awaitable[str | None]]
