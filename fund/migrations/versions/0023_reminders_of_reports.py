"""Reporters and reviewers of centres are reminded too; a file of a report knows the round it
belongs to.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

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
    "approve_opening",
    "close",
    "submit",
    "answer_remark",
    "forward",
    "approve_submission",
)
KIND = f"kind IN ({', '.join(map(repr, ACTS))})"


def upgrade() -> None:
    op.add_column(
        "submission_file", sa.Column("round", sa.Integer(), nullable=False, server_default="0")
    )
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
    else:
        op.drop_constraint(op.f("ck_reminder_sent_kind"), "reminder_sent", type_="check")
        op.create_check_constraint(op.f("ck_reminder_sent_kind"), "reminder_sent", KIND)


def _made_anew() -> None:
    """SQLite alters no CHECK: the table is made again with its rows, and its triggers as they
    were.
    """
    connection = op.get_bind()
    text = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE name = 'reminder_sent'")
    ).scalar_one()
    triggers = (
        connection.execute(
            sa.text(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name ="
                " 'reminder_sent'"
            )
        )
        .scalars()
        .all()
    )
    op.execute("ALTER TABLE reminder_sent RENAME TO reminder_before")
    op.execute(re.sub(r"CHECK \(kind IN \([^)]*\)\)", f"CHECK ({KIND})", text))
    op.execute("INSERT INTO reminder_sent SELECT * FROM reminder_before")
    op.drop_table("reminder_before")
    for trigger in triggers:
        op.execute(trigger)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
