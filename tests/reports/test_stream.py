"""The rows written in a stream look as they did when openpyxl wrote them cell by cell, hold the
same values, and are sealed as they will be read.

tests/reports/before holds three workbooks written cell by cell (commit 0493d57) from the same
descriptions.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fund.reports.description import Column, Report, Sheet, TooManyRows
from fund.reports.seal import SEAL
from fund.reports.values import convert
from fund.reports.verify import verify
from fund.reports.workbook import write
from fund.workbook.guard import open_workbook
from tests.reports.conftest import every_kind, report

BEFORE = Path(__file__).parent / "before"
SAME = {
    "kinds-zh": lambda: every_kind("zh"),
    "kinds-en": lambda: every_kind("en"),
    "report-zh": lambda: report("zh"),
}
LOOKS = ("number_format", "font", "fill", "border", "alignment", "protection", "quotePrefix")
PRINT = ("page_setup", "page_margins", "print_options", "sheet_properties")


def cells(sheet: Any) -> dict[str, Any]:
    return {cell.coordinate: cell for row in sheet.iter_rows() for cell in row}


def written_to(value: Any) -> Any:
    """A number as a double of 15 digits, which is what a spreadsheet shows of it."""
    return float(f"{value:.15g}") if isinstance(value, int | float) else value


def differences(before: bytes, now: bytes) -> Iterator[str]:
    """What is not as it was, on every sheet but the cover (which says something new) and the
    seal.
    """
    old, new = (load_workbook(io.BytesIO(content)) for content in (before, now))
    if old.sheetnames != new.sheetnames:
        yield f"sheets {new.sheetnames}"
    for sheet in old.worksheets[1:-1]:
        other = new[sheet.title]
        if sheet.dimensions != other.dimensions:
            yield f"{sheet.title} {other.dimensions}"
        mine, theirs = cells(sheet), cells(other)
        for place in sorted(mine.keys() | theirs.keys()):
            yield from (
                f"{sheet.title}!{place} {what}"
                for what in unlike(mine.get(place), theirs.get(place))
            )
        yield from (f"{sheet.title} {what}" for what in unlike_pages(sheet, other))
    if {name: one.attr_text for name, one in old.defined_names.items()} != {
        name: one.attr_text for name, one in new.defined_names.items()
    }:
        yield "defined names"


def unlike(before: Any, now: Any) -> Iterator[str]:
    if before is None or now is None:
        yield "only in one"
        return
    if written_to(before.value) != written_to(now.value):
        yield f"{before.value!r} {now.value!r}"
    if before.data_type != now.data_type:
        yield f"type {before.data_type} {now.data_type}"
    yield from (look for look in LOOKS if repr(getattr(before, look)) != repr(getattr(now, look)))


def unlike_pages(before: Any, now: Any) -> Iterator[str]:
    yield from (what for what in PRINT if repr(getattr(before, what)) != repr(getattr(now, what)))
    for what in ("freeze_panes", "print_title_rows", "merged_cells", "oddHeader", "oddFooter"):
        if str(getattr(before, what)) != str(getattr(now, what)):
            yield what
    widths, heights = (
        [
            {key: one.width for key, one in sheet.column_dimensions.items()}
            for sheet in (before, now)
        ],
        [{key: one.height for key, one in sheet.row_dimensions.items()} for sheet in (before, now)],
    )
    if widths[0] != widths[1]:
        yield "widths"
    if heights[0] != heights[1]:
        yield "heights"
    if before.sheet_view.showGridLines != now.sheet_view.showGridLines:
        yield "grid lines"


def charts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: package.read(name)
            for name in package.namelist()
            if name.startswith(("xl/charts/", "xl/drawings/"))
        }


@pytest.mark.parametrize("name", SAME)
def test_cells_styles_and_pages_are_as_before(name: str) -> None:
    before, now = (BEFORE / f"{name}.xlsx").read_bytes(), write(SAME[name]())
    assert list(differences(before, now)) == []
    assert charts(now) == charts(before)
    old, new = open_workbook(before)[0], open_workbook(now)[0]
    assert old is not None
    assert new is not None
    for title in list(old.sheets)[1:-1]:
        assert new.sheets[title].cells == old.sheets[title].cells


@pytest.mark.parametrize(
    ("find", "put", "named"),
    [
        (b"<v>0.000841</v>", b"<v>0.000842</v>", "B5 0.000841 0.000842"),
        (b'(<c r="C7" s=")[0-9]+', rb"\g<1>0", "C7 font"),
        (b'(<c r="A5" .*?<c r="A6" s=")[0-9]+', rb"\g<1>22", "A6 quotePrefix"),
        (b'<c r="D6" s="[0-9]+"/>', b"", "D6 number_format"),
        (b'width="13"', b'width="14"', "widths"),
        (b'ySplit="4" topLeftCell="B5"', b'ySplit="3" topLeftCell="B4"', "freeze_panes"),
        (b'orientation="landscape"', b'orientation="portrait"', "page_setup"),
    ],
)
def test_a_cell_or_page_that_is_not_as_before_would_be_named(
    find: bytes, put: bytes, named: str
) -> None:
    before = (BEFORE / "kinds-zh.xlsx").read_bytes()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write(every_kind("zh")))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                part, count = re.subn(find, put, part, count=1)
                assert count == 1, part
            new.writestr(name, part)
    assert any(named in one for one in differences(before, out.getvalue()))


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
    content = write(described)
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
    assert verify(content) == {"ok": True, "changed": [], "more": 0}


def test_the_seal_is_the_last_part_and_the_rows_stand_in_the_file_once() -> None:
    with zipfile.ZipFile(io.BytesIO(write(report(sheets=[long(1_500)], checks=[])))) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        assert names[-1] == "xl/worksheets/sheet4.xml"
        rows = package.read("xl/worksheets/sheet2.xml").decode()
    assert rows.count('<row r="5">') == 1
    assert rows.count("<row ") == 1_500 + 5  # two above the heads, heads, total, note
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


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(["yuan", "wan", "yi"]))
def test_whatever_a_cell_holds_is_sealed_as_it_is_read(sheet: Sheet, unit: Any) -> None:
    described: Report = report(sheets=[sheet], checks=[], unit=unit)
    content = write(described)
    assert verify(content) == {"ok": True, "changed": [], "more": 0}
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames[-1] == SEAL
    for number, column in enumerate(sheet.columns, 1):
        for row, value in enumerate(sheet.frame[column.key], 5):
            given, found = convert(value, column, described), book["表"].cell(row, number).value
            if column.kind in ("amount", "original") and given is not None:
                assert Decimal(str(found)) == given
            elif column.kind in ("share", "number", "integer") and given is not None:
                assert found == pytest.approx(float(given), rel=1e-15, abs=0)
