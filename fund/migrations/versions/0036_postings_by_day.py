"""The ledger is read along the days it was written on, a page at a time."""

from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_index("ix_posting_day", "posting", ["recorded_on", "id"])


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
