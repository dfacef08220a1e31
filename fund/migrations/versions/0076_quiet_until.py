"""Before which day nothing of a grant or contract can have fired is kept beside it, so that the
list of lights on a past day judges no others; postings of a body or a province are found by indexes
alone.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"

INDEXES = (
    ("ix_undertaking_quiet", "undertaking", ("decided_on", "id", "quiet_until")),
    ("ix_posting_undertaking", "posting", ("undertaking_id", "recorded_on")),
    ("ix_posting_day", "posting", ("recorded_on", "id", "undertaking_id")),
)
GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.add_column(
        "undertaking",
        sa.Column("quiet_until", sa.Date(), nullable=False, server_default=sa.text("'9999-12-31'")),
    )
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        # made by hand, if there are any: a file keeps none, and answers the same whatever is in it
        op.execute("DROP TABLE IF EXISTS sqlite_stat1")
        op.execute("DROP TABLE IF EXISTS sqlite_stat4")
    for statement in (GUARDS / f"{revision}_{dialect}.sql").read_text("utf-8").split("\n--\n"):
        op.get_bind().exec_driver_sql(statement)
    op.drop_index("ix_undertaking_decided_on", "undertaking")
    for name in ("ix_posting_undertaking", "ix_posting_day"):
        op.drop_index(name, "posting")
    for name, table, columns in INDEXES:
        op.create_index(name, table, list(columns))


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
