"""What waits for somebody is read along an index: since when a part is accepted or due, which
evidence nobody accepted yet.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

GUARDS = Path(__file__).parents[1] / "sql"
WAITING = (
    (
        "ix_tranche_balance_unpaid",
        "tranche_balance",
        ("accepted_on", "tranche_id"),
        "accepted_fen > paid_fen",
    ),
    (
        "ix_tranche_balance_unearned",
        "tranche_balance",
        ("due_on", "tranche_id"),
        "obligated_fen > 0 AND (accepted_fen < obligated_fen OR is_waived)",
    ),
    (
        "ix_undertaking_unsigned",
        "undertaking",
        ("decided_on", "id"),
        "status IN ('awarded', 'pending')",
    ),
    ("ix_amendment_waiting", "amendment", ("proposed_on", "id"), "answer = ''"),
    (
        "ix_milestone_unjudged",
        "milestone",
        ("due_on", "id"),
        "status = 'scheduled' AND tranche_id IS NULL",
    ),
    ("ix_waiver_proposal_open", "waiver_proposal", ("proposed_on", "id"), "is_open"),
    ("ix_year_end_open", "year_end", ("kind", "proposed_on", "id"), "outcome = 'open'"),
)
PROMISED = (
    "coalesce((SELECT {becomes} FROM amendment a WHERE a.tranche_id = tranche_balance.tranche_id"
    " AND a.kind = 'dates' AND a.answer = 'signed' ORDER BY a.act_id DESC LIMIT 1), (SELECT"
    " t.promised_on FROM tranche t WHERE t.id = tranche_balance.tranche_id))"
)
WAIVED = (
    "EXISTS (SELECT 1 FROM acceptance a WHERE a.tranche_id = tranche_balance.tranche_id AND a.basis"
    " = 'waiver') AND NOT EXISTS (SELECT 1 FROM acceptance a WHERE a.tranche_id ="
    " tranche_balance.tranche_id AND a.basis = 'evidence')"
)
ACCEPTED = (
    "(SELECT max(a.recorded_on) FROM acceptance a WHERE a.tranche_id = tranche_balance.tranche_id)"
)


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.add_column("tranche_balance", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column("tranche_balance", sa.Column("accepted_on", sa.Date(), nullable=True))
    op.add_column(
        "tranche_balance",
        sa.Column("is_waived", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    promised = PROMISED.format(becomes="a.becomes::date" if is_postgresql else "a.becomes")
    op.execute(
        f"UPDATE tranche_balance SET due_on = {promised}, accepted_on = {ACCEPTED}, is_waived ="
        f" ({WAIVED})"
    )
    op.create_table(
        "evidence_waiting",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_waiting_evidence_id")
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence_waiting")),
    )
    op.create_index("ix_evidence_waiting_filed", "evidence_waiting", ["filed_on", "evidence_id"])
    op.execute(
        "INSERT INTO evidence_waiting SELECT e.id, e.filed_on FROM evidence e WHERE NOT EXISTS"
        " (SELECT 1 FROM acceptance a WHERE a.evidence_id = e.id)"
    )
    for name, table, columns, where in WAITING:
        said = sa.text(where)
        op.create_index(name, table, list(columns), sqlite_where=said, postgresql_where=said)
    for statement in (
        (GUARDS / f"0032_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
