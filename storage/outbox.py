"""Messages on their way out: claimed under a lease, reported back under the same lease.

First in, first out in one place, pages before the rest; one being posted at a time in each. In
a thread or with a person, a message that has to be tried again later holds back those behind
it; in a channel it steps aside. The edit of what stands already holds back nothing.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, delete, literal, update

from flows.messages import (
    SAYS_WHO_WAS_TOLD,
    TELLS_SOMEBODY,
    Kind,
    Place,
    PlaceKind,
    ReplyAddress,
    Urgency,
)
from flows.ports import Work
from storage.leases import Leases
from storage.messages import RANKS
from storage.outbox_queries import due
from storage.sealing import Seal
from storage.unit_of_work import Database
from storage.waiting import Waiting, waiting_in
from storage.work_tables import MESSAGE_DEAD, MESSAGE_PENDING, messages, reply_addresses

LEASE = timedelta(seconds=15)
"""Renewed while the sending goes on; so soon is what a killed process had in hand taken over."""

_URGENCY = {rank: urgency for urgency, rank in RANKS.items()}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to show now.

    `channel` and `ts` say where it stands already: then it is edited, unless it `looks` the
    same. `parent` is the message a thread hangs on, or else `above` is the place where that
    was to stand; `reply` the address of an interaction. `in_doubt`: an earlier try ended
    without a word, so it may have been sent. `attempts` includes this one, and `wanted_at` is
    before the first of them; `failed_before` says that it was tried in vain, also before it
    was given up and wanted again, `given_up_before` that it was, and `waited` that it was for a
    later time than it was wanted.
    """

    id: UUID
    workspace: str
    kind: Kind
    case: UUID | None
    detail: str
    place: Place
    urgency: Urgency
    wanted_revision: int
    shown_revision: int
    channel: str | None
    ts: str | None
    looks: bytes | None
    parent: tuple[str, str] | None
    above: Place | None
    reply: ReplyAddress | None
    attempts: int
    failed_before: bool
    waited: bool
    in_doubt: bool
    wanted_at: datetime
    lease: UUID
    given_up_before: bool = False

    @property
    def stands(self) -> bool:
        """Whether it was shown before; in the answer to a press Slack gives no `ts` for it."""
        return self.ts is not None or self.looks is not None


class Outbox:
    """The messages of all workspaces, for the loop that delivers them."""

    def __init__(self, database: Database, lease: timedelta = LEASE) -> None:
        self._database = database
        self._connections = database.connections
        self._keyring = database.keyring
        self._seal = Seal(database.keyring, reply_addresses, "url")
        self.changed = database.messages_changed
        # One process claims after another: so that each sees what the one before has taken, and
        # no place has two messages in flight.
        self._leases = Leases(
            self._connections,
            messages,
            MESSAGE_PENDING,
            due(),
            lease,
            turn="messages being claimed",
            timer=messages.c.not_before,
            noted={"in_doubt": messages.c.in_doubt | messages.c.lease.is_not(None)},
        )

    async def claim(self, now: datetime, limit: int = 1) -> Sequence[Outgoing]:
        """Lease the messages due, the most urgent first, at most one of each place."""
        lease, rows = await self._leases.claim(now, limit)
        return [self._outgoing(row, lease) for row in rows]

    async def renew(self, now: datetime, sending: Sequence[Outgoing]) -> None:
        """They are still being sent from here: lengthen their leases, those that were not lost."""
        await self._leases.renew(now, [(each.workspace, each.id, each.lease) for each in sending])

    def looks(self, content: bytes) -> bytes:
        """Return a digest of what is to be shown, which tells nobody without the key anything."""
        return self._keyring.mac(content)

    async def shown(
        self,
        outgoing: Outgoing,
        channel: str | None,
        ts: str | None,
        looks: bytes | None = None,
    ) -> bool:
        """It is shown, under that `ts` where Slack gave one, with those looks.

        Returns False when the lease was lost: somebody else has it, and nothing was changed.
        """
        return await self._finish(
            outgoing,
            retold=(outgoing.failed_before or outgoing.waited) and outgoing.ts is None,
            channel=channel,
            ts=ts,
            looks=looks,
            shown_revision=outgoing.wanted_revision,
            attempts=0,
            in_doubt=False,
            retry_at=None,
            given_up_at=None,
            why=None,
        )

    async def taken_away(self, outgoing: Outgoing) -> bool:
        """It stands nowhere any more, and is never to be said again.

        Returns False when the lease was lost: somebody else has it, and nothing was changed.
        """
        return await self._leases.remove(outgoing.workspace, outgoing.id, outgoing.lease)

    async def dropped(self, outgoing: Outgoing) -> bool:
        """There was nothing to show; it stays where it stands, if it does."""
        return await self.shown(outgoing, outgoing.channel, outgoing.ts, outgoing.looks)

    async def later(
        self,
        outgoing: Outgoing,
        at: datetime,
        why: str,
        *,
        in_doubt: bool = False,
        tried: bool = True,
    ) -> bool:
        """It could not be sent for now; with `in_doubt` it may have been sent nevertheless.

        Without `tried` it was only held back: the claim does not count as an attempt, and
        nothing has gone wrong with it.
        """
        return await self._finish(
            outgoing,
            retold=tried and not outgoing.failed_before and outgoing.ts is None,
            retry_at=at,
            why=why if tried or outgoing.failed_before else None,
            in_doubt=outgoing.in_doubt or in_doubt,
            attempts=outgoing.attempts - (0 if tried else 1),
        )

    async def dead(self, outgoing: Outgoing, why: str) -> bool:
        """It cannot be sent at all; those behind it go on. Wanting it again revives it."""
        async with self.giving_up(outgoing, why) as work:
            return work is not None

    @asynccontextmanager
    async def giving_up(self, outgoing: Outgoing, why: str) -> AsyncIterator[Work | None]:
        """Give it up, and do what follows from that with the same work, in one transaction.

        The work is None where the lease was lost: then nothing is given up, or follows.
        """
        async with self._retelling(outgoing, {"dead": 1, "why": why}) as work:
            yield work

    async def release_leases(self) -> None:
        """At start, when no other process works here: take over what was in flight, in doubt."""
        await self._leases.release(in_doubt=True)

    async def set_back(self, now: datetime, longest_wait: timedelta) -> None:
        """The clock was set back to `now`; see `Leases.set_back`.

        A timer of which more than its whole span is left once more begins again: what was to
        be said in two minutes is said in two. One that is less far off keeps its moment.
        """
        await self._leases.set_back(now, longest_wait)
        at = literal(now, messages.c.wanted_at.type)
        ahead, span = messages.c.wanted_at - at, messages.c.not_before - messages.c.wanted_at
        begins_again = (
            update(messages)
            .where(MESSAGE_PENDING, messages.c.wanted_at > at, ahead > span)
            .values(not_before=messages.c.not_before - ahead, wanted_at=at)
        )
        await self._connections.write(lambda connection: connection.execute(begins_again))

    async def next_due(self, now: datetime) -> datetime | None:
        """Return when to look again if nothing changes: `now` if something is due."""
        return await self._leases.next_due(now)

    async def waiting(self, now: datetime) -> Waiting:
        """Return how many messages are due, since when, and how many were given up."""
        later_of = case(
            (messages.c.not_before > messages.c.wanted_at, messages.c.not_before),
            else_=messages.c.wanted_at,
        )
        is_due = messages.c.not_before.is_(None) | (messages.c.not_before <= now)
        return await waiting_in(
            self._connections,
            messages,
            now,
            due=MESSAGE_PENDING & is_due,
            since=later_of,
            dead=MESSAGE_DEAD,
        )

    async def forget_addresses(self, before: datetime) -> int:
        """Forget response addresses that expired before that moment; return how many."""
        expired = delete(reply_addresses).where(reply_addresses.c.expires_at < before)
        gone = await self._connections.write(lambda connection: connection.execute(expired))
        return gone.rowcount

    async def forget_notices(self, workspace: str, before: datetime) -> int:
        """Forget messages about no case that were said, or given up, before; return how many."""
        old = delete(messages).where(
            messages.c.workspace == workspace,
            messages.c.case_id.is_(None),
            messages.c.wanted_at < before,
            ~MESSAGE_PENDING,
        )
        gone = await self._connections.write(lambda connection: connection.execute(old))
        return gone.rowcount

    async def show_anew(self, workspace: str) -> None:
        """What stood there is gone: what is still to be said about its cases is shown once more."""
        stood = update(messages).where(
            messages.c.workspace == workspace,
            messages.c.case_id.is_not(None),
            messages.c.ts.is_not(None),
        )
        nowhere = stood.values(
            channel=None, ts=None, looks=None, shown_revision=0, attempts=0, in_doubt=False
        )
        await self._connections.write(lambda connection: connection.execute(nowhere))
        self.changed.set()

    async def _finish(self, outgoing: Outgoing, *, retold: bool, **values: Any) -> bool:
        """Report back. `retold`: what the reporter reads of it is no longer so."""
        retold = retold and outgoing.case is not None and outgoing.kind in TELLS_SOMEBODY
        if retold or (outgoing.given_up_before and "given_up_at" in values):
            async with self._retelling(outgoing, values) as work:
                return work is not None
        return await self._leases.finish(outgoing.workspace, outgoing.id, outgoing.lease, **values)

    @asynccontextmanager
    async def _retelling(
        self, outgoing: Outgoing, values: Mapping[str, Any]
    ) -> AsyncIterator[Work | None]:
        """Report back, and have the reporter read what is so now, in one transaction."""
        async with self._database.write(outgoing.workspace) as work:
            if outgoing.case is not None:
                # Whoever changes a case locks it before its messages: so does this.
                await work.cases.get(outgoing.case)
            held = await work.messages.give_back(outgoing.id, outgoing.lease, values)
            if held and outgoing.case is not None and outgoing.kind in TELLS_SOMEBODY:
                await work.messages.refresh(outgoing.case, *SAYS_WHO_WAS_TOLD)
            if held and outgoing.given_up_before:
                if outgoing.case is not None:
                    await work.messages.refresh(outgoing.case, Kind.DESK_CARD)
                await work.messages.refresh(None, Kind.UNDELIVERED)
            yield work if held else None

    def _outgoing(self, row: Row[Any], lease: UUID) -> Outgoing:
        kind = PlaceKind(row.place_kind)
        parent = (row.parent_channel, row.parent_ts) if row.parent_ts else None
        return Outgoing(
            id=row.id,
            workspace=row.workspace,
            kind=Kind(row.kind),
            case=row.case_id,
            detail=row.detail,
            place=Place(kind, row.place_ref, row.reader),
            urgency=_URGENCY[row.rank],
            wanted_revision=row.wanted_revision,
            shown_revision=row.shown_revision,
            channel=row.channel,
            ts=row.ts,
            looks=row.looks,
            parent=parent,
            above=_place_above(row),
            reply=self._reply(row) if row.reply_url is not None else None,
            attempts=row.attempts + 1,
            failed_before=row.why is not None,
            waited=row.not_before is not None,
            given_up_before=row.given_up_at is not None,
            in_doubt=row.in_doubt or row.lease is not None,
            wanted_at=row.wanted_at,
            lease=lease,
        )

    def _reply(self, row: Row[Any]) -> ReplyAddress:
        reply_id: UUID = row.reply_id
        return ReplyAddress(
            id=reply_id,
            url=self._seal.open_text(row.reply_url, row.workspace, reply_id.bytes),
            user=row.reply_user,
            expires_at=row.reply_expires_at,
            replaces=row.reply_replaces,
            thread=row.reply_thread,
        )


def _place_above(row: Row[Any]) -> Place | None:
    """Return where the message above a thread was to stand; None where there is none above."""
    if row.parent_kind is None:
        return None
    return Place(PlaceKind(row.parent_kind), row.parent_ref, row.parent_reader)
