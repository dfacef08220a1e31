"""On SQLite, days of lights look for the steps of their undertaking and never for all that are
scheduled, also where no statistics are kept.
"""

from pathlib import Path

from alembic import op

revision = "0075"
down_revision = "0074"

GUARD = Path(__file__).parents[1] / "sql" / f"{revision}_sqlite.sql"


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TRIGGER light_kept")
        connection.exec_driver_sql(GUARD.read_text("utf-8"))


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
