"""Holdings guarded further: paying after the others, words by one hand, vouchers, renminbi; an
index on what takes a second word.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_index(
        "ix_holding_fact_needed",
        "holding_fact",
        ["kind"],
        sqlite_where=sa.text("needed > 0"),
        postgresql_where=sa.text("needed > 0"),
    )
    name = f"holdings_guarded_{op.get_bind().dialect.name}.sql"
    for statement in (GUARDS / name).read_text("utf-8").split("\n--\n"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
