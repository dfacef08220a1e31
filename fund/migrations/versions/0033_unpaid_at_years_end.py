"""What is committed and unpaid stands beside each balance, so that a year's end reads it along an
index; acts that carry over have an index of their own.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

GUARDS = Path(__file__).parents[1] / "sql"
INDEXES = (
    ("ix_undertaking_balance_unpaid", "undertaking_balance", "unpaid_fen", "unpaid_fen > 0"),
    ("ix_undertaking_balance_owed", "undertaking_balance", "", "accepted_fen > paid_fen"),
    ("ix_act_carried", "act", "", "kind = 'carry_over'"),
)


def upgrade() -> None:
    op.add_column(
        "undertaking_balance",
        sa.Column("unpaid_fen", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.execute(
        "UPDATE undertaking_balance SET unpaid_fen = (SELECT coalesce(sum(CASE p.stage WHEN"
        " 'committed' THEN p.amount_fen WHEN 'paid' THEN -p.amount_fen ELSE 0 END), 0) FROM posting"
        " p JOIN undertaking u ON u.id = p.undertaking_id AND u.line_id = p.line_id WHERE"
        " p.undertaking_id = undertaking_balance.undertaking_id)"
    )
    for name, table, column, where in INDEXES:
        key = "id" if table == "act" else "undertaking_id"
        said = sa.text(where)
        op.create_index(
            name,
            table,
            [column, key] if column else [key],
            sqlite_where=said,
            postgresql_where=said,
        )
    for statement in (
        (GUARDS / f"0033_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
