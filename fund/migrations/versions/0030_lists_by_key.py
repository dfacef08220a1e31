"""Lists read along an index: a milestone keeps where it belongs, and each way its list is sorted
and filtered has an index.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0030"
down_revision = "0029"

GUARDS = Path(__file__).parents[1] / "sql"
ORDERED = {
    "on": ("due_on",),
    "first": ("first_due_on",),
    "forecast": ("forecast_on",),
    "met": ("met_on",),
    "measure": ("measure", "due_on"),
    "measure_status": ("measure", "status", "due_on"),
    "region": ("region_code", "due_on"),
    "region_status": ("region_code", "status", "due_on"),
    "organisation": ("organisation_id", "due_on"),
    "organisation_status": ("organisation_id", "status", "due_on"),
}


def upgrade() -> None:
    op.add_column(
        "milestone",
        sa.Column("measure", sqlmodel.AutoString(length=8), nullable=False, server_default=""),
    )
    op.add_column(
        "milestone",
        sa.Column("region_code", sqlmodel.AutoString(length=6), nullable=False, server_default=""),
    )
    op.add_column(
        "milestone", sa.Column("organisation_id", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(
        "UPDATE milestone SET (measure, region_code, organisation_id) = (SELECT p.measure,"
        " u.region_code, u.organisation_id FROM undertaking u JOIN line l ON l.id = u.line_id JOIN"
        " programme p ON p.id = l.programme_id WHERE u.id = milestone.undertaking_id)"
    )
    for name, columns in ORDERED.items():
        op.create_index(f"ix_milestone_{name}", "milestone", [*columns, "id"])
    op.create_index("ix_milestone_event_on", "milestone_event", ["due_on", "milestone_id"])
    for statement in (
        (GUARDS / f"0030_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
