"""Whatever stands in the text fields of a report: no formula comes alive, nothing is cut in
silence, the file opens and is what it was written as. Shown of every report that is declared.
"""

import io
import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from fund import clock, db, i18n
from fund.access.actors import OPERATOR
from fund.period import parse
from fund.reports import catalogue
from fund.reports.description import LONGEST_TEXT, Box, Form, Report, Sheet, TextTooLong
from fund.reports.seal import SEAL
from fund.reports.verify import verify
from fund.reports.workbook import write
from tests.conftest import TODAY
from tests.reports.conftest import KEYS, sealed
from tests.reports.test_printed import PERIODS, day_of
from tests.reports.test_workbook import PAYLOADS

ODD = (
    "控制\x00\x07字符\x1b在内",
    "表情🚀👩‍🚀在内",
    "从右\u202e到左\u202c与\u200f标记",
    "a_x0041_b",
    "天" * LONGEST_TEXT,
)
WORDS = (*PAYLOADS, *ODD)
LONG = "长" * 40_000
FORMULAS = ("=SUM(", "=ROWS(", "=ROUND(", "=SUMPRODUCT(", "=COUNTA(", "='")
"""How the formulas begin that this program writes itself; a ratio is two cells of one row."""


@pytest.fixture(scope="module")
def engine(demonstration: Path) -> sa.Engine:
    return db.engine(f"sqlite:///{demonstration}")


def described(engine: sa.Engine, name: str) -> Report:
    day: date = day_of(name)
    with (
        clock.at(clock.noon(TODAY)),
        i18n.speaking("zh"),
        db.reading(engine) as session,
    ):
        return catalogue.described_report(session, OPERATOR, name, parse(PERIODS[name]), day)


def cleaned(words: str) -> str:
    """What a cell keeps of a text: control characters go, line ends are of one kind."""
    kept = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in kept if sign >= " " or sign in "\t\n")


def hostile(report: Report, given: Iterator[str]) -> tuple[Report, list[str]]:
    """The report with another text in every text field of every table and form."""
    put: list[str] = []

    def word() -> str:
        put.append(next(given))
        return put[-1]

    def table(sheet: Sheet) -> Sheet:
        texts = [column.key for column in sheet.columns if column.kind in ("text", "code")]
        frame = sheet.frame.assign(**{key: [word() for _row in sheet.frame.index] for key in texts})
        return replace(sheet, frame=frame, note=word() if sheet.note else "", chart=None)

    def form(one: Form) -> Form:
        rows = [[_worded(box, word) for box in row] for row in one.rows]
        return replace(one, rows=rows, heading=word(), subtitle=word())

    sheets = [table(sheet) for sheet in report.sheets]
    forms = [form(one) for one in report.forms]
    # beside other words in one cell: the longest is refused by name (below)
    put.append(next(one for one in given if len(one) < LONGEST_TEXT))
    filters, corrections = {"示例": put[-1]}, [*itertools.islice(given, len(WORDS))]
    put.extend(corrections)
    made = replace(report, sheets=sheets, forms=forms, filters=filters, corrections=corrections)
    return made, put


def _worded(box: Box, word: Any) -> Box:
    return replace(box, value=word()) if box.kind == "text" and box.value else box


@pytest.mark.parametrize("name", PERIODS)
def test_no_word_of_a_report_comes_alive_or_is_cut(name: str, engine: sa.Engine) -> None:
    report, put = hostile(described(engine, name), itertools.cycle(WORDS))
    content = sealed(replace(report, state="draft"), "draft")
    book = load_workbook(io.BytesIO(content))
    found = [
        cell
        for sheet in book.worksheets
        if sheet.title != SEAL
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    alive = [str(cell.value) for cell in found if cell.data_type == "f"]
    own = [one for one in alive if one.startswith(FORMULAS) or one[1:].replace("/", "").isalnum()]
    assert alive == own
    assert not {word for word in put if word.startswith("=")} & set(own)
    shown = {cell.value for cell in found if cell.data_type == "s"}
    words = " ".join(one for one in shown if len(one) < LONGEST_TEXT)
    wanted = {cleaned(word).replace("_x0041_", "_x005F_x0041_") for word in put}
    lost = [one for one in wanted if one not in shown and one.strip() not in words]
    assert lost == []
    assert verify(content, KEYS)["state"] == "draft"


FIRST_ONES = ("monthly", "procurement", "standards")
"""Reports whose every table refuses a text that is too long in the quick run; the writer that does
is one, so the others wait for the long run.
"""
TOO_LONG = [
    pytest.param(name, marks=[] if name in FIRST_ONES else pytest.mark.long) for name in PERIODS
]


@pytest.mark.parametrize("name", TOO_LONG)
def test_a_text_longer_than_a_cell_is_refused_by_name(name: str, engine: sa.Engine) -> None:
    report = described(engine, name)
    for sheet in report.sheets:
        for column in sheet.columns:
            if column.kind not in ("text", "code") or not len(sheet.frame):
                continue
            frame = sheet.frame.assign(**{column.key: [LONG, *[""] * (len(sheet.frame) - 1)]})
            only = replace(sheet, frame=frame, chart=None)
            with pytest.raises(TextTooLong) as refused:
                write(replace(report, sheets=[only], forms=(), checks=()))
            assert column.head in i18n.say(refused.value)
            break
