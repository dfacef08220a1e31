"""Is this workbook as issued: unchanged files pass, each changed cell is named, files without a
seal are refused.
"""

import base64
import io
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from fund.reports import record
from fund.reports.description import Column, Sheet
from fund.reports.seal import SEAL
from fund.reports.verify import MOST_NAMED, NotReadable, NotSealed, verify
from fund.reports.workbook import write
from fund.workbook.guard import open_workbook
from tests.reports.conftest import report
from tests.workbook.test_guard import HOSTILE

ISSUED = write(report())
AS_ISSUED = {"ok": True, "changed": [], "more": 0}
BEFORE = Path(__file__).parent / "before"


HOSTILE_PARTS = {
    "macros": ("xl/vbaProject.bin", b""),
    "a link outside": ("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
    "entities": ("xl/late.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "a program": ("xl/program.exe", b"MZ"),
    "a bomb": ("xl/late.xml", b"<a>" + b" " * (600 * 2**20) + b"</a>"),
}


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, part)
    return out.getvalue()


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
    assert verify(ISSUED) == AS_ISSUED
    assert verify(write(report("en", demonstration=True)))["ok"]


@pytest.mark.office
@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_may_open_and_save_it(
    language: str, through_libreoffice: Callable[..., Path]
) -> None:
    saved = through_libreoffice(write(report(language))).read_bytes()
    assert verify(saved) == AS_ISSUED


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
    issued = write(report(sheets=[long(6_000)], checks=[]))
    lengths = [len(cell.value) for (cell,) in load_workbook(io.BytesIO(issued))[SEAL].iter_rows()]
    assert record.PIECE in lengths
    assert max(lengths) <= 32_767
    assert verify(issued) == AS_ISSUED
    changed = verify(altered(put("长表", "B4000", 1), issued))["changed"]
    assert [change["cell"] for change in changed if change["sheet"] == "长表"] == ["B4000"]


def long(count: int) -> Sheet:
    frame = pd.DataFrame(
        {"code": [f"编号-{row * 7919 % 10007}" for row in range(count)], "fen": range(count)}
    )
    return Sheet("long", "长表", [Column("code", "编号"), Column("fen", "金额", "original")], frame)


def test_a_report_longer_than_any_upload_may_be_is_verified() -> None:
    sheet = long(100_050)
    issued = write(report(sheets=[sheet], checks=[]))
    assert open_workbook(issued)[1][0].code in ("workbook_far_cell", "workbook_cells")
    assert verify(issued) == AS_ISSUED


def test_a_row_put_in_is_told_by_its_first_cells_and_how_many_more() -> None:
    count = MOST_NAMED
    issued = write(report(sheets=[long(count)], checks=[]))
    verdict = verify(altered(lambda book: book["长表"].insert_rows(6), issued))
    named = [change["cell"] for change in verdict["changed"]]
    assert named[:4] == ["A6", "B6", "A7", "B7"]
    assert len(named) == MOST_NAMED
    assert verdict["more"] >= 2 * count - MOST_NAMED - 2


@pytest.mark.parametrize("name", ["kinds-zh", "kinds-en", "report-zh"])
def test_what_was_issued_with_the_seal_before_is_still_verified(name: str) -> None:
    content = (BEFORE / f"{name}.xlsx").read_bytes()
    assert verify(content) == AS_ISSUED
    title = load_workbook(io.BytesIO(content)).sheetnames[1]
    found = verify(altered(put(title, "B5", 7), content))["changed"]
    assert next(change for change in found if change["sheet"] == title)["cell"] == "B5"


@pytest.mark.parametrize(
    "name", ["300 MB of tiny cells", "800 MB in one cell", "too large", "a text that is not there"]
)
def test_a_hostile_file_is_not_verified(name: str) -> None:
    with pytest.raises((NotReadable, NotSealed)):
        verify(HOSTILE[name][0]())


@pytest.mark.parametrize("name", HOSTILE_PARTS)
def test_a_sealed_report_made_hostile_is_not_read(name: str) -> None:
    """The seal is whole, so only the guard can refuse: it reads to the end."""
    with pytest.raises(NotReadable):
        verify(with_part(ISSUED, *HOSTILE_PARTS[name]))


def sealed_by(*lines: str) -> bytes:
    """The report with other texts in the seal's sheet."""

    def change(book: Workbook) -> None:
        del book[SEAL]
        sheet = book.create_sheet(SEAL)
        for row, line in enumerate(lines, 1):
            sheet.cell(row, 1, line).data_type = "s"

    return altered(change)


def packed(*lines: bytes) -> list[str]:
    """What a record holds, in pieces a cell holds."""
    text = base64.b64encode(zlib.compress(b"".join(line + b"\n" for line in lines))).decode()
    return [text[start : start + 30_000] for start in range(0, len(text), 30_000)]


ROW = b'[5,[[1,"text",["a"]]]]'
FORGED = {
    "nothing": [],
    "no record": ["AAAA"],
    "half a record": [packed(ROW)[0][:-8]],
    "no json": packed(b"[5,"),
    "no block": packed(b"{}"),
    "no columns": packed(b"[5,[]]"),
    "columns of unequal length": packed(b'[5,[[1,"text",["a"]],[2,"text",[]]]]'),
    "a row before the first": packed(b'[0,[[1,"text",["a"]]]]'),
    "a row twice": packed(ROW, ROW),
    "a line without end": packed(b"[5," + b"[" * (9 * 2**20)),
    "a stream without end": packed(b" " * (300 * 2**20)),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_record_that_is_none_seals_nothing(name: str) -> None:
    with pytest.raises(NotSealed):
        verify(sealed_by(record.MARK, record.TITLE + "资金来源", *FORGED[name]))


def test_a_day_that_is_none_is_a_text_like_another() -> None:
    line = packed(b'[5,[[1,"date",["2026-13-41"]]]]')
    found = verify(sealed_by(record.MARK, record.TITLE + "资金来源", *line))["changed"]
    assert {"sheet": "资金来源", "cell": "A5", "issued": "2026-13-41", "found": "基金"} in found


def test_a_record_of_endless_rows_is_compared_without_being_held() -> None:
    """2,000 rows a line, 200,000 rows that the file has not: each differs, few are named."""
    lines = (
        b'[%d,[[1,"text",[%s]]]]' % (5 + 2_000 * number, b",".join([b'"a"'] * 2_000))
        for number in range(100)
    )
    content = sealed_by(record.MARK, record.TITLE + "资金来源", *packed(*lines))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED], input=content, capture_output=True, check=True, cwd=ROOT
    )
    named, more, megabytes = (int(word) for word in done.stdout.split())
    assert (named, more > 180_000) == (MOST_NAMED, True)
    assert megabytes < 60


ROOT = Path(__file__).parents[2]
MEASURED = """
import resource, sys
from fund.reports.verify import verify
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = verify(content)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(found["changed"]), found["more"], (after - before) // 1024)
"""


def test_a_sheet_of_a_name_that_is_there_already_is_named() -> None:
    """Which of the two a program shows is its own affair."""

    def twice(part: bytes) -> bytes:
        return part.replace('name="新增立项"'.encode(), 'name="资金来源"'.encode())

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ISSUED)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, twice(part) if name == "xl/workbook.xml" else part)
    found = verify(out.getvalue())["changed"]
    assert {"sheet": "资金来源", "cell": "", "issued": "", "found": "资金来源"} in found
