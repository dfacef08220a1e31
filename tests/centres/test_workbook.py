"""The workbook of a centre: prefilled, read back with the form's own verdict, and returned with
exactly its bad cells marked.
"""

import io
import json
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from fund import db
from fund.access import actors
from fund.centres import commands, intake, paper, queries
from fund.centres.paper import FIRST_ROW, MARKS, NOTE, VALUE, Paper
from fund.centres.rules import NotReady
from fund.centres.verdict import SAID
from fund.errors import Issue
from tests.centres.mutations import WHOLE, mutations, saved
from tests.centres.reporting import FIGURES, World, world
from tests.workbook.test_guard import HOSTILE

COUNT, FEW = 300, 60
FILE_ONLY = {"number_as_text", "date_as_text"}
"""What only a workbook can have: a number or a day that is stored as text."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A centre whose second quarter is approved and whose third is filled in."""
    made = world(f"sqlite:///{tmp_path_factory.mktemp('centres')}/fund.db")
    made.approved("SD-RR", "2026-Q2", date(2026, 7, 3), last_test_on="2026-06-18")
    made.filled("local SD-RR", "SD-RR")
    return made


@pytest.fixture(scope="module")
def of(here: World) -> Paper:
    with db.reading(here.office.engine) as session:
        return paper.paper(
            session, actors.load(session, here.ids["local SD-RR"]), "SD-RR", "2026-Q3"
        )


def codes(issues: list[Issue]) -> set[tuple[str, str]]:
    return {(issue.where, issue.code) for issue in issues if issue.code not in FILE_ONLY}


def typed_into_the_draft(made: World, of: Paper, indicator: str, text: str) -> set[tuple[str, str]]:
    """What is said of the draft when that is typed into its field, by the form's own command and
    query; the field is put back.
    """
    place = {"centre_code": "SD-RR", "period_code": "2026-Q3"}
    cell = of.cells[indicator]
    made.act("local SD-RR", commands.fill_in, figures={indicator: text}, **place)
    with db.reading(made.office.engine) as session:
        found = queries.filing(
            session, actors.load(session, made.ids["local SD-RR"]), "SD-RR", "2026-Q3"
        ).verdict
    made.act(
        "local SD-RR", commands.fill_in, figures={indicator: cell.value if cell else ""}, **place
    )
    assert found is not None
    return codes(found.issues)


def test_the_workbook_comes_prefilled_and_reads_back_as_it_is(of: Paper) -> None:
    for language in ("zh", "en"):
        taken = intake.read(paper.written(of, language), of)
        assert taken.issues == []
        assert taken.is_ready
        assert {code: cell.value for code, cell in taken.cells.items() if code != "stage"} == {
            code: cell.value for code, cell in of.cells.items() if cell and code != "stage"
        }


def test_at_least_three_fifths_of_a_normal_quarter_is_filled_in_already(here: World) -> None:
    here.approved("SD-OP", "2026-Q2", date(2026, 7, 3))
    for centre in ("SD-OP",):
        with db.reading(here.office.engine) as session:
            fresh = paper.paper(
                session, actors.load(session, here.ids[f"local {centre}"]), centre, "2026-Q3"
            )
        filled = [
            one.code for one in fresh.form if fresh.cells.get(one.code) or one.prefill == "computed"
        ]
        assert len(filled) / len(fresh.form) >= 0.6


@pytest.mark.parametrize("count", [FEW, pytest.param(COUNT, marks=pytest.mark.long)])
def test_every_fault_is_named_at_its_cell_and_judged_as_the_form_judges_it(
    of: Paper, here: World, count: int
) -> None:
    """Every field with every fault among three hundred, a fifth of that in the ordinary run."""
    before = _stored(here)
    tried = 0
    for mutation in mutations(paper.written(of, "zh"), of.form, count, seed=2000 + count):
        taken = intake.read(mutation.content, of)
        said = {(issue.where.rpartition("!")[2], issue.code) for issue in taken.issues}
        assert (mutation.cell, mutation.says) in said, (mutation.name, said)
        assert taken.verdict is not None
        if mutation.typed is not None:
            assert codes(taken.verdict.issues) == typed_into_the_draft(
                here, of, mutation.indicator, mutation.typed
            ), mutation.name
        assert taken.is_ready is (mutation.says in SAID and not taken.verdict.open(taken.notes)), (
            mutation.name
        )
        tried += 1
    assert tried == count
    assert _stored(here) == before


def _stored(made: World) -> list[Any]:
    with db.reading(made.office.engine) as session:
        return [
            session.execute(sa.text(f"SELECT COUNT(*) FROM {table}")).scalar_one()
            for table in ("submission_round", "submitted_figure", "submission_file", "attachment")
        ]


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_fault_of_the_whole_file_is_named(of: Paper, name: str) -> None:
    change, says = WHOLE[name]
    book = load_workbook(io.BytesIO(paper.written(of, "zh")))
    change(book)
    taken = intake.read(saved(book), of)
    assert says in {issue.code for issue in taken.issues}
    assert taken.is_ready is (says in intake.REMARKS)


def test_the_workbook_of_another_centre_another_period_or_none_is_named(
    of: Paper, here: World
) -> None:
    with db.reading(here.office.engine) as session:
        other = paper.paper(
            session, actors.load(session, here.office.ids["officer"]), "HI-SS", "2026-Q3"
        )
        earlier = paper.paper(
            session, actors.load(session, here.ids["local SD-RR"]), "SD-RR", "2026-Q2"
        )
    assert {issue.code for issue in intake.read(paper.written(other, "zh"), of).issues} >= {
        "wrong_centre"
    }
    assert {issue.code for issue in intake.read(paper.written(earlier, "zh"), of).issues} >= {
        "wrong_period"
    }
    book = load_workbook(io.BytesIO(paper.written(of, "zh")))
    for name in ("fund_template", "fund_centre", "fund_period"):
        del book.custom_doc_props[name]
    by_its_cells = intake.read(saved(book), of)
    assert [issue.code for issue in by_its_cells.issues] == ["properties_lost"]
    assert by_its_cells.is_ready
    book.worksheets[1]["A1"] = other.centre.name_zh
    assert {issue.code for issue in intake.read(saved(book), of).issues} >= {"not_a_report"}


def test_an_older_form_is_named_and_read_by_its_codes(of: Paper) -> None:
    book = load_workbook(io.BytesIO(paper.written(of, "zh")))
    book.custom_doc_props["fund_template"].value = "0123456789"
    taken = intake.read(saved(book), of)
    assert [issue.code for issue in taken.issues] == ["older_template"]
    assert taken.is_ready


def test_an_unready_workbook_stores_nothing_and_a_ready_one_goes_in_whole(
    database_url: str,
) -> None:
    made = world(database_url)
    key = made.filled("local SD-RR", "SD-RR")
    with db.reading(made.office.engine) as session:
        of = paper.paper(session, actors.load(session, made.ids["local SD-RR"]), "SD-RR", "2026-Q3")
    content = paper.written(of, "zh")
    taken = intake.read(content, of)
    cells = {code: tuple(cell) for code, cell in taken.cells.items()}
    arguments = {
        "centre_code": "SD-RR",
        "period_code": "2026-Q3",
        "file_name": "a.xlsx",
        "content": content,
        "notes": taken.notes,
    }
    before = _stored(made)
    with pytest.raises(NotReady):
        made.act(
            "local SD-RR",
            commands.submit_workbook,
            cells={**cells, "staff": ("text", "若干")},
            **arguments,
        )
    assert _stored(made) == before
    made.act("local SD-RR", commands.submit_workbook, cells=cells, **arguments)
    with db.reading(made.office.engine) as session:
        assert (
            session.execute(
                sa.text("SELECT status FROM submission WHERE id = :key"), {"key": key}
            ).scalar_one()
            == "submitted"
        )
        assert session.execute(sa.text("SELECT channel FROM submission_round")).scalars().all() == [
            "workbook"
        ]


def marked_cells(content: bytes) -> dict[str, str]:
    """Coloured cells of the report's sheet and what their comments say."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[1]
    fills = {fill.fgColor.rgb for fill in MARKS.values()}
    return {
        cell.coordinate: cell.comment.text if cell.comment else ""
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in fills
    }


def test_the_marked_workbook_opens_in_libreoffice_with_exactly_the_bad_cells_marked(
    of: Paper, tmp_path: Path
) -> None:
    book = load_workbook(io.BytesIO(paper.written(of, "zh")))
    sheet, rows = (
        book.worksheets[1],
        {one.code: FIRST_ROW + number for number, one in enumerate(of.form)},
    )
    for code, value in (
        ("staff", "十二万"),
        ("projects", None),
        ("patents_granted", 5),
        ("firms_served", 900),
    ):
        sheet.cell(rows[code], VALUE).value = value
    sheet.cell(rows["firms_served"], NOTE).value = "新增园区企业"
    back = intake.marked(saved(book), of, "zh")
    wanted = {f"E{rows[code]}" for code in ("staff", "projects", "patents_granted")}
    assert set(marked_cells(back)) == wanted
    assert all(marked_cells(back).values())
    assert (
        load_workbook(io.BytesIO(back)).worksheets[1].cell(rows["staff"], VALUE).value == "十二万"
    )
    (tmp_path / "marked.xlsx").write_bytes(back)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path / "out"),
            str(tmp_path / "marked.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    opened = load_workbook(tmp_path / "out" / "marked.xlsx").worksheets[1]
    fills = {fill.fgColor.rgb[-6:] for fill in MARKS.values()}
    assert {
        cell.coordinate
        for row in opened.iter_rows()
        for cell in row
        if str(cell.fill.fgColor.rgb)[-6:] in fills
    } == wanted
    assert {cell.coordinate for row in opened.iter_rows() for cell in row if cell.comment} == wanted


def test_a_formula_in_a_note_is_marked_at_the_note(of: Paper) -> None:
    book = load_workbook(io.BytesIO(paper.written(of, "zh")))
    book.worksheets[1].cell(FIRST_ROW + 2, NOTE).value = "=1+1"
    back = intake.marked(saved(book), of, "zh")
    assert set(marked_cells(back)) == {f"F{FIRST_ROW + 2}"}
    assert "公式" in marked_cells(back)[f"F{FIRST_ROW + 2}"]


def test_the_returned_workbook_put_right_is_taken(of: Paper) -> None:
    book = load_workbook(io.BytesIO(paper.written(of, "zh")))
    row = next(FIRST_ROW + number for number, one in enumerate(of.form) if one.code == "staff")
    book.worksheets[1].cell(row, VALUE).value = "十二万"
    back = load_workbook(io.BytesIO(intake.marked(saved(book), of, "zh")))
    back.worksheets[1].cell(row, VALUE).value = int(FIGURES["staff"])
    assert intake.read(saved(back), of).is_ready


MEASURED = """
import json, pickle, resource, sys
from fund.centres import intake
of = pickle.load(sys.stdin.buffer)
for name in sys.argv[1:]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = intake.read(open(name, "rb").read(), of)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    errors = [(issue.code, issue.message) for issue in taken.issues if issue.severity == "error"]
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps([name, seconds, after.ru_maxrss // 1024, taken.is_ready, errors]))
"""
"""Of each file: processor seconds of reading it, the most megabytes any took so far, whether it
could be handed in, what is said of it.
"""


def test_every_published_workbook_is_refused_by_name_within_its_time_and_memory(
    of: Paper, here: World, shared: Path
) -> None:
    files = sorted(file for file in (shared / "spreadsheets").rglob("*") if file.is_file())
    assert len(files) > 100
    before = _stored(here)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, files)],
        input=pickle.dumps(of),
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=True,
        timeout=300,
    )
    largest = max(files, key=lambda file: file.stat().st_size)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [name for name, *_rest in told] == [str(file) for file in files]
    for name, seconds, megabytes, is_ready, errors in told:
        assert not is_ready, name
        assert errors, name
        assert all(code and message for code, message in errors), name
        assert seconds <= (5 if name == str(largest) else 2), (name, seconds)
        assert megabytes <= 200, (name, megabytes)
    assert b"Traceback" not in done.stderr
    assert _stored(here) == before


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_by_name_as_a_report_too(
    of: Paper, here: World, name: str
) -> None:
    before = _stored(here)
    make, code = HOSTILE[name]
    taken = intake.read(make(), of)
    assert (taken.verdict, [issue.code for issue in taken.issues]) == (None, [code])
    assert _stored(here) == before


@pytest.mark.parametrize("count", [24, pytest.param(COUNT, marks=pytest.mark.long)])
def test_each_fault_comes_back_marked_and_nothing_else_is(
    of: Paper, tmp_path: Path, count: int
) -> None:
    """Read with openpyxl, then opened and saved by LibreOffice: the same cells either way."""
    wanted: dict[str, set[str]] = {}
    for number, mutation in enumerate(
        mutations(paper.written(of, "zh"), of.form, count, seed=count)
    ):
        taken = intake.read(mutation.content, of)
        assert taken.verdict is not None
        back = intake.marked(mutation.content, of, "zh")
        name = f"{number:03}.xlsx"
        wanted[name] = {taken.places[issue.where] for issue in taken.verdict.open(taken.notes)}
        assert set(marked_cells(back)) == wanted[name], mutation.name
        assert mutation.says in SAID or mutation.cell in wanted[name], mutation.name
        (tmp_path / name).write_bytes(back)
    files = sorted(tmp_path.glob("*.xlsx"))
    for start in range(0, len(files), 50):  # LibreOffice gives up on hundreds at once
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{tmp_path}/profile",
                "--headless",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                str(tmp_path / "out"),
                *map(str, files[start : start + 50]),
            ],
            check=True,
            capture_output=True,
            timeout=600,
        )
    fills = {fill.fgColor.rgb[-6:] for fill in MARKS.values()}
    for name, cells in wanted.items():
        opened = load_workbook(tmp_path / "out" / name).worksheets[1]
        assert {
            cell.coordinate
            for row in opened.iter_rows()
            for cell in row
            if str(cell.fill.fgColor.rgb)[-6:] in fills
        } == cells, name
        assert {
            cell.coordinate for row in opened.iter_rows() for cell in row if cell.comment
        } == cells, name
