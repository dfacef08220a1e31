"""Targets that were given another value: append-only, the first value stays with the target for
ever.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0027"
down_revision = "0026"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_table(
        "target_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_target_change_{column}")
            )
            for column, table in (("target_id", "target"), ("recorded_by", "person"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_change")),
    )
    op.create_index(op.f("ix_target_change_target_id"), "target_change", ["target_id"])
    for statement in (
        (GUARDS / f"0027_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
