"""Delivering what must be shown: claim, render as things now stand, send, record.

Errors by class: too fast, only that method in that channel waits; temporary, again later;
permanent, given up and told to the operator. An urgent message that does not get through at
its first try has the next circle paged at once; a card that is given up is put before others.
"""

import json
from dataclasses import replace
from datetime import timedelta
from random import Random

import structlog

from bot.backoff import wait_before_retry
from bot.clock import Clock
from bot.metrics import Metrics
from bot.operator_log import error_id, where
from bot.sending import Sender, Standing
from bot.slack_calls import (
    CallError,
    GoneError,
    HeldBackError,
    PacedError,
    PermanentError,
    TemporaryError,
)
from bot.work_loop import Source, WorkLoop
from flows.alarm.page_wider import TOLD_OTHERWISE, page_wider, widen
from flows.desk.note_undelivered import note_undelivered
from flows.membership.public_channels import READ_BY_ALL
from flows.messages import SAYS_NO, Kind, PlaceKind, Showing, Urgency
from flows.ports import Office
from handlers.projections import ReadByAllError, render
from handlers.texts import Texts
from handlers.views.rendered import Rendered
from storage.outbox import Outbox, Outgoing

PLACES_AT_ONCE = 8
MOST_ATTEMPTS = 20
"""With the longest waits, about an hour and a half of trying."""

MUST_ARRIVE = frozenset({Kind.DESK_CARD, Kind.PASSED_ON, Kind.REPORT_HEAD, Kind.ADVICE})
"""Besides pages: what tells the desk or the contact, and the reporter that they were told."""

_MANY_PAGES = 1000
_log = structlog.get_logger(__name__)


class MessageDelivery:
    """Works off the outbox, in order within a place, several places at once."""

    def __init__(
        self,
        office: Office,
        texts: Texts,
        outbox: Outbox,
        sender: Sender,
        clock: Clock,
        chance: Random,
        metrics: Metrics,
    ) -> None:
        self._office = office
        self._texts = texts
        self._outbox = outbox
        self._sender = sender
        self._chance = chance
        self._shown = metrics.shown
        self._paged_wider: set[tuple[str, str, str]] = set()
        source = Source(
            outbox.claim, outbox.next_due, outbox.changed, outbox.renew, outbox.set_back
        )
        self.loop = WorkLoop(source, self.deliver, clock, PLACES_AT_ONCE)

    async def deliver(self, outgoing: Outgoing) -> None:
        """Show one message, or find that there is nothing to show any more."""
        try:
            outgoing = await self._found(outgoing)
        except CallError as error:
            await self._failed(outgoing, error)
            return
        try:
            rendered = await self._render(outgoing)
        except Exception as error:  # noqa: BLE001 - a view at fault must not stop the others
            await self._not_rendered(outgoing, error)
            return
        if rendered is None:
            await self._drop(outgoing)
            return
        if not rendered.blocks and outgoing.place.kind is not PlaceKind.REPLY:
            await self._take_away(outgoing)
            return
        looks = self._outbox.looks(_content(rendered))
        if outgoing.stands and outgoing.looks == looks:
            # It stands there just so: to say it again would cost a call and change nothing.
            self._shown.labels("unneeded").inc()
            await self._outbox.shown(outgoing, outgoing.channel, outgoing.ts, looks)
            return
        try:
            standing = await self._show(outgoing, rendered)
        except CallError as error:
            await self._failed(outgoing, error)
            return
        self._shown.labels("shown").inc()
        await self._outbox.shown(outgoing, standing.channel, standing.ts, looks)

    async def _take_away(self, outgoing: Outgoing) -> None:
        """Delete what stands there, however long that takes; then nothing is kept of it."""
        try:
            if outgoing.channel and outgoing.ts:
                await self._sender.take_away(outgoing.channel, outgoing.ts, outgoing)
        except GoneError:
            pass  # somebody was quicker
        except PermanentError as error:
            _report("message could not be taken back; it stays in Slack", outgoing, error)
        except CallError as error:
            await self._put_off(outgoing, error)
            return
        self._shown.labels("taken_away").inc()
        await self._outbox.taken_away(outgoing)

    async def _drop(self, outgoing: Outgoing) -> None:
        self._shown.labels("unneeded").inc()
        await self._outbox.dropped(outgoing)

    async def _found(self, outgoing: Outgoing) -> Outgoing:
        """Return a message in doubt with the place where it stands, if it does.

        Before it is rendered: what needs no saying any more must still be edited there.
        """
        if not outgoing.in_doubt or outgoing.ts is not None:
            return outgoing
        standing = await self._sender.find(outgoing)
        if standing is None:
            return outgoing
        return replace(outgoing, channel=standing.channel, ts=standing.ts)

    async def _render(self, outgoing: Outgoing) -> Rendered | None:
        showing = Showing(
            workspace=outgoing.workspace,
            kind=outgoing.kind,
            place=outgoing.place,
            case=outgoing.case,
            detail=outgoing.detail,
            first=not outgoing.stands,
        )
        return await render(self._office, self._texts, showing)

    async def _show(self, outgoing: Outgoing, rendered: Rendered) -> Standing:
        """Send it. A private sentence whose answer came too late goes to the person instead."""
        try:
            return await self._sender.show(outgoing, rendered)
        except GoneError:
            reader = outgoing.place.reader
            too_late = outgoing.place.kind is PlaceKind.REPLY and outgoing.kind in SAYS_NO
            if not too_late or reader is None:
                raise
            await self._sender.show_person(outgoing, reader, rendered)
            return Standing()

    async def _failed(self, outgoing: Outgoing, error: CallError) -> None:
        if isinstance(error, PacedError):
            await self._hold_back(outgoing, error)
            return
        if isinstance(error, GoneError):
            # Somebody deleted the message, or the interaction's half hour is over.
            await self._drop(outgoing)
            return
        if isinstance(error, PermanentError) or _tried_enough(outgoing, error):
            await self._give_up(outgoing, error)
            return
        try:
            await self._page_wider(outgoing)
        finally:
            await self._put_off(outgoing, error)

    async def _put_off(self, outgoing: Outgoing, error: CallError) -> None:
        if isinstance(error, HeldBackError):
            await self._hold_back(outgoing, error)
            return
        self._shown.labels("retry").inc()
        at = self._office.clock.now() + wait_before_retry(outgoing.attempts, self._chance)
        in_doubt = isinstance(error, TemporaryError) and error.in_doubt
        await self._outbox.later(outgoing, at, error.code, in_doubt=in_doubt)

    async def _hold_back(self, outgoing: Outgoing, error: HeldBackError) -> None:
        """Let it wait; that is no failed try."""
        self._shown.labels("held").inc()
        at = self._office.clock.now() + timedelta(seconds=error.seconds)
        await self._outbox.later(outgoing, at, error.code, tried=False)

    async def _page_wider(self, outgoing: Outgoing) -> None:
        """Page others at the first failure of what is urgent; it is tried again all the same."""
        first = outgoing.attempts == 1 and outgoing.urgency is Urgency.PAGE
        if outgoing.case is None or not first:
            return
        page = (outgoing.workspace, str(outgoing.case), f"{outgoing.detail}|{outgoing.place.key}")
        if page in self._paged_wider:
            # The wider page may itself have failed in this place: once is enough.
            return
        if len(self._paged_wider) >= _MANY_PAGES:
            self._paged_wider.clear()
        self._paged_wider.add(page)
        await page_wider(
            self._office, outgoing.workspace, outgoing.case, outgoing.kind, outgoing.place
        )

    async def _not_rendered(self, outgoing: Outgoing, error: Exception) -> None:
        if isinstance(error, ReadByAllError):
            await self._failed(outgoing, PermanentError(READ_BY_ALL))
            return
        _log.error(
            "message could not be rendered",
            message=str(outgoing.id),
            workspace=outgoing.workspace,
            kind=outgoing.kind.value,
            attempt=outgoing.attempts,
            error=type(error).__name__,
            error_id=error_id(),
            where=where(error),
        )
        await self._failed(outgoing, TemporaryError(type(error).__name__, in_doubt=False))

    async def _give_up(self, outgoing: Outgoing, error: CallError) -> None:
        """Note that it will not arrive, and in the same transaction whom else to tell."""
        self._shown.labels("dead").inc()
        calls_others = outgoing.urgency is Urgency.PAGE or outgoing.kind in TOLD_OTHERWISE
        kind, case, place = outgoing.kind, outgoing.case, outgoing.place
        async with self._outbox.giving_up(outgoing, error.code) as work:
            if work is not None:
                await note_undelivered(self._office, work, kind, case, place, error.code)
                if case is not None and calls_others:
                    await widen(self._office, work, case, kind, place, for_good=True)
        _report("message given up", outgoing, error)


def _report(sentence: str, outgoing: Outgoing, error: CallError) -> None:
    _log.error(
        sentence,
        message=str(outgoing.id),
        workspace=outgoing.workspace,
        kind=outgoing.kind.value,
        place_kind=outgoing.place.kind.value,
        attempt=outgoing.attempts,
        error=error.code,
        error_id=error_id(),
    )


def _tried_enough(outgoing: Outgoing, error: CallError) -> bool:
    """Whether to give up what fails again and again; to be held back is no failed try."""
    if isinstance(error, HeldBackError) or _must_arrive(outgoing):
        return False
    return outgoing.attempts >= MOST_ATTEMPTS


def _must_arrive(outgoing: Outgoing) -> bool:
    """Whether an outage, however long, is no reason to give a message up."""
    return outgoing.urgency is Urgency.PAGE or outgoing.kind in MUST_ARRIVE


def _content(rendered: Rendered) -> bytes:
    return json.dumps([rendered.text, rendered.blocks], ensure_ascii=False).encode()
