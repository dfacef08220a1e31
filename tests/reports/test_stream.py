"""The rows written in a stream hold the values they did when openpyxl wrote them cell by cell, and
are sealed as they will be read.

tests/reports/before holds three workbooks written cell by cell (commit 0493d57) from the same
descriptions.
"""

import io
import os
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fund.reports import plain, stream
from fund.reports.description import Column, Report, Sheet, TooManyRows
from fund.reports.seal import SEAL
from fund.reports.style import HEAD_ROW
from fund.reports.values import convert, text
from fund.reports.verify import verify
from fund.reports.workbook import write
from fund.workbook.guard import open_workbook
from fund.workbook.texts import unescaped
from tests.reports.conftest import KEYS, every_kind, report, sealed

pytestmark = pytest.mark.dear

BEFORE = Path(__file__).parent / "before"
TRICKY = "ab9 |&<>=+-@_x0041\t\r\n\0\u3000星\ufffe"
SAME = {
    "kinds-zh": lambda: every_kind("zh"),
    "kinds-en": lambda: every_kind("en"),
    "report-zh": lambda: report("zh"),
}


def values(content: bytes) -> dict[str, Any]:
    """Every table's cells from its heads on: what stood there before the rows were streamed. A
    total is a formula now, its result what the number was.
    """
    book, issues = open_workbook(content)
    assert issues == []
    assert book is not None
    return {
        title: {
            place: ("number" if cell.kind == "formula" else cell.kind, cell.value)
            for place, cell in sheet.cells.items()
            if place[0] >= HEAD_ROW
        }
        for title, sheet in list(book.sheets.items())[1:]
        if title not in (SEAL, "核对", "Check")
    }


@pytest.mark.parametrize("name", SAME)
def test_cells_are_as_before(name: str) -> None:
    before, now = (BEFORE / f"{name}.xlsx").read_bytes(), write(SAME[name]())
    assert values(now) == values(before)


def test_a_cell_that_is_not_as_before_would_be_named() -> None:
    before = values((BEFORE / "kinds-zh.xlsx").read_bytes())
    described = every_kind("zh")
    described.sheets[0].frame.loc[0, "amount"] += 1
    assert values(write(described)) != before


def long(count: int) -> Sheet:
    """A table of several pieces, texts and amounts no two of which are alike."""
    frame = pd.DataFrame(
        {
            "code": [f"编号-{row}" if row % 7 else None for row in range(count)],
            "reason": ["=1+1" if row % 11 == 0 else f"缘由 {row % 13}" for row in range(count)],
            "fen": [row * 7919 - 5000 for row in range(count)],
            "on": [date(2026, 1, 1 + row % 28) for row in range(count)],
        }
    )
    columns = [
        Column("code", "编号"),
        Column("reason", "缘由"),
        Column("fen", "金额", "amount", total=True),
        Column("on", "日期", "date"),
    ]
    return Sheet("long", "长表", columns, frame, note="注：长表")


def test_a_long_table_keeps_every_row_and_fen_and_its_seal() -> None:
    sheet = long(3_217)
    described = report(sheets=[sheet], checks=[])
    content = sealed(described)
    book, issues = open_workbook(content)
    assert issues == []
    assert book is not None
    found = book.sheets["长表"].cells
    per = described.fen_per
    rows = range(5, 5 + 3_217)
    assert [int(Decimal(found[row, 3].value) * per) for row in rows] == list(sheet.frame.fen)
    assert [found[row, 1].value if (row, 1) in found else None for row in rows] == [
        value if isinstance(value, str) else None for value in sheet.frame.code.tolist()
    ]
    assert [found[row, 2].value for row in rows] == list(sheet.frame.reason)
    assert [found[row, 4].value for row in rows] == [str(on) for on in sheet.frame.on]
    assert Decimal(found[5 + 3_217, 3].value) * per == int(sheet.frame.fen.sum())
    assert found[5 + 3_217 + 2, 1].value == "注：长表"
    assert verify(content, KEYS)["state"] == "issued"


def test_the_seal_is_the_last_part_and_the_rows_stand_in_the_file_once() -> None:
    with zipfile.ZipFile(io.BytesIO(sealed(report(sheets=[long(1_500)], checks=[])))) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        assert names[-1] == "xl/worksheets/sheet4.xml"
        rows = package.read("xl/worksheets/sheet2.xml").decode()
    assert rows.count('<row r="5" ') == 1
    assert rows.count("<row ") == 1_500 + 6  # two and a blank above the heads, heads, total, note
    assert '<dimension ref="A1:D1507"/>' in rows


def test_a_table_longer_than_a_sheet_is_an_error() -> None:
    sheet = Sheet("s", "表", [Column("n", "数", "integer")], pd.DataFrame({"n": range(1_048_576)}))
    with pytest.raises(TooManyRows):
        write(report(sheets=[sheet], checks=[]))


anything = st.text(max_size=12) | st.sampled_from(["_x0041_", "-1", "=A1", "\r\n", "a\tb", " a "])
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "text": anything | st.none() | st.integers() | st.booleans() | st.just(float("nan")),
    "amount": st.integers(-(10**15) + 1, 10**15 - 1) | st.none(),
    "original": st.integers(-(10**15) + 1, 10**15 - 1) | st.just(pd.NA),
    "date": st.dates(date(1900, 1, 1)) | st.datetimes() | st.none() | st.just(pd.NaT),
    "integer": st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6) | st.none(),
    "share": st.floats(-2, 2) | st.decimals(-2, 2, places=9) | st.none(),
    "number": st.floats(-1e300, 1e300) | st.just(float("nan")) | st.integers(-(10**18), 10**18),
}


@st.composite
def tables(draw: st.DrawFn) -> Sheet:
    count = draw(st.integers(1, 6))
    columns = {kind: [draw(values) for _row in range(count)] for kind, values in KINDS.items()}
    frame = pd.DataFrame(
        {kind: pd.Series(values, dtype=object) for kind, values in columns.items()}
    )
    columns_ = [Column(kind, kind, kind) for kind in KINDS]  # type: ignore[arg-type]
    return Sheet("t", "表", columns_, frame)


@settings(max_examples=60 if os.environ.get("FUND_LONG") == "1" else 20, deadline=None)
@given(tables(), st.sampled_from(["yuan", "wan", "yi"]))
def test_whatever_a_cell_holds_is_sealed_as_it_is_read(sheet: Sheet, unit: Any) -> None:
    described: Report = report(sheets=[sheet], checks=[], unit=unit)
    content = sealed(described)
    assert verify(content, KEYS)["state"] == "issued"
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames[-1] == SEAL
    for number, column in enumerate(sheet.columns, 1):
        for row, value in enumerate(sheet.frame[column.key], 5):
            given, found = convert(value, column, described), book["表"].cell(row, number).value
            if column.kind in ("amount", "original") and given is not None:
                assert Decimal(str(found)) == given
            elif column.kind in ("share", "number", "integer") and given is not None:
                assert found == pytest.approx(float(given), rel=1e-15, abs=0)


@given(st.lists(st.text(alphabet=TRICKY, max_size=6), min_size=1, max_size=5))
@settings(max_examples=300, deadline=None)
def test_texts_taken_as_plain_are_written_as_each_would_be_alone(texts: list[str]) -> None:
    if stream.is_plain(texts):
        for said in texts:
            assert stream._text(text(said, "head"), 3, 4) == (
                f' s="3" t="inlineStr"><is><t>{said}</t></is></c>'
            )
            assert unescaped(text(said, "head")) == said


def test_ordinary_names_are_plain() -> None:
    assert stream.is_plain(["示例 0042", "B-7 (two)", "“x” 100 %"])


def in_currencies(under: str) -> Report:
    """Amounts of three currencies, on a page of their own or under another table."""
    first = Sheet(
        "key_figures",
        "主要指标",
        [Column("name", "阶段"), Column("a_fen", "累计", "amount")],
        pd.DataFrame({"name": ["已付"], "a_fen": [100]}),
    )
    columns = [Column("currency", "币种", "code"), Column("paid_fen", "已付", "original")]
    frame = pd.DataFrame({"currency": ["JPY", "KWD", "USD"], "paid_fen": [-1000, 1234, 500]})
    sheets = [first, Sheet("foreign", "其他币种", columns, frame, under=under)]
    return Report(title="月报", period="2026-10", as_of=date(2026, 10, 31), sheets=sheets)


@pytest.mark.parametrize("under", ["", "key_figures"])
def test_amounts_of_other_currencies_are_in_their_own_unit_wherever_they_stand(under: str) -> None:
    """In the cells, in the check beside the formula over them, and in the CSV."""
    report = in_currencies(under)
    book = load_workbook(io.BytesIO(write(report)), data_only=True)
    assert [page.title for page in book.worksheets[1:-1]] == (
        ["主要指标"] if under else ["主要指标", "其他币种"]
    )
    page, check = book.worksheets[-2], book.worksheets[-1]
    cells = {row[0].value: row[1] for row in page.iter_rows()}
    found = {code: (cells[code].value, cells[code].number_format) for code in ("JPY", "KWD", "USD")}
    assert found == {
        "JPY": (-1000, "#,##0"),
        "KWD": (pytest.approx(1.234), "#,##0.000"),
        "USD": (5, "#,##0.00"),
    }
    (stated,) = [row for row in check.iter_rows(values_only=True) if "各按原币" in str(row[0])]
    assert stated[2] == pytest.approx(sum(value for value, _format in found.values()))
    lines = plain.delimited(report.sheets[1]).decode("utf-8-sig").split()
    assert lines == ["币种,已付", "JPY,-1000", "KWD,1.234", "USD,5.00"]
