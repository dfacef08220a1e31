"""What falls due is kept summed over all days as well: how much there is of a kind by province or
measure is asked without reading month after month of it.
"""

from pathlib import Path

from alembic import op

revision = "0050"
down_revision = "0049"

GUARDS = Path(__file__).parents[1] / "sql"
SUMMED = """
INSERT INTO due_total (cut, key, kind, grain, due_grain, due_on, starts_on, value)
SELECT cut, key, kind, grain, 'ever', date('0001-01-01'), starts_on, sum(value) FROM due_total
WHERE due_grain = 'month' GROUP BY cut, key, kind, grain, starts_on
"""


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.get_bind().exec_driver_sql(SUMMED)
    for statement in (GUARDS / f"{revision}_{dialect}.sql").read_text("utf-8").split("\n--\n"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
