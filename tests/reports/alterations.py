"""Alterations of a sealed workbook, each of one kind at one place, as somebody with a spreadsheet
program or a text editor makes them.
"""

import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from fund.reports.seal import SEAL
from fund.workbook.guard import letters

Named = set[tuple[str, str, str]]
"""(sheet, cell, what) of every change expected."""


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def shown(book: Workbook) -> list[Any]:
    return [sheet for sheet in book.worksheets if sheet.title != SEAL]


def filled(book: Workbook, is_wanted: Callable[[Cell], bool]) -> list[Any]:
    return [
        cell
        for sheet in shown(book)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "") and is_wanted(cell)
    ]


def is_number(cell: Any) -> bool:
    return cell.data_type == "n"


def number(content: bytes, random: Random) -> tuple[bytes, Named]:
    """The least that can be: the last of fifteen digits, or one more."""
    book = opened(content)
    cell = random.choice(filled(book, is_number))
    cell.value = float(f"{float(cell.value) * (1 + 2e-14) + 1e-6:.15g}")
    return saved(book), {(cell.parent.title, cell.coordinate, "cell")}


def words(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    cell = random.choice(filled(book, lambda cell: cell.data_type == "s"))
    cell.value = f"{cell.value}。"
    return saved(book), {(cell.parent.title, cell.coordinate, "cell")}


def emptied(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    many = [
        cell
        for cell in filled(book, is_number)
        if sum(1 for other in cell.parent[cell.row] if other.value not in (None, "")) > 1
    ]
    cell = random.choice(many)
    cell.value = None
    return saved(book), {(cell.parent.title, cell.coordinate, "cell")}


def row_gone(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    sheet = random.choice([one for one in shown(book)[1:] if one.max_row > 5])
    # the last row taken out and the last row emptied are one and the same file
    rows = [row for row in range(5, sheet.max_row + 1) if any(cell.value for cell in sheet[row])]
    row = random.choice(rows[:-1] or rows)
    sheet.delete_rows(row)
    return saved(book), {(sheet.title, str(row), "row_gone")}


def row_added(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    sheet = random.choice(shown(book)[1:])
    row = random.randint(5, max(5, sheet.max_row))
    sheet.insert_rows(row)
    sheet.cell(row, 1, f"示例 {random.random()}")
    sheet.cell(row, 2, 5)
    return saved(book), {(sheet.title, str(row), "row_added")}


def row_hidden(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    sheet = random.choice(shown(book))
    row = random.randint(1, sheet.max_row)
    if random.random() < 0.5:
        sheet.row_dimensions[row].hidden = True
    else:
        sheet.row_dimensions[row].height = 0.5
    return saved(book), {(sheet.title, str(row), "hidden_row")}


def column_hidden(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    sheet = random.choice(shown(book))
    letter = letters(random.randint(1, sheet.max_column))
    if random.random() < 0.5:
        sheet.column_dimensions[letter].hidden = True
    else:
        sheet.column_dimensions[letter].width = 0.1
    return saved(book), {(sheet.title, letter, "hidden_column")}


def sheet_hidden(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    sheet = random.choice(shown(book)[1:])
    sheet.sheet_state = random.choice(("hidden", "veryHidden"))
    return saved(book), {(sheet.title, "", "hidden_sheet")}


def sheet_gone(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    sheet = random.choice(shown(book)[1:])
    book.remove(sheet)
    return saved(book), {(sheet.title, "", "sheet")}


def sheet_added(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    book.create_sheet("补充", random.randint(0, len(book.worksheets)))["A1"] = 1
    return saved(book), {("补充", "", "sheet")}


def another_format(content: bytes, random: Random) -> tuple[bytes, Named]:
    """A thousand times more to the eye, a constant, nothing at all."""
    book = opened(content)
    cell = random.choice(filled(book, is_number))
    cell.number_format = random.choice(("#,##0.00,", '"999.00"', ";;;", "0.00E+00"))
    return saved(book), {(cell.parent.title, cell.coordinate, "format")}


def another_formula(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    cell = random.choice(filled(book, lambda cell: cell.data_type == "f"))
    cell.value = f"{cell.value}+0"
    return saved(book), {(cell.parent.title, cell.coordinate, "formula")}


def value_for_formula(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    cell = random.choice(filled(book, lambda cell: cell.data_type == "f"))
    cell.value = 0
    return saved(book), {(cell.parent.title, cell.coordinate, "cell")}


def marks(content: bytes, random: Random) -> tuple[bytes, Named]:
    book = opened(content)
    sheet = random.choice(shown(book))
    what = random.choice(("Header", "Footer"))
    getattr(sheet, f"odd{what}").center.text = "正式文件"
    return saved(book), {(sheet.title, "", what.lower())}


def within(
    content: bytes, folder: str, pattern: str, put: str, random: Random
) -> tuple[str, bytes]:
    """One part of a folder changed as text; its name, and the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    able = [
        name
        for name, part in parts.items()
        if name.startswith(folder) and re.search(pattern, part.decode(errors="replace"))
    ]
    name = random.choice(able)
    found = list(re.finditer(pattern, parts[name].decode()))
    one = random.choice(found)
    text = parts[name].decode()
    parts[name] = (text[: one.start()] + one.expand(put) + text[one.end() :]).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in parts.items():
            new.writestr(part, data)
    return name, out.getvalue()


def sheet_of_chart(content: bytes, chart: str) -> str:
    """The title of the sheet a chart's part is drawn on; our charts stand one a drawing."""
    number_ = re.search(r"(\d+)", chart)
    assert number_
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.startswith("xl/drawings/_rels/") and f"chart{number_[1]}.xml" in (
                package.read(name).decode()
            ):
                drawing = re.search(r"drawing(\d+)", name)
                assert drawing
                for sheet in package.namelist():
                    if sheet.startswith("xl/worksheets/_rels/") and (
                        f"drawing{drawing[1]}.xml" in package.read(sheet).decode()
                    ):
                        place = re.search(r"sheet(\d+)", sheet)
                        assert place
                        return str(opened(content).sheetnames[int(place[1]) - 1])
    raise AssertionError(chart)


def chart_range(content: bytes, random: Random) -> tuple[bytes, Named]:
    name, changed = within(
        content, "xl/charts/chart", r"(<(?:c:)?f>[^<]*\$)(\d+)(</)", r"\g<1>9\g<2>\g<3>", random
    )
    return changed, {(sheet_of_chart(content, name), "", "chart")}


def chart_title(content: bytes, random: Random) -> tuple[bytes, Named]:
    name, changed = within(
        content, "xl/charts/chart", r"(<(?:a:)?t>)([^<]+)(</)", r"\g<1>\g<2>？\g<3>", random
    )
    return changed, {(sheet_of_chart(content, name), "", "chart")}


def stored_result(content: bytes, random: Random) -> tuple[bytes, Named]:
    """A formula's text left alone, its stored result another: shown until somebody calculates."""
    name, changed = within(
        content,
        "xl/worksheets/sheet",
        r'(<c r="[A-Z]+\d+"[^>]*><f>[^<]*</f><v>)[^<]*',
        r"\g<1>123456.78",
        random,
    )
    before, after = (read_parts(one)[name] for one in (content, changed))
    place = next(cell for cell, value in results(after).items() if results(before)[cell] != value)
    number_ = re.search(r"(\d+)", name)
    assert number_
    return changed, {(opened(content).sheetnames[int(number_[1]) - 1], place, "cell")}


def read_parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode(errors="replace") for name in package.namelist()}


def results(part: str) -> dict[str, str]:
    return dict(re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f>[^<]*</f><v>([^<]*)', part))


KINDS = (
    number,
    words,
    emptied,
    row_gone,
    row_added,
    row_hidden,
    column_hidden,
    sheet_hidden,
    sheet_gone,
    sheet_added,
    another_format,
    another_formula,
    value_for_formula,
    marks,
    chart_range,
    chart_title,
    stored_result,
)
