"""The first schema: people, audit, plan, ledger, milestones, grants, contracts, published records,
targets, reports.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

import fund.columns

revision = "0001"
down_revision = None

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    _tables()
    guards = (GUARDS / f"guards_{op.get_bind().dialect.name}.sql").read_text("utf-8")
    for statement in guards.split("\n--\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)


def _tables() -> None:
    op.create_table(
        "area",
        sa.Column("code", sqlmodel.AutoString(length=4), nullable=False),
        sa.Column("title_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("hash", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("algorithm", sqlmodel.AutoString(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "due_total",
        sa.Column("cut", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("key", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("grain", sqlmodel.AutoString(length=5), nullable=False),
        sa.Column("due_grain", sqlmodel.AutoString(length=5), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "cut",
            "key",
            "kind",
            "grain",
            "due_grain",
            "due_on",
            "starts_on",
            name=op.f("pk_due_total"),
        ),
    )
    op.create_table(
        "indicator",
        sa.Column("code", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("name_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("name_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("unit_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("unit_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("direction", sqlmodel.AutoString(length=10), nullable=False),
        sa.CheckConstraint(
            "direction IN ('at_least', 'at_most')", name=op.f("ck_indicator_direction")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_indicator")),
    )
    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("identifier", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("region_code", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("is_commercial", sa.Boolean(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("scheme", "identifier", name=op.f("uq_organisation_scheme_identifier")),
    )
    op.create_index(op.f("ix_organisation_name"), "organisation", ["name"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("name", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("email", sqlmodel.AutoString(length=254), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("added_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "published_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sqlmodel.AutoString(length=250), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_grant")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_published_grant_grant_id")),
    )
    op.create_table(
        "published_process",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ocid", sqlmodel.AutoString(length=250), nullable=False),
        sa.Column("category", sqlmodel.AutoString(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "category IN ('launch_vehicle', 'satellite', 'launch_site', 'ttc', 'other')",
            name=op.f("ck_published_process_category"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_process")),
        sa.UniqueConstraint("ocid", name=op.f("uq_published_process_ocid")),
    )
    op.create_table(
        "region",
        sa.Column("code", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("name_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("name_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("short_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("short_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_table(
        "stored_outcome",
        sa.Column("key", sqlmodel.AutoString(length=255), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("request", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("result", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", fund.columns.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_stored_outcome")),
    )
    op.create_table(
        "total",
        sa.Column("cut", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("key", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("grain", sqlmodel.AutoString(length=5), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("appropriated_fen", sa.BigInteger(), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.Column("obligated_fen", sa.BigInteger(), nullable=False),
        sa.Column("accepted_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("returned_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "cut", "key", "grain", "starts_on", "line_id", name=op.f("pk_total")
        ),
    )
    op.create_index(
        "ix_total_line", "total", ["line_id", "cut", "grain", "starts_on"], unique=False
    )
    op.create_table(
        "attachment",
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("file_name", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("media_type", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("kept_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["kept_by"], ["person.id"], name=op.f("fk_attachment_kept_by")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachment")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("act", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("subject", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("subject_id", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("hash", sqlmodel.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_audit_entry_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_table(
        "closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sqlmodel.AutoString(length=7), nullable=False),
        sa.Column("found", sqlmodel.AutoString(), nullable=False),
        sa.Column("note", sqlmodel.AutoString(), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("prepared_by", sa.Integer(), nullable=True),
        sa.Column("prepared_for", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closed_by <> prepared_by", name=op.f("ck_closing_four_eyes")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_closing_closed_by")),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["person.id"], name=op.f("fk_closing_prepared_by")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_for"], ["person.id"], name=op.f("fk_closing_prepared_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
    )
    op.create_index(op.f("ix_closing_period"), "closing", ["period"], unique=False)
    op.create_index(
        "uq_closing_closed",
        "closing",
        ["period"],
        unique=True,
        sqlite_where=sa.text("closed_on IS NOT NULL"),
        postgresql_where=sa.text("closed_on IS NOT NULL"),
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("role", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("scope", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("delegated_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_delegation_days")),
        sa.CheckConstraint("to_id <> from_id", name=op.f("ck_delegation_two")),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name=op.f("fk_delegation_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_delegation_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_from_id"), "delegation", ["from_id"], unique=False)
    op.create_index(op.f("ix_delegation_to_id"), "delegation", ["to_id"], unique=False)
    op.create_table(
        "import_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("issues", sqlmodel.AutoString(), nullable=False),
        sa.Column("imported_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_import_file_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
    )
    op.create_index(
        op.f("ix_import_file_imported_at"), "import_file", ["imported_at"], unique=False
    )
    op.create_index(op.f("ix_import_file_sha256"), "import_file", ["sha256"], unique=False)
    op.create_table(
        "measure",
        sa.Column("key", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("area", sqlmodel.AutoString(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("title_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("wording", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["area"], ["area.code"], name=op.f("fk_measure_area")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_measure")),
    )
    op.create_index(op.f("ix_measure_area"), "measure", ["area"], unique=False)
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("records", sa.Text(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("grants", sa.Integer(), nullable=False),
        sa.Column("contracts", sa.Integer(), nullable=False),
        sa.Column("tranches", sa.Integer(), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("uploaded_for", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'approved', 'rejected')", name=op.f("ck_opening_status")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_opening_decided_by")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["person.id"], name=op.f("fk_opening_uploaded_by")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_for"], ["person.id"], name=op.f("fk_opening_uploaded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
    )
    op.create_index(op.f("ix_opening_sha256"), "opening", ["sha256"], unique=False)
    op.create_table(
        "reminder_sent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("stage", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('milestone', 'tranche', 'evidence', 'payment', 'waiver', 'amendment',"
            " 'decision', 'award', 'opening', 'call')",
            name=op.f("ck_reminder_sent_kind"),
        ),
        sa.CheckConstraint("stage IN ('overdue', 'due_soon')", name=op.f("ck_reminder_sent_stage")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reminder_sent_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_sent")),
        sa.UniqueConstraint(
            "person_id",
            "kind",
            "item_id",
            "anchor_on",
            "stage",
            "sent_on",
            name=op.f("uq_reminder_sent_person_id_kind_item_id_anchor_on_stage_sent_on"),
        ),
    )
    op.create_table(
        "role_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("scope", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("assigned_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("revoked_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('officer', 'reviewer', 'recommender', 'decider', 'supervisor', 'finance',"
            " 'local', 'province', 'viewer', 'system_administrator', 'security_administrator',"
            " 'audit_administrator')",
            name=op.f("ck_role_assignment_role"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_assignment_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignment")),
    )
    op.create_index(
        op.f("ix_role_assignment_person_id"), "role_assignment", ["person_id"], unique=False
    )
    op.create_index(
        "uq_role_assignment_held",
        "role_assignment",
        ["person_id", "role", "scope"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("page", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("title", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("query", sqlmodel.AutoString(length=500), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("dropped_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index(op.f("ix_saved_view_page"), "saved_view", ["page"], unique=False)
    op.create_index(op.f("ix_saved_view_person_id"), "saved_view", ["person_id"], unique=False)
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_setting_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    op.create_index(op.f("ix_setting_key"), "setting", ["key"], unique=False)
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("indicator", sqlmodel.AutoString(), nullable=False),
        sa.Column("region_code", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("place_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("place_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("baseline", fund.columns.Exact(length=40), nullable=True),
        sa.Column("baseline_year", sa.Integer(), nullable=True),
        sa.Column("operator", sqlmodel.AutoString(length=2), nullable=False),
        sa.Column("value", fund.columns.Exact(length=40), nullable=False),
        sa.Column("target_year", sa.Integer(), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("is_press_copy", sa.Boolean(), nullable=False),
        sa.Column("is_level", sa.Boolean(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("issuer", sqlmodel.AutoString(), nullable=False),
        sa.Column("document", sqlmodel.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("scope_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("scope_en", sqlmodel.AutoString(), nullable=False),
        sa.CheckConstraint(
            "operator IN ('>=', '>', '=', '~', '<=')", name=op.f("ck_target_operator")
        ),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicator.code"], name=op.f("fk_target_indicator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("code", name=op.f("uq_target_code")),
    )
    op.create_index(op.f("ix_target_indicator"), "target", ["indicator"], unique=False)
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("value", fund.columns.Exact(length=40), nullable=False),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_observation_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["target.id"], name=op.f("fk_observation_target_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index(
        "ix_observation_target", "observation", ["target_id", "recorded_on"], unique=False
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("measure", sqlmodel.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(length=20), nullable=False),
        sa.CheckConstraint(
            "source IN ('fund', 'special', 'procurement')", name=op.f("ck_programme_source")
        ),
        sa.ForeignKeyConstraint(["measure"], ["measure.key"], name=op.f("fk_programme_measure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    op.create_index(op.f("ix_programme_measure"), "programme", ["measure"], unique=False)
    op.create_table(
        "published_grant_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("published_grant_id", sa.Integer(), nullable=False),
        sa.Column("import_file_id", sa.Integer(), nullable=False),
        sa.Column("modified_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("recipient", sqlmodel.AutoString(), nullable=False),
        sa.Column("recipient_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("funder", sqlmodel.AutoString(), nullable=False),
        sa.Column("currency", sqlmodel.AutoString(length=3), nullable=False),
        sa.Column("awarded_fen", sa.BigInteger(), nullable=True),
        sa.Column("paid_fen", sa.BigInteger(), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("digest", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("current_from", sa.Date(), nullable=True),
        sa.Column("current_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_file_id"],
            ["import_file.id"],
            name=op.f("fk_published_grant_version_import_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["published_grant_id"],
            ["published_grant.id"],
            name=op.f("fk_published_grant_version_published_grant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_grant_version")),
        sa.UniqueConstraint(
            "published_grant_id",
            "digest",
            name=op.f("uq_published_grant_version_published_grant_id_digest"),
        ),
    )
    op.create_index(
        op.f("ix_published_grant_version_import_file_id"),
        "published_grant_version",
        ["import_file_id"],
        unique=False,
    )
    op.create_index(
        "uq_published_grant_version_current",
        "published_grant_version",
        ["published_grant_id"],
        unique=True,
        sqlite_where=sa.text("current_from IS NOT NULL AND current_until IS NULL"),
        postgresql_where=sa.text("current_from IS NOT NULL AND current_until IS NULL"),
    )
    op.create_table(
        "published_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("published_process_id", sa.Integer(), nullable=False),
        sa.Column("import_file_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sqlmodel.AutoString(length=250), nullable=False),
        sa.Column("released_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("tags", sqlmodel.AutoString(), nullable=False),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("buyer", sqlmodel.AutoString(), nullable=False),
        sa.Column("method", sqlmodel.AutoString(), nullable=False),
        sa.Column("tender_currency", sqlmodel.AutoString(length=3), nullable=False),
        sa.Column("tender_fen", sa.BigInteger(), nullable=True),
        sa.Column("digest", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("current_from", sa.Date(), nullable=True),
        sa.Column("current_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_file_id"], ["import_file.id"], name=op.f("fk_published_release_import_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_process_id"],
            ["published_process.id"],
            name=op.f("fk_published_release_published_process_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_release")),
        sa.UniqueConstraint(
            "published_process_id",
            "digest",
            name=op.f("uq_published_release_published_process_id_digest"),
        ),
    )
    op.create_index(
        op.f("ix_published_release_import_file_id"),
        "published_release",
        ["import_file_id"],
        unique=False,
    )
    op.create_index(
        "uq_published_release_current",
        "published_release",
        ["published_process_id"],
        unique=True,
        sqlite_where=sa.text("current_from IS NOT NULL AND current_until IS NULL"),
        postgresql_where=sa.text("current_from IS NOT NULL AND current_until IS NULL"),
    )
    op.create_table(
        "line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("currency", sqlmodel.AutoString(length=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_line_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint("code", name=op.f("uq_line_code")),
        sa.UniqueConstraint(
            "programme_id",
            "fiscal_year",
            "currency",
            name=op.f("uq_line_programme_id_fiscal_year_currency"),
        ),
    )
    op.create_table(
        "published_contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("published_release_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("contract_id", sqlmodel.AutoString(length=250), nullable=False),
        sa.Column("shown_id", sqlmodel.AutoString(length=260), nullable=False),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("supplier", sqlmodel.AutoString(), nullable=False),
        sa.Column("supplier_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("currency", sqlmodel.AutoString(length=3), nullable=False),
        sa.Column("value_fen", sa.BigInteger(), nullable=True),
        sa.Column("paid_fen", sa.BigInteger(), nullable=True),
        sa.Column("status", sqlmodel.AutoString(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["published_release_id"],
            ["published_release.id"],
            name=op.f("fk_published_contract_published_release_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_contract")),
        sa.UniqueConstraint(
            "published_release_id",
            "position",
            name=op.f("uq_published_contract_published_release_id_position"),
        ),
    )
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("needed_reviews", sa.Integer(), nullable=False),
        sa.Column("drafted_by", sa.Integer(), nullable=True),
        sa.Column("drafted_for", sa.Integer(), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_call_days")),
        sa.CheckConstraint("published_by <> drafted_by", name=op.f("ck_call_four_eyes")),
        sa.ForeignKeyConstraint(["drafted_by"], ["person.id"], name=op.f("fk_call_drafted_by")),
        sa.ForeignKeyConstraint(["drafted_for"], ["person.id"], name=op.f("fk_call_drafted_for")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_call_line_id")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_call_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("code", name=op.f("uq_call_code")),
    )
    op.create_table(
        "line_balance",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("appropriated_fen", sa.BigInteger(), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.Column("obligated_fen", sa.BigInteger(), nullable=False),
        sa.Column("accepted_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("returned_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "appropriated_fen >= committed_fen AND committed_fen >= obligated_fen AND obligated_fen"
            " >= accepted_fen AND accepted_fen >= paid_fen AND paid_fen >= 0 AND returned_fen >= 0",
            name=op.f("ck_line_balance_chain"),
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_balance_line_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_line_balance")),
    )
    op.create_table(
        "undertaking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("region_code", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("category", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("currency", sqlmodel.AutoString(length=3), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('grant', 'contract')", name=op.f("ck_undertaking_kind")),
        sa.CheckConstraint(
            "status IN ('entered', 'submitted', 'eligible', 'ineligible', 'under_review',"
            " 'recommended', 'not_recommended', 'declined', 'withdrawn', 'awarded', 'pending',"
            " 'active', 'suspended', 'completed', 'closed', 'terminated', 'cancelled')",
            name=op.f("ck_undertaking_status"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["person.id"], name=op.f("fk_undertaking_entered_by")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_undertaking_line_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_undertaking_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undertaking")),
        sa.UniqueConstraint("code", name=op.f("uq_undertaking_code")),
    )
    op.create_index(op.f("ix_undertaking_decided_on"), "undertaking", ["decided_on"], unique=False)
    op.create_index(op.f("ix_undertaking_line_id"), "undertaking", ["line_id"], unique=False)
    op.create_index(
        op.f("ix_undertaking_organisation_id"), "undertaking", ["organisation_id"], unique=False
    )
    op.create_index(
        op.f("ix_undertaking_region_code"), "undertaking", ["region_code"], unique=False
    )
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("act", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_for", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_approval_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["approved_for"], ["person.id"], name=op.f("fk_approval_approved_for")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_approval_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(
        op.f("ix_approval_undertaking_id"), "approval", ["undertaking_id"], unique=False
    )
    op.create_table(
        "contract",
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("ocid", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("method", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("tendered_on", sa.Date(), nullable=True),
        sa.Column("bidders", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "method IN ('open_tender', 'invited_tender', 'competitive_negotiation',"
            " 'competitive_consultation', 'single_source', 'inquiry', 'framework',"
            " 'cooperative_innovation')",
            name=op.f("ck_contract_method"),
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_contract_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("undertaking_id", name=op.f("pk_contract")),
        sa.UniqueConstraint("ocid", name=op.f("uq_contract_ocid")),
    )
    op.create_table(
        "criterion",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_criterion_call_id")),
        sa.PrimaryKeyConstraint("call_id", "code", name=op.f("pk_criterion")),
    )
    op.create_table(
        "grant_record",
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("purpose", sqlmodel.AutoString(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("requested_fen", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("letter_sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_grant_record_call_id")),
        sa.ForeignKeyConstraint(
            ["letter_sha256"], ["attachment.sha256"], name=op.f("fk_grant_record_letter_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_grant_record_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("undertaking_id", name=op.f("pk_grant_record")),
    )
    op.create_index(op.f("ix_grant_record_call_id"), "grant_record", ["call_id"], unique=False)
    op.create_table(
        "midterm_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("finding", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("minutes_sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "finding IN ('on_track', 'conditional', 'off_track')",
            name=op.f("ck_midterm_check_finding"),
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["person.id"], name=op.f("fk_midterm_check_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_sha256"], ["attachment.sha256"], name=op.f("fk_midterm_check_minutes_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_midterm_check_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_midterm_check")),
    )
    op.create_index(
        op.f("ix_midterm_check_undertaking_id"), "midterm_check", ["undertaking_id"], unique=False
    )
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("is_recommended", sa.Boolean(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("letter_sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.Column("recommended_by", sa.Integer(), nullable=True),
        sa.Column("recommended_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_sha256"], ["attachment.sha256"], name=op.f("fk_recommendation_letter_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["recommended_by"], ["person.id"], name=op.f("fk_recommendation_recommended_by")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_recommendation_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("undertaking_id", name=op.f("uq_recommendation_undertaking_id")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("has_conflict", sa.Boolean(), nullable=False),
        sa.Column("comment", sqlmodel.AutoString(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_review_reviewer_id")),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_review_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "undertaking_id", "reviewer_id", name=op.f("uq_review_undertaking_id_reviewer_id")
        ),
    )
    op.create_table(
        "status_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_status_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_status_event_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_event")),
    )
    op.create_index(
        op.f("ix_status_event_undertaking_id"), "status_event", ["undertaking_id"], unique=False
    )
    op.create_table(
        "status_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("light", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("note", sqlmodel.AutoString(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("letter_sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "light IN ('green', 'amber', 'red')", name=op.f("ck_status_report_light")
        ),
        sa.CheckConstraint("reported_on <= recorded_on", name=op.f("ck_status_report_days")),
        sa.ForeignKeyConstraint(
            ["letter_sha256"], ["attachment.sha256"], name=op.f("fk_status_report_letter_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_status_report_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_status_report_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_report")),
    )
    op.create_index(
        "ix_status_report_letter", "status_report", ["undertaking_id", "reported_on"], unique=False
    )
    op.create_index(
        op.f("ix_status_report_recorded_on"), "status_report", ["recorded_on"], unique=False
    )
    op.create_table(
        "tranche",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("is_advance", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_tranche_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tranche")),
        sa.UniqueConstraint("undertaking_id", "code", name=op.f("uq_tranche_undertaking_id_code")),
    )
    op.create_table(
        "undertaking_balance",
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.Column("obligated_fen", sa.BigInteger(), nullable=False),
        sa.Column("accepted_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("returned_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "committed_fen >= obligated_fen AND obligated_fen >= accepted_fen AND accepted_fen >="
            " paid_fen AND paid_fen >= 0 AND returned_fen >= 0",
            name=op.f("ck_undertaking_balance_chain"),
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"],
            ["undertaking.id"],
            name=op.f("fk_undertaking_balance_undertaking_id"),
        ),
        sa.PrimaryKeyConstraint("undertaking_id", name=op.f("pk_undertaking_balance")),
    )
    op.create_table(
        "year_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=True),
        sa.Column("to_line_id", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_for", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("why", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'carry_over') = (undertaking_id IS NOT NULL) AND (kind = 'carry_over') ="
            " (to_line_id IS NOT NULL)",
            name=op.f("ck_year_end_names"),
        ),
        sa.CheckConstraint("kind IN ('carry_over', 'surplus')", name=op.f("ck_year_end_kind")),
        sa.CheckConstraint(
            "outcome IN ('open', 'approved', 'rejected')", name=op.f("ck_year_end_outcome")
        ),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_year_end_four_eyes")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_year_end_decided_by")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_year_end_line_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_year_end_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_for"], ["person.id"], name=op.f("fk_year_end_proposed_for")
        ),
        sa.ForeignKeyConstraint(["to_line_id"], ["line.id"], name=op.f("fk_year_end_to_line_id")),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_year_end_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_end")),
    )
    op.create_index(op.f("ix_year_end_line_id"), "year_end", ["line_id"], unique=False)
    op.create_index(
        op.f("ix_year_end_undertaking_id"), "year_end", ["undertaking_id"], unique=False
    )
    op.create_table(
        "act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.Column("undertaking_id", sa.Integer(), nullable=True),
        sa.Column("tranche_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("reference", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_act_actor_id")),
        sa.ForeignKeyConstraint(["on_behalf_of"], ["person.id"], name=op.f("fk_act_on_behalf_of")),
        sa.ForeignKeyConstraint(["reverses_id"], ["act.id"], name=op.f("fk_act_reverses_id")),
        sa.ForeignKeyConstraint(["tranche_id"], ["tranche.id"], name=op.f("fk_act_tranche_id")),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_act_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_act_reverses_id")),
    )
    op.create_index("ix_act_hand", "act", ["undertaking_id", "kind"], unique=False)
    op.create_index(op.f("ix_act_recorded_on"), "act", ["recorded_on"], unique=False)
    op.create_table(
        "due_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('promised_fen', 'planned', 'met', 'open', 'grant', 'contract')",
            name=op.f("ck_due_entry_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"], ["tranche.id"], name=op.f("fk_due_entry_tranche_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_due_entry_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_entry")),
    )
    op.create_index(
        op.f("ix_due_entry_undertaking_id"), "due_entry", ["undertaking_id"], unique=False
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=True),
        sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("owner", sqlmodel.AutoString(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("status", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('scheduled', 'met', 'partially_met', 'not_met')",
            name=op.f("ck_milestone_status"),
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"], ["tranche.id"], name=op.f("fk_milestone_tranche_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_milestone_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint(
            "undertaking_id", "code", name=op.f("uq_milestone_undertaking_id_code")
        ),
    )
    op.create_index("ix_milestone_due", "milestone", ["status", "due_on", "id"], unique=False)
    op.create_index(op.f("ix_milestone_tranche_id"), "milestone", ["tranche_id"], unique=False)
    op.create_table(
        "score",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_score_review_id")),
        sa.PrimaryKeyConstraint("review_id", "criterion", name=op.f("pk_score")),
    )
    op.create_table(
        "status_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("status_report_id", sa.Integer(), nullable=False),
        sa.Column("answer", sqlmodel.AutoString(), nullable=False),
        sa.Column("rules", sqlmodel.AutoString(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_status_answer_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["status_report_id"],
            ["status_report.id"],
            name=op.f("fk_status_answer_status_report_id"),
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_status_answer_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_answer")),
        sa.UniqueConstraint("status_report_id", name=op.f("uq_status_answer_status_report_id")),
    )
    op.create_index(
        op.f("ix_status_answer_undertaking_id"), "status_answer", ["undertaking_id"], unique=False
    )
    op.create_table(
        "tranche_balance",
        sa.Column("tranche_id", sa.Integer(), nullable=False),
        sa.Column("obligated_fen", sa.BigInteger(), nullable=False),
        sa.Column("accepted_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("returned_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "obligated_fen >= accepted_fen AND accepted_fen >= paid_fen AND paid_fen >= 0 AND"
            " returned_fen >= 0",
            name=op.f("ck_tranche_balance_chain"),
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"], ["tranche.id"], name=op.f("fk_tranche_balance_tranche_id")
        ),
        sa.PrimaryKeyConstraint("tranche_id", name=op.f("pk_tranche_balance")),
    )
    op.create_table(
        "waiver_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_waiver_proposal_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"], ["tranche.id"], name=op.f("fk_waiver_proposal_tranche_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_waiver_proposal_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver_proposal")),
    )
    op.create_index(
        op.f("ix_waiver_proposal_tranche_id"), "waiver_proposal", ["tranche_id"], unique=False
    )
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=True),
        sa.Column("change_fen", sa.BigInteger(), nullable=False),
        sa.Column("was", sqlmodel.AutoString(), nullable=False),
        sa.Column("becomes", sqlmodel.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("answer", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answer_reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('amount', 'dates')) = (tranche_id IS NOT NULL)",
            name=op.f("ck_amendment_names"),
        ),
        sa.CheckConstraint(
            "answer IN ('', 'signed', 'rejected')", name=op.f("ck_amendment_answer")
        ),
        sa.CheckConstraint(
            "kind IN ('amount', 'dates', 'scope', 'recipient')", name=op.f("ck_amendment_kind")
        ),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_amendment_act_id")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_amendment_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_amendment_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"], ["tranche.id"], name=op.f("fk_amendment_tranche_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_amendment_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_tranche_id"), "amendment", ["tranche_id"], unique=False)
    op.create_index(
        op.f("ix_amendment_undertaking_id"), "amendment", ["undertaking_id"], unique=False
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("filed_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("filed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["filed_by"], ["person.id"], name=op.f("fk_evidence_filed_by")),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_evidence_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"], ["tranche.id"], name=op.f("fk_evidence_tranche_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_evidence_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_tranche_id"), "evidence", ["tranche_id"], unique=False)
    op.create_index(
        op.f("ix_evidence_undertaking_id"), "evidence", ["undertaking_id"], unique=False
    )
    op.create_table(
        "milestone_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("status", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('scheduled', 'met', 'partially_met', 'not_met')",
            name=op.f("ck_milestone_event_status"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_milestone_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_event_milestone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_event")),
    )
    op.create_index(
        "ix_milestone_event_due",
        "milestone_event",
        ["status", "due_on", "milestone_id"],
        unique=False,
    )
    op.create_index(
        "ix_milestone_event_known", "milestone_event", ["milestone_id", "recorded_on"], unique=False
    )
    op.create_index(
        op.f("ix_milestone_event_recorded_on"), "milestone_event", ["recorded_on"], unique=False
    )
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=True),
        sa.Column("tranche_id", sa.Integer(), nullable=True),
        sa.Column("stage", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(stage = 'appropriated' AND undertaking_id IS NULL AND tranche_id IS NULL) OR (stage ="
            " 'committed' AND undertaking_id IS NOT NULL AND tranche_id IS NULL) OR (stage NOT IN"
            " ('appropriated', 'committed') AND undertaking_id IS NOT NULL AND tranche_id IS NOT"
            " NULL)",
            name=op.f("ck_posting_names"),
        ),
        sa.CheckConstraint(
            "stage IN ('appropriated', 'committed', 'obligated', 'accepted', 'paid', 'returned')",
            name=op.f("ck_posting_stage"),
        ),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_posting_amount")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_posting_act_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_posting_line_id")),
        sa.ForeignKeyConstraint(["tranche_id"], ["tranche.id"], name=op.f("fk_posting_tranche_id")),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_posting_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index(op.f("ix_posting_act_id"), "posting", ["act_id"], unique=False)
    op.create_index("ix_posting_line_day", "posting", ["line_id", "recorded_on"], unique=False)
    op.create_index("ix_posting_tranche", "posting", ["tranche_id"], unique=False)
    op.create_index("ix_posting_undertaking", "posting", ["undertaking_id"], unique=False)
    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=False),
        sa.Column("basis", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.CheckConstraint(
            "basis <> 'evidence' OR evidence_id IS NOT NULL", name=op.f("ck_acceptance_evidence")
        ),
        sa.CheckConstraint(
            "basis <> 'waiver' OR (proposed_by IS NOT NULL AND proposed_by <> accepted_by AND"
            " reason <> '')",
            name=op.f("ck_acceptance_waiver"),
        ),
        sa.CheckConstraint(
            "basis IN ('evidence', 'waiver', 'opening')", name=op.f("ck_acceptance_basis")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["person.id"], name=op.f("fk_acceptance_accepted_by")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_acceptance_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_acceptance_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"], ["tranche.id"], name=op.f("fk_acceptance_tranche_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
    )
    op.create_index("ix_acceptance_basis", "acceptance", ["basis", "recorded_on"], unique=False)
    op.create_index(op.f("ix_acceptance_tranche_id"), "acceptance", ["tranche_id"], unique=False)
    # ### end Alembic commands ###


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
