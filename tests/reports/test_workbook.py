"""The workbook: every figure readable as written, equal when recalculated, no text ever alive."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from fund.reports.description import AmountTooLarge, Column, Sheet, TextTooLong, file_name
from fund.reports.seal import SEAL
from fund.reports.workbook import write
from fund.workbook.guard import open_workbook
from tests.reports.conftest import report, sealed

PAYLOADS = [
    '=HYPERLINK("http://127.0.0.1","x")',
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "=\u0441md",
    "＝1+1",
    '=WEBSERVICE("http://127.0.0.1")',
    "=IMPORTXML(1)",
    "{=1+1}",
    "'=1+1",
    "=A1",
    "==1",
    "=-1",
    "%0A=1+1",
]

at = datetime.fromisoformat


def opened(content: bytes, **options: Any) -> Workbook:
    return load_workbook(io.BytesIO(content), **options)


def cells(book: Workbook) -> Iterator[tuple[str, Any]]:
    for sheet in book:
        for row in sheet.iter_rows():
            yield from (
                (f"{sheet.title}!{cell.coordinate}", cell) for cell in row if cell.value is not None
            )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("unit", ["yuan", "wan", "yi"])
def test_every_amount_reads_back_to_the_fen_in_every_unit(language: str, unit: str) -> None:
    described = report(language, unit=unit)
    book, issues = open_workbook(write(described))
    assert issues == []
    assert book is not None
    sheet = book.sheets[described.sheets[0].title].cells
    for row, expected in enumerate(
        [600_000_000_001, 1_000_000_000_050, 800_000_000_000, 2_400_000_000_051], 5
    ):
        assert Decimal(sheet[row, 2].value) * described.fen_per == expected
    awards = book.sheets[described.sheets[1].title].cells
    assert [Decimal(awards[row, 4].value) * described.fen_per for row in (5, 6, 7, 8)] == [
        841,
        995,
        123_456_789_012_345,
        123_456_789_014_181,
    ]
    assert awards[8, 5].value == "8"


def test_totals_are_values_and_the_check_sheet_reads_nought_without_calculating() -> None:
    content = write(report())
    book = opened(content, data_only=True)
    assert book["资金来源"]["B8"].value == pytest.approx(2_400_000.000051, abs=1e-7)
    assert book["资金来源"]["E8"].value == pytest.approx(277_345_678_901 / 2_400_000_000_051)
    check = book.worksheets[-1]
    assert check["D4"].value == 0
    values = [
        check.cell(row, 4).value
        for row in range(7, check.max_row + 1)
        if isinstance(check.cell(row, 4).value, int | float)
    ]
    assert values == [0] * 14
    formulas = opened(content).worksheets[-1]
    assert formulas["B7"].value == "='资金来源'!$B$8"
    said = {formulas.cell(row, 1).value: row for row in range(7, formulas.max_row + 1)}
    rows, words = said["资金来源 · 行数"], said["新增立项 · 文字字数"]
    assert formulas.cell(rows, 2).value == "=ROWS('资金来源'!$A$5:$A$7)"
    assert formulas.cell(words, 2).value == (
        "=SUMPRODUCT(LEN('新增立项'!$A$5:$A$7))+SUMPRODUCT(LEN('新增立项'!$B$5:$B$7))"
    )
    assert formulas.cell(words, 3).value == 20


def test_a_figure_that_differs_from_the_database_shows_on_the_check_sheet() -> None:
    wrong = report()
    wrong = report(
        checks=[
            *wrong.checks[:1],
            type(wrong.checks[0])("支付", ("sources", "paid"), 277_345_678_900),
        ]
    )
    check = opened(write(wrong), data_only=True).worksheets[-1]
    assert check["D8"].value == pytest.approx(0.000001)
    assert check["D4"].value == pytest.approx(0.000001)


@pytest.mark.office
@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_calculates_what_we_stored(
    language: str, through_libreoffice: Callable[..., Path]
) -> None:
    content = write(report(language))
    stripped = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stripped, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", old.read(name)))
    ours = {
        place: cell.value
        for place, cell in cells(opened(content, data_only=True))
        if isinstance(cell.value, int | float)
    }
    theirs = {
        place: cell.value
        for place, cell in cells(
            opened(through_libreoffice(stripped.getvalue()).read_bytes(), data_only=True)
        )
        if isinstance(cell.value, int | float)
    }
    assert theirs.keys() == ours.keys()
    assert theirs == pytest.approx(ours, rel=1e-14, abs=0)
    assert len(ours) > 40


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_comes_alive_wherever_it_stands(payload: str) -> None:
    frame = pd.DataFrame({"code": [payload], "amount": [100]})
    sheet = Sheet(
        "s",
        "表",
        [Column("code", payload), Column("amount", payload + "2", "amount", total=True)],
        frame,
        note=payload,
    )
    described = report(
        title=payload,
        period=payload,
        filters={payload: payload},
        data_version=payload,
        corrections=[payload],
        identity_note=payload,
        sheets=[sheet],
        checks=[type(report().checks[0])(payload, 1, 1)],
        demonstration=True,
    )
    found = 0
    for place, cell in cells(opened(write(described))):
        alive = cell.data_type == "f"
        assert not alive or re.fullmatch(
            r"=(ROUND|SUM)\([^()]*\)"
            r"|=SUMPRODUCT\(ABS\(D\d+:D\d+\)\)(\+SUMPRODUCT\(ABS\(D\d+:D\d+\)\))?"
            r"|='表'!\$B\$\d+|=ROWS\('表'!\$A\$5:\$A\$5\)"
            r"|=SUMPRODUCT\(LEN\('表'!\$A\$5:\$A\$5\)\)",
            cell.value,
        ), place
        found += payload.strip("\t\r\n ") in str(cell.value)
    assert found >= 3


def test_hours_are_added_up_with_their_parts() -> None:
    hours = pd.DataFrame({"code": ["a", "b", "c"], "hours": [1.25, 0.1, None]})
    columns = [Column("code", "编号"), Column("hours", "小时", "number", total=True)]
    content = write(report(sheets=[Sheet("s", "表", columns, hours)], checks=[]))
    total = load_workbook(io.BytesIO(content), data_only=True)["表"]["B8"].value
    assert total == pytest.approx(1.35)


@pytest.mark.office
def test_libreoffice_finds_no_formula_in_texts(through_libreoffice: Callable[..., Path]) -> None:
    frame = pd.DataFrame({"code": PAYLOADS})
    described = report(sheets=[Sheet("s", "表", [Column("code", "编号")], frame)], checks=[])
    saved = opened(through_libreoffice(write(described)).read_bytes())["表"]
    rows = saved.iter_rows(min_row=4, max_row=4 + len(PAYLOADS), max_col=1)
    assert [cell.data_type for (cell,) in rows] == ["s"] * (len(PAYLOADS) + 1)
    assert saved["A5"].value == PAYLOADS[0]


def test_control_characters_are_stripped_and_too_long_a_text_is_an_error() -> None:
    def exported(text: str) -> bytes:
        return write(
            report(
                sheets=[Sheet("s", "表", [Column("t", "文本")], pd.DataFrame({"t": [text]}))],
                checks=[],
            )
        )

    assert opened(exported("甲\x00\x0b乙\ufffe\r\n丙"))["表"]["A5"].value == "甲乙\n丙"
    assert open_workbook(exported("a_x0041_b"))[0].sheets["表"].cells[5, 1].value == "a_x0041_b"
    exported("天" * 32_767)
    for text in ("天" * 32_768, "🚀" * 16_384):
        with pytest.raises(TextTooLong):
            exported(text)


def test_an_amount_that_would_lose_fen_is_an_error() -> None:
    sheet = Sheet("s", "表", [Column("a", "金额", "amount")], pd.DataFrame({"a": [10**15]}))
    with pytest.raises(AmountTooLarge):
        write(report(sheets=[sheet], checks=[]))


@pytest.mark.parametrize("demonstration", [True, False])
def test_every_sheet_prints_on_a4_with_heads_repeated_and_says_whether_it_is_demonstration(
    demonstration: bool,
) -> None:
    content = write(report(demonstration=demonstration))
    book = opened(content)
    assert SEAL not in book.sheetnames
    for sheet in book.worksheets[:-1]:
        assert sheet.page_setup.paperSize == 9
        # at a scale at which twelve points stay legible, never squeezed to a page's width
        assert 76 <= (sheet.page_setup.scale or 100) <= 100
        assert "&P" in sheet.oddFooter.center.text
        assert bool(sheet.oddHeader.center.text) is demonstration
    for sheet in book.worksheets[1:4]:
        # heads on each page of a table that takes several, and on none of a chart alone
        assert sheet.print_title_rows == ("$4:$4" if sheet.row_breaks.brk else None)
        assert sheet.freeze_panes == "B5"
    shown = any(
        "演示" in str(cell.value) or "Demonstration" in str(cell.value)
        for _place, cell in cells(book)
    )
    assert shown is demonstration


def test_totals_and_tables_have_names() -> None:
    names = opened(write(report())).defined_names
    assert names["total_sources_paid"].attr_text == "'资金来源'!$D$8"
    assert names["data_awards"].attr_text == "'新增立项'!$A$4:$E$7"


def test_the_charts_are_native_and_point_at_the_rows() -> None:
    with zipfile.ZipFile(io.BytesIO(write(report()))) as package:
        charts = [
            package.read(name).decode()
            for name in package.namelist()
            if name.startswith("xl/charts/chart")
        ]
    assert len(charts) == 2
    assert "'资金来源'!$B$5:$B$7" in charts[0]
    assert "lineChart" in charts[1]


@pytest.mark.office
def test_it_prints_with_one_page_a_sheet(through_libreoffice: Callable[..., Path]) -> None:
    pdf = through_libreoffice(write(report()), "pdf")
    pages = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+5\b", pages)
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "2,400,000.00" in text


def test_missing_values_are_empty_cells() -> None:
    sheet = opened(write(report()))["新增立项"]
    assert (sheet["B7"].value, sheet["C7"].value) == (None, None)
    assert sheet["C5"].value == at("2026-09-01")


def test_a_workbook_says_on_its_cover_what_it_holds_and_whether_it_carries_a_seal() -> None:
    described = report("en", title="Grants", identity_note="unverified")
    cover = opened(write(described)).worksheets[0]
    facts = {row[0].value: row[1].value for row in cover.iter_rows() if row[0].value}
    assert facts["Filters"] == "省份: 全部"
    assert facts["Identity"] == "unverified"
    assert facts["Seal of the file"].startswith("None: an export from a page.")
    signed = report("en", state="draft", fingerprint="0000-1111")
    cover = opened(sealed(signed, "draft")).worksheets[0]
    facts = {row[0].value: row[1].value for row in cover.iter_rows() if row[0].value}
    assert facts["Seal of the file"].startswith("Signed with the key 0000-1111.")


def test_two_files_of_one_report_have_different_names() -> None:
    told = ("月报 A/B:<x>", "2026-09", date(2026, 9, 30))
    assert re.fullmatch(r"月报_A_B_x_2026-09_2026-09-30_[0-9a-f]{6}\.xlsx", file_name(*told))
    assert file_name(*told) != file_name(*told)


ALTERED = [pytest.param(seed, marks=[] if seed < 2 else pytest.mark.long) for seed in range(100)]


@pytest.mark.office
@pytest.mark.parametrize("seed", ALTERED)
def test_a_row_altered_turns_the_check_sheet(
    seed: int, through_libreoffice: Callable[..., Path]
) -> None:
    """Calculated anew, the check is a formula over the rows: no constant beside a constant."""
    book = opened(write(report()))
    cell = book["资金来源"][f"B{5 + seed % 3}"]
    cell.value = cell.value + (1 + seed) / 1_000_000
    out = io.BytesIO()
    book.save(out)
    check = opened(through_libreoffice(out.getvalue()).read_bytes(), data_only=True).worksheets[-1]
    assert check["D7"].value == pytest.approx((1 + seed) / 1_000_000, abs=1e-7)
    assert check["D4"].value > 0
