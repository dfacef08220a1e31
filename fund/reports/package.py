"""What openpyxl cannot write, put into the finished file in one pass: rows in a stream, results
beside formulas, a hidden sheet told last.

Only for workbooks this program has just written: the XML is changed as the text it is known to be.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from fund.reports.style import HEAD_ROW

CALCULATED = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)(?:<v ?/>|<v></v>)')
HEAD = re.compile(rf'<row r="{HEAD_ROW}"[^>]*>.*?</row>', re.DOTALL)
DIMENSION = re.compile(r'<dimension ref="[^"]*" ?/>')
LEVEL = 1
"""Of deflate: a third of the time of the usual 6, for a file a fifth larger."""

Parts = Mapping[str, bytes | Iterable[bytes]]


class Frame:
    """A workbook as openpyxl made it, whose parts are asked for as text."""

    def __init__(self, content: bytes) -> None:
        """The package; held open while it is read."""
        self._package = zipfile.ZipFile(io.BytesIO(content))

    def text(self, name: str) -> str:
        """One part."""
        return self._package.read(name).decode()

    def written(self, changed: Parts) -> bytes:
        """The same package with some parts replaced or added, in the order given, each once; a part
        may come piece by piece.
        """
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as new:
            for name in self._package.namelist():
                if name not in changed:
                    new.writestr(name, self._package.read(name))
            for name, part in changed.items():
                with new.open(name, "w", force_zip64=True) as file:
                    for piece in [part] if isinstance(part, bytes) else part:
                        file.write(piece)
        return out.getvalue()


def sheet_part(number: int) -> str:
    """The part of the n-th sheet as openpyxl names it."""
    return f"xl/worksheets/sheet{number}.xml"


def with_rows(sheet: str, area: str, rows: Iterable[bytes]) -> Iterator[bytes]:
    """A sheet's XML with rows below its heads; ``area`` is what it fills then."""
    place = HEAD.search(sheet)
    if place is None:
        raise ValueError(sheet[:200])  # the heads are missing
    yield DIMENSION.sub(f'<dimension ref="{area}"/>', sheet[: place.end()], count=1).encode()
    yield from rows
    yield sheet[place.end() :].encode()


def with_results(sheet: str, results: Mapping[str, Decimal]) -> bytes:
    """A sheet's XML with each formula's result beside it, for programs that show without
    calculating.
    """

    def with_result(found: re.Match[str]) -> str:
        return f"{found[1]}<v>{plain(results[found[2]])}</v>"

    text, count = CALCULATED.subn(with_result, sheet)
    if count != len(results):
        raise ValueError(len(results), count)  # a formula without its result, or the reverse
    return text.encode()


def plain(value: Decimal) -> str:
    """A number without exponent and needless zeros."""
    return format(value.normalize(), "f")


def hidden_sheet(
    frame: Frame, number: int, name: str, lines: Iterable[str]
) -> dict[str, bytes | Iterable[bytes]]:
    """The parts a sheet no menu shows adds or changes, as the n-th: one text a row in column A, the
    lines asked for last.
    """
    book, relations, types = (
        frame.text(part)
        for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml")
    )
    identifier = max(int(found) for found in re.findall(r'sheetId="(\d+)"', book)) + 1
    own, office = sheet_part(number), "http://schemas.openxmlformats.org/officeDocument/2006"
    entry = f'<sheet name={quoteattr(name)} sheetId="{identifier}" state="veryHidden"'
    relation = f'<Relationship Type="{office}/relationships/worksheet" Target="/{own}"'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    override = f'<Override PartName="/{own}" ContentType="{kind}" />'
    return {
        "xl/workbook.xml": book.replace(
            "</sheets>", f'{entry} r:id="rIdSeal" /></sheets>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": relations.replace(
            "</Relationships>", f'{relation} Id="rIdSeal" /></Relationships>'
        ).encode(),
        "[Content_Types].xml": types.replace("</Types>", f"{override}</Types>").encode(),
        own: _hidden(lines),
    }


def _hidden(lines: Iterable[str]) -> Iterator[bytes]:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    yield f'<worksheet xmlns="{space}"><sheetData>'.encode()
    for row, line in enumerate(lines, 1):
        cell = f'<c r="A{row}" t="inlineStr"><is><t>{escape(line)}</t></is></c>'
        yield f'<row r="{row}">{cell}</row>'.encode()
    yield b"</sheetData></worksheet>"
