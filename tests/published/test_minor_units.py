"""Amounts are kept, shown and given out in their currency's own decimals by ISO 4217; what older
versions kept in hundredths is reckoned over once.
"""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from alembic import command
from babel.numbers import get_currency_precision
from sqlmodel import Session

from fund import db, i18n, money, schema
from fund import revision as versions
from fund.access.actors import OPERATOR
from fund.i18n import speaking
from fund.ledger.view import View
from fund.listing.declared import Asked
from fund.published import commands, exchange, queries
from fund.published.lists import PUBLISHED
from fund.published.reading import read
from fund.reports import lists
from fund.reports.description import Report
from fund.reports.workbook import write
from fund.screens.office.handing_in import recorded
from fund.verify import verify
from tests.ledger.histories import begin
from tests.people import Office
from tests.published.samples import a_grant, a_package, a_release

DAY = date(2026, 3, 2)
WRITTEN = [
    ("KWD", "1.234", 1234, "1.234", ""),
    ("BHD", "0.5", 500, "0.500", ""),
    ("JOD", "12", 12000, "12.000", ""),
    ("OMR", "1.2345", 1235, "1.235", "finer_than_fen"),
    ("TND", "1.2344", 1234, "1.234", "finer_than_fen"),
    ("JPY", "500", 500, "500", ""),
    ("JPY", "500.00", 500, "500", ""),
    ("KRW", "12.5", 13, "13", "finer_than_fen"),
    ("PYG", "180941456", 180941456, "180,941,456", ""),
    ("CLF", "1.23456", 12346, "1.2346", "finer_than_fen"),
    ("UGX", "7", 7, "7", ""),
    ("CNY", "1.23", 123, "1.23", ""),
    ("USD", "1.234", 123, "1.23", "finer_than_fen"),
    ("DEM", "1.5", 150, "1.50", ""),
    ("kwd", "1.234", 1234, "1.234", "currency_case"),
]
"""Currency, amount as published, minor units kept, as shown, what is said of it."""


def contract(currency: str, amount: str) -> dict[str, Any]:
    value = {"amount": Decimal(amount), "currency": currency}
    return a_release()["contracts"][0] | {"value": value}


def content(package: Any) -> bytes:
    return exchange.written(package)


@pytest.mark.parametrize(("currency", "amount", "minor", "shown", "code"), WRITTEN)
def test_an_amount_is_kept_and_shown_in_its_currencys_decimals(
    currency: str, amount: str, minor: int, shown: str, code: str
) -> None:
    reading = read("ocds", content(a_package(a_release(contracts=[contract(currency, amount)]))))
    assert [issue.code for issue in reading.issues] == [code] * bool(code)
    found: Any = reading.records[0]
    assert found.contracts[0].value_fen == minor
    given = [a_grant(amountAwarded=Decimal(amount), currency=currency)]
    grant: Any = read("360giving", content(given)).records[0]
    assert grant.awarded_fen == minor
    with speaking("en"):
        assert i18n.foreign(minor, currency.upper()) == f"{currency.upper()}\u00a0{shown}"
    assert money.units(minor, currency.upper()) == Decimal(shown.replace(",", ""))


def test_the_table_is_iso_4217s_and_differs_from_cldr_where_cldr_counts_what_is_used() -> None:
    expected = {
        0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
        3: "BHD IQD JOD KWD LYD OMR TND",
        4: "CLF UYW",
    }
    listed = {code: places for places, codes in expected.items() for code in codes.split()}
    assert dict(money.odd_currencies()) == listed
    assert set(listed) < money.currencies()
    # CLDR gives what is used in practice: no fils of Iraq, no hundredths of the króna
    agree = {code for code in listed if get_currency_precision(code) == listed[code]}
    assert set(listed) - agree <= {"IQD", "UYI"}


def taken(fund: Office) -> None:
    """One process and one grant in each of three currencies."""
    releases = [
        a_release(ocid=f"o-{code}", id=f"o-{code}-1", contracts=[contract(code, amount)])
        | {"tender": {"id": "t", "title": code, "value": contract(code, amount)["value"]}}
        for code, amount in (("KWD", "1.234"), ("JPY", "500"), ("CNY", "1.23"))
    ]
    grants = [
        a_grant(id=f"360G-{code}", currency=code, amountAwarded=Decimal(amount))
        for code, amount in (("KWD", "2.345"), ("PYG", "900"))
    ]
    for kind, package in (("ocds", a_package(*releases)), ("360giving", grants)):
        reading = read(kind, content(package))
        assert not reading.issues
        fund.act("officer", commands.import_file, on=DAY, name="x", reading=reading)


def test_totals_lists_workbooks_csv_and_json_have_each_currencys_decimals(
    an_office: Office,
) -> None:
    taken(an_office)
    asked = Asked(
        View(as_of=DAY), columns=tuple(one.name for one in PUBLISHED.columns if one.is_shown)
    )
    with db.reading(an_office.engine) as session, speaking("en"):
        totals = queries.totals_by_currency(session, OPERATOR, DAY)
        assert (totals["KWD"]["contracts"], totals["KWD"]["grants"]) == (1234, 2345)
        assert (totals["JPY"]["contracts"], totals["PYG"]["grants"]) == (500, 900)
        page = recorded(session, OPERATOR, View(as_of=DAY))["totals"].set_index("currency")
        assert list(page.loc[["KWD", "JPY", "CNY"], "value"]) == ["1.234", "500", "1.23"]
        rows = list(
            csv.DictReader(
                io.StringIO(
                    b"".join(lists.lines(session, OPERATOR, PUBLISHED, asked)).decode("utf-8-sig")
                )
            )
        )
        assert {row["Currency"]: row["Amount"] for row in rows} == {
            "KWD": "1.234",
            "JPY": "500",
            "CNY": "1.23",
        }
        sheet = lists.sheet(session, OPERATOR, PUBLISHED, asked)
        report = Report(
            title="t", period="2026", as_of=DAY, unit="yuan", language="en", sheets=[sheet]
        )
        package = exchange.package(session, OPERATOR, DAY, exchange.Wanted("published"))
    assert shown_in(write(report)) == {"KWD": "1.234", "JPY": "500", "CNY": "1.23"}
    out: Any = read("ocds", content(package)).records
    assert {one.contracts[0].value_fen for one in out} == {1234, 500, 123}


def shown_in(workbook: bytes) -> dict[str, str]:
    """What the cells of amounts show, by currency."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    (page,) = [page for page in book.worksheets if "Currency" in heads(page)]
    places = heads(page)
    row = next(cell.row for cell in page["A"] + page["B"] if cell.value == "Process")
    found = {}
    for line in page.iter_rows(min_row=row + 1):
        code, cell = line[places["Currency"]].value, line[places["Amount"]]
        if code:
            decimals = len(cell.number_format.partition(".")[2])
            found[code] = f"{cell.value:.{decimals}f}"
    return found


def heads(page: Any) -> dict[str, int]:
    return {
        cell.value: cell.column - 1
        for row in page.iter_rows(max_row=10)
        for cell in row
        if isinstance(cell.value, str)
    }


PUBLISHED_AMOUNTS = (
    ("published_release", "tender_fen"),
    ("published_contract", "value_fen"),
    ("published_grant_version", "awarded_fen"),
)


def amounts(session: Session) -> list[list[Any]]:
    return [
        list(session.execute(sa.text(f"SELECT {column} FROM {table} ORDER BY id")).scalars())
        for table, column in PUBLISHED_AMOUNTS
    ]


BEFORE, THIS = "0040", "0041"


def again(engine: sa.Engine) -> None:
    """Take the step to minor units once more, as on a database of the version before it."""

    def says(session: Session, revision: str) -> None:
        statement = sa.text("UPDATE alembic_version SET version_num = :one")
        session.execute(statement, {"one": revision})

    def before(session: Session) -> None:
        session.execute(sa.text("ALTER TABLE opening DROP COLUMN mended"))
        says(session, BEFORE)

    db.write(engine, before)
    with engine.connect().execution_options(fund_writes=True) as connection, connection.begin():
        command.upgrade(schema.configuration(connection), THIS)
    db.write(engine, lambda session: says(session, versions.newest()))


def test_what_older_versions_kept_in_hundredths_is_read_again(an_office: Office) -> None:
    taken(an_office)
    with db.reading(an_office.engine) as session:
        now = amounts(session)

    def older(session: Session) -> None:
        for table, column in PUBLISHED_AMOUNTS:
            code = "tender_currency" if table == "published_release" else "currency"
            session.execute(
                sa.text(
                    f"UPDATE {table} SET {column} = CASE {code} WHEN 'KWD' THEN {column} / 10"
                    f" WHEN 'CNY' THEN {column} ELSE {column} * 100 END"
                )
            )

    db.write(an_office.engine, older)
    with db.reading(an_office.engine) as session:
        assert amounts(session) != now
    again(an_office.engine)
    with db.reading(an_office.engine) as session:
        assert amounts(session) == now


def test_the_funds_own_ledger_is_reckoned_over_whole(an_office: Office) -> None:
    history = begin(an_office, 7)
    history.run(260)
    engine = an_office.engine
    with db.reading(engine) as session:
        before = session.execute(sa.text("SELECT id, amount_fen FROM posting ORDER BY id")).all()
        foreign = set(session.execute(sa.text(FOREIGN)).scalars())
    assert foreign, "the history has lines in dollars"

    def in_dinars(session: Session) -> None:
        for table in ("line", "undertaking", "procurement_process", "bid"):
            session.execute(sa.text(f"UPDATE {table} SET currency = 'KWD' WHERE currency = 'USD'"))

    db.write(engine, in_dinars)
    again(engine)
    with db.reading(engine) as session:
        rows = session.execute(sa.text("SELECT id, amount_fen FROM posting")).all()
        after = {row.id: row.amount_fen for row in rows}
        assert verify(session)["ok"]
    assert after == {key: fen * (10 if key in foreign else 1) for key, fen in before}
    with pytest.raises(sa.exc.DBAPIError, match="append_only"):
        db.write(
            engine, lambda session: session.execute(sa.text("UPDATE posting SET amount_fen = 1"))
        )


FOREIGN = "SELECT p.id FROM posting p JOIN line l ON l.id = p.line_id WHERE l.currency = 'USD'"
