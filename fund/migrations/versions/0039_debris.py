"""Space debris: messages as they came in, events, warnings and their answers, thresholds, open
data; and the role of whoever operates a spacecraft. The database guards what is never changed.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

import fund.columns

revision = "0039"
down_revision = "0038"

ROLES = (
    "'officer', 'reviewer', 'recommender', 'decider', 'supervisor', 'finance', "
    "'viewer', 'local', 'province', 'spacecraft', 'system_administrator', "
    "'security_administrator', 'audit_administrator'"
)
GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    _cdm_file()
    _cdm_intake()
    _debris_publication()
    _open_dataset()
    _threshold_set()
    _cdm_message()
    _dataset_look()
    _cdm_decision()
    _cdm_outcome()
    _conjunction_event()
    _own_assessment()
    _event_message()
    _spacecraft()
    _conjunction_warning()
    _event_craft()
    _warning_act()
    with op.batch_alter_table("role_assignment") as batch:
        batch.drop_constraint(op.f("ck_role_assignment_role"), type_="check")
        batch.create_check_constraint(op.f("ck_role_assignment_role"), f"role IN ({ROLES})")
    for statement in (
        (GUARDS / f"debris_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _cdm_file() -> None:
    op.create_table(
        "cdm_file",
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_cdm_file")),
    )


def _cdm_intake() -> None:
    op.create_table(
        "cdm_intake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("file_name", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("through", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("conflict", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("taken_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "through IN ('page', 'command', 'folder')", name=op.f("ck_cdm_intake_through")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["cdm_file.sha256"], name=op.f("fk_cdm_intake_sha256")),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_cdm_intake_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cdm_intake")),
    )


def _debris_publication() -> None:
    op.create_table(
        "debris_publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("up_to", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("proposed_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("why", sqlmodel.AutoString(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('events', 'statistics')", name=op.f("ck_debris_publication_kind")
        ),
        sa.CheckConstraint(
            "outcome IN ('open', 'approved', 'rejected')",
            name=op.f("ck_debris_publication_outcome"),
        ),
        sa.CheckConstraint(
            "decided_by <> proposed_by", name=op.f("ck_debris_publication_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_debris_publication_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_debris_publication_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debris_publication")),
    )


def _open_dataset() -> None:
    op.create_table(
        "open_dataset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("title_zh", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("provider", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("coverage", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("format", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("licence", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("address", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("refresh_days", sa.Integer(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["person.id"], name=op.f("fk_open_dataset_registered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_dataset")),
        sa.UniqueConstraint("code", name=op.f("uq_open_dataset_code")),
    )


def _threshold_set() -> None:
    op.create_table(
        "threshold_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("near_hours", sa.Integer(), nullable=False),
        sa.Column("pc_red", sa.String(length=32), nullable=False),
        sa.Column("pc_orange", sa.String(length=32), nullable=False),
        sa.Column("pc_yellow", sa.String(length=32), nullable=False),
        sa.Column("miss_red_m", sa.Integer(), nullable=False),
        sa.Column("miss_orange_m", sa.Integer(), nullable=False),
        sa.Column("miss_yellow_m", sa.Integer(), nullable=False),
        sa.Column("answer_red_h", sa.Integer(), nullable=False),
        sa.Column("answer_orange_h", sa.Integer(), nullable=False),
        sa.Column("answer_yellow_h", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("proposed_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("valid_from", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('open', 'approved', 'rejected')", name=op.f("ck_threshold_set_outcome")
        ),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_threshold_set_four_eyes")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_threshold_set_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_threshold_set_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threshold_set")),
    )


def _cdm_message() -> None:
    op.create_table(
        "cdm_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intake_id", sa.Integer(), nullable=False),
        sa.Column("place", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("form", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("version", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("originator", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("message_id", sqlmodel.AutoString(length=250), nullable=False),
        sa.Column("created_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("tca", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("miss_mm", sa.BigInteger(), nullable=False),
        sa.Column("speed_mm_s", sa.BigInteger(), nullable=True),
        sa.Column("pc", sa.String(length=32), nullable=True),
        sa.Column("method", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("number_1", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("number_2", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("name_1", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("name_2", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("kind_1", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("kind_2", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("radius_m", sa.String(length=32), nullable=True),
        sa.Column("radius_from", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("source", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("remarks", sqlmodel.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("content", sqlmodel.AutoString(), nullable=False),
        sa.Column("digest", sqlmodel.AutoString(length=64), nullable=False),
        sa.CheckConstraint(
            "form IN ('kvn', 'xml', 'json', 'public')", name=op.f("ck_cdm_message_form")
        ),
        sa.CheckConstraint(
            "state IN ('counted', 'history', 'conflict')", name=op.f("ck_cdm_message_state")
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["cdm_intake.id"], name=op.f("fk_cdm_message_intake_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cdm_message")),
    )
    op.create_index(op.f("ix_cdm_message_intake_id"), "cdm_message", ["intake_id"], unique=False)
    op.create_index(
        "ix_cdm_message_named", "cdm_message", ["originator", "message_id", "id"], unique=False
    )
    op.create_index(
        "uq_cdm_message_standing",
        "cdm_message",
        ["originator", "message_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'conflict'"),
        postgresql_where=sa.text("state <> 'conflict'"),
    )


def _dataset_look() -> None:
    op.create_table(
        "dataset_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("data_of", sa.Date(), nullable=True),
        sa.Column("was_fetched", sa.Boolean(), nullable=False),
        sa.Column("looked_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("looked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["open_dataset.id"], name=op.f("fk_dataset_look_dataset_id")
        ),
        sa.ForeignKeyConstraint(
            ["looked_by"], ["person.id"], name=op.f("fk_dataset_look_looked_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset_look")),
    )
    op.create_index(
        op.f("ix_dataset_look_dataset_id"), "dataset_look", ["dataset_id"], unique=False
    )


def _cdm_decision() -> None:
    op.create_table(
        "cdm_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cdm_message_id", sa.Integer(), nullable=False),
        sa.Column("takes_second", sa.Boolean(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("decided_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cdm_message_id"], ["cdm_message.id"], name=op.f("fk_cdm_decision_cdm_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_cdm_decision_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cdm_decision")),
        sa.UniqueConstraint("cdm_message_id", name=op.f("uq_cdm_decision_cdm_message_id")),
    )


def _cdm_outcome() -> None:
    op.create_table(
        "cdm_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intake_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("cdm_message_id", sa.Integer(), nullable=True),
        sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("facts", sqlmodel.AutoString(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'known', 'conflict', 'refused')",
            name=op.f("ck_cdm_outcome_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["cdm_message_id"], ["cdm_message.id"], name=op.f("fk_cdm_outcome_cdm_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["cdm_intake.id"], name=op.f("fk_cdm_outcome_intake_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cdm_outcome")),
    )
    op.create_index(
        op.f("ix_cdm_outcome_cdm_message_id"), "cdm_outcome", ["cdm_message_id"], unique=False
    )
    op.create_index(op.f("ix_cdm_outcome_intake_id"), "cdm_outcome", ["intake_id"], unique=False)


def _conjunction_event() -> None:
    op.create_table(
        "conjunction_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number_a", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("number_b", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("tca", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("tca_s", sa.BigInteger(), nullable=False),
        sa.Column("tca_first", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("tca_last", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("level_far", sa.Integer(), nullable=False),
        sa.Column("level_near", sa.Integer(), nullable=False),
        sa.Column("near_from", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("raised_to", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("latest_id", sa.Integer(), nullable=True),
        sa.Column("latest_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("miss_mm", sa.BigInteger(), nullable=False),
        sa.Column("first_taken_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number_a < number_b", name=op.f("ck_conjunction_event_pair")),
        sa.ForeignKeyConstraint(
            ["latest_id"], ["cdm_message.id"], name=op.f("fk_conjunction_event_latest_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conjunction_event")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_conjunction_event_year_serial")),
    )
    op.create_index(
        "ix_conjunction_event_board", "conjunction_event", ["is_ours", "tca_s", "id"], unique=False
    )
    op.create_index(
        op.f("ix_conjunction_event_latest_id"), "conjunction_event", ["latest_id"], unique=False
    )
    op.create_index(
        "ix_conjunction_event_pair",
        "conjunction_event",
        ["number_a", "number_b", "tca"],
        unique=False,
    )


def _own_assessment() -> None:
    op.create_table(
        "own_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cdm_message_id", sa.Integer(), nullable=False),
        sa.Column("code_version", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(length=30), nullable=False),
        sa.Column("radius_m", sa.String(length=32), nullable=True),
        sa.Column("radius_from", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("circle", sa.String(length=32), nullable=True),
        sa.Column("square", sa.String(length=32), nullable=True),
        sa.Column("greatest", sa.String(length=32), nullable=True),
        sa.Column("scale", sa.String(length=32), nullable=True),
        sa.Column("mahalanobis_squared", sa.String(length=32), nullable=True),
        sa.Column("is_repaired", sa.Boolean(), nullable=False),
        sa.Column("validity", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("inaccuracy", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "reason IN ('', 'no_states', 'no_covariance', 'frames_differ', 'frame_unknown', "
            "'states_disagree', 'position_disagrees', 'no_relative_speed', 'not_computable')",
            name=op.f("ck_own_assessment_reason"),
        ),
        sa.CheckConstraint(
            "validity IN ('', 'not_tested', 'holds', 'marked')",
            name=op.f("ck_own_assessment_validity"),
        ),
        sa.ForeignKeyConstraint(
            ["cdm_message_id"], ["cdm_message.id"], name=op.f("fk_own_assessment_cdm_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_assessment")),
        sa.UniqueConstraint(
            "cdm_message_id",
            "code_version",
            name=op.f("uq_own_assessment_cdm_message_id_code_version"),
        ),
    )


def _event_message() -> None:
    op.create_table(
        "event_message",
        sa.Column("cdm_message_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("has_probability", sa.Boolean(), nullable=False),
        sa.Column("level_far", sa.Integer(), nullable=False),
        sa.Column("level_near", sa.Integer(), nullable=False),
        sa.Column("threshold_set_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cdm_message_id"], ["cdm_message.id"], name=op.f("fk_event_message_cdm_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["conjunction_event.id"], name=op.f("fk_event_message_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["threshold_set_id"],
            ["threshold_set.id"],
            name=op.f("fk_event_message_threshold_set_id"),
        ),
        sa.PrimaryKeyConstraint("cdm_message_id", name=op.f("pk_event_message")),
    )
    op.create_index(op.f("ix_event_message_event_id"), "event_message", ["event_id"], unique=False)


def _spacecraft() -> None:
    op.create_table(
        "spacecraft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("name_zh", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("name_en", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=True),
        sa.Column("radius_cm", sa.Integer(), nullable=True),
        sa.Column("is_manoeuvrable", sa.Boolean(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("radius_cm > 0", name=op.f("ck_spacecraft_radius")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_spacecraft_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["person.id"], name=op.f("fk_spacecraft_registered_by")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_spacecraft_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spacecraft")),
        sa.UniqueConstraint("number", name=op.f("uq_spacecraft_number")),
    )
    op.create_index(
        op.f("ix_spacecraft_organisation_id"), "spacecraft", ["organisation_id"], unique=False
    )
    op.create_index(
        op.f("ix_spacecraft_undertaking_id"), "spacecraft", ["undertaking_id"], unique=False
    )


def _conjunction_warning() -> None:
    op.create_table(
        "conjunction_warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("spacecraft_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("issued_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("due_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("acknowledged_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("breached_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('notified', 'acknowledged', 'to_confirm', 'manoeuvre', 'declined', 'done',"
            " 'closed')",
            name=op.f("ck_conjunction_warning_status"),
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("ck_conjunction_warning_level")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["conjunction_event.id"], name=op.f("fk_conjunction_warning_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["person.id"], name=op.f("fk_conjunction_warning_issued_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_conjunction_warning_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["spacecraft_id"], ["spacecraft.id"], name=op.f("fk_conjunction_warning_spacecraft_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conjunction_warning")),
        sa.UniqueConstraint(
            "event_id", "spacecraft_id", name=op.f("uq_conjunction_warning_event_id_spacecraft_id")
        ),
    )
    op.create_index(
        "ix_conjunction_warning_due", "conjunction_warning", ["status", "due_at"], unique=False
    )
    op.create_index(
        op.f("ix_conjunction_warning_organisation_id"),
        "conjunction_warning",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_conjunction_warning_spacecraft_id"),
        "conjunction_warning",
        ["spacecraft_id"],
        unique=False,
    )


def _event_craft() -> None:
    op.create_table(
        "event_craft",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("spacecraft_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["conjunction_event.id"], name=op.f("fk_event_craft_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["spacecraft_id"], ["spacecraft.id"], name=op.f("fk_event_craft_spacecraft_id")
        ),
        sa.PrimaryKeyConstraint("event_id", "spacecraft_id", name=op.f("pk_event_craft")),
    )
    op.create_index(
        op.f("ix_event_craft_spacecraft_id"), "event_craft", ["spacecraft_id"], unique=False
    )


def _warning_act() -> None:
    op.create_table(
        "warning_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("warning_id", sa.Integer(), nullable=False),
        sa.Column("act", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(length=30), nullable=False),
        sa.Column("said", sqlmodel.AutoString(), nullable=False),
        sa.Column("told_by", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("told_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("done_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "act IN ('issue_warning', 'acknowledge_warning', 'plan_manoeuvre', "
            "'decline_manoeuvre', 'confirm_decline', 'report_manoeuvre', 'close_warning', "
            "'record_breach')",
            name=op.f("ck_warning_act_act"),
        ),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_warning_act_done_by")),
        sa.ForeignKeyConstraint(
            ["warning_id"], ["conjunction_warning.id"], name=op.f("fk_warning_act_warning_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_act")),
    )
    op.create_index(op.f("ix_warning_act_warning_id"), "warning_act", ["warning_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
