"""A registered report's unit, its hash and for whom somebody signed stay as they were written."""

from pathlib import Path

from alembic import op

revision = "0049"
down_revision = "0048"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    for statement in (
        (GUARDS / f"{revision}_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
