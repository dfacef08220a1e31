"""A claw-back names the payment it is of and stands on that payment's line; two people put one
right that does not.
"""

import re
from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0028"
down_revision = "0027"

GUARDS = Path(__file__).parents[1] / "sql"
ACTS = (
    "publish_call",
    "check_eligibility",
    "review",
    "recommend",
    "decide",
    "decline",
    "publish_tender",
    "open_bids",
    "evaluate",
    "award",
    "sign",
    "sign_amendment",
    "forecast",
    "file_evidence",
    "accept",
    "grant_waiver",
    "settle",
    "pay",
    "carry_over",
    "return_surplus",
    "correct_claw_back",
    "approve_opening",
    "close",
    "submit",
    "answer_remark",
    "forward",
    "approve_submission",
)
KIND = f"kind IN ({', '.join(map(repr, ACTS))})"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE act ADD COLUMN payment_id INTEGER"
        " CONSTRAINT fk_act_payment_id REFERENCES act (id)"
    )
    op.create_index(op.f("ix_act_payment_id"), "act", ["payment_id"])
    _corrections()
    for statement in (
        (GUARDS / f"0028_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
    else:
        op.drop_constraint(op.f("ck_reminder_sent_kind"), "reminder_sent", type_="check")
        op.create_check_constraint(op.f("ck_reminder_sent_kind"), "reminder_sent", KIND)


def _corrections() -> None:
    op.create_table(
        "claw_back_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
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
            "outcome IN ('open', 'approved', 'rejected')",
            name=op.f("ck_claw_back_correction_outcome"),
        ),
        sa.CheckConstraint(
            "decided_by <> proposed_by", name=op.f("ck_claw_back_correction_four_eyes")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_claw_back_correction_{column}")
            )
            for column, table in (
                ("act_id", "act"),
                ("payment_id", "act"),
                ("undertaking_id", "undertaking"),
                ("proposed_by", "person"),
                ("proposed_for", "person"),
                ("decided_by", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claw_back_correction")),
    )
    op.create_index(
        op.f("ix_claw_back_correction_undertaking_id"), "claw_back_correction", ["undertaking_id"]
    )
    op.create_index(
        "uq_claw_back_correction_open",
        "claw_back_correction",
        ["act_id"],
        unique=True,
        sqlite_where=sa.text("outcome = 'open'"),
        postgresql_where=sa.text("outcome = 'open'"),
    )


def _made_anew() -> None:
    """SQLite alters no CHECK: the table is made again with its rows, and its triggers as they
    were.
    """
    connection = op.get_bind()
    text = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE name = 'reminder_sent'")
    ).scalar_one()
    of_table = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'reminder_sent'"
    triggers = connection.execute(sa.text(of_table)).scalars().all()
    op.execute("ALTER TABLE reminder_sent RENAME TO reminder_before")
    op.execute(re.sub(r"CHECK \(kind IN \([^)]*\)\)", f"CHECK ({KIND})", text))
    op.execute("INSERT INTO reminder_sent SELECT * FROM reminder_before")
    op.drop_table("reminder_before")
    for trigger in triggers:
        op.execute(trigger)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
