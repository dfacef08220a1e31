"""No page reads through a table that grows with every act: SQLite says how it answers each
statement of each page. What an index keeps of a few rows (those that wait, that run) may be read
through, and any index where no more than a page of it is taken.
"""

import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from fund import house
from tests.conftest import TODAY
from tests.serving import forked, serving
from tests.streaming import Window, elements

GROWING = (
    *("act", "audit_entry", "due_entry", "due_total", "evidence", "milestone", "posting"),
    *("status_event", "total", "tranche", "tranche_balance", "undertaking"),
    *("undertaking_balance", "undertaking_term"),
)
"""Tables with a row, or several, for each act or undertaking."""
SCAN = re.compile(rf"SCAN ({'|'.join(GROWING)})\b(?: USING (?:COVERING )?INDEX (\w+))?")
WHO = "示例财务一"
OF_SMALL = (
    "undertaking.measure, undertaking.organisation_id, sum(undertaking_balance.committed_fen)"
)
"""Asked of measures with at most 500 undertakings only (fund.standing.concentration); here all are
such, and there is no quicker way to all of them.
"""


def read_through(statement: str, plan: list[str], of_few: set[str]) -> list[str]:
    """The steps of a plan that read a whole table, or the whole of an index of all its rows; those
    that walk one in the order asked for end with the page.
    """
    found = [step for step in plan if (scan := SCAN.match(step)) and scan[2] not in of_few]
    is_in_order = "USE TEMP B-TREE FOR ORDER BY" not in plan
    return [] if " LIMIT " in statement and is_in_order else found


@pytest.fixture(scope="module")
def asked(
    demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[tuple[str, list[str]]]]:
    """Page -> the statements it sent, each with its plan."""
    folder = tmp_path_factory.mktemp("scans")
    file, noted = shutil.copy(demonstration, folder / "fund.db"), folder / "noted"
    settings = {
        "FUND_DATABASE_URL": f"sqlite:///{file}",
        "FUND_NOW": TODAY.isoformat(),
        "NOTED": str(noted),
    }
    with serving(folder / "log", settings, app="tests.noting:app", start=forked) as address:
        tab = Window(address).tab()
        picker = next(one.selectbox for one in elements(tab.open()) if one.selectbox.id)
        tab.choose(picker.id, next(one for one in picker.options if one.startswith(WHO)))
        found = {}
        for page, (known, _module) in house.pages().items():
            if not known.within and page != "denied":
                noted.unlink(missing_ok=True)
                tab.open(page)
                lines = noted.read_text(encoding="utf-8").splitlines()
                found[page] = [tuple(json.loads(line)) for line in lines]
        tab.close()
    return found


@pytest.fixture(scope="module")
def of_few(demonstration: Path) -> set[str]:
    """Indexes that keep some rows of their table only."""
    with sqlite3.connect(demonstration) as connection:
        rows = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
        ).fetchall()
    return {name for (name,) in rows}


def test_no_page_reads_through_what_grows(
    asked: dict[str, list[tuple[str, list[str]]]], of_few: set[str]
) -> None:
    assert len(asked) > 30
    assert all(asked.values())
    found = {
        (page, statement[:300]): steps
        for page, statements in asked.items()
        for statement, plan in statements
        if OF_SMALL not in statement and (steps := read_through(statement, plan, of_few))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("statement", "plan", "is_found"),
    [
        ("SELECT sum(amount_fen) FROM posting", ["SCAN posting"], True),
        (
            "SELECT * FROM posting ORDER BY amount_fen LIMIT 30",
            ["SCAN posting", "USE TEMP B-TREE FOR ORDER BY"],
            True,
        ),
        (
            "SELECT organisation_id FROM undertaking",
            ["SCAN undertaking USING COVERING INDEX ix_undertaking_organisation_id"],
            True,
        ),
        (
            "SELECT id FROM posting ORDER BY recorded_on LIMIT 30",
            ["SCAN posting USING COVERING INDEX ix_posting_day"],
            False,
        ),
        ("SELECT count(*) FROM act", ["SCAN act USING INDEX ix_act_carried"], False),
        (
            "SELECT id FROM posting WHERE id = 1",
            ["SEARCH posting USING INTEGER PRIMARY KEY"],
            False,
        ),
        ("SELECT id FROM area", ["SCAN area"], False),
    ],
)
def test_what_reads_through_is_told_from_what_does_not(
    statement: str, plan: list[str], is_found: bool
) -> None:
    assert bool(read_through(statement, plan, {"ix_act_carried"})) == is_found
