"""Every number of every report is the one programs read (``report --json``, CSV), on three days and
when it is made again after more was posted; what LibreOffice calculates is what was stored; a row
altered turns the check.
"""

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import select

from fund import acts, clock, db, i18n
from fund.access.actors import OPERATOR
from fund.access.tables import RoleAssignment
from fund.cli.app import app
from fund.ledger import commands as ledger
from fund.period import Period, parse
from fund.reports import catalogue, digests, headlines, key_figures, plain, titles
from fund.reports.description import FEN_PER, Check, Report, Sheet
from fund.reports.workbook import write
from tests.conftest import TODAY

KINDS = {
    "month": ("2026-08", "2026-09", "2026-10"),
    "quarter": ("2026-Q1", "2026-Q2", "2026-Q3"),
    "half": ("2026-H1", "2026-H1", "2026-H2"),
    "year": ("2026", "2026", "2026"),
}
LONG_AGO = {"month": "2019-10", "quarter": "2019-Q3", "half": "2019-H1", "year": "2019"}
LONGEST_TAB = 31
"""Signs of the name of a tab."""
DAYS = (date(2026, 6, 30), date(2026, 8, 31), date(2026, 10, 31))
"""Of half-years and years, which end later than any day asked for."""
NAMES = list(catalogue.reports())


def asked(name: str, place: int) -> tuple[Period, date]:
    """The period and the day a report is made for, the first, second or third of three."""
    one = catalogue.reports()[name]
    wanted = parse(KINDS[one.offered or one.periods[0]][place])
    return wanted, TODAY if one.is_afterwards else max(
        wanted.first, min(wanted.last, DAYS[place] if wanted.last > DAYS[2] else wanted.last)
    )


def made(
    engine: sa.Engine, name: str, place: int, language: str = "zh", on: date = TODAY
) -> Report:
    with (
        clock.at(clock.noon(on)),
        i18n.speaking(language),
        db.reading(engine) as session,
    ):
        return catalogue.described_report(session, OPERATOR, name, *asked(name, place))


@pytest.fixture(scope="module")
def engine(demonstration: Path) -> sa.Engine:
    return db.engine(f"sqlite:///{demonstration}")


def in_fen(value: Any, kind: str, per: int) -> Any:
    """A cell as programs say it."""
    if value is None or value == "":
        return None if kind not in ("text", "code") else ""
    if kind in ("amount", "original"):
        return round(Decimal(str(value)) * (per if kind == "amount" else 100))
    if kind == "date":
        return (value if hasattr(value, "date") else from_excel(value)).date().isoformat()
    if kind in ("integer", "year"):
        return int(value)
    return f"{value:.12g}" if kind in ("share", "number") else value


def said(value: Any, kind: str) -> Any:
    """What programs say, as a cell holds it."""
    if kind in ("text", "code"):
        return (value or "").replace("\r\n", "\n").replace("\r", "\n")
    return f"{value:.12g}" if kind in ("share", "number") and value is not None else value


def compared(book: Workbook, document: dict[str, Any], files: dict[str, bytes], per: int) -> int:
    """How many cells were compared, all of them equal in the three."""
    count = 0
    for sheet in document["sheets"]:
        page = page_of(book, sheet["title"])
        lines = list(csv.reader(io.StringIO(files[sheet["name"]].decode("utf-8-sig"))))
        heads = [column["head"] for column in sheet["columns"]]
        place = head_of(page, heads)
        assert lines[0] == heads
        assert len(lines) == 1 + len(sheet["rows"])
        for number, row in enumerate(sheet["rows"]):
            for at, (value, column) in enumerate(zip(row, sheet["columns"], strict=True)):
                kind, where = column["kind"], (sheet["name"], column["key"], number)
                cell = page.cell(place + 1 + number, at + 1).value
                assert in_fen(cell, kind, per) == said(value, kind), where
                text = lines[1 + number][at]
                if kind in ("amount", "original"):
                    assert (text or None) == (
                        None if value is None else f"{Decimal(value) / 100:.2f}"
                    ), where
                elif kind not in ("text", "code"):
                    assert text == ("" if value is None else str(value)), where
                count += 1
    return count


def page_of(book: Workbook, title: str) -> Worksheet:
    """The sheet a table stands on: its own, or that of the table it is printed under."""
    if title in book.sheetnames:
        return book[title]
    return next(
        page
        for page in book.worksheets
        if any(page.cell(row, 1).value == title for row in range(1, page.max_row + 1))
        and page.title not in ("封面", "核对")
    )


def head_of(page: Worksheet, heads: list[str]) -> int:
    """The row a table's heads stand in."""
    for row in range(1, page.max_row + 1):
        if [page.cell(row, at + 1).value for at in range(len(heads))] == heads:
            return row
    raise AssertionError(heads)


SHARE = [
    pytest.param(
        name, place, marks=[] if place == number % 3 or name == "monthly" else pytest.mark.long
    )
    for number, name in enumerate(NAMES)
    for place in range(3)
]


@pytest.mark.parametrize(("name", "place"), SHARE)
def test_every_number_is_the_one_programs_read(name: str, place: int, engine: sa.Engine) -> None:
    report = made(engine, name, place)
    book = load_workbook(io.BytesIO(write(report)))
    document = json.loads(json.dumps(plain.document(report)))
    files = {sheet.name: plain.delimited(sheet) for sheet in report.sheets}
    cells = compared(book, document, files, FEN_PER[report.language, report.unit])
    assert cells == sum(len(sheet.frame) * len(sheet.columns) for sheet in report.sheets)


def test_the_command_line_says_the_same(
    engine: sa.Engine, demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``report --json`` and ``--csv`` as typed, and the figures beside the chain of the report."""
    monkeypatch.setenv("FUND_DATABASE_URL", f"sqlite:///{demonstration}")
    from typer.testing import CliRunner

    with clock.at(clock.noon(TODAY)):
        run = CliRunner()
        typed = ["report", "monthly", "--period", "2026-10"]
        document = json.loads(run.invoke(app, [*typed, "--json"]).stdout)
        assert run.invoke(app, [*typed, "--csv", "-o", str(tmp_path)]).exit_code == 0
        figures = json.loads(run.invoke(app, ["figures", "--as-of", "2026-10-31", "--json"]).stdout)
    assert document == json.loads(json.dumps(plain.document(made(engine, "monthly", 2))))
    chain = next(sheet for sheet in document["sheets"] if sheet["name"] == "chain")
    keys = [column["key"] for column in chain["columns"]]
    for stage in ("appropriated", "committed", "obligated", "accepted", "paid", "returned"):
        total = sum(row[keys.index(f"{stage}_fen")] for row in chain["rows"])
        assert total == figures["stages"][stage]
    assert (tmp_path / "chain.csv").read_bytes().decode("utf-8-sig").count("\n") == 4


def test_neither_what_is_posted_later_nor_the_day_of_making_changes_a_number_of_an_earlier_day(
    demonstration: Path, tmp_path: Path
) -> None:
    shutil.copy(demonstration, tmp_path / "fund.db")
    engine = db.engine(f"sqlite:///{tmp_path}/fund.db")
    before = {(name, place): told(made(engine, name, place)) for name, place in all_of_the_past()}
    with clock.at(clock.noon(TODAY)):
        _posted(engine)
    later = TODAY + timedelta(days=40)
    after = {key: told(made(engine, *key, on=later)) for key in before}
    assert [key for key in before if before[key] != after[key]] == []


def all_of_the_past() -> Iterator[tuple[str, int]]:
    """Reports of a day that is over: those told afterwards are of today."""
    for name in NAMES:
        if not catalogue.reports()[name].is_afterwards:
            yield from ((name, place) for place in range(3))


def told(report: Report) -> tuple[str, str]:
    """The digest of the data, and all rows."""
    rows = [plain.rows(sheet) for sheet in report.sheets]
    return digests.of_data(report, "sha256"), json.dumps(rows, ensure_ascii=False)


def _posted(engine: sa.Engine) -> None:
    """A line opened and appropriated, another changed."""
    with db.reading(engine) as session:
        finance = session.exec(
            select(RoleAssignment.person_id).where(
                RoleAssignment.role == "finance",
                RoleAssignment.revoked_at == None,  # noqa: E711
            )
        ).first()
    opened = acts.perform(
        engine,
        finance,
        ledger.open_line,
        code="LATER",
        title="后",
        measure="A1",
        source="fund",
        fiscal_year=2026,
        programme_code="LATER",
    )
    later = {"line_id": int(opened.id), "amount_fen": 12_345_678_901}
    acts.perform(engine, finance, ledger.appropriate, **later)


OFFICE = [
    pytest.param(name, marks=[] if name in ("procurement", "standards") else pytest.mark.long)
    for name in NAMES
]


@pytest.mark.office
@pytest.mark.parametrize("name", OFFICE)
def test_libreoffice_calculates_every_formula_as_it_was_stored(
    name: str, engine: sa.Engine, through_libreoffice: Callable[..., Path]
) -> None:
    content = write(made(engine, name, 2))
    formulas = load_workbook(io.BytesIO(content))
    stored = load_workbook(io.BytesIO(content), data_only=True)
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = f"{cell.value}+0"  # a formula without a result is calculated
    out = io.BytesIO()
    formulas.save(out)
    anew = load_workbook(through_libreoffice(out.getvalue()), data_only=True)
    count = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    place = cell.coordinate
                    was, now = stored[sheet.title][place].value, anew[sheet.title][place].value
                    assert now == pytest.approx(was, rel=1e-12, abs=1e-6), (sheet.title, place)
                    count += 1
    assert count >= 4


def altered(report: Report, random: Random) -> tuple[bytes, str]:
    """A cell of some row altered as somebody with a spreadsheet program would: an amount by a fen,
    a number or a day by one, a word by a sign.
    """
    book = load_workbook(io.BytesIO(write(report)))
    sheet: Sheet = random.choice([one for one in report.sheets if len(one.frame)])
    page = page_of(book, sheet.title)
    top = head_of(page, [column.head for column in sheet.columns])
    cells = [
        (page.cell(top + 1 + row, at + 1), column.kind)
        for row in range(len(sheet.frame))
        for at, column in enumerate(sheet.columns)
    ]
    cell, kind = random.choice([pair for pair in cells if pair[0].value not in (None, "")])
    if kind in ("text", "code"):
        cell.value = f"{cell.value}。"
    elif kind == "date":
        cell.value = cell.value + pd.Timedelta(days=1)
    else:
        step = {"amount": 100 / FEN_PER[report.language, report.unit], "original": 1}.get(kind, 1)
        cell.value = float(cell.value) + step
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), f"{sheet.name} {cell.coordinate} {kind}"


ROWS = [pytest.param(name, marks=[] if name == "standards" else pytest.mark.long) for name in NAMES]


@pytest.mark.office
@pytest.mark.parametrize("name", ROWS)
def test_each_row_altered_turns_the_check(name: str, engine: sa.Engine, tmp_path: Path) -> None:
    """A hundred and more over all reports, those of one opened by LibreOffice in one go."""
    report, random = made(engine, name, 2), Random(name)
    count = -(-104 // len(NAMES))
    where = {}
    for number in range(count):
        content, where[number] = altered(report, random)
        (tmp_path / f"{number}.xlsx").write_bytes(content)
    (tmp_path / "true.xlsx").write_bytes(write(report))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    files = [str(file) for file in tmp_path.glob("*.xlsx")]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    found = {
        file.stem: load_workbook(file, data_only=True).worksheets[-1]["D4"].value
        for file in (tmp_path / "out").glob("*.xlsx")
    }
    assert found.pop("true") == pytest.approx(0, abs=1e-9)
    assert [where[int(number)] for number, value in found.items() if not value] == []
    assert len(found) == count


@pytest.fixture(scope="module")
def in_english(engine: sa.Engine) -> dict[str, Report]:
    """Every report that is declared, made once."""
    return {name: made(engine, name, 2, "en") for name in NAMES}


def test_no_check_of_a_report_is_a_constant_beside_a_constant(
    in_english: dict[str, Report],
) -> None:
    """Nor does a tab of the English report bear a name that some programs cannot open, nor its own
    words a Chinese mark.
    """
    for name, report in in_english.items():
        checks: list[Check] = list(report.checks)
        assert all(isinstance(one.stated, tuple) for one in checks), name
        for sheet in report.sheets:
            assert len(sheet.title) <= LONGEST_TAB, name
            assert not set(sheet.title) & set("[]:*?/\\"), name
            said = [sheet.title, sheet.note, *(column.head for column in sheet.columns)]
            said += [str(value) for row in sheet.frame.to_numpy().tolist() for value in row]
            assert not [words for words in said if re.search(r"[A-Za-z]；|；[A-Za-z ]", words)], (
                name
            )


NUMBER = re.compile(r"[-+\u2212]?[\d,]*\.?\d+ ?(%|‰|days?|hours?|CNY|m|bn)?")
A_YEAR = re.compile(r"(19|20)\d\d")


def posing(report: Report) -> list[tuple[str, str, str]]:
    """Texts that are numbers (sheet, column, text): what is no year, of which a day may be all that
    is known, and no identifier, which some column of the report declares as a code.
    """
    columns = [(sheet, column) for sheet in report.sheets for column in sheet.columns]
    codes = {
        str(value)
        for sheet, column in columns
        if column.kind == "code"
        for value in sheet.frame[column.key]
    }
    return [
        (sheet.name, column.key, text)
        for sheet, column in columns
        if column.kind == "text"
        for text in map(str, sheet.frame[column.key].dropna())
        if NUMBER.fullmatch(text) and not A_YEAR.fullmatch(text) and text not in codes
    ]


def test_numbers_are_numbers_and_no_texts(in_english: dict[str, Report]) -> None:
    """A number somebody writes as words is found: planted, the test sees it."""
    assert {name: posing(report) for name, report in in_english.items() if posing(report)} == {}
    report = in_english["procurement"]
    sheet = next(one for one in report.sheets if one.name == "competition")
    for text in ("55 days", "40", "0.0%", "4,402"):
        planted = replace(sheet, frame=sheet.frame.assign(of=text))
        assert posing(replace(report, sheets=[planted]))[0] == ("competition", "of", text)


def test_a_title_on_record_in_chinese_only_is_marked_in_english(
    in_english: dict[str, Report], engine: sa.Engine
) -> None:
    """Each where others are in English, else the head of their column, once."""
    heads = [column.head for sheet in in_english["monthly"].sheets for column in sheet.columns]
    assert {"Title [ZH]", "Milestone [ZH]", "Programme [ZH]"} <= set(heads)
    grants = next(sheet for sheet in in_english["monthly"].sheets if sheet.name == "grants")
    before = next(one for one in made(engine, "monthly", 2).sheets if one.name == "grants")
    assert grants.note.startswith("[ZH]: ")
    assert grants.frame["title"].tolist() == before.frame["title"].tolist()
    with i18n.speaking("en"):
        mixed = before.frame.assign(title=["In English", *before.frame["title"].tolist()[1:]])
        (shown,) = titles.marked([replace(before, frame=mixed)])
    assert shown.frame["title"].tolist()[:2] == ["In English", f"{mixed['title'].iloc[1]} [ZH]"]
    standards = next(s for s in in_english["standards"].sheets if s.name == "standards")
    assert "[ZH]" not in standards.note


@pytest.mark.parametrize("name", [name for name in NAMES if catalogue.reports()[name].headlines])
def test_the_first_page_says_what_stands_and_stood_the_time_before(
    name: str, engine: sa.Engine
) -> None:
    """By the report's own tables of both periods, in three sentences."""
    wanted, day = asked(name, 2)
    before = key_figures.earlier(wanted)
    on = day if catalogue.reports()[name].is_afterwards else before.last
    with clock.at(clock.noon(TODAY)), i18n.speaking("zh"), db.reading(engine) as session:
        page, *now = catalogue.described_report(session, OPERATOR, name, wanted, day).sheets
        _first, *then = catalogue.described_report(session, OPERATOR, name, before, on).sheets
    assert page.name == "headlines"
    assert page.note.count("\n") == 2
    rows = page.frame.to_dict("records")
    assert len(rows) == len(catalogue.reports()[name].headlines)
    for row, figure in zip(rows, catalogue.reports()[name].headlines, strict=True):
        said = [float(value) for value in list(row.values())[1:] if not pd.isna(value)]
        assert said == [pytest.approx(_came_to(figure, tables)) for tables in (now, then)], figure


def test_its_sentences_say_what_is_more_and_what_is_less_than_before() -> None:
    figures = [
        headlines.Figure("甲", "integer", 7, 3),
        headlines.Figure("乙", "integer", 2, 8),
        headlines.Figure("丙", "amount", 100, 100),
    ]
    with i18n.speaking("zh"):
        stands, more, less = headlines.sentences(figures, TODAY, "上期")
        _stands, none, nothing = headlines.sentences(figures[2:], TODAY, "上期")
    assert all(words in stands for words in ("甲 7", "乙 2", "丙 "))
    assert ("甲 4" in more, "乙" in more, "丙" in more) == (True, False, False)
    assert ("乙 6" in less, "甲" in less, "丙" in less) == (True, False, False)
    assert not any("丙" in said for said in (none, nothing))


def _came_to(figure: str, tables: list[Sheet]) -> float:
    """Added up here anew, from the cells."""
    name, _dot, key = figure.partition(".")
    sheet = next((one for one in tables if one.name == name), None)
    if sheet is None:
        return 0
    column = next((one for one in sheet.columns if one.key == key), None)
    if column is None:
        return len(sheet.frame)
    cells = [float(value) for value in sheet.frame[key] if not pd.isna(value)]
    return sum(cells) if column.total else len(cells)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_of_a_time_of_which_nothing_is_recorded_is_made(
    name: str, engine: sa.Engine
) -> None:
    one = catalogue.reports()[name]
    wanted = parse(LONG_AGO[one.offered or one.periods[0]])
    for language in ("zh", "en"):
        with clock.at(clock.noon(TODAY)), i18n.speaking(language), db.reading(engine) as session:
            report = catalogue.described_report(session, OPERATOR, name, wanted, TODAY)
        book = load_workbook(io.BytesIO(write(report)), data_only=True)
        assert book.worksheets[-1]["D4"].value == pytest.approx(0, abs=1e-9)
