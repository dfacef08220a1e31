"""Holdings: an undertaking may be a holding or a subsidy; what is agreed of a holding, who invests
beside the fund, dated facts and what others said to them.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0044"
down_revision = "0043"

GUARDS = Path(__file__).parents[1] / "sql"
WIDER = {
    ("undertaking", "ck_undertaking_kind"): (
        "kind IN ('grant', 'contract')",
        "kind IN ('grant', 'contract', 'holding', 'subsidy')",
    ),
    ("due_entry", "ck_due_entry_kind"): (
        "kind IN ('promised_fen', 'planned', 'met', 'open', 'grant', 'contract')",
        "kind IN ('promised_fen', 'planned', 'met', 'open', 'grant', 'contract', 'holding',"
        " 'subsidy')",
    ),
}
"""(table, CHECK) -> what it said, what it says now."""


def upgrade() -> None:
    _widen()
    _holding()
    _co_investor()
    _holding_fact()
    _holding_word()
    for statement in (
        (GUARDS / f"holdings_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _widen() -> None:
    """More kinds of undertaking. SQLite alters no CHECK; making tables anew that half the schema
    names would move every key and trigger, so its own way is taken: the text of the table is
    changed, which is sound where a CHECK only grows (sqlite.org/lang_altertable.html, at the end).
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        for (table, name), (_was, becomes) in WIDER.items():
            op.drop_constraint(op.f(name), table, type_="check")
            op.create_check_constraint(op.f(name), table, becomes)
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for (table, name), (was, becomes) in WIDER.items():
        changed = connection.exec_driver_sql(
            "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?"
            " AND instr(sql, ?) > 0",
            (was, becomes, table, was),
        )
        if changed.rowcount != 1:
            raise RuntimeError(f"{name} is not as an earlier migration made it")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")


def _holding() -> None:
    op.create_table(
        "holding",
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("form", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("channel", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("recommended_by", sqlmodel.AutoString(), nullable=False),
        sa.Column("field", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_early", sa.Boolean(), nullable=False),
        sa.Column("fund_size_fen", sa.BigInteger(), nullable=False),
        sa.Column("single_percent", sa.Integer(), nullable=False),
        sa.Column("pays_after_others", sa.Boolean(), nullable=False),
        sa.Column("rolls_over", sa.Boolean(), nullable=False),
        sa.Column("term_ends_on", sa.Date(), nullable=True),
        sa.Column("purpose", sqlmodel.AutoString(), nullable=False),
        sa.CheckConstraint("channel IN ('own', 'recommended')", name=op.f("ck_holding_channel")),
        sa.CheckConstraint(
            "form IN ('direct', 'sub_fund', 'platform')", name=op.f("ck_holding_form")
        ),
        sa.CheckConstraint("single_percent BETWEEN 0 AND 100", name=op.f("ck_holding_share")),
        sa.CheckConstraint("fund_size_fen >= 0", name=op.f("ck_holding_size")),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_holding_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("undertaking_id", name=op.f("pk_holding")),
    )


def _co_investor() -> None:
    op.create_table(
        "co_investor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('social', 'central', 'local_government', 'state_owned', 'foreign')",
            name=op.f("ck_co_investor_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_co_investor_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_investor")),
        sa.UniqueConstraint(
            "undertaking_id", "name", name=op.f("uq_co_investor_undertaking_id_name")
        ),
    )


def _holding_fact() -> None:
    op.create_table(
        "holding_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("principal_fen", sa.BigInteger(), nullable=False),
        sa.Column("gain_fen", sa.BigInteger(), nullable=False),
        sa.Column("loss_fen", sa.BigInteger(), nullable=False),
        sa.Column("cost_fen", sa.BigInteger(), nullable=False),
        sa.Column("stays_fen", sa.BigInteger(), nullable=True),
        sa.Column("units", sa.BigInteger(), nullable=True),
        sa.Column("ground", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("basis", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("words", sqlmodel.AutoString(), nullable=False),
        sa.Column("reference", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=True),
        sa.Column("co_investor_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("ends_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("stated_by", sa.Integer(), nullable=True),
        sa.Column("stated_for", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "amount_fen >= 0 AND principal_fen >= 0 AND gain_fen >= 0 AND loss_fen >= 0 AND"
            " cost_fen >= 0 AND (stays_fen IS NULL OR stays_fen >= 0) AND (units IS NULL OR"
            " units > 0)",
            name=op.f("ck_holding_fact_amounts"),
        ),
        sa.CheckConstraint(
            "basis IN ('', 'charter', 'appraisal')", name=op.f("ck_holding_fact_basis")
        ),
        sa.CheckConstraint("occurred_on <= recorded_on", name=op.f("ck_holding_fact_days")),
        sa.CheckConstraint(
            "kind NOT IN ('value', 'proposal') OR sha256 IS NOT NULL",
            name=op.f("ck_holding_fact_document"),
        ),
        sa.CheckConstraint(
            "ground IN ('', 'not_set_up', 'not_investing', 'off_policy', 'off_charter',"
            " 'other_breach', 'target_reached', 'term_ended', 'market')",
            name=op.f("ck_holding_fact_ground"),
        ),
        sa.CheckConstraint(
            "kind IN ('scheme', 'set_up', 'subscribed', 'other_paid', 'units', 'investment',"
            " 'report', 'note', 'breach', 'breach_end', 'value', 'income', 'proposal', 'exit',"
            " 'remittance')",
            name=op.f("ck_holding_fact_kind"),
        ),
        sa.CheckConstraint(
            "(kind IN ('value', 'proposal', 'remittance')) = (needed > 0)",
            name=op.f("ck_holding_fact_needed"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('exit', 'remittance', 'income') OR amount_fen = principal_fen + gain_fen",
            name=op.f("ck_holding_fact_parts"),
        ),
        sa.CheckConstraint(
            "(kind = 'exit') = (proposal_id IS NOT NULL)", name=op.f("ck_holding_fact_proposal")
        ),
        sa.CheckConstraint(
            "kind <> 'remittance' OR reference <> ''", name=op.f("ck_holding_fact_voucher")
        ),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_holding_fact_act_id")),
        sa.ForeignKeyConstraint(
            ["co_investor_id"], ["co_investor.id"], name=op.f("fk_holding_fact_co_investor_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["holding_fact.id"], name=op.f("fk_holding_fact_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["ends_id"], ["holding_fact.id"], name=op.f("fk_holding_fact_ends_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["holding_fact.id"], name=op.f("fk_holding_fact_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_holding_fact_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["stated_by"], ["person.id"], name=op.f("fk_holding_fact_stated_by")
        ),
        sa.ForeignKeyConstraint(
            ["stated_for"], ["person.id"], name=op.f("fk_holding_fact_stated_for")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_holding_fact_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding_fact")),
        sa.UniqueConstraint("ends_id", name=op.f("uq_holding_fact_ends_id")),
    )
    op.create_index("ix_holding_fact_corrects_id", "holding_fact", ["corrects_id"])
    op.create_index("ix_holding_fact_of", "holding_fact", ["undertaking_id", "kind"])
    op.create_index("ix_holding_fact_proposal_id", "holding_fact", ["proposal_id"])


def _holding_word() -> None:
    op.create_table(
        "holding_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sqlmodel.AutoString(length=4), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("said_by", sa.Integer(), nullable=True),
        sa.Column("said_for", sa.Integer(), nullable=True),
        sa.CheckConstraint("verdict = 'yes' OR reason <> ''", name=op.f("ck_holding_word_reason")),
        sa.CheckConstraint("verdict IN ('yes', 'no')", name=op.f("ck_holding_word_verdict")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_holding_word_act_id")),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["holding_fact.id"], name=op.f("fk_holding_word_fact_id")
        ),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_holding_word_said_by")),
        sa.ForeignKeyConstraint(["said_for"], ["person.id"], name=op.f("fk_holding_word_said_for")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding_word")),
        sa.UniqueConstraint("fact_id", "said_by", name=op.f("uq_holding_word_fact_id_said_by")),
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
