"""The workbook of a centre from the command line: written, checked, returned marked, handed in."""

import io
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlmodel import col
from typer.testing import CliRunner

from fund import db
from fund.access.tables import Person
from fund.centres.paper import FIRST_ROW, MARKS, VALUE
from fund.cli.app import app
from tests.centres.reporting import World, world

RUN = CliRunner()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    url = f"sqlite:///{tmp_path}/fund.db"
    made = world(url)
    made.filled("local SD-RR", "SD-RR")
    monkeypatch.setenv("FUND_DATABASE_URL", url)
    monkeypatch.setenv("FUND_NOW", "2026-10-08")
    return made


def login(made: World, name: str) -> str:
    return str(made.office.one(sa.select(Person.login).where(col(Person.id) == made.ids[name]))[0])


def test_the_workbook_goes_out_is_judged_comes_back_marked_and_goes_in(
    here: World, tmp_path: Path
) -> None:
    file, back = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    who = ["--as", login(here, "local SD-RR")]
    assert (
        RUN.invoke(
            app,
            [
                "template",
                "centre",
                "--centre",
                "SD-RR",
                "--period",
                "2026-Q3",
                "-o",
                str(file),
                *who,
            ],
        ).exit_code
        == 0
    )
    told = json.loads(RUN.invoke(app, ["check", "centre", str(file), "--json"]).stdout)
    assert told == {"ok": True, "issues": []}
    book = load_workbook(file)
    book.worksheets[1].cell(FIRST_ROW + 2, VALUE).value = "若干"
    book.save(file)
    done = RUN.invoke(app, ["check", "centre", str(file), "--json"])
    assert done.exit_code == 1
    assert {
        (issue["severity"], issue["code"], issue["where"])
        for issue in json.loads(done.stdout)["issues"]
    } == {("error", "number_unreadable", "填报!E6")}
    assert RUN.invoke(app, ["submit", "centre", str(file), *who]).exit_code == 1
    assert RUN.invoke(app, ["marked", "centre", str(file), "-o", str(back)]).exit_code == 0
    fills = {fill.fgColor.rgb for fill in MARKS.values()}
    marked = load_workbook(io.BytesIO(back.read_bytes()))
    assert {
        cell.coordinate
        for row in marked.worksheets[1].iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in fills
    } == {"E6"}
    marked.worksheets[1].cell(FIRST_ROW + 2, VALUE).value = 236
    marked.save(back)
    assert (
        RUN.invoke(
            app, ["submit", "centre", str(back), "--as", login(here, "local HI-SS")]
        ).exit_code
        == 1
    )
    assert RUN.invoke(app, ["submit", "centre", str(back), *who]).exit_code == 0
    with db.reading(here.office.engine) as session:
        assert session.execute(sa.text("SELECT status FROM submission")).scalars().all() == [
            "submitted"
        ]


def test_a_file_that_is_no_report_is_refused_by_name(here: World, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"PK not a workbook")
    done = RUN.invoke(app, ["check", "centre", str(file), "--json"])
    assert done.exit_code == 1
    assert [issue["code"] for issue in json.loads(done.stdout)["issues"]] == ["not_a_workbook"]
