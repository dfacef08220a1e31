"""Milestones of projects abroad with what is stated of them; the list of cooperation kept apart."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0063"
down_revision = "0062"

GUARDS = Path(__file__).parents[1] / "sql"
REACHED = sa.text("reached_on IS NOT NULL")


def upgrade() -> None:
    op.create_table("cooperation_apart", *_apart(), *_recorded("cooperation_apart"))
    op.create_table(
        "cooperation_milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column("title_zh", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_cooperation_milestone_cooperation_id"),
        ),
        *_recorded("cooperation_milestone"),
    )
    op.create_index(
        op.f("ix_cooperation_milestone_cooperation_id"), "cooperation_milestone", ["cooperation_id"]
    )
    op.create_table(
        "cooperation_milestone_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_cooperation_milestone_state_sourced")),
        sa.ForeignKeyConstraint(
            ["milestone_id"],
            ["cooperation_milestone.id"],
            name=op.f("fk_cooperation_milestone_state_milestone_id"),
        ),
        *_recorded("cooperation_milestone_state"),
    )
    op.create_index(
        op.f("ix_cooperation_milestone_state_milestone_id"),
        "cooperation_milestone_state",
        ["milestone_id"],
    )
    op.create_index(
        "uq_cooperation_milestone_reached",
        "cooperation_milestone_state",
        ["milestone_id"],
        unique=True,
        sqlite_where=REACHED,
        postgresql_where=REACHED,
    )
    for statement in (
        (GUARDS / f"{revision}_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _apart() -> list[Any]:
    fields = "'remote_sensing', 'communication', 'navigation', 'ground_segment', 'meteorology'"
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("title_zh", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("regions", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("field", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("partners", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.CheckConstraint(
            f"field IN ({fields}, 'disaster', 'training', 'data_sharing')",
            name=op.f("ck_cooperation_apart_field"),
        ),
        sa.CheckConstraint(
            "regions <> '' AND title_zh <> '' AND source <> ''",
            name=op.f("ck_cooperation_apart_told"),
        ),
        sa.UniqueConstraint("code", name=op.f("uq_cooperation_apart_code")),
    ]


def _recorded(table: str) -> list[Any]:
    return [
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_{table}_{name}"))
            for name in ("recorded_by", "recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
