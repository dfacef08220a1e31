"""What openpyxl cannot write, put into the finished file: results beside formulas, rows in a
stream, a hidden sheet.

Only for workbooks this program has just written: the XML is changed as the text it is known to be.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

CALCULATED = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v ?/>')
Parts = Mapping[str, bytes | Iterable[bytes]]


def rewrite(content: bytes, changed: Parts) -> bytes:
    """The same package with some parts replaced or added; a part may come piece by piece."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, part in changed.items():
            with new.open(name, "w", force_zip64=True) as file:
                for piece in [part] if isinstance(part, bytes) else part:
                    file.write(piece)
    return out.getvalue()


def sheet_part(number: int) -> str:
    """The part of the n-th sheet as openpyxl names it."""
    return f"xl/worksheets/sheet{number}.xml"


def read_part(content: bytes, name: str) -> str:
    """One part as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def store_results(content: bytes, number: int, results: Mapping[str, Decimal]) -> bytes:
    """Put each formula's result beside it on the n-th sheet, for programs that show without
    calculating.
    """

    def with_result(found: re.Match[str]) -> str:
        return f"{found[1]}<v>{format(results[found[2]].normalize(), 'f')}</v>"

    text, count = CALCULATED.subn(with_result, read_part(content, sheet_part(number)))
    if count != len(results):
        raise ValueError(len(results), count)  # a formula without its result, or the reverse
    return rewrite(content, {sheet_part(number): text.encode()})


def add_hidden_sheet(content: bytes, name: str, lines: Iterable[str]) -> bytes:
    """Add a sheet no menu shows, one text a row in column A."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        number = 1 + sum(1 for part in package.namelist() if part.startswith("xl/worksheets/sheet"))
        book, relations, types = (
            package.read(part).decode()
            for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml")
        )
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{escape(line)}</t></is></c></row>'
        for row, line in enumerate(lines, 1)
    )
    identifier = max(int(found) for found in re.findall(r'sheetId="(\d+)"', book)) + 1
    sheet = (
        "<worksheet"
        f' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    )
    return rewrite(
        content,
        {
            sheet_part(number): sheet.encode(),
            "xl/workbook.xml": (
                book.replace(
                    "</sheets>",
                    f'<sheet name={quoteattr(name)} sheetId="{identifier}" state="veryHidden"'
                    ' r:id="rIdSeal" /></sheets>',
                ).encode()
            ),
            "xl/_rels/workbook.xml.rels": (
                relations.replace(
                    "</Relationships>",
                    "<Relationship"
                    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
                    f' Target="/{sheet_part(number)}" Id="rIdSeal" /></Relationships>',
                ).encode()
            ),
            "[Content_Types].xml": (
                types.replace(
                    "</Types>",
                    f'<Override PartName="/{sheet_part(number)}"'
                    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"'
                    " /></Types>",
                ).encode()
            ),
        },
    )
