"""The sample room at work: from its page to its workbook, its file, its command, its chapter."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from fund.antennas import commands
from fund.antennas.tables import Antenna
from playwright.sync_api import Browser, expect
from sqlmodel import select

from fund import db, schema
from fund.demonstration import build
from fund.errors import FourEyes, NotAllowed, WrongState
from fund.verify import verify
from tests.browser.driving import PATIENCE, desk
from tests.people import Office
from tests.serving import serving

TODAY = date(2026, 11, 23)
REGISTER = [
    (f"DEMO-A-{number:02}", f"示例天线 {number}", 1500 - 80 * number, "active")
    for number in range(1, 14)
] + [("DEMO-A-14", "示例天线 14", 380, "retired")]
"""Thirteen in use, the smallest retired."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration, with this room's chapter in it."""
    file = tmp_path_factory.mktemp("antennas") / "fund.db"
    engine = db.engine(f"sqlite:///{file}")
    schema.upgrade(engine)
    build(engine, today=TODAY, scale=0.01)
    engine.dispose()
    return file


def typed(file: Path, *words: str) -> str:
    settings = {"FUND_DATABASE_URL": f"sqlite:///{file}", "FUND_NOW": TODAY.isoformat()}
    done = subprocess.run(
        [sys.executable, "-m", "fund", *words],
        env={**os.environ, **settings},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def rows(content: bytes, title: str) -> list[tuple[Any, ...]]:
    """The rows of a sheet that begin with a code of ours."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[title]
    return [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("DEMO-A")]


def test_the_command_tells_what_the_chapter_told(told: Path) -> None:
    found = json.loads(typed(told, "antennas", "--json"))
    assert [(one["code"], one["name"], one["diameter_cm"], one["status"]) for one in found] == (
        REGISTER
    )


def test_the_report_counts_them_anew(told: Path, tmp_path: Path) -> None:
    file = tmp_path / "antennas.xlsx"
    typed(told, "report", "antennas", "--period", "2026", "--lang", "en", "-o", str(file))
    assert [row[:3] for row in rows(file.read_bytes(), "Antennas")] == [one[:3] for one in REGISTER]
    checks = openpyxl.load_workbook(file)["Check"]
    assert any(row[0] == "Antennas" for row in checks.iter_rows(values_only=True))


def codes(content: bytes) -> list[str]:
    """The codes in the workbook of the list, in its order."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return [
        str(cell)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if str(cell).startswith("DEMO-A")
    ]


@pytest.fixture
def address(told: Path, tmp_path: Path) -> Iterator[str]:
    file = shutil.copy(told, tmp_path)
    settings = {"FUND_DATABASE_URL": f"sqlite:///{file}", "FUND_NOW": TODAY.isoformat()}
    with serving(tmp_path / "log", settings) as found:
        yield found


@pytest.mark.browser
def test_from_the_menu_to_the_page_its_workbook_and_its_file(
    browser: Browser, address: str
) -> None:
    with desk(browser, address) as here:
        here.open()
        here.be("示例经办一")
        here.menu("天线")
        page = here.page
        expect(page.locator(".f-crumb")).to_have_text("采购")
        first = page.locator(".st-key-f-block-antennas .f-table tbody tr").first
        expect(first).to_contain_text("示例天线 1")
        diameter = page.locator("th", has_text="口径（厘米）")
        for way in ("descending", "ascending"):
            here.click(diameter.locator("a"))
            expect(diameter).to_have_attribute("aria-sort", way, timeout=PATIENCE)
        here.settle()
        expect(first).to_contain_text("示例天线 14")
        expect(first).to_contain_text("已停用")
        workbook = here.download(page.locator(".st-key-f-export button"))
        assert codes(workbook) == [one[0] for one in sorted(REGISTER, key=lambda one: one[2])]
        text = here.download(page.locator(".st-key-f-antennas a")).decode("utf-8-sig")
        assert [line.split(",")[1:5] for line in text.splitlines()[1:]] == [
            [str(cell) for cell in one] for one in REGISTER
        ]


def test_who_enters_an_antenna_does_not_retire_it(an_office: Office) -> None:
    keeper = an_office.enter("keeper", "antenna_keeper", "supervisor")
    an_office.ids["keeper"] = keeper
    asked = {"code": "A", "name": "A", "diameter_cm": 730}
    made = an_office.act("keeper", commands.register_antenna, **asked)
    with pytest.raises(FourEyes):
        an_office.act("keeper", commands.retire_antenna, antenna_id=made, reason="old")
    with pytest.raises(NotAllowed):
        an_office.act("finance", commands.retire_antenna, antenna_id=made, reason="old")
    with pytest.raises(commands.AntennaKnown):
        an_office.act("officer", commands.register_antenna, **asked)
    an_office.act("supervisor", commands.retire_antenna, antenna_id=made, reason="old")
    with pytest.raises(WrongState):
        an_office.act("supervisor_2", commands.retire_antenna, antenna_id=made, reason="old")
    assert an_office.one(select(Antenna.status).where(Antenna.code == "A")) == "retired"


def test_verify_finds_an_antenna_changed_behind_its_back(an_office: Office) -> None:
    asked = {"code": "A", "name": "A", "diameter_cm": 730}
    an_office.act("officer", commands.register_antenna, **asked)
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]
    change = sa.update(Antenna).values(status="retired")
    db.write(an_office.engine, lambda session: session.execute(change))
    with db.reading(an_office.engine) as session:
        found = verify(session)
    assert [check["name"] for check in found["checks"] if not check["ok"]] == ["antennas"]
