"""Which milestones bring what part of a target; forecasts as they were issued: append-only."""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

import fund.columns

revision = "0016"
down_revision = "0013"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_table(
        "target_contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("percent", fund.columns.Exact(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_target_contribution_{column}")
            )
            for column, table in (
                ("target_id", "target"),
                ("milestone_id", "milestone"),
                ("recorded_by", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_contribution")),
    )
    op.create_index(
        "ix_target_contribution_pair", "target_contribution", ["target_id", "milestone_id", "id"]
    )
    op.create_table(
        "issued_forecast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sqlmodel.AutoString(length=7), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("operator", sqlmodel.AutoString(length=2), nullable=False),
        sa.Column("aim", fund.columns.Exact(), nullable=False),
        sa.Column("verdict", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("chance", fund.columns.Exact(), nullable=True),
        sa.Column("quantiles", sqlmodel.AutoString(), nullable=False),
        sa.Column("line", fund.columns.Exact(), nullable=True),
        sa.Column("method", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["person.id"], name=op.f("fk_issued_forecast_issued_by")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["target.id"], name=op.f("fk_issued_forecast_target_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_forecast")),
        sa.UniqueConstraint(
            "target_id", "quarter", name=op.f("uq_issued_forecast_target_id_quarter")
        ),
    )
    for statement in (
        (GUARDS / f"0016_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
