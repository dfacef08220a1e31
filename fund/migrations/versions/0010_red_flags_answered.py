"""What was said of red flags: append-only."""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

import fund.columns

revision = "0010"
down_revision = "0009"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_table(
        "flag_disposition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flag", sqlmodel.AutoString(length=4), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('looking', 'explained', 'referred')",
            name=op.f("ck_flag_disposition_outcome"),
        ),
        sa.CheckConstraint(
            "process_id IS NOT NULL OR organisation_id IS NOT NULL",
            name=op.f("ck_flag_disposition_about"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_flag_disposition_reason")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_flag_disposition_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_flag_disposition_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["procurement_process.id"], name=op.f("fk_flag_disposition_process_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_disposition")),
    )
    for column in ("flag", "organisation_id", "process_id"):
        op.create_index(op.f(f"ix_flag_disposition_{column}"), "flag_disposition", [column])
    for statement in (
        (GUARDS / f"0010_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
