"""Which milestone waits for which other: append-only, the latest row of a pair holds."""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0026"
down_revision = "0025"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_table(
        "milestone_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("needs_id", sa.Integer(), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("milestone_id <> needs_id", name=op.f("ck_milestone_need_another")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_milestone_need_{column}")
            )
            for column, table in (
                ("milestone_id", "milestone"),
                ("needs_id", "milestone"),
                ("recorded_by", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_need")),
    )
    op.create_index("ix_milestone_need_pair", "milestone_need", ["milestone_id", "needs_id", "id"])
    for statement in (
        (GUARDS / f"0026_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
