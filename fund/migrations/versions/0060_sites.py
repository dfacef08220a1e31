"""Launch sites with pads and capacity, launches with planned times, scrubs and outcomes, the files
lists came in by.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0060"
down_revision = "0052"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_table(
        "launch_batch",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("origin", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("launches", sa.Integer(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_why", sqlmodel.AutoString(length=300), nullable=False),
        sa.CheckConstraint(
            "(undone_on IS NULL) = (undone_why = '')", name=op.f("ck_launch_batch_undone")
        ),
        sa.CheckConstraint(
            "origin IN ('own', 'missions', 'gcat')", name=op.f("ck_launch_batch_origin")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_launch_batch_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_launch_batch_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["person.id"], name=op.f("fk_launch_batch_undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_batch")),
    )
    op.create_table(
        "launch_site",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("name_zh", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("name_en", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("country", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("region_code", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("operator", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("is_commercial", sa.Boolean(), nullable=True),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("sourced_on", sa.Date(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('land', 'sea', 'mobile')", name=op.f("ck_launch_site_kind")),
        sa.CheckConstraint("name_zh <> '' AND source <> ''", name=op.f("ck_launch_site_told")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_launch_site_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_launch_site_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_site")),
        sa.UniqueConstraint("code", name=op.f("uq_launch_site_code")),
    )
    op.create_index(op.f("ix_launch_site_country"), "launch_site", ["country"], unique=False)
    op.create_index(op.f("ix_launch_site_is_own"), "launch_site", ["is_own"], unique=False)
    op.create_table(
        "launch_pad",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("fits", sqlmodel.AutoString(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_launch_pad_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_launch_pad_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["launch_site.id"], name=op.f("fk_launch_pad_site_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_pad")),
        sa.UniqueConstraint("site_id", "code", name=op.f("uq_launch_pad_site_id_code")),
    )
    op.create_index(op.f("ix_launch_pad_site_id"), "launch_pad", ["site_id"], unique=False)
    op.create_table(
        "site_name",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_site_name_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_site_name_recorded_for")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["launch_site.id"], name=op.f("fk_site_name_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_name")),
        sa.UniqueConstraint("name", name=op.f("uq_site_name_name")),
    )
    op.create_index(op.f("ix_site_name_site_id"), "site_name", ["site_id"], unique=False)
    op.create_table(
        "capacity_statement",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("pad_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("launches", sa.Integer(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("sourced_on", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('design', 'permitted', 'achieved')", name=op.f("ck_capacity_statement_kind")
        ),
        sa.CheckConstraint("source <> ''", name=op.f("ck_capacity_statement_sourced")),
        sa.CheckConstraint(
            "confirmed_by <> recorded_by", name=op.f("ck_capacity_statement_four_eyes")
        ),
        sa.CheckConstraint("launches > 0", name=op.f("ck_capacity_statement_launches")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_capacity_statement_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["pad_id"], ["launch_pad.id"], name=op.f("fk_capacity_statement_pad_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_capacity_statement_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_capacity_statement_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["launch_site.id"], name=op.f("fk_capacity_statement_site_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_statement")),
    )
    op.create_index(
        op.f("ix_capacity_statement_site_id"), "capacity_statement", ["site_id"], unique=False
    )
    op.create_table(
        "pad_name",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pad_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["pad_id"], ["launch_pad.id"], name=op.f("fk_pad_name_pad_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_pad_name_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_pad_name_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pad_name")),
    )
    op.create_index(op.f("ix_pad_name_pad_id"), "pad_name", ["pad_id"], unique=False)
    op.create_table(
        "pad_state",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pad_id", sa.Integer(), nullable=False),
        sa.Column("state", sqlmodel.AutoString(length=14), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_pad_state_sourced")),
        sa.CheckConstraint(
            "state IN ('planned', 'building', 'commissioning', 'active', 'maintenance', 'retired')",
            name=op.f("ck_pad_state_state"),
        ),
        sa.ForeignKeyConstraint(["pad_id"], ["launch_pad.id"], name=op.f("fk_pad_state_pad_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_pad_state_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_pad_state_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pad_state")),
    )
    op.create_index(op.f("ix_pad_state_pad_id"), "pad_state", ["pad_id"], unique=False)
    op.create_table(
        "site_undertaking",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("pad_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pad_id"], ["launch_pad.id"], name=op.f("fk_site_undertaking_pad_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_site_undertaking_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_site_undertaking_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["launch_site.id"], name=op.f("fk_site_undertaking_site_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_site_undertaking_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("undertaking_id", name=op.f("pk_site_undertaking")),
    )
    op.create_index(
        op.f("ix_site_undertaking_site_id"), "site_undertaking", ["site_id"], unique=False
    )
    op.create_table(
        "launch",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("origin", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("tag", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("pad_id", sa.Integer(), nullable=True),
        sa.Column("pad_text", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("vehicle", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("flight", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("mission", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("provider", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("service", sqlmodel.AutoString(length=2), nullable=False),
        sa.Column("payloads", sa.Integer(), nullable=True),
        sa.Column("payload_kg", sa.Integer(), nullable=True),
        sa.Column("reused_flights", sa.Integer(), nullable=False),
        sa.Column("ship", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("port", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("ascent", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(origin = 'own') = (batch_id IS NULL)", name=op.f("ck_launch_batch")),
        sa.CheckConstraint("origin IN ('own', 'missions', 'gcat')", name=op.f("ck_launch_origin")),
        sa.CheckConstraint(
            "service IN ('', 'G', 'CG', 'CO', 'CX', 'C')", name=op.f("ck_launch_service")
        ),
        sa.CheckConstraint("payloads >= 0 AND reused_flights >= 0", name=op.f("ck_launch_counts")),
        sa.ForeignKeyConstraint(["batch_id"], ["launch_batch.id"], name=op.f("fk_launch_batch_id")),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_launch_delivery_id")
        ),
        sa.ForeignKeyConstraint(["pad_id"], ["launch_pad.id"], name=op.f("fk_launch_pad_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_launch_recorded_by")),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_launch_recorded_for")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["launch_site.id"], name=op.f("fk_launch_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_launch_delivery_id")),
    )
    op.create_index(op.f("ix_launch_batch_id"), "launch", ["batch_id"], unique=False)
    op.create_index(op.f("ix_launch_pad_id"), "launch", ["pad_id"], unique=False)
    op.create_index("ix_launch_shown", "launch", ["origin", "shown_on", "id"], unique=False)
    op.create_index("ix_launch_site_id", "launch", ["site_id", "shown_on"], unique=False)
    op.create_index("ix_launch_tag", "launch", ["origin", "tag", "id"], unique=False)
    op.create_index(
        "uq_launch_tag",
        "launch",
        ["origin", "tag"],
        unique=True,
        sqlite_where=sa.text("undone_on IS NULL"),
        postgresql_where=sa.text("undone_on IS NULL"),
    )
    op.create_table(
        "launch_outcome",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("precision", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("is_vague", sa.Boolean(), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("code", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("recovery", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("zone", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome <> 'pad_failure' OR lifted_at IS NULL", name=op.f("ck_launch_outcome_lift_off")
        ),
        sa.CheckConstraint(
            "outcome IN ('success', 'partial', 'failure', 'pad_failure')",
            name=op.f("ck_launch_outcome_outcome"),
        ),
        sa.CheckConstraint(
            "precision IN ('second', 'minute', 'hour', 'day', 'month', 'quarter', 'half', 'year')",
            name=op.f("ck_launch_outcome_precision"),
        ),
        sa.CheckConstraint(
            "recovery IN ('', 'recovered', 'lost')", name=op.f("ck_launch_outcome_recovery")
        ),
        sa.CheckConstraint("confirmed_by <> recorded_by", name=op.f("ck_launch_outcome_four_eyes")),
        sa.CheckConstraint("score >= 0 AND score <= 100", name=op.f("ck_launch_outcome_score")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_launch_outcome_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["launch_id"], ["launch.id"], name=op.f("fk_launch_outcome_launch_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_launch_outcome_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_launch_outcome_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_outcome")),
    )
    op.create_index(
        op.f("ix_launch_outcome_launch_id"), "launch_outcome", ["launch_id"], unique=False
    )
    op.create_table(
        "launch_scrub",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("scrubbed_on", sa.Date(), nullable=False),
        sa.Column("before_lift_off", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("words", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("recycle_hours", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('weather', 'vehicle', 'range', 'payload', 'other')",
            name=op.f("ck_launch_scrub_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["launch_id"], ["launch.id"], name=op.f("fk_launch_scrub_launch_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_launch_scrub_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_launch_scrub_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_scrub")),
    )
    op.create_index(op.f("ix_launch_scrub_launch_id"), "launch_scrub", ["launch_id"], unique=False)
    op.create_table(
        "launch_time",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("time", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("precision", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("move", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(length=300), nullable=False),
        sa.CheckConstraint(
            "move IN ('first', 'slip', 'pull_in', 'firmed', 'loosened', 'adjusted')",
            name=op.f("ck_launch_time_move"),
        ),
        sa.CheckConstraint(
            "precision IN ('second', 'minute', 'hour', 'day', 'month', 'quarter', 'half', 'year')",
            name=op.f("ck_launch_time_precision"),
        ),
        sa.ForeignKeyConstraint(
            ["launch_id"], ["launch.id"], name=op.f("fk_launch_time_launch_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_launch_time_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_launch_time_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_time")),
    )
    op.create_index(op.f("ix_launch_time_launch_id"), "launch_time", ["launch_id"], unique=False)
    for statement in (
        (GUARDS / f"{revision}_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)
