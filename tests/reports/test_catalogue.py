"""The monthly and the quarterly report say what the ledger says, as written and as LibreOffice
calculates it anew.
"""

import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from fund import db, i18n
from fund.access.actors import OPERATOR
from fund.errors import FundError
from fund.ledger.view import View
from fund.period import parse
from fund.portfolio import queries as portfolio
from fund.reports import key_figures
from fund.reports.description import FEN_PER
from tests.ledger.scenario import AS_OF, STEPS, Walk
from tests.people import Office, office
from tests.reports.building import build

STAGES = ("appropriated", "committed", "obligated", "accepted", "paid", "returned")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Office:
    """The worked portfolio to its end."""
    walk = Walk(office(f"sqlite:///{tmp_path_factory.mktemp('reports')}/fund.db"))
    for step in STEPS:
        walk.day = step.day
        try:
            step.do(walk)
        except FundError as refused:
            assert refused.code == step.refused
    return walk.office


def built(made: Office, name: str, period: str, language: str, as_of: date | None = None) -> bytes:
    wanted = parse(period)
    with i18n.speaking(language), db.reading(made.engine) as session:
        return build(session, OPERATOR, name, wanted, as_of or wanted.last)


def totals(content: bytes, language: str) -> dict[str, int]:
    """The totals row of the chain sheet, behind the key figures, back in fen."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[2]
    last = next(
        row
        for row in reversed(list(sheet.iter_rows(values_only=True)))
        if isinstance(row[1], int | float)
    )
    return {
        stage: round(Decimal(str(value)) * FEN_PER[language, "wan"])
        for stage, value in zip(STAGES, last[1:7], strict=True)
    }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("as_of", list(AS_OF))
def test_the_monthly_workbook_equals_the_figures_to_the_fen(
    made: Office, as_of: date, language: str
) -> None:
    content = built(made, "monthly", f"{as_of:%Y-%m}", language, as_of)
    with db.reading(made.engine) as session:
        expected = portfolio.figures(session, OPERATOR, as_of)["stages"]
    assert totals(content, language) == expected
    assert tuple(expected[stage] // 1_000_000 for stage in STAGES) == AS_OF[as_of]


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("monthly", "2026-09"),
        ("quarterly", "2026-Q3"),
        ("ledger", "2026-09"),
        ("procurement", "2026-Q3"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_check_sheet_reads_nothing_but_zero(
    made: Office, name: str, period: str, language: str
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(built(made, name, period, language)), data_only=True)
    sheet = next(sheet for sheet in reversed(book.worksheets) if sheet.sheet_state == "visible")
    assert sheet["D4"].value == 0
    differences = [
        row[3]
        for row in sheet.iter_rows(min_row=7, values_only=True)
        if isinstance(row[3], int | float)
    ]
    assert len(differences) > 6
    assert set(differences) == {0}


@pytest.mark.office
@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_calculates_the_same_figures(
    made: Office, through_libreoffice: Callable[..., Path], language: str
) -> None:
    written = built(made, "monthly", "2026-09", language)
    anew = through_libreoffice(written, "xlsx:Calc MS Excel 2007 XML").read_bytes()
    assert totals(anew, language) == totals(written, language)
    book = openpyxl.load_workbook(io.BytesIO(anew), data_only=True)
    sheet = next(sheet for sheet in reversed(book.worksheets) if sheet.sheet_state == "visible")
    assert sheet["D4"].value == 0


def test_a_wrong_total_would_show_on_the_check_sheet(
    made: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fund.reports import sheets

    true = sheets.chain

    def wrong(session, actor, view):
        sheet = true(session, actor, view)
        sheet.frame.loc[0, "paid_fen"] += 1
        return sheet

    monkeypatch.setattr(sheets, "chain", wrong)
    book = openpyxl.load_workbook(
        io.BytesIO(built(made, "monthly", "2026-09", "zh")), data_only=True
    )
    sheet = next(sheet for sheet in reversed(book.worksheets) if sheet.sheet_state == "visible")
    assert sheet["D4"].value != 0


def test_a_report_made_again_later_says_the_same(made: Office) -> None:
    """The report of September is the same in December: nothing is dated back."""
    assert totals(built(made, "monthly", "2026-09", "zh"), "zh")["paid"] == 6_800 * 1_000_000


@pytest.mark.parametrize("as_of", list(AS_OF))
def test_the_key_figures_are_what_stands_and_what_moved_since(made: Office, as_of: date) -> None:
    period = parse(f"{as_of:%Y-%m}")
    before = key_figures.earlier(period)
    with i18n.speaking("zh"), db.reading(made.engine) as session:
        frame = key_figures.sheet(session, OPERATOR, period, as_of).frame

        def stood(day: date) -> dict[str, int]:
            return portfolio.figures(session, OPERATOR, day)["stages"]

        now, last = stood(as_of), stood(period.first - timedelta(days=1))
        earlier = stood(before.first - timedelta(days=1))
        promised = portfolio.curve(session, OPERATOR, View(as_of=as_of)).set_index("month")
    for place, stage in enumerate(STAGES):
        row = frame.iloc[place]
        assert row["whole_fen"] == row["year_fen"] == now[stage]
        assert row["within_fen"] == now[stage] - last[stage]
        assert row["before_fen"] == last[stage] - earlier[stage]
        assert row["year_before_fen"] == 0
    due = promised["promised_fen"]
    assert frame.iloc[-1]["whole_fen"] == due[due.index <= period.first].iloc[-1]


def test_what_the_heads_mean_is_said_once_each(made: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(built(made, "monthly", "2026-09", "en")))
    terms = [row[0].value for row in book["Definitions"].iter_rows(min_row=5) if row[0].value]
    assert len(terms) == len(set(terms))
    assert {"Appropriated", "Paid", "Execution rate", "Paid share", "Room"} <= set(terms)


def test_corrections_of_the_period_stand_on_the_cover(made: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(built(made, "monthly", "2026-10", "en")))
    cover = " ".join(
        str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value
    )
    assert "typed wrong" in cover
    assert "P1" in cover


@pytest.mark.parametrize(
    ("name", "period"), [("monthly", "2026-Q3"), ("quarterly", "2026-09"), ("weekly", "2026-09")]
)
def test_a_report_needs_its_kind_of_period(made: Office, name: str, period: str) -> None:
    with pytest.raises(FundError):
        built(made, name, period, "zh")
