"""Workbooks and tables as other programs write them: what is harmless is passed over and changes no
cell, what could be read in two ways is read in the one its type says, and a file that is none is
named as what it is.
"""

from typing import Any

import pytest

from fund.errors import Issue
from fund.i18n import say, speaking
from fund.targets import given
from fund.workbook.archive import OLE
from fund.workbook.guard import Cell, Workbook, open_workbook
from tests.workbook.test_guard import MAIN, SHEET, packed, parts

ONE = Cell("number", "1")
HARMLESS: dict[str, dict[str, str | bytes]] = {
    "metadata of Google Sheets": {"xl/metadata": "<x/>"},
    "core properties of .NET": {"package/services/metadata/core-properties/a.psmdcp": "<x/>"},
    "an HD photo": {"xl/media/hdphoto1.wdp": b"II\xbc\x01"},
    "a JPEG XR": {"xl/media/image1.jxr": b"II\xbc\x01"},
    "a form control": {"xl/ctrlProps/ctrlProp1.xml": "<formControlPr/>"},
    "its drawing in VML": {"xl/drawings/vmlDrawing1.vml": "<xml/>"},
    "what macOS leaves": {".DS_Store": b"\0\0\0\1Bud1", "__MACOSX/._book.xlsx": b"\0"},
    "what Windows leaves": {"xl/media/Thumbs.db": b"\xd0\xcf\x11\xe0", "desktop.ini": "[x]"},
    "the bin of Excel": {"[trash]/0000.dat": b"\xff" * 10},
    "printer settings": {"xl/printerSettings/printerSettings1.bin": b"\0" * 20},
    "custom XML": {"customXml/item1.xml": "<x/>"},
    "a theme": {"xl/theme/theme1.xml": "<x/>"},
}
REFUSED: dict[str, tuple[dict[str, str | bytes], str]] = {
    "a macro": ({"xl/vbaProject.bin": b"\0"}, "workbook_macros"),
    "a macro sheet": ({"xl/macrosheets/sheet1.xml": "<x/>"}, "workbook_macros"),
    "a link outside": ({"xl/externalLinks/externalLink1.xml": "<x/>"}, "workbook_external_links"),
    "a data connection": ({"xl/connections.xml": "<x/>"}, "workbook_external_links"),
    "an embedded file": ({"xl/embeddings/oleObject1.bin": b"\0"}, "workbook_embedded"),
    "an ActiveX control": ({"xl/activeX/activeX1.xml": "<x/>"}, "workbook_embedded"),
    "a program": ({"xl/media/a.exe": b"MZ"}, "workbook_unsafe_part"),
    "litter that leads out": ({"../.DS_Store": b"\0"}, "workbook_unsafe_part"),
}
PROPERTIES = "<workbookPr{}/>"
EXTENDED = (
    '<extLst><ext><x15:workbookPr xmlns:x15="urn:x15" date1904="1"/>'
    f'<workbookPr xmlns="{MAIN}" date1904="1"/></ext></extLst>'
)
CELLS: dict[str, tuple[str, Cell]] = {
    "a text with a value beside": (
        '<c r="A1" t="inlineStr"><v>9</v><is><t>5</t></is></c>',
        Cell("text", "5"),
    ),
    "a number with a text beside": (
        '<c r="A1"><v>9</v><is><t>5</t></is></c>',
        Cell("number", "9"),
    ),
    "two halves of one character": (
        '<c r="A1" t="inlineStr"><is><t>_xD83D__xDE80_</t></is></c>',
        Cell("text", "\U0001f680"),
    ),
}
HEAD = "target_code,observed_on,value,source\n"
SOUND = "T1,2026-01-05,1234,发射记录\n"
TABLES: dict[str, tuple[bytes, list[str], int]] = {
    "Chinese headings": (f"目标编号,观测日期,数值,来源\n{SOUND}".encode(), [], 1),
    "a mark before": (b"\xef\xbb\xbf" + (HEAD + SOUND).encode(), [], 1),
    "in GB18030": ((HEAD + SOUND).encode("gb18030"), ["read_as_gb18030"], 1),
    "lines of commas": ((HEAD + SOUND + ",,,\n,,,\n").encode(), [], 1),
    "commas behind": ((HEAD.strip() + ",,\n" + SOUND.strip() + ",,\n").encode(), [], 1),
    "ends of Windows": ((HEAD + SOUND).replace("\n", "\r\n").encode(), [], 1),
    "ends of old Macs": ((HEAD + SOUND).replace("\n", "\r").encode(), [], 1),
    "a day of Chinese Excel": (
        (HEAD + SOUND.replace("2026-01-05", "2026/1/5")).encode(),
        ["read_as"],
        1,
    ),
    "a quoted amount": ((HEAD + SOUND.replace("1234", '"1,234"')).encode(), ["read_as"], 1),
    "an amount that shifts": ((HEAD + SOUND.replace("1234", "1,234")).encode(), ["more_fields"], 0),
    "a field without its end": (
        (HEAD + SOUND.replace("发射", '"' + "x" * 40_000)).encode(),
        ["field_too_long"],
        0,
    ),
    "a heading twice": (
        (HEAD.replace("source", "value") + SOUND).encode(),
        ["column_missing", "column_twice"],
        0,
    ),
    "a heading of no meaning": (
        (HEAD.replace("observed_on", "day") + SOUND).encode(),
        ["column_missing"],
        0,
    ),
    "in UTF-16": ((HEAD + SOUND).encode("utf-16"), ["not_utf8"], 0),
}
OTHERS: dict[str, tuple[bytes, str]] = {
    "an old workbook": (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 600, "xls"),
    "a workbook with a password": (
        OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "a table in commas": ((HEAD + SOUND).encode(), "csv"),
    "a web page": (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
    "a zip": (packed({"a.txt": "a"}), "zip"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "pdf"),
}


def opened(content: bytes) -> tuple[Workbook | None, list[Issue]]:
    """As the guard reads it, in its own process."""
    return open_workbook(content)


def must_be_said(issues: list[Issue]) -> None:
    for issue in issues:
        with speaking("zh"):
            words = say(issue)
        assert "{" not in words
        assert any(sign > "\u2e80" for sign in words)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_is_passed_over(name: str) -> None:
    book, issues = opened(packed({**parts(), **HARMLESS[name]}))
    assert issues == []
    assert book is not None
    assert book.sheets["S"].cells == {(1, 1): ONE}


def test_names_with_backslashes_are_names() -> None:
    content = {name.replace("/", "\\"): part for name, part in parts().items()}
    book, issues = opened(packed(content))
    assert issues == []
    assert book is not None
    assert book.sheets["S"].cells == {(1, 1): ONE}


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_do_harm_stays_refused(name: str) -> None:
    content, code = REFUSED[name]
    book, issues = opened(packed({**parts(), **content}))
    assert book is None
    assert [issue.code for issue in issues] == [code]
    must_be_said(issues)


@pytest.mark.parametrize(("own", "is_from_1904"), [("", False), (' date1904="1"', True)])
def test_the_first_word_on_how_days_are_counted_holds(own: str, is_from_1904: bool) -> None:
    content = parts()
    book_part = str(content["xl/workbook.xml"])
    begun = book_part.replace("<sheets>", PROPERTIES.format(own) + "<sheets>")
    content["xl/workbook.xml"] = begun.replace("</workbook>", f"{EXTENDED}</workbook>")
    book, issues = opened(packed(content))
    assert issues == []
    assert book is not None
    assert book.sheets["S"].is_from_1904 is is_from_1904


@pytest.mark.parametrize("name", CELLS)
def test_the_type_of_a_cell_decides_what_is_read(name: str) -> None:
    xml, cell = CELLS[name]
    book, issues = opened(packed(parts(SHEET.format(rows=f'<row r="1">{xml}</row>'))))
    assert issues == []
    assert book is not None
    assert book.sheets["S"].cells == {(1, 1): cell}


def test_half_a_character_is_refused_at_its_cell() -> None:
    xml = '<row r="1"><c r="A1" t="inlineStr"><is><t>_xD800_</t></is></c></row>'
    book, issues = opened(packed(parts(SHEET.format(rows=xml))))
    assert book is None
    assert [issue.code for issue in issues] == ["workbook_broken_text"]
    must_be_said(issues)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_another_program_is_read_or_refused_at_its_line(name: str) -> None:
    content, codes, count = TABLES[name]
    rows, issues = given.read_observations(content)
    assert [issue.code for issue in issues] == codes
    assert len(rows) == count
    must_be_said(issues)
    if count:
        expected: dict[str, Any] = {"target_code": "T1", "source": "发射记录"}
        assert {key: rows[0][1][key] for key in expected} == expected
        assert rows[0][1]["value"] == 1234


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_that_is_no_workbook_is_named_as_what_it_is(name: str) -> None:
    content, sort = OTHERS[name]
    book, issues = opened(content)
    assert book is None
    assert [(issue.severity, issue.value) for issue in issues] == [("error", sort)]
    must_be_said(issues)
    if sort != "csv":
        rows, said = given.read_observations(content)
        assert rows == []
        assert [issue.severity for issue in said] == ["error"]
        must_be_said(said)
