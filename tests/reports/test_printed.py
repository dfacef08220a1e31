"""Every report as LibreOffice prints it can be read: no type below 7.5 points, no word over
another, no chart cut, no empty page. Whether it looks right is looked at: the long run keeps its
pictures.
"""

import io
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.pagebreak import Break

from fund import clock, db, i18n
from fund.access.actors import OPERATOR
from fund.period import parse
from fund.reports import catalogue
from tests.reports.alterations import saved
from tests.reports.building import build
from tests.reports.conftest import report, sealed
from tests.reports.printed import faults

PICTURES = Path(__file__).parents[2] / "build" / "reports"
OF_KIND = {"month": "2026-10", "quarter": "2026-Q3", "half": "2026-H1", "year": "2026"}
PERIODS = {
    name: OF_KIND[one.offered or one.periods[0]] for name, one in catalogue.reports().items()
}
"""Every report that is declared, those of later rooms too, with the period it is printed for."""

SHORT = {("monthly", "zh"), ("procurement", "en"), ("targets", "zh")}
ALL = [
    pytest.param(name, language, marks=[] if (name, language) in SHORT else pytest.mark.long)
    for name in PERIODS
    for language in ("zh", "en")
]


def day_of(name: str) -> date:
    """The as-of day a report is made for."""
    last = parse(PERIODS[name]).last
    is_afterwards = catalogue.reports()[name].is_afterwards
    return clock.today() if is_afterwards else min(last, clock.today())


@pytest.mark.office
@pytest.mark.parametrize(("name", "language"), ALL)
def test_a_printed_report_can_be_read(
    name: str, language: str, demonstration: Path, through_libreoffice: Callable[..., Path]
) -> None:
    wanted = parse(PERIODS[name])
    engine = db.engine(f"sqlite:///{demonstration}")
    with i18n.speaking(language), db.reading(engine) as session:
        content = build(session, OPERATOR, name, wanted, day_of(name))
    pdf = through_libreoffice(content, "pdf")
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = PICTURES / f"{name}-{language}"
    subprocess.run(["pdftoppm", "-r", "60", "-png", str(pdf), str(picture)], check=True)
    assert faults(pdf, content) == []


def shrunk(book: Workbook) -> None:
    book.worksheets[1].page_setup.scale = 60


def without_break(book: Workbook) -> None:
    sheet = book.worksheets[1]
    sheet.row_breaks.brk = []
    chart = sheet._charts[0]
    chart.anchor._from.row = 37


def beyond_the_page(book: Workbook) -> None:
    """A line drawn so far to the right that a page holds nothing else."""
    sheet = book.worksheets[1]
    sheet.print_title_rows = None
    for row in range(4, 8):
        sheet.cell(row, 40, " \u200b")


def over_another(book: Workbook) -> None:
    """The chart over the rows of its own table."""
    anchor = book.worksheets[1]._charts[0].anchor
    anchor._from.row, anchor._from.col = 3, 0


def one_page_later(book: Workbook) -> None:
    book.worksheets[1].row_breaks.append(Break(id=5))


FAULTS: dict[str, tuple[Callable[[Workbook], Any], str]] = {
    "type too small": (shrunk, "points"),
    "a chart cut": (without_break, "is cut"),
    "an empty page": (beyond_the_page, "nothing on it"),
    "words over one another": (over_another, "over “"),
    "a page the contents do not know": (one_page_later, "is on page"),
}


@pytest.mark.office
def test_a_report_without_faults_has_none_found(through_libreoffice: Callable[..., Path]) -> None:
    content = sealed(report("zh", state="draft", number="2026-0001"), "draft")
    assert faults(through_libreoffice(content, "pdf"), content) == []


@pytest.mark.office
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, through_libreoffice: Callable[..., Path]) -> None:
    plant, words = FAULTS[name]
    book = load_workbook(io.BytesIO(sealed(report("zh"))))
    plant(book)
    content = saved(book)
    found = faults(through_libreoffice(content, "pdf"), content)
    assert any(words in one for one in found), found
