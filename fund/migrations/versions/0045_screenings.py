"""Screenings of catalogues of elements with what they came upon, and alerts to the authority by
three people. What was kept and written is never changed.
"""

from pathlib import Path

import fund.columns
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0045"
down_revision = "0044"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    _element_catalogue()
    _screening_run()
    _screening_part()
    _screening_hit()
    _debris_alert()
    for statement in (
        (GUARDS / f"{revision}_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _element_catalogue() -> None:
    op.create_table(
        "element_catalogue",
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("file_name", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("form", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("odd", sa.Integer(), nullable=False),
        sa.Column("oldest_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("newest_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_element_catalogue")),
    )


def _screening_run() -> None:
    op.create_table(
        "screening_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("starts_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("numbers", sqlmodel.AutoString(), nullable=False),
        sa.Column("missing", sqlmodel.AutoString(), nullable=False),
        sa.Column("too_old", sa.Integer(), nullable=False),
        sa.Column("begun_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["begun_by"], ["person.id"], name=op.f("fk_screening_run_begun_by")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["element_catalogue.sha256"], name=op.f("fk_screening_run_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_run")),
    )
    op.create_index("ix_screening_run_sha256", "screening_run", ["sha256", "id"], unique=False)


def _screening_part() -> None:
    op.create_table(
        "screening_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("positions", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("done_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["screening_run.id"], name=op.f("fk_screening_part_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_part")),
        sa.UniqueConstraint("run_id", "part", name=op.f("uq_screening_part_run_id_part")),
    )


def _screening_hit() -> None:
    op.create_table(
        "screening_hit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("spacecraft_id", sa.Integer(), nullable=False),
        sa.Column("number", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("name", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("miss_mm", sa.BigInteger(), nullable=False),
        sa.Column("speed_mm_s", sa.BigInteger(), nullable=False),
        sa.Column("own_age_days", sa.String(length=32), nullable=False),
        sa.Column("other_age_days", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["screening_run.id"], name=op.f("fk_screening_hit_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["spacecraft_id"], ["spacecraft.id"], name=op.f("fk_screening_hit_spacecraft_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_hit")),
    )
    op.create_index("ix_screening_hit_run", "screening_hit", ["run_id", "miss_mm"], unique=False)
    op.create_index(
        op.f("ix_screening_hit_spacecraft_id"), "screening_hit", ["spacecraft_id"], unique=False
    )


def _debris_alert() -> None:
    op.create_table(
        "debris_alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("cdm_message_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("impact_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("impact_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("guidance_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("guidance_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("national_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("national_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("informed_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("informed_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("written_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("checked_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("why", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('drafted', 'vetted', 'cleared', 'returned')",
            name=op.f("ck_debris_alert_outcome"),
        ),
        sa.CheckConstraint("checked_by <> written_by", name=op.f("ck_debris_alert_two")),
        sa.CheckConstraint(
            "decided_by <> written_by AND decided_by <> checked_by",
            name=op.f("ck_debris_alert_three"),
        ),
        sa.CheckConstraint("level BETWEEN 0 AND 3", name=op.f("ck_debris_alert_level")),
        sa.ForeignKeyConstraint(
            ["cdm_message_id"], ["cdm_message.id"], name=op.f("fk_debris_alert_cdm_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["person.id"], name=op.f("fk_debris_alert_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_debris_alert_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["conjunction_event.id"], name=op.f("fk_debris_alert_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_debris_alert_written_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debris_alert")),
    )
    op.create_index(op.f("ix_debris_alert_event_id"), "debris_alert", ["event_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
