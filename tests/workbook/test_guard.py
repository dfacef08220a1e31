"""Uploaded workbooks that mean harm are refused before anything in them is believed; honest ones
are read exactly.
"""

import io
import resource
import stat
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook as NewWorkbook

from fund.i18n import say, speaking
from fund.workbook.guard import LIMITS, REFUSALS, Cell, Limits, open_workbook

pytestmark = pytest.mark.dear

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>{{rows}}</sheetData></worksheet>'
ONE_CELL = SHEET.format(rows='<row r="1"><c r="A1"><v>1</v></c></row>')


def parts(sheet: str | bytes = ONE_CELL) -> dict[str, str | bytes]:
    """The smallest workbook, part by part."""
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml"'
            ' ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets><sheet name="S" sheetId="1"'
            ' r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }


def packed(content: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, text in content.items():
            file.writestr(name, text)
    return out.getvalue()


def with_part(name: str, text: str | bytes = "<x/>") -> bytes:
    return packed({**parts(), name: text})


def swapped(old: str, new: str, part: str) -> bytes:
    content = parts()
    content[part] = str(content[part]).replace(old, new)
    return packed(content)


def streamed(piece: bytes, times: int, head: str, tail: str) -> bytes:
    """A workbook whose sheet is one piece repeated: small on disk, huge unpacked."""
    out = io.BytesIO()
    content = parts()
    del content["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in content.items():
            file.writestr(name, text)
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(head.encode())
            for _ in range(times):
                sheet.write(piece)
            sheet.write(tail.encode())
    return out.getvalue()


def tiny_cells() -> bytes:
    row = b"".join(b'<c r="%c1"><v>1</v></c>' % letter for letter in b"ABCDEFGHIJ")
    return streamed(
        b"<row>" + row * 4_000 + b"</row>",
        350,
        f'<worksheet xmlns="{MAIN}"><sheetData>',
        "</sheetData></worksheet>",
    )


def one_huge_cell() -> bytes:
    return streamed(
        b"x" * 1_000_000,
        800,
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>',
        "</t></is></c></row></sheetData></worksheet>",
    )


def lying_about_its_size() -> bytes:
    """The directory says the sheet unpacks to 10 bytes."""
    content = bytearray(
        packed(
            parts(SHEET.format(rows='<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 3_000_000))
        )
    )
    place = 0
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        length = struct.unpack_from("<H", content, place + 28)[0]
        if content[place + 46 : place + 46 + length] == b"xl/worksheets/sheet1.xml":
            struct.pack_into("<I", content, place + 24, 10)
        place += 4
    return bytes(content)


def twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts().items():
            file.writestr(name, text)
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr("xl/worksheets/sheet1.xml", ONE_CELL.replace("1</v>", "9</v>"))
    return out.getvalue()


def marked(change: Callable[[zipfile.ZipInfo], None]) -> bytes:
    """The last part's entry changed before it is written."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts().items():
            file.writestr(name, text)
        entry = zipfile.ZipInfo("xl/media/image1.png")
        change(entry)
        file.writestr(entry, "x")
    return out.getvalue()


def with_zip_password() -> bytes:
    content = bytearray(packed(parts()))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = 0
        while (place := content.find(signature, place)) >= 0:
            content[place + offset] |= 1
            place += 4
    return bytes(content)


def entities(body: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE worksheet [{body}]>' + ONE_CELL


LAUGHS = "".join(
    f'<!ENTITY l{depth + 1} "{"&l" + str(depth) + ";" * 1}{("&l" + str(depth) + ";") * 9}">'
    for depth in range(9)
)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "300 MB of tiny cells": (tiny_cells, "workbook_bomb"),
    "800 MB in one cell": (one_huge_cell, "workbook_bomb"),
    "a cell in the last row and column": (
        lambda: packed(
            parts(SHEET.format(rows='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
        ),
        "workbook_far_cell",
    ),
    "a cell in the last column": (
        lambda: packed(parts(SHEET.format(rows='<row r="1"><c r="XFD1"><v>1</v></c></row>'))),
        "workbook_far_cell",
    ),
    "row 999,999,999": (
        lambda: packed(
            parts(SHEET.format(rows='<row r="999999999"><c r="A999999999"><v>1</v></c></row>'))
        ),
        "workbook_far_cell",
    ),
    "billion laughs": (
        lambda: packed(parts(entities('<!ENTITY l0 "ha">' + LAUGHS))),
        "workbook_dtd",
    ),
    "quadratic blow-up": (
        lambda: packed(parts(entities(f'<!ENTITY a "{"x" * 50_000}">'))),
        "workbook_dtd",
    ),
    "an entity from a file": (
        lambda: packed(parts(entities('<!ENTITY x SYSTEM "file:///etc/passwd">'))),
        "workbook_dtd",
    ),
    "an outside document type": (
        lambda: swapped(
            "<workbook ",
            '<!DOCTYPE workbook SYSTEM "http://127.0.0.1/x.dtd"><workbook ',
            "xl/workbook.xml",
        ),
        "workbook_dtd",
    ),
    "a document type in a part nobody reads": (
        lambda: with_part("xl/theme/theme1.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        "workbook_dtd",
    ),
    "a document type in UTF-16": (
        lambda: packed(
            parts(
                (
                    '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]>'
                    + ONE_CELL
                ).encode("utf-16")
            )
        ),
        "workbook_dtd",
    ),
    "60,000 parts": (
        lambda: packed(
            {**parts(), **{f"xl/media/{number}.png": "" for number in range(60_000)}},
            zipfile.ZIP_STORED,
        ),
        "workbook_parts",
    ),
    "a part that climbs out": (lambda: with_part("../../evil.xml"), "workbook_unsafe_part"),
    "a part with a backslash": (lambda: with_part("xl\\..\\..\\evil.xml"), "workbook_unsafe_part"),
    "a part at the root": (lambda: with_part("/etc/cron.d/x.xml"), "workbook_unsafe_part"),
    "a part on a drive": (lambda: with_part("c:/x.xml"), "workbook_unsafe_part"),
    "a part named with NUL": (
        lambda: packed({**parts(), "xl/qqqq.xml": "<x/>"}).replace(b"xl/qqqq.xml", b"xl/q\0qq.xml"),
        "workbook_unsafe_part",
    ),
    "two sheets of one name": (twice, "workbook_unsafe_part"),
    "names that differ by case only": (
        lambda: with_part("xl/worksheets/SHEET1.xml"),
        "workbook_unsafe_part",
    ),
    "a link in the file system": (
        lambda: marked(lambda entry: setattr(entry, "external_attr", (stat.S_IFLNK | 0o777) << 16)),
        "workbook_unsafe_part",
    ),
    "a lying size": (lying_about_its_size, "workbook_damaged"),
    "a program inside": (lambda: with_part("xl/media/run.exe", b"MZ\x90"), "workbook_unsafe_part"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"\xd0\xcf"), "workbook_macros"),
    "macros by type only": (
        lambda: swapped(
            "application/xml",
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            "[Content_Types].xml",
        ),
        "workbook_macros",
    ),
    "macros by relation only": (
        lambda: swapped(
            "</Relationships>",
            f'<Relationship Id="rId9" Type="{DOCUMENT}/vbaProject"'
            ' Target="theme/x.xml"/></Relationships>',
            "xl/_rels/workbook.xml.rels",
        ),
        "workbook_macros",
    ),
    "an old macro sheet": (lambda: with_part("xl/macrosheets/sheet1.xml"), "workbook_macros"),
    "an external link": (
        lambda: with_part("xl/externalLinks/externalLink1.xml"),
        "workbook_external_links",
    ),
    "an outside picture": (
        lambda: with_part(
            "xl/worksheets/_rels/sheet1.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a"'
            f' Type="{DOCUMENT}/image" TargetMode="External"'
            ' Target="http://127.0.0.1/x.png"/></Relationships>',
        ),
        "workbook_external_links",
    ),
    "a data connection": (lambda: with_part("xl/connections.xml"), "workbook_external_links"),
    "an embedded object": (
        lambda: with_part("xl/embeddings/oleObject1.bin", b"\xd0\xcf"),
        "workbook_embedded",
    ),
    "ActiveX": (lambda: with_part("xl/activeX/activeX1.xml"), "workbook_embedded"),
    "a password of Excel": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
        "workbook_encrypted",
    ),
    "a password of the zip": (with_zip_password, "workbook_encrypted"),
    "EICAR": (lambda: EICAR, "not_a_workbook"),
    "a renamed program": (lambda: b"MZ\x90\0" + b"\0" * 10_000, "not_a_workbook"),
    "a web page": (lambda: b"<html><script>alert(1)</script></html>", "not_a_workbook"),
    "nothing": (lambda: b"", "not_a_workbook"),
    "another kind of zip": (lambda: packed({"word/document.xml": "<x/>"}), "not_a_workbook"),
    "a file cut short": (lambda: packed(parts())[:-30], "workbook_damaged"),
    "a sheet cut short": (lambda: packed(parts(ONE_CELL[:-20])), "workbook_damaged"),
    "nesting without end": (lambda: packed(parts("<a>" * 200_000)), "workbook_damaged"),
    "one cell twice": (
        lambda: packed(
            parts(
                SHEET.format(rows='<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>9</v></c></row>')
            )
        ),
        "workbook_damaged",
    ),
    "one row twice": (
        lambda: packed(
            parts(
                SHEET.format(
                    rows=(
                        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c'
                        ' r="A1"><v>9</v></c></row>'
                    )
                )
            )
        ),
        "workbook_damaged",
    ),
    "a number that is none": (
        lambda: packed(parts(ONE_CELL.replace("<v>1</v>", "<v>nan</v>"))),
        "workbook_damaged",
    ),
    "a text that is not there": (
        lambda: packed(parts(ONE_CELL.replace('r="A1">', 'r="A1" t="s">'))),
        "workbook_damaged",
    ),
    "a text longer than a cell": (
        lambda: packed(
            parts(
                SHEET.format(
                    rows=(
                        '<row r="1"><c r="A1"'
                        f' t="inlineStr"><is><t>{"天" * 32_768}</t></is></c></row>'
                    )
                )
            )
        ),
        "workbook_text",
    ),
    "too large": (lambda: b"PK\x03\x04" + b"\0" * LIMITS.file_bytes, "workbook_too_large"),
}

MEASURED = """
import resource, sys
from fund.workbook.guard import open_workbook
book, issues = open_workbook(sys.stdin.buffer.read())
child, own = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
seconds = child.ru_utime + child.ru_stime
print(issues[0].code if issues else "read", child.ru_maxrss // 1024, seconds)
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_cheaply(name: str) -> None:
    make, code = HOSTILE[name]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED],
        input=make(),
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=True,
        timeout=60,
    )
    said, megabytes, seconds = done.stdout.decode().split()
    assert said == code
    assert int(megabytes) <= 200
    assert float(seconds) <= 2


def test_a_refusal_says_what_to_do_in_the_readers_language() -> None:
    _book, issues = open_workbook(with_part("xl/vbaProject.bin"))
    with speaking("en"):
        assert (
            say(issues[0])
            == "The file holds macros. Save it as “Excel workbook (.xlsx)”, without macros."
        )
    assert {code for _make, code in HOSTILE.values()} <= set(REFUSALS)


def test_more_cells_than_the_limit_are_refused() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 12))
    _book, issues = open_workbook(packed(parts(SHEET.format(rows=rows))), Limits(cells=10))
    assert [issue.code for issue in issues] == ["workbook_cells"]


def test_unpacking_is_counted_while_it_happens() -> None:
    text = SHEET.format(
        rows="".join(
            f'<row r="{row}"><c r="A{row}"><v>{row * 7919}</v></c></row>' for row in range(1, 9000)
        )
    )
    _book, issues = open_workbook(packed(parts(text)), Limits(unpacked_bytes=100_000))
    assert [issue.code for issue in issues] == ["workbook_bomb"]


def test_memory_of_the_reading_process_is_limited() -> None:
    code = "from fund.workbook.unpack import lower_limits; lower_limits(15); bytearray(400 * 2**20)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert b"MemoryError" in done.stderr
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != 320 * 2**20


def test_a_declared_size_is_not_believed() -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData><row r="3"><c'
        ' r="B3"><v>5</v></c></row></sheetData></worksheet>'
    )
    book, issues = open_workbook(packed(parts(sheet)))
    assert issues == []
    assert book is not None
    assert book.sheets["S"].cells == {(3, 2): Cell("number", "5")}


def test_cells_are_read_as_what_they_are() -> None:
    book = NewWorkbook()
    sheet = book.active
    sheet.append(
        [0.1 + 0.2, 1234.1, 10**15, "=1+1", True, date(2026, 3, 1), " 中文\n\u3000", "#REF!"]
    )
    sheet["A2"], sheet["B2"] = "=literal", 46082
    sheet["A2"].data_type = "s"
    sheet["B2"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["C2"], sheet["C2"].number_format = 46082, '#,##0.00"元/day"'
    sheet["D2"] = "line\r\nbreak"
    out = io.BytesIO()
    book.save(out)
    read, issues = open_workbook(out.getvalue())
    assert issues == []
    assert read is not None
    assert list(read.sheets["Sheet"].cells.values()) == [
        Cell("number", "0.3"),
        Cell("number", "1234.1"),
        Cell("number", "1000000000000000"),
        Cell("formula", ""),
        Cell("boolean", "1"),
        Cell("date", "2026-03-01"),
        Cell("text", " 中文\n\u3000"),
        Cell("error", "#REF!"),
        Cell("text", "=literal"),
        Cell("date", "2026-03-01"),
        Cell("number", "46082"),
        Cell("text", "line\nbreak"),
    ]


@pytest.mark.parametrize(("attributes", "inner"), [('t="shared" si="0"', ""), ("", "A2*2")])
def test_a_formula_is_recognised_even_when_its_result_is_stored(
    attributes: str, inner: str
) -> None:
    rows = f'<row r="1"><c r="A1"><f {attributes}>{inner}</f><v>42</v></c></row>'
    book, _issues = open_workbook(packed(parts(SHEET.format(rows=rows))))
    assert book is not None
    assert book.sheets["S"].cells[1, 1] == Cell("formula", "42")


def test_cells_an_array_formula_spills_into_are_formulas_too() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>2</v></c></row><row r="2"><c'
        ' r="A2"><v>4</v></c><c r="B2"><v>4</v></c></row>'
    )
    book, _issues = open_workbook(packed(parts(SHEET.format(rows=rows))))
    assert book is not None
    assert [cell.kind for cell in book.sheets["S"].cells.values()] == [
        "formula",
        "formula",
        "number",
    ]


def test_real_workbooks_of_other_programs_are_read(shared: Path) -> None:
    found = {
        path.name: open_workbook(path.read_bytes())[1]
        for path in sorted((shared / "spreadsheets").rglob("*.xlsx"))
    }
    refused = {name: issues[0].code for name, issues in found.items() if issues}
    assert refused == {
        "errors.xlsx": "workbook_external_links",
        "issue252.xlsx": "workbook_damaged",
    }
    assert len(found) > 40
