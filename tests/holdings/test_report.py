"""The report on investments: what it says, and the yearly rate as LibreOffice finds it."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from fund import db, i18n
from fund.access.actors import OPERATOR
from fund.holdings import queries
from fund.period import parse
from tests.holdings.scenario import STEPS
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import perform
from tests.people import Office
from tests.reports.building import build

AS_OF = date(2028, 12, 31)


@pytest.mark.office
def test_the_rate_libreoffice_finds_is_ours(
    an_office: Office,
    through_libreoffice: Callable[..., Path],
) -> None:
    if an_office.engine.dialect.name != "sqlite":
        pytest.skip("what a workbook says does not hang on the database")
    walk = Walk(an_office)
    for step in STEPS:
        perform(walk, step)
    with i18n.speaking("en"), db.reading(an_office.engine) as session:
        content = build(session, OPERATOR, "investments", parse("2028-Q4"), AS_OF)
        ours = queries.whole(session, OPERATOR, AS_OF).returns
    written = openpyxl.load_workbook(io.BytesIO(content))["Flows"]
    formulas = [
        cell for row in written.iter_rows() for cell in row if "XIRR" in str(cell.value or "")
    ]
    assert len(formulas) == 1
    content = through_libreoffice(content, "xlsx:Calc MS Excel 2007 XML").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    found = book["Flows"][formulas[0].coordinate].value
    assert f"{found:.6f}" == str(ours.irr) == "0.127123"
    rows = {row[0]: row for row in book["Holdings"].iter_rows(values_only=True)}
    assert f"{rows['H1'][20]:.6f}" == "0.150094"
    assert f"{rows['H2'][20]:.6f}" == "-0.017322"
    names = ["Holdings", "Flows", "Valuations", "Exits", "Treasury"]
    lines = [row for page in book.worksheets for row in page.iter_rows(values_only=True)]
    titles = [row[0] for row in lines]  # a small table stands under another
    assert set(names) <= set(titles)
    begins = next(n for n, title in enumerate(titles) if title == "Valuations")
    ends = next((n for n in range(begins + 1, len(lines)) if titles[n] in names), len(lines))
    assert titles[begins:ends].count("H1") == 3
