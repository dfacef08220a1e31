"""What holdings put together need is kept beside their facts: every flow by its day, by triggers,
and one row of sums of each holding, which acts reckon anew where it is stale. Flows are filled
from what is there, all sums begin stale.
"""

from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"

GUARDS = Path(__file__).parents[1] / "sql"
FEN = (
    *("paid_in_fen", "proceeds_fen", "principal_fen", "gain_fen", "loss_fen", "cost_left_fen"),
    *("fair_value_fen", "signed_fen", "others_signed_fen", "social_signed_fen"),
    *("state_signed_fen", "foreign_signed_fen", "others_paid_fen", "social_paid_fen"),
    *("state_paid_fen", "foreign_paid_fen", "remit_principal_fen", "remit_gain_fen"),
)
PAID = """
SELECT p.act_id, p.undertaking_id, p.amount_fen, p.recorded_on, a.occurred_on, a.reverses_id
FROM posting p JOIN act a ON a.id = p.act_id JOIN holding h ON h.undertaking_id = p.undertaking_id
WHERE p.stage = 'paid' ORDER BY p.id
"""
BACK = """
SELECT f.undertaking_id, f.occurred_on, f.recorded_on, f.amount_fen, c.occurred_on, c.amount_fen
FROM holding_fact f LEFT JOIN holding_fact c ON c.id = f.corrects_id
WHERE f.kind IN ('exit', 'income') ORDER BY f.id
"""
KNOWN = """
UPDATE holding_sum SET known_on = (
  SELECT max(d.day) FROM (
    SELECT f.recorded_on AS day FROM holding_fact f
    WHERE f.undertaking_id = holding_sum.undertaking_id
    UNION ALL
    SELECT w.said_on FROM holding_word w JOIN holding_fact f ON f.id = w.fact_id
    WHERE f.undertaking_id = holding_sum.undertaking_id
    UNION ALL
    SELECT p.recorded_on FROM posting p
    WHERE p.undertaking_id = holding_sum.undertaking_id AND p.stage IN ('paid', 'obligated')
  ) d
)
"""


def upgrade() -> None:
    op.create_index("ix_holding_form", "holding", ["form", "undertaking_id"])
    flow, sums = _flows(), _sums()
    connection = op.get_bind()
    name = f"0073_{connection.dialect.name}.sql"
    for statement in (GUARDS / name).read_text("utf-8").split("\n--\n"):
        connection.exec_driver_sql(statement)
    days: dict[int, date] = {}
    rows = []
    dated = {"occurred_on": sa.Date(), "recorded_on": sa.Date()}
    for row in connection.execute(sa.text(PAID).columns(**dated)):
        days[row.act_id] = days.get(row.reverses_id, row.occurred_on)
        rows.append((row.undertaking_id, row.act_id, days[row.act_id], row[3], -row.amount_fen))
    day = sa.Date()
    back = sa.text(BACK).columns(
        *(sa.column(f"c{n}", day if n in (1, 2, 4) else None) for n in range(6))
    )
    for key, came_on, known_on, fen, corrected_on, corrected_fen in connection.execute(back):
        if corrected_on is not None:
            rows.append((key, None, corrected_on, known_on, -corrected_fen))
        rows.append((key, None, came_on, known_on, fen))
    names = ("undertaking_id", "act_id", "day", "known_on", "amount_fen")
    made = [dict(zip(names, row, strict=True)) for row in rows]
    if made:
        connection.execute(
            sa.insert(flow),
            [one | {"is_payment": bool(one["act_id"]) and one["amount_fen"] < 0} for one in made],
        )
    connection.execute(
        sa.text(f"INSERT INTO {sums.name} (undertaking_id) SELECT undertaking_id FROM holding")
    )
    connection.execute(sa.text(KNOWN))


def _flows() -> sa.Table:
    made = op.create_table(
        "holding_flow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("is_payment", sa.Boolean(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_holding_flow_act_id")),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_holding_flow_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding_flow")),
    )
    op.create_index("ix_holding_flow_of", "holding_flow", ["undertaking_id", "day"])
    op.create_index(
        "ix_holding_flow_day", "holding_flow", ["day", "is_payment", "known_on", "amount_fen"]
    )
    return made


def _sums() -> sa.Table:
    none = sa.text("0")
    made = op.create_table(
        "holding_sum",
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("is_stale", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("known_on", sa.Date(), nullable=True),
        sa.Column("first_paid_on", sa.Date(), nullable=True),
        *(sa.Column(name, sa.BigInteger(), nullable=False, server_default=none) for name in FEN),
        sa.Column("remit_since", sa.Date(), nullable=True),
        sa.Column("is_watched", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_holding_sum_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("undertaking_id", name=op.f("pk_holding_sum")),
    )
    op.create_index("ix_holding_sum_known", "holding_sum", ["known_on"])
    op.create_index("ix_holding_sum_remit", "holding_sum", ["remit_since", "undertaking_id"])
    for mark in ("watched", "stale"):
        where = sa.text(f"is_{mark}")
        op.create_index(
            f"ix_holding_sum_{mark}",
            "holding_sum",
            ["undertaking_id"],
            sqlite_where=where,
            postgresql_where=where,
        )
    return made


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
