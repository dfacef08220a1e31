"""Subsidies and guarantees: terms, statements, settlements and claims; letters, deposits and
policies with what became of each.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0048"
down_revision = "0047"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    _subsidy()
    _guarantee()
    _subsidy_fact()
    _guarantee_proposal()
    _guarantee_event()
    _subsidy_settlement()
    _subsidy_claim()
    for statement in (
        (GUARDS / f"{revision}_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _subsidy() -> None:
    op.create_table(
        "subsidy",
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("method", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("day_base", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("contract_number", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("contract_key", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("lender", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("loan_fen", sa.BigInteger(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(method = 'share' AND share > 0 AND share <= 1000000 AND points ="
            " 0) OR (method = 'points' AND points > 0 AND points <= 360000 AND"
            " share = 0)",
            name=op.f("ck_subsidy_terms"),
        ),
        sa.CheckConstraint(
            "instrument IN ('interest', 'premium')", name=op.f("ck_subsidy_instrument")
        ),
        sa.CheckConstraint(
            "loan_fen > 0 AND contract_key <> '' AND lender <> ''", name=op.f("ck_subsidy_told")
        ),
        sa.CheckConstraint("method IN ('share', 'points')", name=op.f("ck_subsidy_method")),
        sa.CheckConstraint("day_base IN (365, 360)", name=op.f("ck_subsidy_day_base")),
        sa.CheckConstraint("last_day > first_day", name=op.f("ck_subsidy_days")),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_subsidy_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("undertaking_id", name=op.f("pk_subsidy")),
    )
    op.create_index("ix_subsidy_contract", "subsidy", ["contract_key", "instrument"], unique=False)


def _guarantee() -> None:
    op.create_table(
        "guarantee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("form", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("issuer", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("issuer_key", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("number", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("number_key", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("face_fen", sa.BigInteger(), nullable=False),
        sa.Column("required_fen", sa.BigInteger(), nullable=False),
        sa.Column("base_fen", sa.BigInteger(), nullable=True),
        sa.Column("currency", sqlmodel.AutoString(length=3), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("beneficiary", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=True),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("spacecraft_id", sa.Integer(), nullable=True),
        sa.Column("duty", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("duty_due_on", sa.Date(), nullable=True),
        sa.Column("return_days", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.Column("state", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("held_fen", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("lodged_on", sa.Date(), nullable=False),
        sa.Column("lodged_by", sa.Integer(), nullable=True),
        sa.Column("lodged_for", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "form = 'deposit' OR valid_to IS NOT NULL", name=op.f("ck_guarantee_ends")
        ),
        sa.CheckConstraint(
            "form IN ('letter', 'deposit', 'insurance')", name=op.f("ck_guarantee_form")
        ),
        sa.CheckConstraint(
            "issuer <> '' AND number <> '' AND duty <> ''", name=op.f("ck_guarantee_told")
        ),
        sa.CheckConstraint(
            "kind IN ('bid', 'performance', 'quality', 'advance', 'de_orbit')",
            name=op.f("ck_guarantee_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('to_check', 'in_hold', 'turned_away', 'used_up', 'given_back')",
            name=op.f("ck_guarantee_state"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN undertaking_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN process_id IS NULL"
            " THEN 0 ELSE 1 END) + (CASE WHEN spacecraft_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_guarantee_one_subject"),
        ),
        sa.CheckConstraint(
            "face_fen > 0 AND held_fen >= 0 AND required_fen >= 0",
            name=op.f("ck_guarantee_amounts"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_guarantee_days")
        ),
        sa.ForeignKeyConstraint(["lodged_by"], ["person.id"], name=op.f("fk_guarantee_lodged_by")),
        sa.ForeignKeyConstraint(
            ["lodged_for"], ["person.id"], name=op.f("fk_guarantee_lodged_for")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_guarantee_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["procurement_process.id"], name=op.f("fk_guarantee_process_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_guarantee_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["spacecraft_id"], ["spacecraft.id"], name=op.f("fk_guarantee_spacecraft_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_guarantee_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee")),
        sa.UniqueConstraint(
            "issuer_key", "number_key", name=op.f("uq_guarantee_issuer_key_number_key")
        ),
    )
    op.create_index("ix_guarantee_back", "guarantee", ["back_on", "id"], unique=False)
    op.create_index("ix_guarantee_kind", "guarantee", ["kind", "id"], unique=False)
    op.create_index(
        op.f("ix_guarantee_organisation_id"), "guarantee", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_guarantee_process_id"), "guarantee", ["process_id"], unique=False)
    op.create_index(
        op.f("ix_guarantee_spacecraft_id"), "guarantee", ["spacecraft_id"], unique=False
    )
    op.create_index(
        op.f("ix_guarantee_undertaking_id"), "guarantee", ["undertaking_id"], unique=False
    )
    op.create_index("ix_guarantee_until", "guarantee", ["valid_until", "id"], unique=False)


def _subsidy_fact() -> None:
    op.create_table(
        "subsidy_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("words", sqlmodel.AutoString(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("stated_by", sa.Integer(), nullable=True),
        sa.Column("stated_for", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('principal', 'overdue', 'off_purpose', 'premium', 'refund')",
            name=op.f("ck_subsidy_fact_kind"),
        ),
        sa.CheckConstraint(
            "rate >= 0 AND rate <= 360000 AND (kind = 'principal' OR rate = 0)"
            " AND (kind <> 'principal' OR ends_on IS NOT NULL)",
            name=op.f("ck_subsidy_fact_rate"),
        ),
        sa.CheckConstraint(
            "amount_fen > 0 OR (amount_fen = 0 AND corrects_id IS NOT NULL)",
            name=op.f("ck_subsidy_fact_amount"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on > starts_on", name=op.f("ck_subsidy_fact_days")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["subsidy_fact.id"], name=op.f("fk_subsidy_fact_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_subsidy_fact_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["stated_by"], ["person.id"], name=op.f("fk_subsidy_fact_stated_by")
        ),
        sa.ForeignKeyConstraint(
            ["stated_for"], ["person.id"], name=op.f("fk_subsidy_fact_stated_for")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"],
            ["subsidy.undertaking_id"],
            name=op.f("fk_subsidy_fact_undertaking_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_fact")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_subsidy_fact_corrects_id")),
    )
    op.create_index("ix_subsidy_fact_of", "subsidy_fact", ["undertaking_id", "id"], unique=False)


def _guarantee_proposal() -> None:
    op.create_table(
        "guarantee_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guarantee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.Column("outcome", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_for", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("why", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'extend') = (valid_to IS NOT NULL) AND (kind = 'extend') = (amount_fen = 0)",
            name=op.f("ck_guarantee_proposal_asks"),
        ),
        sa.CheckConstraint(
            "(outcome = 'open') = (decided_on IS NULL)", name=op.f("ck_guarantee_proposal_decided")
        ),
        sa.CheckConstraint(
            "kind IN ('raise', 'lower', 'extend', 'claim')", name=op.f("ck_guarantee_proposal_kind")
        ),
        sa.CheckConstraint(
            "outcome IN ('open', 'approved', 'rejected')",
            name=op.f("ck_guarantee_proposal_outcome"),
        ),
        sa.CheckConstraint(
            "decided_by <> proposed_by", name=op.f("ck_guarantee_proposal_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_guarantee_proposal_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["guarantee_id"], ["guarantee.id"], name=op.f("fk_guarantee_proposal_guarantee_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_guarantee_proposal_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_guarantee_proposal_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_for"], ["person.id"], name=op.f("fk_guarantee_proposal_proposed_for")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_guarantee_proposal_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee_proposal")),
    )
    op.create_index(
        op.f("ix_guarantee_proposal_guarantee_id"),
        "guarantee_proposal",
        ["guarantee_id"],
        unique=False,
    )
    op.create_index(
        "uq_guarantee_proposal_open",
        "guarantee_proposal",
        ["guarantee_id", "kind"],
        unique=True,
        sqlite_where=sa.text("outcome = 'open'"),
        postgresql_where=sa.text("outcome = 'open'"),
    )


def _guarantee_event() -> None:
    op.create_table(
        "guarantee_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guarantee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("words", sqlmodel.AutoString(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('lodged', 'refused', 'raised', 'lowered', 'claimed',"
            " 'paid_out', 'released')) = (amount_fen > 0)",
            name=op.f("ck_guarantee_event_amount"),
        ),
        sa.CheckConstraint(
            "kind IN ('lodged', 'checked', 'refused', 'raised', 'lowered',"
            " 'extended', 'claimed', 'paid_out', 'duty_met', 'duty_ended',"
            " 'released')",
            name=op.f("ck_guarantee_event_kind"),
        ),
        sa.CheckConstraint("occurred_on <= recorded_on", name=op.f("ck_guarantee_event_past")),
        sa.ForeignKeyConstraint(
            ["guarantee_id"], ["guarantee.id"], name=op.f("fk_guarantee_event_guarantee_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["guarantee_proposal.id"], name=op.f("fk_guarantee_event_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_guarantee_event_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_guarantee_event_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_guarantee_event_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee_event")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_guarantee_event_proposal_id")),
    )
    op.create_index(
        "ix_guarantee_event_of", "guarantee_event", ["guarantee_id", "id"], unique=False
    )


def _subsidy_settlement() -> None:
    op.create_table(
        "subsidy_settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("computed_fen", sa.BigInteger(), nullable=False),
        sa.Column("accepted_fen", sa.BigInteger(), nullable=False),
        sa.Column("upto_fact_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.Column("words", sqlmodel.AutoString(), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_for", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("why", sqlmodel.AutoString(), nullable=False),
        sa.Column("acceptance_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'open') = (decided_on IS NULL)", name=op.f("ck_subsidy_settlement_decided")
        ),
        sa.CheckConstraint(
            "(outcome IN ('accepted', 'opening')) = (accepted_fen > 0)",
            name=op.f("ck_subsidy_settlement_accepted"),
        ),
        sa.CheckConstraint(
            "outcome IN ('open', 'accepted', 'rejected', 'opening')",
            name=op.f("ck_subsidy_settlement_outcome"),
        ),
        sa.CheckConstraint(
            "computed_fen > 0 AND accepted_fen >= 0 AND accepted_fen <= computed_fen",
            name=op.f("ck_subsidy_settlement_computed"),
        ),
        sa.CheckConstraint(
            "decided_by <> settled_by", name=op.f("ck_subsidy_settlement_four_eyes")
        ),
        sa.CheckConstraint("last_day > first_day", name=op.f("ck_subsidy_settlement_days")),
        sa.ForeignKeyConstraint(
            ["acceptance_id"], ["acceptance.id"], name=op.f("fk_subsidy_settlement_acceptance_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_subsidy_settlement_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["person.id"], name=op.f("fk_subsidy_settlement_settled_by")
        ),
        sa.ForeignKeyConstraint(
            ["settled_for"], ["person.id"], name=op.f("fk_subsidy_settlement_settled_for")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_subsidy_settlement_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"],
            ["subsidy.undertaking_id"],
            name=op.f("fk_subsidy_settlement_undertaking_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_settlement")),
    )
    op.create_index(
        "ix_subsidy_settlement_of",
        "subsidy_settlement",
        ["undertaking_id", "first_day"],
        unique=False,
    )


def _subsidy_claim() -> None:
    op.create_table(
        "subsidy_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("recomputed_fen", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("upto_fact_id", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("stated_by", sa.Integer(), nullable=True),
        sa.Column("stated_for", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_subsidy_claim_amount")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["act.id"], name=op.f("fk_subsidy_claim_payment_id")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"],
            ["subsidy_settlement.id"],
            name=op.f("fk_subsidy_claim_settlement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["stated_by"], ["person.id"], name=op.f("fk_subsidy_claim_stated_by")
        ),
        sa.ForeignKeyConstraint(
            ["stated_for"], ["person.id"], name=op.f("fk_subsidy_claim_stated_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_claim")),
    )
    op.create_index(
        op.f("ix_subsidy_claim_settlement_id"), "subsidy_claim", ["settlement_id"], unique=False
    )
