"""When a target was set; those that stand already have no such day and are shown on every one."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("target", sa.Column("recorded_on", sa.Date(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
