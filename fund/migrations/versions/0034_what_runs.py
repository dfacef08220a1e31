"""Running grants and contracts are read along an index of their own, letters by what they say."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

RUNNING = "status IN ('active', 'suspended')"
INDEXES = (
    ("ix_undertaking_running", ("decided_on", "id")),
    ("ix_undertaking_running_measure", ("measure", "decided_on", "id")),
    ("ix_undertaking_running_region", ("region_code", "decided_on", "id")),
    ("ix_undertaking_running_body", ("organisation_id", "decided_on", "id")),
)


def upgrade() -> None:
    for name, columns in INDEXES:
        said = sa.text(RUNNING)
        op.create_index(
            name, "undertaking", list(columns), sqlite_where=said, postgresql_where=said
        )
    op.create_index("ix_status_report_light", "status_report", ["light", "reported_on", "id"])


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
