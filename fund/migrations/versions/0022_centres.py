"""Innovation centres and open platforms: registry, periods, reports with their rounds, remarks and
files.
"""

from pathlib import Path

import fund.columns
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0022"
down_revision = "0021"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    _reporting_period()
    _centre()
    _centre_equipment()
    _centre_event()
    _centre_member()
    _extension()
    _platform_offer()
    _submission()
    _draft_figure()
    _remark()
    _offer_use()
    _submission_event()
    _submission_file()
    _submission_round()
    _submitted_figure()
    _centre_funding()
    for statement in (
        (GUARDS / f"0022_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _reporting_period() -> None:
    op.create_table(
        "reporting_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("name_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("name_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("locked_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "starts_on <= ends_on AND opens_on <= due_on AND due_on <= closes_on",
            name=op.f("ck_reporting_period_days"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_period")),
        sa.UniqueConstraint("code", name=op.f("uq_reporting_period_code")),
    )


def _centre() -> None:
    op.create_table(
        "centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("field", sqlmodel.AutoString(length=30), nullable=False),
        sa.Column("name_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("name_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("region_code", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("city", sqlmodel.AutoString(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("standing", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('innovation_centre', 'open_platform')", name=op.f("ck_centre_kind")
        ),
        sa.CheckConstraint(
            "standing IN ('preparing', 'operating', 'suspended', 'closed')",
            name=op.f("ck_centre_standing"),
        ),
        sa.ForeignKeyConstraint(["host_id"], ["organisation.id"], name=op.f("fk_centre_host_id")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_centre_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
        sa.UniqueConstraint("code", name=op.f("uq_centre_code")),
    )
    op.create_index(op.f("ix_centre_region_code"), "centre", ["region_code"], unique=False)


def _centre_equipment() -> None:
    op.create_table(
        "centre_equipment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("cost_fen", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_centre_equipment_centre_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_equipment")),
    )
    op.create_index(
        op.f("ix_centre_equipment_centre_id"), "centre_equipment", ["centre_id"], unique=False
    )


def _centre_event() -> None:
    op.create_table(
        "centre_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("standing", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_centre_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_centre_event_centre_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_event")),
    )
    op.create_index(op.f("ix_centre_event_centre_id"), "centre_event", ["centre_id"], unique=False)


def _centre_member() -> None:
    op.create_table(
        "centre_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('industry', 'university', 'research', 'user')",
            name=op.f("ck_centre_member_role"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_centre_member_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_centre_member_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_member")),
        sa.UniqueConstraint(
            "centre_id",
            "organisation_id",
            "role",
            name=op.f("uq_centre_member_centre_id_organisation_id_role"),
        ),
    )
    op.create_index(
        op.f("ix_centre_member_organisation_id"), "centre_member", ["organisation_id"], unique=False
    )


def _extension() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("why", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_extension_asked_by")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_extension_centre_id")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_extension_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["reporting_period.id"], name=op.f("fk_extension_period_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(op.f("ix_extension_centre_id"), "extension", ["centre_id"], unique=False)


def _platform_offer() -> None:
    op.create_table(
        "platform_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("unit", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("capacity", fund.columns.Exact(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_platform_offer_centre_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_offer")),
    )
    op.create_index(
        op.f("ix_platform_offer_centre_id"), "platform_offer", ["centre_id"], unique=False
    )


def _submission() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("why", sqlmodel.AutoString(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("superseded_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "NOT is_standing OR status IN ('approved', 'locked')",
            name=op.f("ck_submission_standing"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'forwarded', 'returned', 'resubmitted', 'approved',"
            " 'locked')",
            name=op.f("ck_submission_status"),
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_submission_centre_id")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["reporting_period.id"], name=op.f("fk_submission_period_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "centre_id",
            "period_id",
            "revision",
            name=op.f("uq_submission_centre_id_period_id_revision"),
        ),
    )
    op.create_index(op.f("ix_submission_period_id"), "submission", ["period_id"], unique=False)
    op.create_index(op.f("ix_submission_status"), "submission", ["status"], unique=False)
    op.create_index(
        "uq_submission_standing",
        "submission",
        ["centre_id", "period_id"],
        unique=True,
        sqlite_where=sa.text("is_standing"),
        postgresql_where=sa.text("is_standing"),
    )


def _draft_figure() -> None:
    op.create_table(
        "draft_figure",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("written", sqlmodel.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("note", sqlmodel.AutoString(), nullable=False),
        sa.Column("prefilled", sqlmodel.AutoString(), nullable=False),
        sa.Column("typed", sa.Integer(), nullable=False),
        sa.Column("saved_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_draft_figure_submission_id")
        ),
        sa.PrimaryKeyConstraint("submission_id", "indicator", name=op.f("pk_draft_figure")),
    )


def _remark() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("indicator", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("remark", sqlmodel.AutoString(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("answer", sqlmodel.AutoString(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_remark_answered_by")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_remark_made_by")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_remark_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_submission_id"), "remark", ["submission_id"], unique=False)


def _offer_use() -> None:
    op.create_table(
        "offer_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("used", fund.columns.Exact(length=40), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["period_id"], ["reporting_period.id"], name=op.f("fk_offer_use_period_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_offer_use_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["platform_offer.id"], name=op.f("fk_offer_use_offer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_use")),
    )
    op.create_index(op.f("ix_offer_use_offer_id"), "offer_use", ["offer_id"], unique=False)


def _submission_event() -> None:
    op.create_table(
        "submission_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_submission_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["on_behalf_of"], ["person.id"], name=op.f("fk_submission_event_on_behalf_of")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_event_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_event")),
    )
    op.create_index(
        op.f("ix_submission_event_submission_id"),
        "submission_event",
        ["submission_id"],
        unique=False,
    )


def _submission_file() -> None:
    op.create_table(
        "submission_file",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("role", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("file_name", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"], ["person.id"], name=op.f("fk_submission_file_added_by")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_submission_file_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_file_submission_id")
        ),
        sa.PrimaryKeyConstraint("submission_id", "sha256", name=op.f("pk_submission_file")),
    )


def _submission_round() -> None:
    op.create_table(
        "submission_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("typed_cells", sa.Integer(), nullable=False),
        sa.Column("asked_cells", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("submitted_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('form', 'workbook', 'on_behalf')", name=op.f("ck_submission_round_channel")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_submission_round_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_round_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_round")),
        sa.UniqueConstraint(
            "submission_id", "number", name=op.f("uq_submission_round_submission_id_number")
        ),
    )


def _submitted_figure() -> None:
    op.create_table(
        "submitted_figure",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("value", sqlmodel.AutoString(), nullable=False),
        sa.Column("note", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["submission_round.id"], name=op.f("fk_submitted_figure_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "indicator", name=op.f("pk_submitted_figure")),
    )


def _centre_funding() -> None:
    op.create_table(
        "centre_funding",
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_centre_funding_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_centre_funding_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("undertaking_id", name=op.f("pk_centre_funding")),
    )
    op.create_index(
        op.f("ix_centre_funding_centre_id"), "centre_funding", ["centre_id"], unique=False
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
