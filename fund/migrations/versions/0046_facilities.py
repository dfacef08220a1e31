"""Shared facilities: what they can do, requests, decisions, bookings, use and charges; the roles of
applicants and owners. No two bookings of one resource share an instant: the database guards it.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

import fund.columns

revision = "0046"
down_revision = "0045"

ROLES = (
    "'officer', 'reviewer', 'recommender', 'decider', 'supervisor', 'finance', "
    "'viewer', 'local', 'province', 'spacecraft', 'applicant', 'facility', "
    "'system_administrator', 'security_administrator', 'audit_administrator'"
)
GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    _facility()
    _facility_figure()
    _facility_hours()
    _facility_price()
    _safety_condition()
    _facility_closure()
    _access_request()
    _access_wish()
    _access_paper()
    _safety_check()
    _access_decision()
    _booking()
    _booking_event()
    _use_record()
    _charge()
    _charge_waiver()
    _facility_feedback()
    with op.batch_alter_table("role_assignment") as batch:
        batch.drop_constraint(op.f("ck_role_assignment_role"), type_="check")
        batch.create_check_constraint(op.f("ck_role_assignment_role"), f"role IN ({ROLES})")
    for statement in (
        (GUARDS / f"facilities_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _facility() -> None:
    op.create_table(
        "facility",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("name_zh", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("name_en", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("region_code", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("place", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("unit", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("setup", sa.Integer(), nullable=False),
        sa.Column("clearup", sa.Integer(), nullable=False),
        sa.Column("shortest", sa.Integer(), nullable=False),
        sa.Column("longest", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("notice_hours", sa.Integer(), nullable=False),
        sa.Column("late_hours", sa.Integer(), nullable=False),
        sa.Column("late_percent", sa.Integer(), nullable=False),
        sa.Column("is_hazardous", sa.Boolean(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ttc_station', 'data_receiving', 'calibration_range', "
            "'validation_field', 'engine_stand', 'space_simulator', 'platform')",
            name=op.f("ck_facility_kind"),
        ),
        sa.CheckConstraint(
            "unit IN ('hour', 'pass', 'day', 'test', 'piece', 'batch')",
            name=op.f("ck_facility_unit"),
        ),
        sa.CheckConstraint(
            "step > 0 AND setup >= 0 AND clearup >= 0 AND shortest > 0 AND longest >= "
            "shortest AND horizon_days > 0 AND notice_hours >= 0 AND late_hours >= 0 AND "
            "late_percent BETWEEN 0 AND 100",
            name=op.f("ck_facility_rules"),
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_facility_centre_id")),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["organisation.id"], name=op.f("fk_facility_operator_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_facility_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_facility_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["person.id"], name=op.f("fk_facility_registered_by")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["facility.id"], name=op.f("fk_facility_resource_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility")),
        sa.UniqueConstraint("code", name=op.f("uq_facility_code")),
    )
    op.create_index(op.f("ix_facility_centre_id"), "facility", ["centre_id"], unique=False)
    op.create_index(op.f("ix_facility_operator_id"), "facility", ["operator_id"], unique=False)
    op.create_index(op.f("ix_facility_owner_id"), "facility", ["owner_id"], unique=False)
    op.create_index(op.f("ix_facility_resource_id"), "facility", ["resource_id"], unique=False)


def _facility_figure() -> None:
    op.create_table(
        "facility_figure",
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("value", fund.columns.Exact(length=40), nullable=True),
        sa.Column("words", sqlmodel.AutoString(length=60), nullable=False),
        sa.CheckConstraint(
            "name IN ('band', 'g_t', 'thrust', 'chamber', 'vacuum', 'coldest', 'hottest', "
            "'length')",
            name=op.f("ck_facility_figure_name"),
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_facility_figure_facility_id")
        ),
        sa.PrimaryKeyConstraint("facility_id", "name", name=op.f("pk_facility_figure")),
    )


def _facility_hours() -> None:
    op.create_table(
        "facility_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("week", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_facility_hours_facility_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_facility_hours_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_hours")),
    )
    op.create_index(
        op.f("ix_facility_hours_facility_id"), "facility_hours", ["facility_id"], unique=False
    )


def _facility_price() -> None:
    op.create_table(
        "facility_price",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("user_class", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("unit_fen", sa.BigInteger(), nullable=False),
        sa.Column("minimum_units", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("document", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "user_class IN ('commercial', 'national', 'centre', 'foreign')",
            name=op.f("ck_facility_price_user_class"),
        ),
        sa.CheckConstraint(
            "unit_fen >= 0 AND minimum_units >= 0", name=op.f("ck_facility_price_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_facility_price_facility_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_facility_price_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_price")),
    )
    op.create_index(
        op.f("ix_facility_price_facility_id"), "facility_price", ["facility_id"], unique=False
    )


def _safety_condition() -> None:
    op.create_table(
        "safety_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("words", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("proof", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_safety_condition_facility_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_condition")),
        sa.UniqueConstraint(
            "facility_id", "code", name=op.f("uq_safety_condition_facility_id_code")
        ),
    )


def _facility_closure() -> None:
    op.create_table(
        "facility_closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("starts_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("ends_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('planned', 'fault', 'holiday')", name=op.f("ck_facility_closure_kind")
        ),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_facility_closure_order")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_facility_closure_facility_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_facility_closure_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["facility.id"], name=op.f("fk_facility_closure_resource_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_closure")),
    )
    op.create_index(
        op.f("ix_facility_closure_resource_id"), "facility_closure", ["resource_id"], unique=False
    )


def _access_request() -> None:
    op.create_table(
        "access_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("user_class", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("purpose", sqlmodel.AutoString(length=500), nullable=False),
        sa.Column("mission", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("letter", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("minutes_asked", sa.Integer(), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.Column("requested_for", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('requested', 'checked', 'granted', 'turned_down')",
            name=op.f("ck_access_request_status"),
        ),
        sa.CheckConstraint(
            "user_class IN ('commercial', 'national', 'centre', 'foreign')",
            name=op.f("ck_access_request_user_class"),
        ),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["organisation.id"], name=op.f("fk_access_request_applicant_id")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_access_request_facility_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["person.id"], name=op.f("fk_access_request_requested_by")
        ),
        sa.ForeignKeyConstraint(
            ["requested_for"], ["person.id"], name=op.f("fk_access_request_requested_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_request")),
    )
    op.create_index(
        op.f("ix_access_request_applicant_id"), "access_request", ["applicant_id"], unique=False
    )
    op.create_index(
        op.f("ix_access_request_facility_id"), "access_request", ["facility_id"], unique=False
    )
    op.create_index("ix_access_request_status", "access_request", ["status", "id"], unique=False)


def _access_wish() -> None:
    op.create_table(
        "access_wish",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("starts_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("ends_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["access_request.id"], name=op.f("fk_access_wish_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "rank", name=op.f("pk_access_wish")),
    )


def _access_paper() -> None:
    op.create_table(
        "access_paper",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("condition_code", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("document", sqlmodel.AutoString(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["access_request.id"], name=op.f("fk_access_paper_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "condition_code", name=op.f("pk_access_paper")),
    )


def _safety_check() -> None:
    op.create_table(
        "safety_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("conditions", sqlmodel.AutoString(length=1000), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_for", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('pass', 'conditional', 'fail')", name=op.f("ck_safety_check_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["person.id"], name=op.f("fk_safety_check_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["checked_for"], ["person.id"], name=op.f("fk_safety_check_checked_for")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["access_request.id"], name=op.f("fk_safety_check_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_check")),
        sa.UniqueConstraint(
            "request_id", "checked_by", name=op.f("uq_safety_check_request_id_checked_by")
        ),
    )


def _access_decision() -> None:
    op.create_table(
        "access_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("words", sqlmodel.AutoString(length=1000), nullable=False),
        sa.Column("minutes_allocated", sa.Integer(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_for", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'turned_down') = (reason <> '')", name=op.f("ck_access_decision_why")
        ),
        sa.CheckConstraint(
            "outcome IN ('granted', 'turned_down')", name=op.f("ck_access_decision_outcome")
        ),
        sa.CheckConstraint(
            "reason IN ('', 'unsafe', 'not_capable', 'no_capacity', 'incomplete', "
            "'outside_rules', 'national_need', 'export_control', 'other')",
            name=op.f("ck_access_decision_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_access_decision_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_for"], ["person.id"], name=op.f("fk_access_decision_decided_for")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["access_request.id"], name=op.f("fk_access_decision_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_decision")),
        sa.UniqueConstraint("request_id", name=op.f("uq_access_decision_request_id")),
    )


def _booking() -> None:
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("user_class", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("starts_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("ends_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("blocked_from", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("blocked_to", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("held_until", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("descends_from", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('held', 'confirmed', 'used', 'no_show', 'cancelled', 'preempted', "
            "'lapsed')",
            name=op.f("ck_booking_status"),
        ),
        sa.CheckConstraint(
            "user_class IN ('commercial', 'national', 'centre', 'foreign')",
            name=op.f("ck_booking_user_class"),
        ),
        sa.CheckConstraint(
            "starts_at < ends_at AND blocked_from <= starts_at AND ends_at <= blocked_to",
            name=op.f("ck_booking_order"),
        ),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["organisation.id"], name=op.f("fk_booking_applicant_id")
        ),
        sa.ForeignKeyConstraint(
            ["descends_from"], ["booking.id"], name=op.f("fk_booking_descends_from")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_booking_facility_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["access_request.id"], name=op.f("fk_booking_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["facility.id"], name=op.f("fk_booking_resource_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index(op.f("ix_booking_applicant_id"), "booking", ["applicant_id"], unique=False)
    op.create_index("ix_booking_facility", "booking", ["facility_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_booking_request_id"), "booking", ["request_id"], unique=False)
    op.create_index("ix_booking_resource", "booking", ["resource_id", "blocked_from"], unique=False)
    op.create_index("ix_booking_status", "booking", ["status", "id"], unique=False)


def _booking_event() -> None:
    op.create_table(
        "booking_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("act", sqlmodel.AutoString(length=24), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("mission", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("offered_from", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("offered_to", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "act IN ('hold_booking', 'confirm_booking', 'move_booking', 'cancel_booking', "
            "'lapse_booking', 'preempt_booking', 'record_facility_use', 'record_no_show')",
            name=op.f("ck_booking_event_act"),
        ),
        sa.CheckConstraint(
            "status IN ('held', 'confirmed', 'used', 'no_show', 'cancelled', 'preempted', "
            "'lapsed')",
            name=op.f("ck_booking_event_status"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_event_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_booking_event_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_booking_event_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_event")),
    )
    op.create_index(
        op.f("ix_booking_event_booking_id"), "booking_event", ["booking_id"], unique=False
    )
    op.create_index(
        op.f("ix_booking_event_recorded_on"), "booking_event", ["recorded_on"], unique=False
    )


def _use_record() -> None:
    op.create_table(
        "use_record",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("started_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("passes_done", sa.Integer(), nullable=False),
        sa.Column("passes_failed_facility", sa.Integer(), nullable=False),
        sa.Column("passes_failed_user", sa.Integer(), nullable=False),
        sa.Column("passes_weather", sa.Integer(), nullable=False),
        sa.Column("megabytes", sa.BigInteger(), nullable=False),
        sa.Column("incident", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('done', 'failed_facility', 'failed_user', 'weather')",
            name=op.f("ck_use_record_outcome"),
        ),
        sa.CheckConstraint(
            "passes_done >= 0 AND passes_failed_facility >= 0 AND passes_failed_user >= 0 AND "
            "passes_weather >= 0 AND megabytes >= 0 AND units >= 0",
            name=op.f("ck_use_record_counts"),
        ),
        sa.CheckConstraint("started_at < ended_at", name=op.f("ck_use_record_order")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_use_record_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_use_record_recorded_by")
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_use_record")),
    )
    op.create_index(op.f("ix_use_record_recorded_on"), "use_record", ["recorded_on"], unique=False)


def _charge() -> None:
    op.create_table(
        "charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("price_id", sa.Integer(), nullable=False),
        sa.Column("basis", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("billed_fen", sa.BigInteger(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.CheckConstraint("basis IN ('used', 'no_show', 'late')", name=op.f("ck_charge_basis")),
        sa.CheckConstraint("billed_fen >= 0 AND quantity >= 0", name=op.f("ck_charge_amounts")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_charge_booking_id")),
        sa.ForeignKeyConstraint(
            ["price_id"], ["facility_price.id"], name=op.f("fk_charge_price_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_charge_booking_id")),
    )
    op.create_index(op.f("ix_charge_recorded_on"), "charge", ["recorded_on"], unique=False)


def _charge_waiver() -> None:
    op.create_table(
        "charge_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(length=500), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_for", sa.Integer(), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("consented_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'open') = (consented_on IS NULL)", name=op.f("ck_charge_waiver_consented")
        ),
        sa.CheckConstraint(
            "outcome IN ('open', 'approved')", name=op.f("ck_charge_waiver_outcome")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_charge_waiver_amount")),
        sa.CheckConstraint("consented_by <> proposed_by", name=op.f("ck_charge_waiver_four_eyes")),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_charge_waiver_charge_id")
        ),
        sa.ForeignKeyConstraint(
            ["consented_by"], ["person.id"], name=op.f("fk_charge_waiver_consented_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_charge_waiver_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_for"], ["person.id"], name=op.f("fk_charge_waiver_proposed_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_waiver")),
        sa.UniqueConstraint("charge_id", name=op.f("uq_charge_waiver_charge_id")),
    )


def _facility_feedback() -> None:
    op.create_table(
        "facility_feedback",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("words", sqlmodel.AutoString(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_facility_feedback_score")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_facility_feedback_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["given_by"], ["person.id"], name=op.f("fk_facility_feedback_given_by")
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_facility_feedback")),
    )
