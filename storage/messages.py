"""What must be shown, as rows: a kind, a subject, a place, and two revisions. Never words."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, delete, literal, select, update

from flows.messages import (
    Fate,
    Kind,
    Place,
    PlaceKind,
    ReplyAddress,
    Undelivered,
    Urgency,
    Wanted,
)
from storage import message_queries
from storage.leases import give_back
from storage.portable import given, upsert
from storage.prepared import Prepared
from storage.scope import Scope
from storage.sealing import Seal
from storage.work_tables import MESSAGE_DEAD, messages, reply_addresses

RANKS = {Urgency.PAGE: 0, Urgency.NORMAL: 1}
_BEST_FIRST = tuple(Fate)


class SqlMessages:
    """The messages of one workspace. `touched` tells whether the delivery has something new."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._seal = Seal(scope.keyring, reply_addresses, "url")
        self.touched = False

    async def want(self, wanted: Wanted) -> None:
        """Say that a message should be shown as things now stand; a dead one lives again."""
        self.touched = True
        wanting = message_queries.want(self._scope.connection.dialect.name)
        await self._scope.run(wanting, self._values(wanted))

    async def refresh(self, case: UUID | None, *kinds: Kind) -> None:
        """Edit the messages of these kinds about a case, or none, where they stand or wait.

        Nothing new is said, and a message that waits for its time goes on waiting.
        """
        refreshing = message_queries.refresh(kinds, about_a_case=case is not None)
        await self._refresh(refreshing, {"of_case": case} if case else {})

    async def refresh_some(self, case: UUID, kind: Kind, details: Collection[str]) -> None:
        """The same, for those messages of a kind alone that have one of these details."""
        one = len(details) == 1
        named = {"of_case": case, "details": given(details, one=one)}
        await self._refresh(message_queries.refresh_some(kind, one=one), named)

    async def _refresh(self, refreshing: Prepared, which: Mapping[str, Any]) -> None:
        self.touched = True
        now = self._scope.clock.now()
        which = {"of_workspace": self._scope.workspace, "now": now, **which}
        await self._scope.run(refreshing, which)

    async def hasten(self, case: UUID, kind: Kind, at: datetime) -> None:
        """Bring forward the waiting messages of a kind about a case."""
        self.touched = True
        await self._scope.run(message_queries.hasten(), {**self._of_kind(case, kind), "at": at})

    async def take_back(self, case: UUID) -> None:
        """Take away every message about a case, wherever it stands."""
        self.touched = True
        mine = (messages.c.workspace == self._scope.workspace, messages.c.case_id == case)
        stands_nowhere = messages.c.ts.is_(None) & ~messages.c.in_doubt & messages.c.lease.is_(None)
        await self._scope.connection.execute(delete(messages).where(*mine, stands_nowhere))
        await self._scope.connection.execute(
            update(messages)
            .where(*mine)
            .values(
                wanted_revision=messages.c.wanted_revision + 1,
                wanted_at=self._scope.clock.now(),
                parent_id=None,  # the message above may be gone sooner: nothing waits for it
                rank=RANKS[Urgency.NORMAL],
                not_before=None,
                retry_at=None,
                attempts=0,
                dead=0,
                why=None,
            )
        )

    async def waiting(self, case: UUID, kind: Kind) -> bool:
        """Whether a message of that kind about the case is yet to be shown."""
        of_kind = self._of_kind(case, kind)
        return await self._scope.row(message_queries.waiting(), of_kind) is not None

    async def stands(self, wanted: Wanted) -> bool:
        """Whether that message was sent, or is just being sent: from now on it is edited."""
        workspace = self._scope.workspace
        named = {"workspace": workspace, "message": wanted.id_in(workspace)}
        return await self._scope.row(message_queries.standing(), named) is not None

    async def undeliverable(self, case: UUID) -> frozenset[str]:
        """Return the keys of the places where a message about the case was given up."""
        result = await self._scope.connection.execute(
            select(messages.c.place_kind, messages.c.place_ref).where(
                messages.c.workspace == self._scope.workspace,
                messages.c.case_id == case,
                MESSAGE_DEAD,
            )
        )
        return frozenset(Place(PlaceKind(kind), ref).key for kind, ref in result)

    async def undelivered(self, case: UUID | None = None) -> Sequence[Undelivered]:
        """Return what was given up, of a case or of the whole workspace, the oldest first."""
        query = select(messages).where(messages.c.workspace == self._scope.workspace, MESSAGE_DEAD)
        if case is not None:
            query = query.where(messages.c.case_id == case)
        found = await self._scope.connection.execute(query.order_by(messages.c.given_up_at))
        return [_undelivered(row) for row in found.mappings()]

    async def try_again(self, message: UUID) -> bool:
        """Have a message that was given up tried again; False when there is no such."""
        self.touched = True
        again = (
            update(messages)
            .where(
                messages.c.workspace == self._scope.workspace,
                messages.c.id == message,
                MESSAGE_DEAD,
            )
            .values(
                dead=0,
                attempts=0,
                retry_at=None,
                wanted_revision=messages.c.wanted_revision + 1,
                wanted_at=literal(self._scope.clock.now(), messages.c.wanted_at.type),
            )
        )
        return (await self._scope.connection.execute(again)).rowcount == 1

    async def fates(self, case: UUID, kinds: frozenset[Kind]) -> Mapping[str, Fate]:
        """Return what has become of the messages of these kinds, the best by place key.

        What waits for its time, or had nothing to show, has no fate.
        """
        rows = await self._scope.rows(
            message_queries.fates(),
            {
                "workspace": self._scope.workspace,
                "case": case,
                "kinds": sorted(kind.value for kind in kinds),
                "now": self._scope.clock.now(),
            },
        )
        found = [(Place(PlaceKind(row.place_kind), row.place_ref), Fate(row.fate)) for row in rows]
        worst_first = sorted(found, key=lambda one: _BEST_FIRST.index(one[1]), reverse=True)
        return {place.key: fate for place, fate in worst_first}

    async def give_back(self, message: UUID, lease: UUID, values: Mapping[str, Any]) -> bool:
        """Report what became of a message, where this lease still holds it."""
        self.touched = True
        if values.get("dead"):
            values = {**values, "given_up_at": self._scope.clock.now()}
        return await self._scope.connection.run_sync(
            partial(give_back, messages, self._scope.workspace, message, lease, values)
        )

    async def case_of_thread(self, channel: str, ts: str) -> UUID | None:
        """Return the case whose message heads that thread, or None."""
        thread = {"workspace": self._scope.workspace, "channel": channel, "ts": ts}
        row = await self._scope.row(message_queries.case_of_thread(), thread)
        return row.case_id if row else None

    async def remember(self, address: ReplyAddress) -> None:
        """Keep an interaction's response address, sealed, until it expires."""
        workspace = self._scope.workspace
        values = {
            "workspace": workspace,
            "id": address.id,
            "user": address.user,
            "expires_at": address.expires_at,
            "replaces": address.replaces,
            "thread": address.thread,
            "url": self._seal.text(address.url, workspace, address.id.bytes),
        }
        await upsert(self._scope.connection, reply_addresses, ("workspace", "id"), values)

    def _of_kind(self, case: UUID, kind: Kind) -> dict[str, Any]:
        return {"of_workspace": self._scope.workspace, "of_case": case, "of_kind": kind.value}

    def _values(self, wanted: Wanted) -> dict[str, Any]:
        place = wanted.place
        return {
            "workspace": self._scope.workspace,
            "id": wanted.id_in(self._scope.workspace),
            "kind": wanted.kind.value,
            "case_id": wanted.case,
            "detail": wanted.detail,
            "place_kind": place.kind.value,
            "place_ref": place.ref,
            "reader": place.reader,
            "parent_id": UUID(place.ref) if place.kind is PlaceKind.THREAD else None,
            "reply_id": UUID(place.ref) if place.kind is PlaceKind.REPLY else None,
            "wanted_at": self._scope.clock.now(),
            "rank": RANKS[wanted.urgency],
            "wanted_revision": 1,
            "not_before": wanted.not_before,
        }


def _undelivered(row: RowMapping) -> Undelivered:
    return Undelivered(
        id=row["id"],
        kind=Kind(row["kind"]),
        case=row["case_id"],
        place=Place(PlaceKind(row["place_kind"]), row["place_ref"], row["reader"]),
        why=row["why"],
        at=row["given_up_at"],
    )
