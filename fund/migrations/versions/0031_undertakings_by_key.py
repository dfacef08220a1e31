"""Grants, contracts and applications read along an index: their measure, how many stand in each
status, where an application stands, and an index for each way their lists are sorted and filtered.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0031"
down_revision = "0030"

GUARDS = Path(__file__).parents[1] / "sql"
DECIDED = {
    "decided": ("kind",),
    "status": ("kind", "status"),
    "measure": ("kind", "measure"),
    "region": ("kind", "region_code"),
    "body": ("kind", "organisation_id"),
}
STAGE = (
    "CASE WHEN u.status = 'submitted' THEN 'submitted' WHEN u.status IN ('eligible',"
    " 'under_review') THEN 'under_review' WHEN u.status IN ('entered', 'recommended',"
    " 'not_recommended') THEN 'recommended' WHEN u.status IN ('ineligible', 'declined',"
    " 'withdrawn') THEN 'declined' ELSE '' END"
)
KEYS = {"cut": 8, "key": 8, "kind": 12, "status": 20, "grain": 5}
FILLED = """
INSERT INTO status_total (cut, key, kind, status, grain, starts_on, undertakings)
WITH entered AS (
    SELECT undertaking_id, min(recorded_on) AS recorded_on FROM act
    WHERE kind IN ('enter', 'open') AND undertaking_id IS NOT NULL GROUP BY undertaking_id),
moves AS (
    SELECT undertaking_id, 'entered' AS status, recorded_on, 1 AS number FROM entered
    UNION ALL SELECT undertaking_id, status, recorded_on, 1 FROM status_event
    UNION ALL SELECT undertaking_id,
        coalesce(lag(status) OVER (PARTITION BY undertaking_id ORDER BY id), 'entered'),
        recorded_on, -1 FROM status_event),
base AS (
    SELECT u.kind, u.measure, u.region_code, m.status, m.recorded_on, sum(m.number) AS number
    FROM moves m JOIN undertaking u ON u.id = m.undertaking_id
    GROUP BY u.kind, u.measure, u.region_code, m.status, m.recorded_on),
cuts AS (
    SELECT 'all' AS cut, '' AS key, kind, status, recorded_on, number FROM base
    UNION ALL SELECT 'measure', measure, kind, status, recorded_on, number FROM base
    UNION ALL SELECT 'region', region_code, kind, status, recorded_on, number FROM base)
SELECT cut, key, kind, status, 'day' AS grain, recorded_on AS starts_on, sum(number) AS number
FROM cuts GROUP BY cut, key, kind, status, recorded_on
UNION ALL SELECT cut, key, kind, status, 'month', {month}, sum(number)
FROM cuts GROUP BY cut, key, kind, status, {month}
"""
"""StatusEvent added up; as fund.verify adds it up anew."""


def upgrade() -> None:
    _undertakings()
    _applications()
    for statement in (
        (GUARDS / f"0031_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _undertakings() -> None:
    op.add_column(
        "undertaking",
        sa.Column("measure", sqlmodel.AutoString(length=8), nullable=False, server_default=""),
    )
    op.execute(
        "UPDATE undertaking SET measure = (SELECT p.measure FROM line l JOIN programme p ON p.id ="
        " l.programme_id WHERE l.id = undertaking.line_id)"
    )
    for name, columns in DECIDED.items():
        op.create_index(f"ix_undertaking_{name}", "undertaking", [*columns, "decided_on", "id"])
    op.create_index("ix_undertaking_code", "undertaking", ["kind", "code", "id"])
    op.create_table(
        "status_total",
        *(
            sa.Column(name, sqlmodel.AutoString(length=length), nullable=False)
            for name, length in KEYS.items()
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("undertakings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*KEYS, "starts_on", name=op.f("pk_status_total")),
    )
    month = (
        "date_trunc('month', {})::date"
        if op.get_bind().dialect.name == "postgresql"
        else "date({}, 'start of month')"
    )
    op.execute(FILLED.format(month=month.format("recorded_on")))


def _applications() -> None:
    """A day for every application: SQLite fills it beside a constant, since it cannot add one that
    may not be missing without.
    """
    op.add_column(
        "grant_record",
        sa.Column("applied_on", sa.Date(), nullable=False, server_default="2000-01-01"),
    )
    op.add_column(
        "grant_record",
        sa.Column("stage", sqlmodel.AutoString(length=16), nullable=False, server_default=""),
    )
    op.execute(
        "UPDATE grant_record SET applied_on = coalesce(received_on, (SELECT min(act.recorded_on)"
        " FROM act WHERE act.undertaking_id = grant_record.undertaking_id), '2000-01-01'), stage ="
        f" (SELECT {STAGE} FROM undertaking u WHERE u.id = grant_record.undertaking_id)"
    )
    op.create_index("ix_grant_record_applied", "grant_record", ["applied_on", "undertaking_id"])
    op.create_index(
        "ix_grant_record_stage", "grant_record", ["stage", "applied_on", "undertaking_id"]
    )
    op.create_index(
        "ix_grant_record_undecided",
        "grant_record",
        ["applied_on", "undertaking_id"],
        sqlite_where=sa.text("stage <> ''"),
        postgresql_where=sa.text("stage <> ''"),
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
