"""What contracts delivered, in the figures of their category: append-only."""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"

GUARDS = Path(__file__).parents[1] / "sql"
ORBITS = "'', 'leo', 'sso', 'meo', 'gto', 'geo', 'beyond', 'suborbital'"
COUNTS = ("mass_kg", "quantity", "hours", "data_gb")


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("item", sqlmodel.AutoString(), nullable=False),
        sa.Column("orbit", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("mass_kg", sa.Integer(), nullable=True),
        sa.Column("is_reused", sa.Boolean(), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("in_orbit", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("data_gb", sa.Integer(), nullable=True),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"orbit IN ({ORBITS})", name=op.f("ck_delivery_orbit")),
        sa.CheckConstraint(
            "outcome IN ('', 'success', 'partial', 'failure')", name=op.f("ck_delivery_outcome")
        ),
        sa.CheckConstraint("item <> ''", name=op.f("ck_delivery_item")),
        *(sa.CheckConstraint(f"{name} > 0", name=op.f(f"ck_delivery_{name}")) for name in COUNTS),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_delivery_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["delivery.id"], name=op.f("fk_delivery_replaces_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_delivery_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_delivery_replaces_id")),
    )
    op.create_index(op.f("ix_delivery_undertaking_id"), "delivery", ["undertaking_id"])
    for statement in (
        (GUARDS / f"0011_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
