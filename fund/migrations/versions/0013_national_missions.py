"""The register of national missions: missions, what they bought, which quarters are complete.
Append-only.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0013"
down_revision = "0012"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_table(
        "mission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=60), nullable=False),
        *(
            sa.Column(name, sqlmodel.AutoString(), nullable=False)
            for name in ("title", "agency", "source")
        ),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_mission_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission")),
        sa.UniqueConstraint("code", name=op.f("uq_mission_code")),
    )
    _purchases()
    op.create_table(
        "register_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sqlmodel.AutoString(length=7), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("last_purchase_id", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_register_statement_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_statement")),
    )
    op.create_index("ix_register_statement_quarter", "register_statement", ["quarter", "id"])
    for statement in (
        (GUARDS / f"0013_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _purchases() -> None:
    op.create_table(
        "mission_purchase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("is_struck", sa.Boolean(), nullable=False),
        sa.Column("category", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("item", sqlmodel.AutoString(), nullable=False),
        sa.Column("bought_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("origin", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=True),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "category IN ('launch_vehicle', 'satellite', 'launch_site', 'ttc', 'other')",
            name=op.f("ck_mission_purchase_category"),
        ),
        sa.CheckConstraint(
            "origin IN ('commercial', 'state', 'unknown')", name=op.f("ck_mission_purchase_origin")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_mission_purchase_amount_fen")),
        sa.CheckConstraint("item <> '' AND source <> ''", name=op.f("ck_mission_purchase_told")),
        sa.CheckConstraint(
            "NOT is_struck OR replaces_id IS NOT NULL", name=op.f("ck_mission_purchase_struck")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_mission_purchase_{column}")
            )
            for column, table in (
                ("mission_id", "mission"),
                ("replaces_id", "mission_purchase"),
                ("undertaking_id", "undertaking"),
                ("recorded_by", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_purchase")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_mission_purchase_replaces_id")),
    )
    for column in ("mission_id", "bought_on", "undertaking_id"):
        op.create_index(op.f(f"ix_mission_purchase_{column}"), "mission_purchase", [column])


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
