"""The statements about messages that are executed again and again, each built once."""

from functools import cache

from sqlalchemy import ColumnElement, Update, bindparam, false, func, or_, select, update
from sqlalchemy import case as when

from flows.messages import Fate, Kind, PlaceKind
from storage.columns import Instant
from storage.portable import among, insert_into
from storage.prepared import Prepared
from storage.work_tables import MESSAGE_DEAD, MESSAGE_PENDING, MESSAGE_POSITIONS, messages

_IN_A_REPLY = (messages.c.place_kind == PlaceKind.REPLY.value) & messages.c.looks.is_not(None)
"""Shown in the answer to a press: it can be said anew there, although nothing names it."""


@cache
def want(dialect: str) -> Prepared:
    """Insert a message, or raise the revision wanted of the one there; a dead one lives again.

    Why it failed is kept until it is shown: that it lives again does not mean that it arrives.
    """
    statement = insert_into(dialect, messages).values(position=_next_position(dialect))
    was_dead = messages.c.dead == 1
    excluded = statement.excluded
    return Prepared(
        statement.on_conflict_do_update(
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
    )


@cache
def refresh(kinds: tuple[Kind, ...], *, about_a_case: bool) -> Prepared:
    """Raise the revision wanted of what stands or waits, of these kinds."""
    return Prepared(_refreshed(kinds, about_a_case=about_a_case))


@cache
def refresh_some(kind: Kind, *, one: bool) -> Prepared:
    """The same, of those about a case that have one of the details given."""
    named = among(messages.c.detail, "details", one=one)
    return Prepared(_refreshed((kind,), about_a_case=True).where(named))


@cache
def hasten() -> Prepared:
    """Bring forward what waits for a time later than the one given."""
    at = bindparam("at", type_=Instant())
    return Prepared(
        update(messages).where(*_waiting(), messages.c.not_before > at).values(not_before=at)
    )


@cache
def waiting() -> Prepared:
    """Ask for one that is yet to be shown."""
    return Prepared(select(messages.c.id).where(*_waiting()).limit(1))


@cache
def standing() -> Prepared:
    """Ask for a message by its id, where it was sent or is just being sent."""
    return Prepared(
        select(messages.c.id).where(
            messages.c.workspace == bindparam("workspace"),
            messages.c.id == bindparam("message"),
            messages.c.ts.is_not(None) | messages.c.lease.is_not(None),
        )
    )


@cache
def fates() -> Prepared:
    """Ask where messages of the kinds given stand, and what has become of them."""
    now = bindparam("now", type_=Instant())
    due = messages.c.not_before.is_(None) | (messages.c.not_before <= now)
    fate = when(
        (messages.c.ts.is_not(None), Fate.STANDS.value),
        (MESSAGE_DEAD, Fate.GIVEN_UP.value),
        (MESSAGE_PENDING & due & messages.c.why.is_not(None), Fate.DELAYED.value),
        (MESSAGE_PENDING & due, Fate.COMING.value),
    )
    return Prepared(
        select(messages.c.place_kind, messages.c.place_ref, fate.label("fate")).where(
            messages.c.workspace == bindparam("workspace"),
            messages.c.case_id == bindparam("case"),
            among(messages.c.kind, "kinds", one=False),
            fate.is_not(None),
        )
    )


@cache
def case_of_thread() -> Prepared:
    """Ask for the case whose message heads a thread."""
    return Prepared(
        select(messages.c.case_id)
        .where(
            messages.c.workspace == bindparam("workspace"),
            messages.c.channel == bindparam("channel"),
            messages.c.ts == bindparam("ts"),
        )
        .limit(1)
    )


def _next_position(dialect: str) -> ColumnElement[int]:
    """Return what comes after every message known so far."""
    if dialect == "postgresql":
        return MESSAGE_POSITIONS.next_value()
    return select(func.coalesce(func.max(messages.c.position), 0) + 1).scalar_subquery()


def _refreshed(kinds: tuple[Kind, ...], *, about_a_case: bool) -> Update:
    case = messages.c.case_id
    return (
        update(messages)
        .where(
            messages.c.workspace == bindparam("of_workspace"),
            case == bindparam("of_case", type_=case.type) if about_a_case else case.is_(None),
            # Written out: a list would be written anew with each execution.
            or_(false(), *(messages.c.kind == kind.value for kind in kinds)),
            messages.c.dead == 0,
            messages.c.ts.is_not(None) | _IN_A_REPLY | MESSAGE_PENDING,
        )
        .values(
            wanted_revision=messages.c.wanted_revision + 1,
            wanted_at=when(
                (MESSAGE_PENDING, messages.c.wanted_at), else_=bindparam("now", type_=Instant())
            ),
        )
    )


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return (
        messages.c.workspace == bindparam("of_workspace"),
        messages.c.case_id == bindparam("of_case"),
        messages.c.kind == bindparam("of_kind"),
        MESSAGE_PENDING,
    )
