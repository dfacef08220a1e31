"""The office's workbook in a currency that has not two decimals: what has no such part is refused
at its cell, and the ledger keeps the currency's minor units.
"""

import io
from datetime import date

import sqlalchemy as sa
from openpyxl import load_workbook

from fund import db
from fund.access import actors
from fund.errors import has_errors
from fund.office import commands, intake, looking
from fund.screens.office.approving import looking as shown
from fund.verify import verify
from tests.office import sample as samples
from tests.people import Office

DAY = date(2026, 11, 23)


def in_currency(code: str) -> bytes:
    """The sample with its first line, and its programme's next, in another currency."""
    book = load_workbook(io.BytesIO(samples.sample()))
    for row in book["预算"].iter_rows(min_row=3):
        if row[1].value == book["预算"]["B3"].value:
            row[5].value = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_half_a_yen_is_refused_at_its_cell() -> None:
    _records, issues = intake.read(in_currency("JPY"), today=DAY)
    found = {issue.where for issue in issues if issue.code == "amount_finer_than_unit"}
    book = load_workbook(io.BytesIO(in_currency("JPY")))
    lines = {row[0].value: row[5].value for row in book["资助"].iter_rows(min_row=3)}
    halves = {
        f"{sheet}!{cell.coordinate}"
        for sheet in ("资助", "里程碑", "支付")
        for row in book[sheet].iter_rows(min_row=3)
        for cell in row
        if str(cell.value).endswith((".50", ".5")) and lines.get(row[0].value) == "YS-2026-A3"
    }
    assert found == halves
    assert halves


def test_dinars_are_kept_in_fils_and_shown_with_three_decimals(an_office: Office) -> None:
    content = in_currency("KWD")
    records, issues = intake.read(content, today=DAY)
    assert not has_errors(issues)
    key = an_office.act(
        "officer",
        commands.upload_opening,
        on=DAY,
        file_name="x.xlsx",
        content=content,
        records=records,
    )
    with db.reading(an_office.engine) as session:
        decider = actors.load(session, an_office.ids["decider"])
        totals = looking.opening(session, decider, key).totals
    dinars = totals[(totals["currency"] == "KWD") & (totals["field"] == "appropriated")]
    assert [shown.shown(fen, "KWD") for fen in dinars["fen"]] == ["130,000,000.000"]
    an_office.act(
        "decider",
        commands.approve_opening,
        on=DAY,
        opening_id=key,
        expected_version=1,
        rows_seen=records.rows,
    )
    with db.reading(an_office.engine) as session:
        kept = {
            stage: int(fen)
            for stage, fen in session.execute(
                sa.text(
                    "SELECT p.stage, sum(p.amount_fen) FROM posting p JOIN line l ON l.id ="
                    " p.line_id WHERE l.currency = 'KWD' GROUP BY p.stage"
                )
            )
        }
        assert verify(session)["ok"]
    codes = {row.code for row in records.undertakings if row.line == "YS-2026-A3"}
    paid = sum(
        row.paid - (row.returned or 0) for row in records.payments if row.undertaking in codes
    )
    assert kept["appropriated"] == 130_000_000_000
    assert kept["paid"] == paid * 10
