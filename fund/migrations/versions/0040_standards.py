"""The register of standards: texts, what became of each, what each replaces and adopts, which
are merged.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0040"
down_revision = "0039"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    _standard()
    _standard_event()
    _standard_adoption()
    _standard_replacement()
    _standard_merging()
    for statement in (
        (GUARDS / f"{revision}_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _standard() -> None:
    op.create_table(
        "standard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("family", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("level", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("prefix", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("is_mandatory", sa.Boolean(), nullable=True),
        sa.Column("status", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("stage", sqlmodel.AutoString(length=5), nullable=False),
        sa.Column("own_word", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_precision", sqlmodel.AutoString(length=5), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("effective_precision", sqlmodel.AutoString(length=5), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_precision", sqlmodel.AutoString(length=5), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_precision", sqlmodel.AutoString(length=5), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("review_precision", sqlmodel.AutoString(length=5), nullable=False),
        sa.Column("ics", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("ccs", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("committee", sqlmodel.AutoString(), nullable=False),
        sa.Column("drafting_units", sqlmodel.AutoString(), nullable=False),
        sa.Column("field", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("step", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("side", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("text_language", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("link", sqlmodel.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "level IN ('national', 'sector', 'group', 'local', 'enterprise', 'international')",
            name=op.f("ck_standard_level"),
        ),
        sa.CheckConstraint(
            "status <> 'in_force' OR withdrawn_on IS NULL", name=op.f("ck_standard_in_force")
        ),
        sa.CheckConstraint(
            "status IN ('drafting', 'given_up', 'upcoming', 'in_force', 'superseded',"
            " 'abolished', 'historical')",
            name=op.f("ck_standard_status"),
        ),
        sa.CheckConstraint(
            "review_precision IN ('', 'day', 'month', 'year') AND (review_on IS NULL) ="
            " (review_precision = '')",
            name=op.f("ck_standard_review"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_standard_recorded_by")
        ),
        sa.CheckConstraint(
            "effective_precision IN ('', 'day', 'month', 'year') AND (effective_on IS NULL)"
            " = (effective_precision = '')",
            name=op.f("ck_standard_effective"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
        sa.CheckConstraint(
            "step IN ('', 'design', 'manufacture', 'test', 'launch', 'operation',"
            " 'disposal', 'general')",
            name=op.f("ck_standard_step"),
        ),
        sa.CheckConstraint(
            "confirmed_precision IN ('', 'day', 'month', 'year') AND (confirmed_on IS NULL)"
            " = (confirmed_precision = '')",
            name=op.f("ck_standard_confirmed"),
        ),
        sa.CheckConstraint("number <> '' AND source <> ''", name=op.f("ck_standard_told")),
        sa.UniqueConstraint("number", name=op.f("uq_standard_number")),
        sa.CheckConstraint(
            "field IN ('', 'launch_vehicle', 'spacecraft', 'launch_site', 'ground',"
            " 'debris', 'application', 'management')",
            name=op.f("ck_standard_field"),
        ),
        sa.CheckConstraint(
            "issued_precision IN ('', 'day', 'month', 'year') AND (issued_on IS NULL) ="
            " (issued_precision = '')",
            name=op.f("ck_standard_issued"),
        ),
        sa.CheckConstraint(
            "withdrawn_precision IN ('', 'day', 'month', 'year') AND (withdrawn_on IS NULL)"
            " = (withdrawn_precision = '')",
            name=op.f("ck_standard_withdrawn"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_standard_recorded_for")
        ),
        sa.CheckConstraint("upper(number) NOT LIKE 'GJB%'", name=op.f("ck_standard_open")),
        sa.CheckConstraint(
            "side IN ('', 'civil', 'commercial', 'both')", name=op.f("ck_standard_side")
        ),
    )
    op.create_index("ix_standard_covers", "standard", ["field", "step", "status"])
    op.create_index("ix_standard_family", "standard", ["family", "edition"])
    op.create_index("ix_standard_issued", "standard", ["issued_on", "id"])
    op.create_index("ix_standard_review", "standard", ["review_on", "id"])
    op.create_index("ix_standard_status_number", "standard", ["status", "number", "id"])


def _standard_event() -> None:
    op.create_table(
        "standard_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("act", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("verdict", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('drafting', 'given_up', 'upcoming', 'in_force', 'superseded',"
            " 'abolished', 'historical')",
            name=op.f("ck_standard_event_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_event")),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_standard_event_recorded_for")
        ),
        sa.CheckConstraint("source <> ''", name=op.f("ck_standard_event_told")),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_standard_event_standard_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_standard_event_recorded_by")
        ),
    )
    op.create_index("ix_standard_event_standard_id", "standard_event", ["standard_id"])


def _standard_adoption() -> None:
    op.create_table(
        "standard_adoption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("adopted", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("adopted_family", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("adopted_edition", sa.Integer(), nullable=False),
        sa.Column("degree", sqlmodel.AutoString(length=3), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.UniqueConstraint(
            "standard_id", "adopted", name=op.f("uq_standard_adoption_standard_id_adopted")
        ),
        sa.CheckConstraint(
            "degree IN ('', 'IDT', 'MOD', 'NEQ')", name=op.f("ck_standard_adoption_degree")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_adoption")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_standard_adoption_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_standard_adoption_standard_id")
        ),
    )
    op.create_index("ix_standard_adoption_adopted", "standard_adoption", ["adopted"])


def _standard_replacement() -> None:
    op.create_table(
        "standard_replacement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("older", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("newer", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("said_by", sqlmodel.AutoString(length=5), nullable=False),
        sa.Column("extent", sqlmodel.AutoString(length=5), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "said_by IN ('older', 'newer')", name=op.f("ck_standard_replacement_said_by")
        ),
        sa.CheckConstraint("older <> newer", name=op.f("ck_standard_replacement_two")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_standard_replacement_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_replacement")),
        sa.UniqueConstraint(
            "older", "newer", "said_by", name=op.f("uq_standard_replacement_older_newer_said_by")
        ),
        sa.CheckConstraint(
            "extent IN ('whole', 'part')", name=op.f("ck_standard_replacement_extent")
        ),
    )
    op.create_index("ix_standard_replacement_newer", "standard_replacement", ["newer"])


def _standard_merging() -> None:
    op.create_table(
        "standard_merging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("subject", sqlmodel.AutoString(), nullable=False),
        sa.Column("verdict", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("words", sqlmodel.AutoString(), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_for", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("why", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_merging")),
        sa.ForeignKeyConstraint(
            ["other_id"], ["standard.id"], name=op.f("fk_standard_merging_other_id")
        ),
        sa.ForeignKeyConstraint(
            ["one_id"], ["standard.id"], name=op.f("fk_standard_merging_one_id")
        ),
        sa.CheckConstraint(
            "verdict IN ('identical', 'differs', 'one_goes', 'merged')",
            name=op.f("ck_standard_merging_verdict"),
        ),
        sa.CheckConstraint(
            "outcome IN ('open', 'confirmed', 'rejected')", name=op.f("ck_standard_merging_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_standard_merging_proposed_by")
        ),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_standard_merging_four_eyes")),
        sa.CheckConstraint(
            "(outcome = 'open') = (decided_on IS NULL)", name=op.f("ck_standard_merging_decided")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_standard_merging_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_for"], ["person.id"], name=op.f("fk_standard_merging_proposed_for")
        ),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_standard_merging_two")),
    )
    op.create_index("ix_standard_merging_other_id", "standard_merging", ["other_id"])
    op.create_index(
        "uq_standard_merging_open",
        "standard_merging",
        ["one_id", "other_id"],
        unique=True,
        sqlite_where=sa.text("outcome = 'open'"),
        postgresql_where=sa.text("outcome = 'open'"),
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
