"""How much each milestone counts beside the others of its undertaking: alike, until somebody says
otherwise.
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # one statement both databases know: SQLite adds a column with its CHECK only in this form
    op.execute(
        "ALTER TABLE milestone ADD COLUMN weight INTEGER DEFAULT 1 NOT NULL CONSTRAINT"
        " ck_milestone_weight CHECK (weight >= 1)"
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
