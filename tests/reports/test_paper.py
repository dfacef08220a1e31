"""How tables lie on paper: what is said above them stands whole on every part, no total stands
alone, no word is divided.
"""

import io
import itertools

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from fund.reports import paper, together
from fund.reports.description import Column, Sheet
from fund.reports.workbook import write
from tests.reports.conftest import report

WORDS = "some words " * 3


def table(rows: int, *words: str, width: float = 30) -> Worksheet:
    """A sheet of so many rows in English: a name, an amount that is added up, columns of words."""
    columns = [
        Column("name", "Name", "code", width=20),
        Column("fen", "Paid", "amount", total=True),
        *(Column(f"words{number}", "Words", width=width) for number in range(len(words))),
    ]
    keys = [column.key for column in columns]
    frame = pd.DataFrame([["A grant", 100, *words]] * rows, columns=keys)
    sheets = [Sheet("s", "Table", columns, frame)]
    described = report("en", sheets=sheets, checks=[], demonstration=True)
    sheet = load_workbook(io.BytesIO(write(described)))["Table"]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_what_is_said_above_a_divided_table_stands_on_every_part() -> None:
    sheet = table(3, *[WORDS] * 12)
    assert sheet.col_breaks.brk
    assert sheet.print_title_cols == "$A:$C"
    merged = [str(one) for one in sheet.merged_cells.ranges if one.min_row in (1, 2, 3)]
    assert sorted(merged) == ["A1:C1", "A2:C2", "A3:C3"]
    wide = sum(sheet.column_dimensions[letter].width for letter in "ABC")
    assert wide >= paper.READABLE
    for row in (1, 2, 3):
        cell = sheet.cell(row, 1)
        needed = paper.lines_of(str(cell.value), wide)
        assert cell.alignment.wrap_text
        assert (sheet.row_dimensions[row].height or 0) >= paper.height(needed)
    assert sheet["A3"].value == "Demonstration data"
    whole = table(3)
    assert str(whole["A3"].value).endswith("every organisation, person and figure is invented.")


@pytest.mark.parametrize("rows", range(34, 46))
def test_no_total_stands_alone_on_a_page(rows: int) -> None:
    sheet = table(rows)
    last = 4 + rows
    assert sheet.cell(last + 1, 1).value == "Total"
    assert all(one.id < last for one in sheet.row_breaks.brk)


@pytest.mark.parametrize(
    ("more", "width"), [(0, 14), (7, 30)], ids=["wider than asked", "narrowed to keep it whole"]
)
def test_no_word_of_a_cell_is_divided(more: int, width: float) -> None:
    sheet = table(2, "In-space biomanufacturing", *[WORDS] * more, width=width)
    assert not sheet.col_breaks.brk
    assert paper.lines_of("biomanufacturing", sheet.column_dimensions["C"].width) == 1


FULL = 72
"""Rows that fill two pages to the foot."""


def small(name: str, rows: int, under: str = "") -> Sheet:
    """A table of two columns, printed under another where ``under`` names it."""
    columns = [Column("count", "Level", "integer"), Column("words", "Answer")]
    frame = pd.DataFrame([[3, "No"]] * rows, columns=["count", "words"])
    return Sheet(name, name.title(), columns, frame, under=under)


def test_small_tables_without_room_under_their_own_share_a_page() -> None:
    sheets = [small("long", FULL), small("one", 3, "long"), small("other", 3, "long")]
    grouped = [[sheet.name for sheet in group] for group in together.grouped(sheets)]
    assert grouped == [["long"], ["one", "other"]]
    beside = [small("long", 3), *sheets[1:]]
    assert len(together.grouped(beside)) == 1


def test_a_table_follows_another_of_its_columns_where_the_rest_of_a_page_is_free() -> None:
    """Whole, on the last page of the other: no page more than the other takes alone."""
    sheets = [small("long", 60), small("one", 3, "long")]
    assert len(together.grouped(sheets)) == 1
    book, alone = (
        load_workbook(io.BytesIO(write(report("en", sheets=made, checks=[]))))
        for made in (sheets, sheets[:1])
    )
    assert book.sheetnames == ["Cover", "Long", "Check"]
    ends, ends_alone = ([one.id for one in made["Long"].row_breaks.brk] for made in (book, alone))
    assert ends == ends_alone
    top = next(row for row in range(60, 70) if book["Long"].cell(row, 1).value == "One")
    assert max(ends) < top
    assert [book["Long"].cell(top + 3, at).value for at in (1, 2)] == ["Level", "Answer"]
    assert [book["Long"].cell(top + 6, at).value for at in (1, 2)] == [3, "No"]
    others = Sheet(
        "other", "Other", [Column("x", "Other")], pd.DataFrame({"x": ["a"]}), under="long"
    )
    assert len(together.grouped([sheets[0], others])) == 2


def test_a_number_keeps_from_the_words_beside_it_and_contents_follow_the_pages() -> None:
    sheets = [small("long", FULL), small("one", 3, "long"), small("last", 3)]
    described = report("en", sheets=[*sheets, small("other", 3, "long")], checks=[])
    book = load_workbook(io.BytesIO(write(described)))
    for sheet in book.worksheets[1:3]:
        assert [sheet.cell(row, 1).alignment.indent for row in (4, 5)] == [0, 0]
        assert [sheet.cell(row, 2).alignment.indent for row in (4, 5)] == [1, 1]
    links = [
        (before.value, cell.value)
        for row in book.worksheets[0].iter_rows()
        for before, cell in itertools.pairwise(row)
        if cell.hyperlink
    ]
    assert [page for page, _title in links] == sorted(page for page, _title in links)
    assert [title for _page, title in links] == ["Long", "One", "Other", "Last", "Check"]
