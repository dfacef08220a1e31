"""What may make a settled subsidy too much is found by an index of its own, not by reading every
statement of every loan.
"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"

CUTS = sa.text("kind <> 'principal' OR corrects_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_subsidy_fact_cuts",
        "subsidy_fact",
        ["undertaking_id", "id"],
        sqlite_where=CUTS,
        postgresql_where=CUTS,
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
