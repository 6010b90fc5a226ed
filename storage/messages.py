"""What must be shown, as rows: a kind, a subject, a place, and two revisions. Never words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Executable,
    RowMapping,
    Update,
    bindparam,
    delete,
    func,
    literal,
    select,
    update,
)
from sqlalchemy import case as when

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
from storage.leases import give_back
from storage.portable import insert_into, upsert
from storage.scope import Scope
from storage.sealing import Seal
from storage.work_tables import (
    MESSAGE_DEAD,
    MESSAGE_PENDING,
    MESSAGE_POSITIONS,
    messages,
    reply_addresses,
)

_IN_A_REPLY = (messages.c.place_kind == PlaceKind.REPLY.value) & messages.c.looks.is_not(None)
"""Shown in the answer to a press: it can be said anew there, although nothing names it."""

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
        connection = self._scope.connection
        await connection.execute(_want(connection.dialect.name), self._values(wanted))

    async def refresh(self, case: UUID | None, *kinds: Kind) -> None:
        """Edit the messages of these kinds about a case, or none, where they stand or wait.

        Nothing new is said, and a message that waits for its time goes on waiting.
        """
        await self._refresh(_refreshed(about_a_case=case is not None), case, kinds)

    async def refresh_some(self, case: UUID, kind: Kind, details: Collection[str]) -> None:
        """The same, for those messages of a kind alone that have one of these details."""
        named = messages.c.detail.in_(bindparam("details", list(details), expanding=True))
        await self._refresh(_refreshed(about_a_case=True).where(named), case, (kind,))

    async def _refresh(self, refreshed: Update, case: UUID | None, kinds: Iterable[Kind]) -> None:
        self.touched = True
        await self._scope.connection.execute(
            refreshed,
            {
                "of_workspace": self._scope.workspace,
                "of_case": case,
                "of_kinds": [kind.value for kind in kinds],
                "now": self._scope.clock.now(),
            },
        )

    async def hasten(self, case: UUID, kind: Kind, at: datetime) -> None:
        """Bring forward the waiting messages of a kind about a case."""
        self.touched = True
        await self._scope.connection.execute(
            update(messages)
            .where(
                *self._waiting(case, kind),
                messages.c.not_before > at,
            )
            .values(not_before=at)
        )

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
        result = await self._scope.connection.execute(
            select(messages.c.id).where(*self._waiting(case, kind)).limit(1)
        )
        return result.first() is not None

    async def stands(self, wanted: Wanted) -> bool:
        """Whether that message was sent, or is just being sent: from now on it is edited."""
        result = await self._scope.connection.execute(
            select(messages.c.id).where(
                messages.c.workspace == self._scope.workspace,
                messages.c.id == wanted.id_in(self._scope.workspace),
                messages.c.ts.is_not(None) | messages.c.lease.is_not(None),
            )
        )
        return result.first() is not None

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
        result = await self._scope.connection.execute(
            _fates(),
            {
                "workspace": self._scope.workspace,
                "case": case,
                "kinds": sorted(kind.value for kind in kinds),
                "now": self._scope.clock.now(),
            },
        )
        found = [
            (Place(PlaceKind(row.place_kind), row.place_ref), Fate(row.fate)) for row in result
        ]
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
        result = await self._scope.connection.execute(
            _case_of(), {"workspace": self._scope.workspace, "channel": channel, "ts": ts}
        )
        case: UUID | None = result.scalar()
        return case

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

    def _waiting(self, case: UUID, kind: Kind) -> tuple[Any, ...]:
        return (
            messages.c.workspace == self._scope.workspace,
            messages.c.case_id == case,
            messages.c.kind == kind.value,
            MESSAGE_PENDING,
        )

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


@cache  # building a statement costs more than executing it
def _want(dialect: str) -> Executable:
    """Insert a message, or raise the revision wanted of the one there; a dead one lives again.

    Why it failed is kept until it is shown: that it lives again does not mean that it arrives.
    """
    statement = insert_into(dialect, messages).values(position=_next_position(dialect))
    was_dead = messages.c.dead == 1
    excluded = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["workspace", "id"],
        set_={
            "wanted_revision": messages.c.wanted_revision + 1,
            # In doubt, it is looked for from the day on which it was first wanted.
            "wanted_at": when(
                (MESSAGE_PENDING | messages.c.in_doubt, messages.c.wanted_at),
                else_=excluded.wanted_at,
            ),
            "not_before": excluded.not_before,
            "rank": excluded.rank,
            "reader": excluded.reader,
            "attempts": when((was_dead, 0), else_=messages.c.attempts),
            "retry_at": when((was_dead, None), else_=messages.c.retry_at),
            "dead": 0,
        },
    )


def _next_position(dialect: str) -> ColumnElement[int]:
    """Return what comes after every message known so far."""
    if dialect == "postgresql":
        return MESSAGE_POSITIONS.next_value()
    return select(func.coalesce(func.max(messages.c.position), 0) + 1).scalar_subquery()


@cache  # building a statement costs more than executing it
def _refreshed(*, about_a_case: bool) -> Update:
    case = messages.c.case_id
    return (
        update(messages)
        .where(
            messages.c.workspace == bindparam("of_workspace"),
            case == bindparam("of_case", type_=case.type) if about_a_case else case.is_(None),
            messages.c.kind.in_(bindparam("of_kinds", expanding=True)),
            messages.c.dead == 0,
            messages.c.ts.is_not(None) | _IN_A_REPLY | MESSAGE_PENDING,
        )
        .values(
            wanted_revision=messages.c.wanted_revision + 1,
            wanted_at=when(
                (MESSAGE_PENDING, messages.c.wanted_at),
                else_=bindparam("now", type_=messages.c.wanted_at.type),
            ),
        )
    )


@cache
def _fates() -> Executable:
    due = messages.c.not_before.is_(None) | (messages.c.not_before <= bindparam("now"))
    fate = when(
        (messages.c.ts.is_not(None), Fate.STANDS.value),
        (MESSAGE_DEAD, Fate.GIVEN_UP.value),
        (MESSAGE_PENDING & due & messages.c.why.is_not(None), Fate.DELAYED.value),
        (MESSAGE_PENDING & due, Fate.COMING.value),
    )
    return select(messages.c.place_kind, messages.c.place_ref, fate.label("fate")).where(
        messages.c.workspace == bindparam("workspace"),
        messages.c.case_id == bindparam("case"),
        messages.c.kind.in_(bindparam("kinds", expanding=True)),
        fate.is_not(None),
    )


@cache
def _case_of() -> Executable:
    return (
        select(messages.c.case_id)
        .where(
            messages.c.workspace == bindparam("workspace"),
            messages.c.channel == bindparam("channel"),
            messages.c.ts == bindparam("ts"),
        )
        .limit(1)
    )
