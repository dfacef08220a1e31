"""Is this workbook as issued: unchanged files pass, each changed cell is named, files without a
seal are refused.
"""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from fund.reports.verify import SEAL, NotReadable, NotSealed, seal, verify
from fund.reports.workbook import write
from tests.reports.conftest import report

ISSUED = write(report())


def altered(change: Callable[[Workbook], None], content: bytes = ISSUED) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(sheet: str, cell: str, value: Any) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def test_a_workbook_is_as_issued_when_it_is_issued() -> None:
    assert verify(ISSUED) == {"ok": True, "changed": []}
    assert verify(write(report("en", demonstration=True)))["ok"]


@pytest.mark.office
@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_may_open_and_save_it(
    language: str, through_libreoffice: Callable[..., Path]
) -> None:
    saved = through_libreoffice(write(report(language))).read_bytes()
    assert verify(saved) == {"ok": True, "changed": []}


@pytest.mark.office
def test_what_was_changed_in_libreoffice_is_named(through_libreoffice: Callable[..., Path]) -> None:
    saved = through_libreoffice(
        through_libreoffice(altered(put("资金来源", "B6", 1_000_001.00005))).read_bytes()
    ).read_bytes()
    found = {
        (change["sheet"], change["cell"]): (change["issued"], change["found"])
        for change in verify(saved)["changed"]
    }
    assert found["资金来源", "B6"] == ("1000000.00005", "1000001.00005")
    assert {sheet for sheet, _cell in found} == {
        "资金来源",
        load_workbook(io.BytesIO(ISSUED)).sheetnames[-2],
    }


CHANGES = [
    ("资金来源", "B5", 600_000.000002, "600000.000001", "600000.000002"),
    ("资金来源", "A5", "其他", "基金", "其他"),
    ("资金来源", "D8", None, "277345.678901", ""),
    ("资金来源", "H40", 5, "", "5"),
    ("新增立项", "C6", date(2026, 9, 29), "2026-09-30", "2026-09-29"),
    ("新增立项", "B7", "补", "", "补"),
    ("新增立项", "D5", "=1+1", "0.000841", ""),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "issued", "found"), CHANGES)
def test_a_changed_cell_is_named_with_what_was_issued_and_what_is_found(
    sheet: str, cell: str, value: Any, issued: str, found: str
) -> None:
    verdict = verify(altered(put(sheet, cell, value)))
    assert not verdict["ok"]
    named = {
        (change["sheet"], change["cell"]): (change["issued"], change["found"])
        for change in verdict["changed"]
    }
    assert named[sheet, cell] == (issued, found)
    # openpyxl drops the stored results of the check sheet's formulas, so that sheet is named as
    # well
    assert {place[0] for place in named} <= {
        sheet,
        load_workbook(io.BytesIO(ISSUED)).sheetnames[-2],
    }


def test_sheets_gone_added_or_renamed_are_named() -> None:
    def change(book: Workbook) -> None:
        book["新增立项"].title = "改名"
        del book["逾期"]

    found = [
        (change["sheet"], change["cell"], change["issued"], change["found"])
        for change in verify(altered(change))["changed"]
        if not change["cell"]
    ]
    assert sorted(found) == [
        ("改名", "", "", "改名"),
        ("新增立项", "", "新增立项", ""),
        ("逾期", "", "逾期", ""),
    ]


def test_a_workbook_without_its_seal_is_refused() -> None:
    with pytest.raises(NotSealed):
        verify(altered(lambda book: book.remove(book[SEAL])))
    with pytest.raises(NotSealed):
        verify(altered(put(SEAL, "A2", "AAAA")))
    with pytest.raises(NotSealed):
        verify(altered(put(SEAL, "A1", "something else")))
    with pytest.raises(NotReadable):
        verify(b"PK not a workbook")


def test_a_long_report_is_sealed_in_pieces_no_cell_is_too_small_for() -> None:
    book = Workbook()
    for row in range(1, 6001):
        book.active.append([f"示例{row * 7919 % 10007}", row * 31 / 100, f"编号-{row}"])
    out = io.BytesIO()
    book.save(out)
    sealed = seal(out.getvalue())
    lengths = [len(cell.value) for (cell,) in load_workbook(io.BytesIO(sealed))[SEAL].iter_rows()]
    assert len(lengths) > 2
    assert max(lengths) <= 32_767
    assert verify(sealed)["ok"]
    assert [
        change["cell"] for change in verify(altered(put("Sheet", "B4000", 1), sealed))["changed"]
    ] == ["B4000"]
