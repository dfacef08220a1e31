"""An office's workbook brings holdings, their facts, subsidies and guarantees: how many of each."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0066"


def upgrade() -> None:
    for name in ("holdings", "facts", "subsidies", "guarantees"):
        column = sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))
        op.add_column("opening", column)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
