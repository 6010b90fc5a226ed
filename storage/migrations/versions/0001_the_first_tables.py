"""The first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "buckets",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("full_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "scope", name="pk_buckets"),
    )
    op.create_table(
        "case_numbers",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "year", name="pk_case_numbers"),
    )
    op.create_table(
        "cases",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=True),
        sa.Column("hq_only", sa.Boolean(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("determination", sa.Text(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=True),
        sa.Column("flow_version", sa.Text(), nullable=True),
        sa.Column("flow_hash", sa.Text(), nullable=True),
        sa.Column("evidence_count", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("touched_at", Instant(), nullable=False),
        sa.Column("told_at", Instant(), nullable=True),
        sa.Column("taken_by", sa.Text(), nullable=True),
        sa.Column("taken_at", Instant(), nullable=True),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("purged_at", Instant(), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_cases"),
        sa.UniqueConstraint("workspace", "number", name="uq_cases_workspace_number"),
    )
    op.create_index(
        "ix_cases_numbered",
        "cases",
        ["workspace", "created_at"],
        unique=False,
        sqlite_where=sa.text("number IS NOT NULL"),
        postgresql_where=sa.text("number IS NOT NULL"),
    )
    op.create_index(
        "ix_cases_reporter", "cases", ["workspace", "reporter", "created_at"], unique=False
    )
    op.create_index(
        "ix_cases_touched",
        "cases",
        ["workspace", "touched_at"],
        unique=False,
        sqlite_where=sa.text("purged_at IS NULL"),
        postgresql_where=sa.text("purged_at IS NULL"),
    )

    op.create_table(
        "checkpoints",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ends", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", name="pk_checkpoints"),
    )
    op.create_table(
        "inbox",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("state", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease", Id(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("retry_at", Instant(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("position", name="pk_inbox"),
        sa.UniqueConstraint("id", name="uq_inbox_id"),
        sa.UniqueConstraint("workspace", "key", name="uq_inbox_workspace_key"),
    )
    op.create_index(
        "ix_inbox_open",
        "inbox",
        ["workspace", "conversation", "position"],
        unique=False,
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )
    op.create_index(
        "ix_inbox_open_position",
        "inbox",
        ["position"],
        unique=False,
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )
    op.create_index(
        "ix_inbox_dead",
        "inbox",
        ["workspace", "position"],
        unique=False,
        sqlite_where=sa.text("state = 2"),
        postgresql_where=sa.text("state = 2"),
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"], unique=False)

    op.create_table(
        "key_checks",
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name="pk_key_checks"),
    )
    op.create_table(
        "member_lists",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("reconciled_at", Instant(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", name="pk_member_lists"),
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute(sa.schema.CreateSequence(sa.Sequence("message_positions")))
    op.create_table(
        "messages",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", Id(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("place_kind", sa.Text(), nullable=False),
        sa.Column("place_ref", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("parent_id", Id(), nullable=True),
        sa.Column("reply_id", Id(), nullable=True),
        sa.Column("wanted_at", Instant(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("wanted_revision", sa.Integer(), nullable=False),
        sa.Column("shown_revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("looks", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("in_doubt", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("lease", Id(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("retry_at", Instant(), nullable=True),
        sa.Column("dead", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("given_up_at", Instant(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_messages"),
    )
    op.create_index("ix_messages_case", "messages", ["workspace", "case_id", "kind"], unique=False)
    op.create_index(
        "ix_messages_dead",
        "messages",
        ["workspace", "case_id"],
        unique=False,
        sqlite_where=sa.text("dead = 1"),
        postgresql_where=sa.text("dead = 1"),
    )
    op.create_index(
        "ix_messages_pending",
        "messages",
        ["workspace", "place_kind", "place_ref", "rank", "position"],
        unique=False,
        sqlite_where=sa.text("wanted_revision > shown_revision AND dead = 0"),
        postgresql_where=sa.text("wanted_revision > shown_revision AND dead = 0"),
    )
    op.create_index("ix_messages_position", "messages", ["position"], unique=False)
    op.create_index("ix_messages_ts", "messages", ["workspace", "channel", "ts"], unique=False)

    op.create_table(
        "occurrences",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("state", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease", Id(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("retry_at", Instant(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_occurrences"),
        sa.UniqueConstraint(
            "workspace", "job", "occurrence", name="uq_occurrences_workspace_job_occurrence"
        ),
    )
    op.create_index(
        "ix_occurrences_open",
        "occurrences",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )

    op.create_table(
        "people",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "user", name="pk_people"),
    )
    op.create_table(
        "reply_addresses",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.Column("url", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_reply_addresses"),
    )
    op.create_index(
        "ix_reply_addresses_expires_at", "reply_addresses", ["expires_at"], unique=False
    )

    op.create_table(
        "settings",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "version", name="pk_settings"),
        sa.UniqueConstraint("id", name="uq_settings_id"),
    )
    op.create_table(
        "care_notes",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "case_id"],
            ["cases.workspace", "cases.id"],
            name="fk_care_notes_workspace_case_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("workspace", "case_id", name="pk_care_notes"),
    )
    op.create_table(
        "customers",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "case_id"],
            ["cases.workspace", "cases.id"],
            name="fk_customers_workspace_case_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("workspace", "case_id", name="pk_customers"),
    )
    op.create_table(
        "evidence_files",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("dropped_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease", Id(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("retry_at", Instant(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "case_id"],
            ["cases.workspace", "cases.id"],
            name="fk_evidence_files_workspace_case_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_evidence_files"),
    )
    op.create_index(
        "ix_evidence_files_case", "evidence_files", ["workspace", "case_id"], unique=False
    )
    op.create_index(
        "ix_evidence_files_waiting",
        "evidence_files",
        ["dropped_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )

    op.create_table(
        "evidence_chunks",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("file_id", Id(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "file_id"],
            ["evidence_files.workspace", "evidence_files.id"],
            name="fk_evidence_chunks_workspace_file_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "file_id", "position", name="pk_evidence_chunks"),
        sa.UniqueConstraint("id", name="uq_evidence_chunks_id"),
    )
    op.create_index(
        "ix_evidence_chunks_case", "evidence_chunks", ["workspace", "case_id"], unique=False
    )

    op.create_table(
        "members",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "channel"],
            ["member_lists.workspace", "member_lists.channel"],
            name="fk_members_workspace_channel",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "channel", "user", name="pk_members"),
    )
    op.create_index("ix_members_user", "members", ["workspace", "user"], unique=False)

    op.create_table(
        "timeline",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("purge_mac", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "case_id"],
            ["cases.workspace", "cases.id"],
            name="fk_timeline_workspace_case_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("workspace", "case_id", "sequence", name="pk_timeline"),
        sa.UniqueConstraint("id", name="uq_timeline_id"),
    )
    op.create_table(
        "timeline_heads",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("records", sa.LargeBinary(), nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=False),
        sa.Column("head_mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "case_id"],
            ["cases.workspace", "cases.id"],
            name="fk_timeline_heads_workspace_case_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("workspace", "case_id", name="pk_timeline_heads"),
    )
    op.create_index(
        "ix_timeline_heads_moved",
        "timeline_heads",
        ["workspace", "case_id"],
        unique=False,
        sqlite_where=sa.text("checkpoint = 0"),
        postgresql_where=sa.text("checkpoint = 0"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_timeline_heads_moved",
        "timeline_heads",
        sqlite_where=sa.text("checkpoint = 0"),
        postgresql_where=sa.text("checkpoint = 0"),
    )

    op.drop_table("timeline_heads")
    op.drop_table("timeline")
    op.drop_index("ix_members_user", "members")

    op.drop_table("members")
    op.drop_index("ix_evidence_chunks_case", "evidence_chunks")

    op.drop_table("evidence_chunks")
    op.drop_index(
        "ix_evidence_files_waiting",
        "evidence_files",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index("ix_evidence_files_case", "evidence_files")

    op.drop_table("evidence_files")
    op.drop_table("customers")
    op.drop_table("care_notes")
    op.drop_table("settings")
    op.drop_index("ix_reply_addresses_expires_at", "reply_addresses")

    op.drop_table("reply_addresses")
    op.drop_table("people")
    op.drop_index(
        "ix_occurrences_open",
        "occurrences",
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )

    op.drop_table("occurrences")
    op.drop_index("ix_messages_ts", "messages")
    op.drop_index("ix_messages_position", "messages")
    op.drop_index(
        "ix_messages_pending",
        "messages",
        sqlite_where=sa.text("wanted_revision > shown_revision AND dead = 0"),
        postgresql_where=sa.text("wanted_revision > shown_revision AND dead = 0"),
    )
    op.drop_index(
        "ix_messages_dead",
        "messages",
        sqlite_where=sa.text("dead = 1"),
        postgresql_where=sa.text("dead = 1"),
    )
    op.drop_index("ix_messages_case", "messages")

    op.drop_table("messages")
    if op.get_context().dialect.name == "postgresql":
        op.execute(sa.schema.DropSequence(sa.Sequence("message_positions")))
    op.drop_table("member_lists")
    op.drop_table("key_checks")
    op.drop_index("ix_inbox_received_at", "inbox")
    op.drop_index(
        "ix_inbox_dead",
        "inbox",
        sqlite_where=sa.text("state = 2"),
        postgresql_where=sa.text("state = 2"),
    )
    op.drop_index(
        "ix_inbox_open_position",
        "inbox",
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )
    op.drop_index(
        "ix_inbox_open",
        "inbox",
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )

    op.drop_table("inbox")
    op.drop_table("checkpoints")
    op.drop_index(
        "ix_cases_touched",
        "cases",
        sqlite_where=sa.text("purged_at IS NULL"),
        postgresql_where=sa.text("purged_at IS NULL"),
    )
    op.drop_index("ix_cases_reporter", "cases")
    op.drop_index(
        "ix_cases_numbered",
        "cases",
        sqlite_where=sa.text("number IS NOT NULL"),
        postgresql_where=sa.text("number IS NOT NULL"),
    )

    op.drop_table("cases")
    op.drop_table("case_numbers")
    op.drop_table("buckets")
