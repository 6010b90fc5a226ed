"""An index of the entries of timelines about alarms and relief."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OF_A_CALL = "kind IN ('alarm', 'alarm_ended', 'relief')"


def upgrade() -> None:
    op.create_index(
        "ix_timeline_calls",
        "timeline",
        ["workspace", "case_id", "sequence"],
        unique=False,
        sqlite_where=sa.text(_OF_A_CALL),
        postgresql_where=sa.text(_OF_A_CALL),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_timeline_calls",
        "timeline",
        sqlite_where=sa.text(_OF_A_CALL),
        postgresql_where=sa.text(_OF_A_CALL),
    )
