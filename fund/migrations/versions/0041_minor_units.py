"""Amounts in currencies that have not two decimals, kept in hundredths until now, are kept in the
currency's own minor unit (ISO 4217): 1,000 dinars as 1,000,000 fils, 1,000 yen as 1,000.

What others published is read again from what they published; the fund's own rows are reckoned over
exactly. The audit log is never rewritten: its entries of before are in hundredths.

A workbook of the office keeps which of its cells were put right on the page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

from fund import money
from fund.published import documents, ocds, threesixty
from fund.published.issues import Findings

revision = "0041"
down_revision = "0040"

_OF_LINE = "(SELECT l.currency FROM line l WHERE l.id = {table}.line_id)"
_OF_UNDERTAKING = "(SELECT u.currency FROM undertaking u WHERE u.id = {table}.undertaking_id)"
_OF_TRANCHE = (
    "(SELECT u.currency FROM tranche t JOIN undertaking u ON u.id = t.undertaking_id"
    " WHERE t.id = {table}.tranche_id)"
)
STAGES = ("committed_fen", "obligated_fen", "accepted_fen", "paid_fen", "returned_fen")
OWN = (
    ("line_balance", ("appropriated_fen", *STAGES), _OF_LINE),
    ("total", ("appropriated_fen", *STAGES), _OF_LINE),
    ("posting", ("amount_fen",), _OF_LINE),
    ("year_end", ("amount_fen",), _OF_LINE),
    ("undertaking_balance", (*STAGES, "unpaid_fen"), _OF_UNDERTAKING),
    ("approval", ("amount_fen",), _OF_UNDERTAKING),
    ("recommendation", ("amount_fen",), _OF_UNDERTAKING),
    ("grant_record", ("requested_fen",), _OF_UNDERTAKING),
    ("amendment", ("change_fen",), _OF_UNDERTAKING),
    ("mission_purchase", ("amount_fen",), _OF_UNDERTAKING),
    ("tranche_balance", ("obligated_fen", "accepted_fen", "paid_fen", "returned_fen"), _OF_TRANCHE),
    ("acceptance", ("amount_fen",), _OF_TRANCHE),
    ("due_entry", ("value",), f"CASE WHEN kind = 'promised_fen' THEN {_OF_UNDERTAKING} END"),
    ("procurement_process", ("estimate_fen",), "currency"),
    ("bid", ("amount_fen",), "currency"),
)
"""The fund's own amounts: table, columns, and whose currency they are in."""


class NotWhole(ValueError):
    """An amount of the ledger has a part its currency has not; nothing is changed."""


def upgrade() -> None:
    op.add_column(
        "opening", sa.Column("mended", sa.Text(), nullable=False, server_default=sa.text("'{}'"))
    )
    connection = op.get_bind()
    odd = money.odd_currencies()
    _published(connection, sorted(odd))
    used = connection.execute(
        sa.text(
            "SELECT currency FROM line UNION SELECT currency FROM procurement_process UNION"
            " SELECT currency FROM bid"
        )
    ).scalars()
    for code in sorted(set(used) & set(odd)):
        with _unguarded(connection):
            for table, columns, whose in OWN:
                for column in columns:
                    _reckon(connection, table, column, whose.format(table=table), code)


def _reckon(connection: Any, table: str, column: str, whose: str, code: str) -> None:
    """One column's hundredths as minor units, exactly."""
    change = money.decimals(code) - money.USUAL_DECIMALS
    up, down = 10 ** max(change, 0), 10 ** max(-change, 0)
    given = {"code": code, "up": up, "down": down}
    broken = connection.execute(
        sa.text(f"SELECT count(*) FROM {table} WHERE {whose} = :code AND {column} % :down <> 0"),
        {"code": code, "down": down},
    ).scalar()
    if broken:
        raise NotWhole(
            f"{table}.{column}: {broken} amounts in {code} are finer than {code} is counted. With"
            " the version before this one, put them right by an adjustment or a reversal; then"
            " bring the database up to date again."
        )
    connection.execute(
        sa.text(f"UPDATE {table} SET {column} = {column} * :up / :down WHERE {whose} = :code"),
        given,
    )


@contextmanager
def _unguarded(connection: Any) -> Iterator[None]:
    """The tables' own guards set aside: every amount and every sum of it changes by one factor."""
    names = [table for table, _columns, _whose in OWN]
    if connection.dialect.name == "postgresql":
        for name in names:
            connection.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        for name in names:
            connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        return
    rows = connection.exec_driver_sql(
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).all()
    guards = [(name, made) for name, table, made in rows if table in names]
    for name, _made in guards:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _name, made in guards:
        connection.exec_driver_sql(made)


def _published(connection: Any, codes: list[str]) -> None:
    """What others published, read again."""
    wanted = sa.bindparam("codes", codes, expanding=True)
    rows = connection.execute(
        sa.text(
            "SELECT r.id, r.raw, p.ocid FROM published_release r JOIN published_process p ON p.id ="
            " r.published_process_id WHERE r.tender_currency IN :codes OR EXISTS (SELECT 1 FROM"
            " published_contract c WHERE c.published_release_id = r.id AND c.currency IN :codes)"
        ).bindparams(wanted)
    ).all()
    for number, raw, ocid in rows:
        _release(connection, number, _value(raw), ocid)
    rows = connection.execute(
        sa.text("SELECT id, raw FROM published_grant_version WHERE currency IN :codes").bindparams(
            wanted
        )
    ).all()
    for number, raw in rows:
        grant = threesixty.grant(_value(raw), "", Findings())
        if grant is None:
            raise NotWhole(f"published_grant_version {number} cannot be read again")
        connection.execute(
            sa.text(
                "UPDATE published_grant_version SET awarded_fen = :awarded, paid_fen = :paid WHERE"
                " id = :number"
            ),
            {"awarded": grant.awarded_fen, "paid": grant.paid_fen, "number": number},
        )


def _release(connection: Any, number: int, value: Any, ocid: str) -> None:
    read = ocds.release(value, "", Findings(), ocid)
    if read is None:
        raise NotWhole(f"published_release {number} of {ocid} cannot be read again")
    connection.execute(
        sa.text("UPDATE published_release SET tender_fen = :fen WHERE id = :number"),
        {"fen": read.tender_fen, "number": number},
    )
    for contract in read.contracts:
        connection.execute(
            sa.text(
                "UPDATE published_contract SET value_fen = :value, paid_fen = :paid WHERE"
                " published_release_id = :number AND position = :position"
            ),
            {
                "value": contract.value_fen,
                "paid": contract.paid_fen,
                "number": number,
                "position": contract.position,
            },
        )


def _value(raw: bytes) -> Any:
    (document,) = documents.read(raw, Findings())
    return document.value


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
