"""How far the steps of the action plan are that have no number: append-only."""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0025"
down_revision = "0024"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_table(
        "plan_step_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('under_way', 'met', 'not_met')", name=op.f("ck_plan_step_event_status")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_plan_step_event_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_step_event")),
    )
    op.create_index(op.f("ix_plan_step_event_step"), "plan_step_event", ["step"])
    for statement in (
        (GUARDS / f"0025_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
