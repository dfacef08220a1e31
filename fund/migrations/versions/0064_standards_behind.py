"""Whether a standard in force adopts an edition that was followed by another stands beside it, with
an index for the list of those; that of reviews holds only what is to be reviewed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"

REVIEWED = sa.text("review_on IS NOT NULL")
WORKED_OUT = """
UPDATE standard SET is_behind = true
WHERE status = 'in_force' AND EXISTS (
    SELECT 1 FROM standard_adoption a JOIN standard later ON later.family = a.adopted_family
    WHERE a.standard_id = standard.id AND a.adopted_edition > 0
      AND later.edition > a.adopted_edition
      AND later.status NOT IN ('drafting', 'given_up', 'historical')
)
"""


def upgrade() -> None:
    op.add_column(
        "standard",
        sa.Column("is_behind", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(WORKED_OUT)
    op.create_index("ix_standard_is_behind_number", "standard", ["is_behind", "number", "id"])
    op.drop_index("ix_standard_number_review", "standard")
    op.create_index(
        "ix_standard_number_review",
        "standard",
        ["number", "id", "review_on"],
        sqlite_where=REVIEWED,
        postgresql_where=REVIEWED,
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
