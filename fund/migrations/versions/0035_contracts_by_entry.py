"""Contracts are read in the order they were entered, also of one measure or province."""

from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_index("ix_undertaking_kind_measure", "undertaking", ["kind", "measure", "id"])
    op.create_index("ix_undertaking_kind_region", "undertaking", ["kind", "region_code", "id"])


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
