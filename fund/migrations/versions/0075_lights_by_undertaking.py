"""On SQLite, days of lights look for the steps of their undertaking and never for all that are
scheduled, also where no statistics are kept.
"""

from alembic import op

revision = "0075"
down_revision = "0074"

KEEPS = "light_kept"
BEFORE, SINCE = "m.status = 'scheduled'", "m.status || '' = 'scheduled'"


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    statement = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", (KEEPS,)
    ).scalar_one()
    connection.exec_driver_sql(f"DROP TRIGGER {KEEPS}")
    connection.exec_driver_sql(statement.replace(BEFORE, SINCE))


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
