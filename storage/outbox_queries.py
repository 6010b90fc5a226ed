"""Which messages may be sent now, as one query."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, literal, select

from flows.messages import PlaceKind, Urgency
from storage.columns import Instant
from storage.messages import RANKS
from storage.work_tables import MESSAGE_PENDING, is_pending, messages, reply_addresses

_parent = messages.alias("parent")
_other = messages.alias("other")
_reply = reply_addresses.alias("reply")


@cache  # building a statement costs more than executing it
def due() -> Select[Any]:
    """Select at most `most` messages due at `now` before which none in their place goes."""
    now = bindparam("now", type_=Instant())
    return (
        select(
            messages,
            _parent.c.channel.label("parent_channel"),
            _parent.c.ts.label("parent_ts"),
            _parent.c.place_kind.label("parent_kind"),
            _parent.c.place_ref.label("parent_ref"),
            _parent.c.reader.label("parent_reader"),
            _reply.c.url.label("reply_url"),
            _reply.c.user.label("reply_user"),
            _reply.c.expires_at.label("reply_expires_at"),
            _reply.c.replaces.label("reply_replaces"),
            _reply.c.thread.label("reply_thread"),
        )
        .outerjoin(
            _parent,
            (_parent.c.workspace == messages.c.workspace) & (_parent.c.id == messages.c.parent_id),
        )
        .outerjoin(
            _reply,
            (_reply.c.workspace == messages.c.workspace) & (_reply.c.id == messages.c.reply_id),
        )
        .where(
            MESSAGE_PENDING,
            _passed(messages.c.not_before, now),
            _passed(messages.c.retry_at, now),
            _passed(messages.c.lease_until, now),
            messages.c.parent_id.is_(None) | _parent.c.ts.is_not(None) | _goes_without_parent(),
            ~_somebody_goes_before(now),
        )
        .order_by(messages.c.rank, messages.c.position, messages.c.id)
        .limit(bindparam("most", type_=Integer()))
    )


def _goes_without_parent() -> ColumnElement[bool]:
    """Whether a message in a thread stands by itself because the one above does not come.

    That was given up; or it was tried in vain so far, and this is a page, which waits for
    nothing.
    """
    page = messages.c.rank == RANKS[Urgency.PAGE]
    return (_parent.c.dead == 1) | (page & _parent.c.why.is_not(None))


def _somebody_goes_before(now: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether another message is being posted in the same place, or is due and goes before.

    One whose retry is yet to come still goes before: order counts more than speed here, but not
    in a channel, where it steps aside: each message there is of a case of its own. What stands
    already has its order: an edit holds up nobody, and nobody holds it up. Slack allows far
    fewer edits than posts, so that a next question would wait for those of other people.
    """
    in_flight = _other.c.lease_until > now
    steps_aside = (
        (_other.c.place_kind == literal(PlaceKind.CHANNEL.value))
        & (_other.c.attempts > literal(0))
        & _other.c.retry_at.is_not(None)
        & (_other.c.retry_at > now)
    )
    higher = _other.c.rank < messages.c.rank
    older = (_other.c.rank == messages.c.rank) & (
        (_other.c.position < messages.c.position)
        | ((_other.c.position == messages.c.position) & (_other.c.id < messages.c.id))
    )
    return (
        select(literal(1))
        .where(
            _other.c.workspace == messages.c.workspace,
            _other.c.place_kind == messages.c.place_kind,
            _other.c.place_ref == messages.c.place_ref,
            _other.c.id != messages.c.id,
            is_pending(_other),
            messages.c.ts.is_(None),
            _other.c.ts.is_(None),
            in_flight | (_passed(_other.c.not_before, now) & ~steps_aside & (higher | older)),
        )
        .exists()
    )


def _passed(moment: ColumnElement[Any], now: ColumnElement[Any]) -> ColumnElement[bool]:
    return moment.is_(None) | (moment <= now)
