"""Reminders are known by the act they wait for, as the inbox names it, so that there can be one for
each.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0003"

KINDS = {
    "milestone": "forecast",
    "tranche": "file_evidence",
    "evidence": "accept",
    "payment": "pay",
    "waiver": "grant_waiver",
    "amendment": "sign_amendment",
    "decision": "decide",
    "award": "award",
    "opening": "approve_opening",
    "call": "publish_call",
}
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
)
COLUMNS = ("id", "person_id", "kind", "item_id", "anchor_on", "stage", "sent_on", "sent_at")
KIND = f"kind IN ({', '.join(map(repr, ACTS))})"
AS_ACT = (
    "CASE kind " + " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in KINDS.items()) + " END"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
    else:
        _altered()


def _altered() -> None:
    # the rows are append-only for everybody else: the trigger is back before the transaction ends
    op.execute("ALTER TABLE reminder_sent DISABLE TRIGGER reminder_sent_append_only")
    op.drop_constraint(op.f("ck_reminder_sent_kind"), "reminder_sent", type_="check")
    op.alter_column("reminder_sent", "kind", type_=sa.String(length=20))
    op.execute(f"UPDATE reminder_sent SET kind = {AS_ACT}")
    op.create_check_constraint(op.f("ck_reminder_sent_kind"), "reminder_sent", KIND)
    op.execute("ALTER TABLE reminder_sent ENABLE TRIGGER reminder_sent_append_only")


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
    text = re.sub(r"CHECK \(kind IN \([^)]*\)\)", f"CHECK ({KIND})", text).replace(
        "VARCHAR(12)", "VARCHAR(20)"
    )
    op.execute("ALTER TABLE reminder_sent RENAME TO reminder_before")
    op.execute(text)
    names = ", ".join(COLUMNS)
    op.execute(
        f"INSERT INTO reminder_sent ({names}) SELECT {names.replace('kind', AS_ACT)} FROM"
        " reminder_before"
    )
    op.drop_table("reminder_before")
    for trigger in triggers:
        op.execute(trigger)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
