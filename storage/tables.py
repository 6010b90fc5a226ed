"""The tables. Every row of a company carries its workspace.

Free text, and whatever a person said or is called, is in columns of type LargeBinary named
`body`, `facts`, `content`, `document`, `name` or `url`, and always sealed.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from storage.columns import Id, Instant

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _workspace() -> Column[Any]:
    return Column("workspace", Text, primary_key=True)


def _of_case() -> ForeignKeyConstraint:
    # Deferred: a use case may write an entry before it saves the case.
    return ForeignKeyConstraint(
        ["workspace", "case_id"],
        ["cases.workspace", "cases.id"],
        deferrable=True,
        initially="DEFERRED",
    )


def _count(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


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
    _count("state"),  # 0 open, 1 done, 2 dead
    _count("attempts"),
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
Index(
    "ix_inbox_open",
    inbox.c.workspace,
    inbox.c.conversation,
    inbox.c.position,
    sqlite_where=INBOX_OPEN,
    postgresql_where=INBOX_OPEN,
)
Index(
    "ix_inbox_open_position",
    inbox.c.position,
    sqlite_where=INBOX_OPEN,
    postgresql_where=INBOX_OPEN,
)
Index("ix_inbox_received_at", inbox.c.received_at)

cases = Table(
    "cases",
    metadata,
    _workspace(),
    Column("id", Id, primary_key=True),
    Column("number", Text),
    Column("state", Text, nullable=False),
    Column("branch", Text),
    Column("hq_only", Boolean, nullable=False),
    Column("reporter", Text, nullable=False),
    Column("severity", Text),
    Column("determination", Text),
    Column("urgent", Boolean),
    Column("flow_version", Text),
    Column("flow_hash", Text),
    Column("evidence_count", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("touched_at", Instant, nullable=False),
    Column("told_at", Instant),
    Column("taken_by", Text),
    Column("taken_at", Instant),
    Column("finished_at", Instant),
    Column("ending", Text),
    Column("facts", LargeBinary, nullable=False),
    UniqueConstraint("workspace", "number"),
)
Index("ix_cases_reporter", cases.c.workspace, cases.c.reporter, cases.c.created_at)
Index(
    "ix_cases_numbered",
    cases.c.workspace,
    cases.c.created_at,
    sqlite_where=cases.c.number.is_not(None),
    postgresql_where=cases.c.number.is_not(None),
)

case_numbers = Table(
    "case_numbers",
    metadata,
    _workspace(),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    _workspace(),
    Column("case_id", Id, primary_key=True),
    Column("facts", LargeBinary, nullable=False),
    _of_case(),
)

care_notes = Table(
    "care_notes",
    metadata,
    _workspace(),
    Column("case_id", Id, primary_key=True),
    Column("facts", LargeBinary, nullable=False),
    _of_case(),
)

timeline = Table(
    "timeline",
    metadata,
    _workspace(),
    Column("case_id", Id, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", Id, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("commitment", LargeBinary, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    Column("content", LargeBinary),  # salt and document; gone once purged
    Column("purge_mac", LargeBinary),  # says that the purge was ours
    _of_case(),
)

timeline_heads = Table(
    "timeline_heads",
    metadata,
    _workspace(),
    Column("case_id", Id, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    Column("records", LargeBinary, nullable=False),  # digests of the case's sealed documents
    Column("checkpoint", Integer, nullable=False),  # which signed this end; 0 until one does
    Column("head_mac", LargeBinary, nullable=False),
    _of_case(),
)
HEAD_MOVED = timeline_heads.c.checkpoint == literal_column("0")
Index(
    "ix_timeline_heads_moved",
    timeline_heads.c.workspace,
    timeline_heads.c.case_id,
    sqlite_where=HEAD_MOVED,
    postgresql_where=HEAD_MOVED,
)

checkpoints = Table(
    "checkpoints",
    metadata,
    _workspace(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("ends", LargeBinary, nullable=False),  # case, sequence and MAC of each moved chain
    Column("mac", LargeBinary, nullable=False),
)

# PostgreSQL only: two processes that want a message at once do not get the same position.
MESSAGE_POSITIONS = Sequence("message_positions", metadata=metadata)

messages = Table(
    "messages",
    metadata,
    _workspace(),
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
    _count("shown_revision"),
    Column("not_before", Instant),
    Column("channel", Text),
    Column("ts", Text),
    Column("looks", LargeBinary),  # a keyed digest of what stands there
    _count("attempts"),
    Column("in_doubt", Boolean, nullable=False, server_default=text("false")),
    Column("lease", Id),
    Column("lease_until", Instant),
    Column("retry_at", Instant),
    _count("dead"),
    Column("why", Text),
)


def is_pending(rows: FromClause) -> ColumnElement[bool]:
    """Whether a message is yet to be shown as wanted. A literal, as above."""
    return (rows.c.wanted_revision > rows.c.shown_revision) & (rows.c.dead == literal_column("0"))


MESSAGE_PENDING = is_pending(messages)
MESSAGE_DEAD = messages.c.dead == literal_column("1")
Index(
    "ix_messages_pending",
    messages.c.workspace,
    messages.c.place_kind,
    messages.c.place_ref,
    messages.c.rank,
    messages.c.position,
    sqlite_where=MESSAGE_PENDING,
    postgresql_where=MESSAGE_PENDING,
)
Index(
    "ix_messages_dead",
    messages.c.workspace,
    messages.c.case_id,
    sqlite_where=MESSAGE_DEAD,
    postgresql_where=MESSAGE_DEAD,
)
Index("ix_messages_position", messages.c.position)
Index("ix_messages_case", messages.c.workspace, messages.c.case_id, messages.c.kind)
Index("ix_messages_ts", messages.c.workspace, messages.c.channel, messages.c.ts)

buckets = Table(
    "buckets",
    metadata,
    _workspace(),
    Column("scope", Text, primary_key=True),
    Column("full_at", Instant, nullable=False),
)

occurrences = Table(
    "occurrences",
    metadata,
    _workspace(),
    Column("id", Id, primary_key=True),
    Column("job", Text, nullable=False),
    Column("occurrence", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    _count("state"),  # 0 open, 1 done, 2 dead
    _count("attempts"),
    Column("lease", Id),
    Column("lease_until", Instant),
    Column("retry_at", Instant),
    Column("why", Text),
    UniqueConstraint("workspace", "job", "occurrence"),
)
OCCURRENCE_OPEN = is_open(occurrences)
Index(
    "ix_occurrences_open",
    occurrences.c.due_at,
    sqlite_where=OCCURRENCE_OPEN,
    postgresql_where=OCCURRENCE_OPEN,
)

reply_addresses = Table(
    "reply_addresses",
    metadata,
    _workspace(),
    Column("id", Id, primary_key=True),
    Column("user", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("replaces", Boolean, nullable=False),
    Column("url", LargeBinary, nullable=False),
)
Index("ix_reply_addresses_expires_at", reply_addresses.c.expires_at)

people = Table(
    "people",
    metadata,
    _workspace(),
    Column("user", Text, primary_key=True),
    Column("name", LargeBinary, nullable=False),
    Column("language", Text, nullable=False),
    Column("standing", Text, nullable=False),
)

member_lists = Table(
    "member_lists",
    metadata,
    _workspace(),
    Column("channel", Text, primary_key=True),
    Column("reconciled_at", Instant, nullable=False),
)

members = Table(
    "members",
    metadata,
    _workspace(),
    Column("channel", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    ForeignKeyConstraint(
        ["workspace", "channel"],
        ["member_lists.workspace", "member_lists.channel"],
        ondelete="CASCADE",
    ),
)
Index("ix_members_user", members.c.workspace, members.c.user)

settings = Table(
    "settings",
    metadata,
    _workspace(),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("id", Id, nullable=False, unique=True),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("document", LargeBinary, nullable=False),
)

key_checks = Table(
    "key_checks",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
