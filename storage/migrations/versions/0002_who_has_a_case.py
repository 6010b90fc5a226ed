"""An index of the cases that somebody has taken."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(
        "ix_cases_taken",
        "cases",
        ["workspace", "taken_by", "created_at"],
        unique=False,
        sqlite_where=sa.text("taken_by IS NOT NULL"),
        postgresql_where=sa.text("taken_by IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_cases_taken",
        "cases",
        sqlite_where=sa.text("taken_by IS NOT NULL"),
        postgresql_where=sa.text("taken_by IS NOT NULL"),
    )
