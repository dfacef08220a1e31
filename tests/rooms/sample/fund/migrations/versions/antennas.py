"""Antennas, and the role that keeps them."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "REVISION"
down_revision = "NEWEST"

ROLES = (
    "'officer', 'reviewer', 'recommender', 'decider', 'supervisor', 'finance', 'local',"
    " 'province', 'viewer', 'spacecraft', 'applicant', 'facility', 'system_administrator',"
    " 'security_administrator', 'audit_administrator', 'antenna_keeper'"
)


def upgrade() -> None:
    for table, columns in (
        (
            "antenna",
            (
                sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
                sa.Column("name", sqlmodel.AutoString(), nullable=False),
                sa.Column("diameter_cm", sa.Integer(), nullable=False),
                sa.Column("status", sqlmodel.AutoString(length=10), nullable=False),
                sa.Column("registered_on", sa.Date(), nullable=False),
                sa.Column("registered_by", sa.Integer(), nullable=True),
                sa.ForeignKeyConstraint(
                    ["registered_by"], ["person.id"], name=op.f("fk_antenna_registered_by")
                ),
                sa.UniqueConstraint("code", name=op.f("uq_antenna_code")),
            ),
        ),
        (
            "antenna_event",
            (
                sa.Column("antenna_id", sa.Integer(), nullable=False),
                sa.Column("status", sqlmodel.AutoString(length=10), nullable=False),
                sa.Column("reason", sqlmodel.AutoString(), nullable=False),
                sa.Column("recorded_on", sa.Date(), nullable=False),
                sa.Column("recorded_by", sa.Integer(), nullable=True),
                sa.ForeignKeyConstraint(
                    ["antenna_id"], ["antenna.id"], name=op.f("fk_antenna_event_antenna_id")
                ),
                sa.ForeignKeyConstraint(
                    ["recorded_by"], ["person.id"], name=op.f("fk_antenna_event_recorded_by")
                ),
            ),
        ),
    ):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            *columns,
            sa.CheckConstraint("status IN ('active', 'retired')", name=op.f(f"ck_{table}_status")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
    op.create_index(op.f("ix_antenna_event_antenna_id"), "antenna_event", ["antenna_id"])
    with op.batch_alter_table("role_assignment") as batch:
        batch.drop_constraint(op.f("ck_role_assignment_role"), type_="check")
        batch.create_check_constraint(op.f("ck_role_assignment_role"), f"role IN ({ROLES})")


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
