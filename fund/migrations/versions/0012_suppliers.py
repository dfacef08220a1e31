"""The two flags of organisations, append-only; which organisations are one; how many bids each
made.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

import fund.columns

revision = "0012"
down_revision = "0011"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_table(
        "organisation_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("mark", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("is_set", sa.Boolean(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "mark IN ('commercial', 'central_project')", name=op.f("ck_organisation_mark_mark")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_organisation_mark_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["on_behalf_of"], ["person.id"], name=op.f("fk_organisation_mark_on_behalf_of")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_mark_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_mark")),
    )
    op.create_index(
        "ix_organisation_mark_latest", "organisation_mark", ["organisation_id", "mark", "id"]
    )
    _merges()
    op.create_table(
        "bid_count",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("bids", sa.Integer(), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_bid_count_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_bid_count")),
    )
    op.execute(
        "INSERT INTO bid_count SELECT organisation_id, count(*), sum(CASE WHEN is_winner THEN 1"
        " ELSE 0 END) FROM bid GROUP BY organisation_id"
    )
    for statement in (
        (GUARDS / f"0012_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _merges() -> None:
    standing = sa.text("outcome <> 'rejected'")
    op.create_table(
        "organisation_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_for", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("why", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('open', 'merged', 'rejected')", name=op.f("ck_organisation_merge_outcome")
        ),
        sa.CheckConstraint(
            "decided_by <> proposed_by", name=op.f("ck_organisation_merge_four_eyes")
        ),
        sa.CheckConstraint("organisation_id <> kept_id", name=op.f("ck_organisation_merge_two")),
        *(
            sa.ForeignKeyConstraint(
                [name], ["person.id"], name=op.f(f"fk_organisation_merge_{name}")
            )
            for name in ("decided_by", "proposed_by", "proposed_for")
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], ["organisation.id"], name=op.f(f"fk_organisation_merge_{name}")
            )
            for name in ("kept_id", "organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_merge")),
    )
    op.create_index(op.f("ix_organisation_merge_kept_id"), "organisation_merge", ["kept_id"])
    op.create_index(
        "uq_organisation_merge_standing",
        "organisation_merge",
        ["organisation_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
