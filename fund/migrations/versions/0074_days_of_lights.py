"""Since when and until when what runs can have a light is kept beside it, so that the lists of one
light need not judge all others; what was committed and taken back has an index of its own.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"

GUARDS = Path(__file__).parents[1] / "sql"
DAYS = ("green_until", "fired_from", "amber_until", "red_from")
INDEXES = (
    ("ix_undertaking_running", ("decided_on", "id", "green_until", "fired_from", "red_from")),
    ("ix_undertaking_running_fired", ("fired_from", "id", "amber_until")),
)


def upgrade() -> None:
    for name in DAYS:
        op.add_column(
            "undertaking",
            sa.Column(name, sa.Date(), nullable=False, server_default=sa.text("'9999-12-31'")),
        )
    said = sa.text("status IN ('active', 'suspended')")
    op.drop_index("ix_undertaking_running", "undertaking")
    for name, columns in INDEXES:
        op.create_index(
            name, "undertaking", list(columns), sqlite_where=said, postgresql_where=said
        )
    unjudged = sa.text("status = 'scheduled' AND tranche_id IS NULL")
    op.drop_index("ix_milestone_unjudged", "milestone")
    # an equality stands first in the next two: SQLite then takes them before the indexes of all
    # rows also while they are empty, and nothing is known of them
    op.create_index(
        "ix_milestone_unjudged",
        "milestone",
        ["status", "due_on", "id"],
        sqlite_where=unjudged,
        postgresql_where=unjudged,
    )
    taken = sa.text("stage = 'committed' AND amount_fen < 0")
    op.create_index(
        "ix_posting_taken_back",
        "posting",
        ["stage", "recorded_on"],
        sqlite_where=taken,
        postgresql_where=taken,
    )
    dialect = op.get_bind().dialect.name
    for statement in (GUARDS / f"{revision}_{dialect}.sql").read_text("utf-8").split("\n--\n"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
