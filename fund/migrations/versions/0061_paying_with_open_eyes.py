"""Paying with open eyes: the account an agreement names, changed by two people; a payment has its
voucher or says why there is none. Payments of before stay as they are.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0061"
down_revision = "0060"

GUARDS = Path(__file__).parents[1] / "sql"
KIND = "ck_amendment_kind"
WAS = "kind IN ('amount', 'dates', 'scope', 'recipient')"
BECOMES = "kind IN ('amount', 'dates', 'scope', 'recipient', 'account')"


def upgrade() -> None:
    _widen()
    op.create_table(
        "payee_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("holder", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("bank", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("number", sqlmodel.AutoString(length=34), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_payee_account_act_id")),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_payee_account_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee_account")),
        sa.UniqueConstraint("act_id", name=op.f("uq_payee_account_act_id")),
    )
    op.create_index(op.f("ix_payee_account_undertaking_id"), "payee_account", ["undertaking_id"])
    name = f"paying_{op.get_bind().dialect.name}.sql"
    for statement in (GUARDS / name).read_text("utf-8").split("\n--\n"):
        op.get_bind().exec_driver_sql(statement)


def _widen() -> None:
    """One more kind of amendment; on SQLite as in revision 0044, whose reason is told there."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(KIND), "amendment", type_="check")
        op.create_check_constraint(op.f(KIND), "amendment", BECOMES)
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND"
        " name = 'amendment' AND instr(sql, ?) > 0",
        (WAS, BECOMES, WAS),
    )
    if changed.rowcount != 1:
        raise RuntimeError(f"{KIND} is not as an earlier migration made it")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
