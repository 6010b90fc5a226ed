"""Working off the inbox: every stored delivery is replayed through the one Bolt app."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

import structlog
from pydantic import ValidationError
from slack_sdk.errors import SlackApiError

from bot.backoff import LONGEST, wait_before_retry
from bot.clock import Clock
from bot.metrics import Metrics
from bot.operator_log import error_id, where
from bot.slack_app import NobodyListensError, NotAuthorizedError, SlackAwayError
from bot.slack_calls import GoneError, PermanentError, meaning
from bot.work_loop import Source, WorkLoop
from handlers.identity import UnreadablePayloadError
from storage.inbox import Delivery, Inbox
from storage.trouble import trouble_of

CONVERSATIONS_AT_ONCE = 4
"""Few: the entrance shares this processor, and goes first."""

MOST_ATTEMPTS = 8
"""The first try, and retries over about two minutes; the conversation waits meanwhile."""

LONGEST_IN_TROUBLE = timedelta(seconds=15)
"""Between two tries while the database keeps nothing: as soon as it does, it goes on."""

LONGEST_WORK = 60.0
"""Seconds. What hangs is broken off and tried again."""

Tell = Callable[[str, str, str], Awaitable[None]]
"""Tells a person of a workspace that what they did came to nothing: workspace, user, an id."""

_log = structlog.get_logger(__name__)


class Worker:
    """Works off the inbox, in order within a conversation, several conversations at once."""

    def __init__(
        self,
        inbox: Inbox,
        dispatch: Callable[[Mapping[str, Any]], Awaitable[None]],
        clock: Clock,
        chance: Random,
        metrics: Metrics,
        apologise: Tell,
        refuse: Tell,
    ) -> None:
        self._inbox = inbox
        self._dispatch = dispatch
        self._clock = clock
        self._chance = chance
        self._metrics = metrics
        self._apologise = apologise
        self._refuse = refuse
        self._unknown: set[str] = set()
        source = Source(inbox.claim, inbox.next_due, inbox.changed, inbox.renew, inbox.set_back)
        self.loop = WorkLoop(source, self.work_off, clock, CONVERSATIONS_AT_ONCE)

    async def work_off(self, delivery: Delivery) -> None:
        """Replay one delivery; on an error put it off, or give it up and tell the operator."""
        try:
            async with asyncio.timeout(LONGEST_WORK):
                await self._dispatch(delivery.body)
        except NobodyListensError as error:
            await self._pass_over(delivery, error.what)
        except Exception as error:  # noqa: BLE001 - every error is a retry or a dead letter
            await self._failed(delivery, error)
        else:
            await self._inbox.done(delivery)
            self._metrics.worked.labels("done").inc()
            await self._inbox.see_whether_over(self._clock.now())

    async def _pass_over(self, delivery: Delivery, what: str) -> None:
        """Be done with what nothing here is made for; tell the operator once what it is."""
        if (person := _waiting(delivery)) is not None:
            await self._refuse(delivery.workspace, person, str(delivery.id))
        await self._inbox.done(delivery)
        self._metrics.worked.labels("unknown").inc()
        if what not in self._unknown:
            self._unknown.add(what)
            _log.warning(
                "Slack sends what the app does not know; compare its settings with app.yaml",
                workspace=delivery.workspace,
                kind=delivery.kind,
                reason=what,
            )

    async def _failed(self, delivery: Delivery, error: Exception) -> None:
        named = error_id()
        seen = _log.bind(
            delivery=delivery.key,
            workspace=delivery.workspace,
            kind=delivery.kind,
            attempt=delivery.attempts,
            error=type(error).__name__,
            error_id=named,
            where=where(error),
        )
        if _hopeless(error) or (delivery.attempts >= MOST_ATTEMPTS and not _passes(error)):
            await self._inbox.dead(delivery, type(error).__name__)
            self._metrics.worked.labels("dead").inc()
            seen.error("delivery given up; it stays in the inbox")
            if (person := _waiting(delivery)) is not None:
                await self._apologise(delivery.workspace, person, named)
            return
        ours = trouble_of(error) is None
        longest = LONGEST if ours else LONGEST_IN_TROUBLE
        wait = wait_before_retry(delivery.attempts, self._chance, longest)
        await self._inbox.later(delivery, self._clock.now() + wait, type(error).__name__)
        self._metrics.worked.labels("retry").inc()
        if ours:
            seconds = round(wait.total_seconds(), 1)
            seen.warning("delivery failed; it is tried again", seconds=seconds)


def _waiting(delivery: Delivery) -> str | None:
    """Return the person who pressed or wrote something and would wait in vain."""
    event = delivery.body.get("event")
    acted = event is None or (isinstance(event, Mapping) and event.get("type") == "message")
    is_person = delivery.conversation.startswith(("U", "W"))
    return delivery.conversation if acted and is_person else None


def _passes(error: Exception) -> bool:
    """Whether it is no fault of the delivery's, however long it lasts: Slack, token or disk."""
    away = isinstance(error, (SlackAwayError, NotAuthorizedError))
    return away or trouble_of(error) is not None


def _hopeless(error: Exception) -> bool:
    """Whether a retry would fail alike.

    A payload that does not have Slack's form never will; a trigger that is used up opens no
    modal any more.
    """
    if isinstance(error, SlackApiError):
        return isinstance(meaning(error), (PermanentError, GoneError))
    return isinstance(error, (ValidationError, UnreadablePayloadError))
