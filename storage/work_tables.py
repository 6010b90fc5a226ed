"""The tables of what is still to be done: rows that come, are worked off, and go."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from storage.columns import Id, Instant
from storage.partial_index import partial_index
from storage.tables import count_column, metadata, workspace_column

ALL_TABLES = metadata
"""These and those of the records: whoever imports this has them all."""

inbox = Table(
    "inbox",
    metadata,
    Column("position", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("workspace", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", LargeBinary),  # gone once the delivery is done
    Column("received_at", Instant, nullable=False),
    count_column("state"),  # 0 open, 1 done, 2 dead
    count_column("attempts"),
    Column("lease", Id),
    Column("lease_until", Instant),
    Column("retry_at", Instant),
    Column("why", Text),
    UniqueConstraint("workspace", "key"),
)


def is_open(rows: FromClause) -> ColumnElement[bool]:
    """Whether a row is yet to be worked off. A literal: a bound value hides the index."""
    return rows.c.state == literal_column("0")


INBOX_OPEN = is_open(inbox)
partial_index(
    "ix_inbox_open",
    inbox.c.workspace,
    inbox.c.conversation,
    inbox.c.position,
    where=INBOX_OPEN,
)
partial_index(
    "ix_inbox_open_position",
    inbox.c.position,
    where=INBOX_OPEN,
)
INBOX_DEAD = inbox.c.state == literal_column("2")
partial_index(
    "ix_inbox_dead",
    inbox.c.workspace,
    inbox.c.position,
    where=INBOX_DEAD,
)
Index("ix_inbox_received_at", inbox.c.received_at)

# PostgreSQL only: two processes that want a message at once do not get the same position.
MESSAGE_POSITIONS = Sequence("message_positions", metadata=metadata)

messages = Table(
    "messages",
    metadata,
    workspace_column(),
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("case_id", Id),
    Column("detail", Text, nullable=False),
    Column("place_kind", Text, nullable=False),
    Column("place_ref", Text, nullable=False),
    Column("reader", Text),
    Column("parent_id", Id),  # of a message in a thread: the message above
    Column("reply_id", Id),  # of an answer to an interaction: its response address
    Column("wanted_at", Instant, nullable=False),  # since when it waits, once it does
    Column("rank", Integer, nullable=False),  # 0 pages, 1 the rest
    Column("position", BigInteger, nullable=False),  # in the order of first being wanted
    Column("wanted_revision", Integer, nullable=False),
    count_column("shown_revision"),
    Column("not_before", Instant),
    Column("channel", Text),
    Column("ts", Text),
    Column("looks", LargeBinary),  # a keyed digest of what stands there
    count_column("attempts"),
    Column("in_doubt", Boolean, nullable=False, server_default=text("false")),
    Column("lease", Id),
    Column("lease_until", Instant),
    Column("retry_at", Instant),
    count_column("dead"),
    Column("given_up_at", Instant),  # until it is shown, also after it was wanted again
    Column("why", Text),
)


def is_pending(rows: FromClause) -> ColumnElement[bool]:
    """Whether a message is yet to be shown as wanted. A literal, as above."""
    return (rows.c.wanted_revision > rows.c.shown_revision) & (rows.c.dead == literal_column("0"))


MESSAGE_PENDING = is_pending(messages)
MESSAGE_DEAD = messages.c.dead == literal_column("1")
partial_index(
    "ix_messages_pending",
    messages.c.workspace,
    messages.c.place_kind,
    messages.c.place_ref,
    messages.c.rank,
    messages.c.position,
    where=MESSAGE_PENDING,
)
partial_index(
    "ix_messages_dead",
    messages.c.workspace,
    messages.c.case_id,
    where=MESSAGE_DEAD,
)
Index("ix_messages_position", messages.c.position)
Index("ix_messages_case", messages.c.workspace, messages.c.case_id, messages.c.kind)
Index("ix_messages_ts", messages.c.workspace, messages.c.channel, messages.c.ts)

buckets = Table(
    "buckets",
    metadata,
    workspace_column(),
    Column("scope", Text, primary_key=True),
    Column("full_at", Instant, nullable=False),
)

occurrences = Table(
    "occurrences",
    metadata,
    workspace_column(),
    Column("id", Id, primary_key=True),
    Column("job", Text, nullable=False),
    Column("occurrence", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    count_column("state"),  # 0 open, 1 done, 2 dead
    count_column("attempts"),
    Column("lease", Id),
    Column("lease_until", Instant),
    Column("retry_at", Instant),
    Column("why", Text),
    UniqueConstraint("workspace", "job", "occurrence"),
)
OCCURRENCE_OPEN = is_open(occurrences)
partial_index(
    "ix_occurrences_open",
    occurrences.c.due_at,
    where=OCCURRENCE_OPEN,
)

reply_addresses = Table(
    "reply_addresses",
    metadata,
    workspace_column(),
    Column("id", Id, primary_key=True),
    Column("user", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("replaces", Boolean, nullable=False),
    Column("thread", Text),
    Column("url", LargeBinary, nullable=False),
)
Index("ix_reply_addresses_expires_at", reply_addresses.c.expires_at)
