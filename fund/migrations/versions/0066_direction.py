"""Evaluation of direction: years with what was stated, promised and approved, the scheme they are
scored by; what a holding is, as it counts there.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

import fund.columns

revision = "0066"
down_revision = "0065"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    _direction()
    _direction_scheme()
    _direction_event()
    _direction_statement()
    _direction_figure()
    _holding_mark()
    name = f"0066_{op.get_bind().dialect.name}.sql"
    for statement in (GUARDS / name).read_text("utf-8").split("\n--\n"):
        op.get_bind().exec_driver_sql(statement)


def _direction() -> None:
    op.create_table(
        "direction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'approved')", name=op.f("ck_direction_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_direction")),
        sa.UniqueConstraint("fiscal_year", name=op.f("uq_direction_fiscal_year")),
    )


def _direction_scheme() -> None:
    op.create_table(
        "direction_scheme",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(length=300), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_direction_scheme_reason")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_direction_scheme_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_direction_scheme_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_direction_scheme")),
    )


def _direction_event() -> None:
    op.create_table(
        "direction_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("direction_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(length=500), nullable=False),
        sa.Column("signatory", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.CheckConstraint(
            "(kind = 'promise_direction') = (signatory <> '' AND sha256 IS NOT NULL)",
            name=op.f("ck_direction_event_signed"),
        ),
        sa.CheckConstraint(
            "kind IN ('begin_direction', 'state_direction', 'promise_direction',"
            " 'approve_direction', 'return_direction')",
            name=op.f("ck_direction_event_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_direction_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["direction_id"], ["direction.id"], name=op.f("fk_direction_event_direction_id")
        ),
        sa.ForeignKeyConstraint(
            ["on_behalf_of"], ["person.id"], name=op.f("fk_direction_event_on_behalf_of")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_direction_event_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_direction_event")),
    )
    op.create_index(
        op.f("ix_direction_event_direction_id"), "direction_event", ["direction_id"], unique=False
    )


def _direction_statement() -> None:
    op.create_table(
        "direction_statement",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("direction_id", sa.Integer(), nullable=False),
        sa.Column("part", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("value", fund.columns.Exact(length=40), nullable=True),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.CheckConstraint("source <> ''", name=op.f("ck_direction_statement_sourced")),
        sa.ForeignKeyConstraint(
            ["direction_id"], ["direction.id"], name=op.f("fk_direction_statement_direction_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_direction_statement_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_direction_statement_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_direction_statement_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_direction_statement")),
    )
    op.create_index(
        op.f("ix_direction_statement_direction_id"),
        "direction_statement",
        ["direction_id"],
        unique=False,
    )


def _direction_figure() -> None:
    op.create_table(
        "direction_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("part", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("value", fund.columns.Exact(length=40), nullable=False),
        sa.Column("part_fen", sa.BigInteger(), nullable=True),
        sa.Column("whole_fen", sa.BigInteger(), nullable=True),
        sa.Column("points", fund.columns.Exact(length=40), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["direction_event.id"], name=op.f("fk_direction_figure_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["direction_statement.id"],
            name=op.f("fk_direction_figure_statement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_direction_figure")),
        sa.UniqueConstraint("event_id", "part", name=op.f("uq_direction_figure_event_id_part")),
    )


def _holding_mark() -> None:
    op.create_table(
        "holding_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("field", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_early", sa.Boolean(), nullable=False),
        sa.Column("term_ends_on", sa.Date(), nullable=True),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "field IN ('launch', 'spacecraft', 'ground', 'sites', 'application', 'frontier',"
            " 'other')",
            name=op.f("ck_holding_mark_field"),
        ),
        sa.CheckConstraint("source <> ''", name=op.f("ck_holding_mark_sourced")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_holding_mark_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_holding_mark_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_holding_mark_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding_mark")),
    )
    op.create_index(
        op.f("ix_holding_mark_undertaking_id"), "holding_mark", ["undertaking_id"], unique=False
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
