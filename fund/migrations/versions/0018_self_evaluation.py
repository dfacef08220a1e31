"""Performance self-evaluation: a programme's year with its indicators; what is approved never
changes.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

import fund.columns

revision = "0018"
down_revision = "0017"

GUARDS = Path(__file__).parents[1] / "sql"
SECONDS = (
    "quantity",
    "quality",
    "timeliness",
    "cost",
    "economic_cost",
    "social_cost",
    "ecological_cost",
    "economic",
    "social",
    "ecological",
    "sustained",
    "served",
)


def upgrade() -> None:
    _evaluation()
    _rows()
    op.create_table(
        "evaluation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_evaluation_event_{column}")
            )
            for column, table in (
                ("evaluation_id", "evaluation"),
                ("actor_id", "person"),
                ("on_behalf_of", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_event")),
    )
    op.create_index(
        op.f("ix_evaluation_event_evaluation_id"), "evaluation_event", ["evaluation_id"]
    )
    for statement in (
        (GUARDS / f"0018_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _evaluation() -> None:
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("scheme", sqlmodel.AutoString(length=20), nullable=False),
        *(
            sa.Column(name, sqlmodel.AutoString(), nullable=False)
            for name in ("department", "unit", "goal", "outcome")
        ),
        sa.Column("status", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        *(
            sa.Column(name, sa.BigInteger(), nullable=True)
            for name in ("initial_fen", "adjusted_fen", "executed_fen", "carried_fen")
        ),
        sa.Column("is_spread", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'approved')", name=op.f("ck_evaluation_status")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_evaluation_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint(
            "programme_id", "fiscal_year", name=op.f("uq_evaluation_programme_id_fiscal_year")
        ),
    )


def _rows() -> None:
    words = ", ".join(f"'{word}'" for word in SECONDS)
    op.create_table(
        "evaluation_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sqlmodel.AutoString(length=20), nullable=False)
            for name in ("level", "second")
        ),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("operator", sqlmodel.AutoString(length=4), nullable=False),
        sa.Column("points", fund.columns.Exact(), nullable=False),
        sa.Column("goal", fund.columns.Exact(), nullable=True),
        *(sa.Column(name, sqlmodel.AutoString(), nullable=False) for name in ("unit", "expected")),
        sa.Column("actual", fund.columns.Exact(), nullable=True),
        sa.Column("reached", sqlmodel.AutoString(), nullable=False),
        sa.Column("band", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("percent", fund.columns.Exact(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("linked", sqlmodel.AutoString(length=80), nullable=False),
        sa.CheckConstraint(
            "level IN ('cost', 'output', 'benefit', 'satisfaction')",
            name=op.f("ck_evaluation_row_level"),
        ),
        sa.CheckConstraint(f"second IN ({words})", name=op.f("ck_evaluation_row_second")),
        sa.CheckConstraint(
            "operator IN ('>=', '=', '<=', 'band')", name=op.f("ck_evaluation_row_operator")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_evaluation_row_evaluation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_row")),
        sa.UniqueConstraint(
            "evaluation_id", "position", name=op.f("uq_evaluation_row_evaluation_id_position")
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
