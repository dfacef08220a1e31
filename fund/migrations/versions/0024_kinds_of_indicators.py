"""What kind of number an indicator is and how it is put together, when its definition changed,
parts of observations, and what a frozen forecast rests on.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0024"
down_revision = "0023"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    for statement in (
        (
            "ALTER TABLE indicator ADD COLUMN kind VARCHAR(8) DEFAULT 'level' NOT NULL CONSTRAINT"
            " ck_indicator_kind CHECK (kind IN ('level', 'count', 'share', 'money'))"
        ),
        (
            "ALTER TABLE indicator ADD COLUMN aggregation VARCHAR(8) DEFAULT 'latest' NOT NULL"
            " CONSTRAINT ck_indicator_aggregation CHECK (aggregation IN ('latest', 'sum', 'max',"
            " 'ratio'))"
        ),
        "ALTER TABLE indicator ADD COLUMN plan_line VARCHAR(40) DEFAULT '' NOT NULL",
        (
            "ALTER TABLE indicator_measure ADD COLUMN weight INTEGER DEFAULT 1 NOT NULL CONSTRAINT"
            " ck_indicator_measure_weight CHECK (weight >= 1)"
        ),
        "ALTER TABLE observation ADD COLUMN numerator VARCHAR(40)",
        "ALTER TABLE observation ADD COLUMN denominator VARCHAR(40)",
        (
            "ALTER TABLE observation ADD COLUMN undertaking_id INTEGER CONSTRAINT"
            " fk_observation_undertaking_id REFERENCES undertaking (id)"
        ),
        *(
            f"ALTER TABLE issued_forecast ADD COLUMN {name} VARCHAR(40)"
            for name in ("low", "median", "high")
        ),
        "ALTER TABLE issued_forecast ADD COLUMN nature VARCHAR(20) DEFAULT 'level/latest' NOT NULL",
        "ALTER TABLE issued_forecast ADD COLUMN points INTEGER DEFAULT 0 NOT NULL",
        "ALTER TABLE issued_forecast ADD COLUMN levers VARCHAR DEFAULT '' NOT NULL",
        "ALTER TABLE issued_forecast ADD COLUMN seed VARCHAR(16) DEFAULT '' NOT NULL",
        "ALTER TABLE issued_forecast ADD COLUMN inputs VARCHAR(64) DEFAULT '' NOT NULL",
    ):
        op.get_bind().exec_driver_sql(statement)
    op.create_table(
        "indicator_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicator.code"], name=op.f("fk_indicator_change_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_indicator_change_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_change")),
    )
    op.create_index(op.f("ix_indicator_change_indicator"), "indicator_change", ["indicator"])
    for statement in (
        (GUARDS / f"0024_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
