"""The tables of the records. Every row of a company carries its workspace.

Free text, and whatever a person said or is called, is in columns of type LargeBinary named
`body`, `facts`, `content`, `document`, `name` or `url`, and always sealed.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from flows.case import OVER
from flows.timeline import EntryKind
from storage.columns import Id, Instant
from storage.partial_index import partial_index

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def workspace_column() -> Column[Any]:
    """Return the column that begins every key."""
    return Column("workspace", Text, primary_key=True)


def _of_case() -> ForeignKeyConstraint:
    # Deferred: a use case may write an entry before it saves the case.
    return ForeignKeyConstraint(
        ["workspace", "case_id"],
        ["cases.workspace", "cases.id"],
        deferrable=True,
        initially="DEFERRED",
    )


def count_column(name: str) -> Column[Any]:
    """Return a column that begins at nothing."""
    return Column(name, Integer, nullable=False, server_default=text("0"))


cases = Table(
    "cases",
    metadata,
    workspace_column(),
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
    Column("purged_at", Instant),
    Column("facts", LargeBinary, nullable=False),
    UniqueConstraint("workspace", "number"),
)
NOT_PURGED = cases.c.purged_at.is_(None)
partial_index(
    "ix_cases_touched",
    cases.c.workspace,
    cases.c.touched_at,
    where=NOT_PURGED,
)
Index("ix_cases_reporter", cases.c.workspace, cases.c.reporter, cases.c.created_at)
partial_index(
    "ix_cases_numbered",
    cases.c.workspace,
    cases.c.created_at,
    where=cases.c.number.is_not(None),
)


def still_open(state: ColumnElement[str]) -> ColumnElement[bool]:
    """Of the cases only those that are not over: a small index finds whoever has taken these."""
    return state.not_in([literal_column(f"'{one}'") for one in sorted(OVER)])


partial_index(
    "ix_cases_taken",
    cases.c.workspace,
    cases.c.taken_by,
    cases.c.branch,
    where=cases.c.taken_by.is_not(None) & still_open(cases.c.state),
)

case_numbers = Table(
    "case_numbers",
    metadata,
    workspace_column(),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    workspace_column(),
    Column("case_id", Id, primary_key=True),
    Column("facts", LargeBinary, nullable=False),
    _of_case(),
)

care_notes = Table(
    "care_notes",
    metadata,
    workspace_column(),
    Column("case_id", Id, primary_key=True),
    Column("facts", LargeBinary, nullable=False),
    _of_case(),
)

timeline = Table(
    "timeline",
    metadata,
    workspace_column(),
    Column("case_id", Id, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", Id, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("commitment", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),  # of this entry and of the one before
    Column("mac", LargeBinary, nullable=False),
    Column("content", LargeBinary),  # salt and document; gone once purged
    Column("purge_mac", LargeBinary),  # says that the purge was ours
    _of_case(),
)


def of_a_call(kind: ColumnElement[str]) -> ColumnElement[bool]:
    """Of a timeline only the entries about alarms and relief: a small index finds these."""
    of_calls = (EntryKind.ALARM, EntryKind.ALARM_ENDED, EntryKind.RELIEF)
    return kind.in_([literal_column(f"'{one}'") for one in of_calls])


partial_index(
    "ix_timeline_calls",
    timeline.c.workspace,
    timeline.c.case_id,
    timeline.c.sequence,
    where=of_a_call(timeline.c.kind),
)

timeline_heads = Table(
    "timeline_heads",
    metadata,
    workspace_column(),
    Column("case_id", Id, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),  # of the chain's last entry
    Column("records", LargeBinary, nullable=False),  # digests of the case's sealed documents
    Column("checkpoint", Integer, nullable=False),  # which signed this end; 0 until one does
    Column("head_mac", LargeBinary, nullable=False),
    _of_case(),
)
HEAD_MOVED = timeline_heads.c.checkpoint == literal_column("0")
partial_index(
    "ix_timeline_heads_moved",
    timeline_heads.c.workspace,
    timeline_heads.c.case_id,
    where=HEAD_MOVED,
)

checkpoints = Table(
    "checkpoints",
    metadata,
    workspace_column(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("ends", LargeBinary, nullable=False),  # case, sequence and digest of each moved chain
    Column("digest", LargeBinary, nullable=False),  # of this checkpoint and of the one before
    Column("mac", LargeBinary, nullable=False),
)

evidence_files = Table(
    "evidence_files",
    metadata,
    workspace_column(),
    Column("id", Id, primary_key=True),  # of the timeline's entry with which it was dropped
    Column("case_id", Id, nullable=False),
    Column("file", Text, nullable=False),  # Slack's id; the name is in that entry
    Column("state", Text, nullable=False),
    Column("dropped_at", Instant, nullable=False),
    count_column("attempts"),
    Column("lease", Id),
    Column("lease_until", Instant),
    Column("retry_at", Instant),
    Column("why", Text),
    _of_case(),
)
# A literal: a bound value hides the index.
FILE_WAITING = evidence_files.c.state == literal_column("'waiting'")
partial_index(
    "ix_evidence_files_waiting",
    evidence_files.c.dropped_at,
    where=FILE_WAITING,
)
Index("ix_evidence_files_case", evidence_files.c.workspace, evidence_files.c.case_id)

evidence_chunks = Table(
    "evidence_chunks",
    metadata,
    workspace_column(),
    Column("file_id", Id, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", Id, nullable=False, unique=True),  # follows from file and position
    Column("case_id", Id, nullable=False),
    Column("content", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["workspace", "file_id"],
        ["evidence_files.workspace", "evidence_files.id"],
        ondelete="CASCADE",
    ),
)
Index("ix_evidence_chunks_case", evidence_chunks.c.workspace, evidence_chunks.c.case_id)

people = Table(
    "people",
    metadata,
    workspace_column(),
    Column("user", Text, primary_key=True),
    Column("name", LargeBinary, nullable=False),
    Column("language", Text, nullable=False),
    Column("standing", Text, nullable=False),
)

member_lists = Table(
    "member_lists",
    metadata,
    workspace_column(),
    Column("channel", Text, primary_key=True),
    Column("reconciled_at", Instant, nullable=False),
    Column("is_public", Boolean, nullable=False),
)

members = Table(
    "members",
    metadata,
    workspace_column(),
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
    workspace_column(),
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
