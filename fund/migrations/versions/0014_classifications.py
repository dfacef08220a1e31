"""When, by whom and by which rule published processes were classified: append-only. What was
classified before is kept without a day of its own.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014"
down_revision = "0016"

GUARDS = Path(__file__).parents[1] / "sql"
CATEGORIES = "'launch_vehicle', 'satellite', 'launch_site', 'ttc', 'other'"


def upgrade() -> None:
    op.create_table(
        "classification_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sqlmodel.AutoString(), nullable=False) for name in ("words", "buyer")),
        sa.Column("currency", sqlmodel.AutoString(length=3), nullable=False),
        sa.Column("category", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("processes", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            f"category IN ({CATEGORIES})", name=op.f("ck_classification_rule_category")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_classification_rule_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification_rule")),
    )
    op.create_table(
        "classification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("published_process_id", sa.Integer(), nullable=False),
        sa.Column("category", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            f"category IN ('', {CATEGORIES})", name=op.f("ck_classification_category")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_classification_{column}")
            )
            for column, table in (
                ("published_process_id", "published_process"),
                ("rule_id", "classification_rule"),
                ("recorded_by", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification")),
    )
    op.create_index("ix_classification_process", "classification", ["published_process_id", "id"])
    op.create_index(op.f("ix_classification_recorded_on"), "classification", ["recorded_on"])
    for statement in (
        (GUARDS / f"0014_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
