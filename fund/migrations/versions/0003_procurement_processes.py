"""Procurement processes: bids, events, the contracts they led to, the terms a search begins with,
counts by stage.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

import fund.columns

revision = "0003"
down_revision = "0002"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    _tables()
    guards = (GUARDS / f"0003_{op.get_bind().dialect.name}.sql").read_text("utf-8")
    for statement in guards.split("\n--\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)


def _tables() -> None:
    op.create_table(
        "process_count",
        sa.Column("status", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("category", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("processes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("status", "category", name=op.f("pk_process_count")),
    )
    op.create_table(
        "procurement_process",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ocid", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("category", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("method", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("rationale", sqlmodel.AutoString(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("region_code", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("currency", sqlmodel.AutoString(length=3), nullable=False),
        sa.Column("estimate_fen", sa.BigInteger(), nullable=False),
        sa.Column("is_framework", sa.Boolean(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("award_criteria", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("closes_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("mission_code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "award_criteria IN ('priceOnly', 'costOnly', 'qualityOnly', 'ratedCriteria')",
            name=op.f("ck_procurement_process_award_criteria"),
        ),
        sa.CheckConstraint(
            "category IN ('launch_vehicle', 'satellite', 'launch_site', 'ttc', 'other')",
            name=op.f("ck_procurement_process_category"),
        ),
        sa.CheckConstraint(
            "method IN ('open_tender', 'invited_tender', 'competitive_negotiation',"
            " 'competitive_consultation', 'single_source', 'inquiry', 'framework',"
            " 'cooperative_innovation')",
            name=op.f("ck_procurement_process_method"),
        ),
        sa.CheckConstraint(
            "status IN ('planned', 'tendering', 'evaluation', 'awarded', 'contracted', 'cancelled',"
            " 'unsuccessful')",
            name=op.f("ck_procurement_process_status"),
        ),
        sa.CheckConstraint(
            "NOT (is_framework AND framework_id IS NOT NULL)",
            name=op.f("ck_procurement_process_framework"),
        ),
        sa.CheckConstraint("estimate_fen > 0", name=op.f("ck_procurement_process_estimate")),
        sa.CheckConstraint(
            "is_framework = (ends_on IS NOT NULL)", name=op.f("ck_procurement_process_ends")
        ),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["procurement_process.id"],
            name=op.f("fk_procurement_process_framework_id"),
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["line.id"], name=op.f("fk_procurement_process_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procurement_process")),
        sa.UniqueConstraint("code", name=op.f("uq_procurement_process_code")),
        sa.UniqueConstraint("ocid", name=op.f("uq_procurement_process_ocid")),
    )
    op.create_index(
        "ix_procurement_process_both",
        "procurement_process",
        ["status", "category", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_procurement_process_ends_on"), "procurement_process", ["ends_on"], unique=False
    )
    op.create_index(
        op.f("ix_procurement_process_framework_id"),
        "procurement_process",
        ["framework_id"],
        unique=False,
    )
    op.create_index(
        "ix_procurement_process_kind", "procurement_process", ["category", "id"], unique=False
    )
    op.create_index(
        op.f("ix_procurement_process_line_id"), "procurement_process", ["line_id"], unique=False
    )
    op.create_index(
        op.f("ix_procurement_process_mission_code"),
        "procurement_process",
        ["mission_code"],
        unique=False,
    )
    op.create_index(
        "ix_procurement_process_stage", "procurement_process", ["status", "id"], unique=False
    )
    op.create_table(
        "bid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("currency", sqlmodel.AutoString(length=3), nullable=False),
        sa.Column("received_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("is_winner", sa.Boolean(), nullable=False),
        sa.Column("is_small_entity", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("NOT is_winner OR status = 'valid'", name=op.f("ck_bid_winner")),
        sa.CheckConstraint("status <> 'disqualified' OR reason <> ''", name=op.f("ck_bid_reason")),
        sa.CheckConstraint(
            "status IN ('pending', 'valid', 'disqualified', 'withdrawn')",
            name=op.f("ck_bid_status"),
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_bid_amount")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_bid_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["procurement_process.id"], name=op.f("fk_bid_process_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bid")),
    )
    op.create_index(op.f("ix_bid_organisation_id"), "bid", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_bid_process_id"), "bid", ["process_id"], unique=False)
    op.create_table(
        "process_term",
        sa.Column(
            "term",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["procurement_process.id"], name=op.f("fk_process_term_process_id")
        ),
        sa.PrimaryKeyConstraint("term", "process_id", name=op.f("pk_process_term")),
    )
    op.create_table(
        "procurement_process_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_procurement_process_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["on_behalf_of"], ["person.id"], name=op.f("fk_procurement_process_event_on_behalf_of")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["procurement_process.id"],
            name=op.f("fk_procurement_process_event_process_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procurement_process_event")),
    )
    op.create_index(
        "ix_procurement_process_event_hand",
        "procurement_process_event",
        ["process_id", "kind"],
        unique=False,
    )
    op.create_table(
        "process_contract",
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_process_contract_bid_id")),
        sa.ForeignKeyConstraint(
            ["process_id"], ["procurement_process.id"], name=op.f("fk_process_contract_process_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_process_contract_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("undertaking_id", name=op.f("pk_process_contract")),
    )
    op.create_index(
        op.f("ix_process_contract_process_id"), "process_contract", ["process_id"], unique=False
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
