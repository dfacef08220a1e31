"""Reports that wait to be prepared, reviewed and issued are reminded of; how this office's reports
look is on record.
"""

import re
from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0042"
down_revision = "0041"

GUARDS = Path(__file__).parents[1] / "sql"
ACTS = ("prepare_report", "review_report", "issue_report")
LIST = re.compile(r"kind IN \(([^)]*)\)")


def upgrade() -> None:
    op.create_index(
        "ix_registered_report_of", "registered_report", ["report", "period", "language", "id"]
    )
    op.create_table(
        "report_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("value", sqlmodel.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_report_look_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_look")),
    )
    op.create_index(op.f("ix_report_look_key"), "report_look", ["key"])
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
    else:
        _checked_anew()
    for statement in (
        (GUARDS / f"{revision}_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _checked_anew() -> None:
    """The kinds there are, and three more."""
    text = (
        op.get_bind()
        .execute(
            sa.text(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conname = 'ck_reminder_sent_kind'"
            )
        )
        .scalar_one()
    )
    kinds = [*re.findall(r"'([a-z_]+)'", text), *ACTS]
    op.drop_constraint(op.f("ck_reminder_sent_kind"), "reminder_sent", type_="check")
    op.create_check_constraint(
        op.f("ck_reminder_sent_kind"),
        "reminder_sent",
        f"kind IN ({', '.join(map(repr, kinds))})",
    )


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
    more = ", ".join(map(repr, ACTS))
    op.execute("ALTER TABLE reminder_sent RENAME TO reminder_before")
    op.execute(LIST.sub(rf"kind IN (\1, {more})", text))
    op.execute("INSERT INTO reminder_sent SELECT * FROM reminder_before")
    op.drop_table("reminder_before")
    for trigger in triggers:
        op.execute(trigger)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
