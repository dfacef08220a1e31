"""Partners, agreements, projects abroad with their shares, bodies, money of others and results, the
inter-governmental channel.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0047"
down_revision = "0046"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_table(
        "cooperation_agreement",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("title_zh", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('treaty', 'memorandum', 'implementing', 'contract')",
            name=op.f("ck_cooperation_agreement_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_cooperation_agreement_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_cooperation_agreement_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_agreement")),
        sa.UniqueConstraint("code", name=op.f("uq_cooperation_agreement_code")),
    )
    op.create_table(
        "partner",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("name_zh", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("name_en", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("region", sqlmodel.AutoString(length=3), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("code NOT IN ('CN', 'HK', 'MO', 'TW')", name=op.f("ck_partner_abroad")),
        sa.CheckConstraint("kind IN ('country', 'organisation')", name=op.f("ck_partner_kind")),
        sa.CheckConstraint("name_zh <> ''", name=op.f("ck_partner_named")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_partner_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_partner_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_code")),
    )
    op.create_index(op.f("ix_partner_region"), "partner", ["region"], unique=False)
    op.create_table(
        "cooperation",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("title_zh", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("title_other", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("other_language", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("description", sqlmodel.AutoString(length=2000), nullable=False),
        sa.Column("field", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("state", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("actual_start", sa.Date(), nullable=True),
        sa.Column("actual_end", sa.Date(), nullable=True),
        sa.Column("is_umbrella", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("counts_why", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("counts_why <> ''", name=op.f("ck_cooperation_reasoned")),
        sa.CheckConstraint(
            "field IN ('remote_sensing', 'communication', 'navigation', 'ground_segment', "
            "'meteorology', 'disaster', 'training', 'data_sharing')",
            name=op.f("ck_cooperation_field"),
        ),
        sa.CheckConstraint(
            "state IN ('pipeline', 'implementation', 'finalisation', 'completed', "
            "'called_off', 'suspended')",
            name=op.f("ck_cooperation_state"),
        ),
        sa.CheckConstraint("NOT (is_umbrella AND counts)", name=op.f("ck_cooperation_umbrella")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["cooperation_agreement.id"], name=op.f("fk_cooperation_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_cooperation_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_cooperation_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation")),
        sa.UniqueConstraint("code", name=op.f("uq_cooperation_code")),
    )
    op.create_index("ix_cooperation_field", "cooperation", ["field", "code", "id"], unique=False)
    op.create_index("ix_cooperation_state", "cooperation", ["state", "code", "id"], unique=False)
    op.create_table(
        "cooperation_party",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["cooperation_agreement.id"],
            name=op.f("fk_cooperation_party_agreement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_cooperation_party_partner_id")
        ),
        sa.PrimaryKeyConstraint("agreement_id", "partner_id", name=op.f("pk_cooperation_party")),
    )
    op.create_table(
        "partner_flag",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("listed", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.CheckConstraint(
            "listed IN ('LDC', 'LLDC', 'SIDS', 'developing')", name=op.f("ck_partner_flag_listed")
        ),
        sa.CheckConstraint("source <> ''", name=op.f("ck_partner_flag_sourced")),
        sa.CheckConstraint(
            "until IS NULL OR since IS NULL OR since <= until", name=op.f("ck_partner_flag_days")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_partner_flag_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_partner_flag_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_partner_flag_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_flag")),
    )
    op.create_index(
        op.f("ix_partner_flag_partner_id"), "partner_flag", ["partner_id"], unique=False
    )
    op.create_table(
        "channel_entry",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column("firm", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("channel", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("review", sqlmodel.AutoString(length=2000), nullable=False),
        sa.Column("is_recommended", sa.Boolean(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_for", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("why", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('channel_applied', 'channel_reviewed', 'admitted', 'not_admitted', "
            "'removed')",
            name=op.f("ck_channel_entry_outcome"),
        ),
        sa.CheckConstraint("decided_by <> reviewed_by", name=op.f("ck_channel_entry_four_eyes")),
        sa.ForeignKeyConstraint(
            ["cooperation_id"], ["cooperation.id"], name=op.f("fk_channel_entry_cooperation_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_channel_entry_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_channel_entry_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_channel_entry_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["person.id"], name=op.f("fk_channel_entry_reviewed_by")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_for"], ["person.id"], name=op.f("fk_channel_entry_reviewed_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_entry")),
    )
    op.create_index(
        op.f("ix_channel_entry_cooperation_id"), "channel_entry", ["cooperation_id"], unique=False
    )
    op.create_index(
        "uq_channel_entry_running",
        "channel_entry",
        ["cooperation_id"],
        unique=True,
        sqlite_where=sa.text("outcome IN ('channel_applied', 'channel_reviewed', 'admitted')"),
        postgresql_where=sa.text("outcome IN ('channel_applied', 'channel_reviewed', 'admitted')"),
    )
    op.create_table(
        "cooperation_body",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("identifier", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("role", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("organisation_type", sqlmodel.AutoString(length=2), nullable=False),
        sa.CheckConstraint(
            "organisation_type IN ('10', '40', '70', '71', '72', '73', '80', '90')",
            name=op.f("ck_cooperation_body_organisation_type"),
        ),
        sa.CheckConstraint(
            "role IN ('funding', 'accountable', 'extending', 'implementing')",
            name=op.f("ck_cooperation_body_role"),
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"], ["cooperation.id"], name=op.f("fk_cooperation_body_cooperation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_cooperation_body_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_cooperation_body_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_body")),
    )
    op.create_index(
        op.f("ix_cooperation_body_cooperation_id"),
        "cooperation_body",
        ["cooperation_id"],
        unique=False,
    )
    op.create_table(
        "cooperation_indicator",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column("title_zh", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("measure", sqlmodel.AutoString(length=1), nullable=False),
        sa.Column("unit", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("baseline", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "measure IN ('1', '2', '5')", name=op.f("ck_cooperation_indicator_measure")
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_cooperation_indicator_cooperation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_cooperation_indicator_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_cooperation_indicator_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_indicator")),
    )
    op.create_index(
        op.f("ix_cooperation_indicator_cooperation_id"),
        "cooperation_indicator",
        ["cooperation_id"],
        unique=False,
    )
    op.create_table(
        "cooperation_money",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column("stage", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("provider", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sqlmodel.AutoString(length=3), nullable=False),
        sa.Column("rate", sa.String(length=40), nullable=True),
        sa.Column("rate_on", sa.Date(), nullable=True),
        sa.Column("rate_source", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(currency = 'CNY') = (rate IS NULL)", name=op.f("ck_cooperation_money_rate")
        ),
        sa.CheckConstraint("source <> ''", name=op.f("ck_cooperation_money_sourced")),
        sa.CheckConstraint(
            "stage IN ('pledge', 'commitment', 'implementation', 'completion')",
            name=op.f("ck_cooperation_money_stage"),
        ),
        sa.CheckConstraint(
            "(amount > 0) = (corrects_id IS NULL)", name=op.f("ck_cooperation_money_sign")
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"], ["cooperation.id"], name=op.f("fk_cooperation_money_cooperation_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["cooperation_money.id"], name=op.f("fk_cooperation_money_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_cooperation_money_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_cooperation_money_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_money")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_cooperation_money_corrects_id")),
    )
    op.create_index(
        op.f("ix_cooperation_money_cooperation_id"),
        "cooperation_money",
        ["cooperation_id"],
        unique=False,
    )
    op.create_table(
        "cooperation_share",
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.CheckConstraint("share > 0 AND share <= 10000", name=op.f("ck_cooperation_share_share")),
        sa.ForeignKeyConstraint(
            ["cooperation_id"], ["cooperation.id"], name=op.f("fk_cooperation_share_cooperation_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_cooperation_share_partner_id")
        ),
        sa.PrimaryKeyConstraint("cooperation_id", "partner_id", name=op.f("pk_cooperation_share")),
    )
    op.create_index(
        op.f("ix_cooperation_share_partner_id"), "cooperation_share", ["partner_id"], unique=False
    )
    op.create_table(
        "cooperation_state",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column("state", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("actual_start", sa.Date(), nullable=True),
        sa.Column("actual_end", sa.Date(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("counts_why", sqlmodel.AutoString(length=300), nullable=False),
        sa.CheckConstraint(
            "state IN ('pipeline', 'implementation', 'finalisation', 'completed', "
            "'called_off', 'suspended')",
            name=op.f("ck_cooperation_state_state"),
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"], ["cooperation.id"], name=op.f("fk_cooperation_state_cooperation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_cooperation_state_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_cooperation_state_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_state")),
    )
    op.create_index(
        op.f("ix_cooperation_state_cooperation_id"),
        "cooperation_state",
        ["cooperation_id"],
        unique=False,
    )
    op.create_table(
        "cooperation_result",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=True),
        sa.Column("actual", sa.String(length=40), nullable=True),
        sa.Column("words", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "actual IS NOT NULL OR words <> ''", name=op.f("ck_cooperation_result_something")
        ),
        sa.CheckConstraint(
            "confirmed_by <> recorded_by", name=op.f("ck_cooperation_result_four_eyes")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_cooperation_result_days")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_cooperation_result_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["cooperation_indicator.id"],
            name=op.f("fk_cooperation_result_indicator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_cooperation_result_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_cooperation_result_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_result")),
    )
    op.create_index(
        op.f("ix_cooperation_result_indicator_id"),
        "cooperation_result",
        ["indicator_id"],
        unique=False,
    )
    op.create_table(
        "cooperation_undertaking",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_cooperation_undertaking_cooperation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_cooperation_undertaking_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_cooperation_undertaking_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"],
            ["undertaking.id"],
            name=op.f("fk_cooperation_undertaking_undertaking_id"),
        ),
        sa.PrimaryKeyConstraint("undertaking_id", name=op.f("pk_cooperation_undertaking")),
    )
    op.create_index(
        op.f("ix_cooperation_undertaking_cooperation_id"),
        "cooperation_undertaking",
        ["cooperation_id"],
        unique=False,
    )
    for statement in (
        (GUARDS / f"{revision}_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)
