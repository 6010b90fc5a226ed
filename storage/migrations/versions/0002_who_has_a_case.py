"""An index of the cases that somebody has taken."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


_OPEN = "taken_by IS NOT NULL AND (state NOT IN ('closed', 'withdrawn'))"


def upgrade() -> None:
    op.create_index(
        "ix_cases_taken",
        "cases",
        ["workspace", "taken_by", "branch"],
        unique=False,
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_cases_taken",
        "cases",
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )
