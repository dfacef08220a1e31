"""Which measures of the plan an indicator tells something of."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "indicator_measure",
        sa.Column("indicator", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("measure", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicator.code"], name=op.f("fk_indicator_measure_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["measure"], ["measure.key"], name=op.f("fk_indicator_measure_measure")
        ),
        sa.PrimaryKeyConstraint("indicator", "measure", name=op.f("pk_indicator_measure")),
    )
    op.create_index(op.f("ix_indicator_measure_measure"), "indicator_measure", ["measure"])


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
