"""The register through its other doors: the command line, the report, the demonstration."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from typer.testing import CliRunner

from fund import db, i18n
from fund.access.actors import OPERATOR
from fund.cli.app import app
from fund.period import parse
from fund.standards import commands, queries
from tests.people import Office
from tests.reports.building import build
from tests.standards.acts import REGISTER
from tests.standards.test_standards import GB, ISO, NEW, pair


def typed(office: Office, *words: str) -> Any:
    url = office.engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(app, [*words], env={"FUND_DATABASE_URL": url})


def test_the_command_tells_what_holds_now(an_office: Office) -> None:
    for given in (*ISO, GB):
        an_office.act("officer", commands.enter_standard, given=given)
    done = typed(an_office, "standards", "ＩＳＯ 24113：2010", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["holds"], found["circles"], found["status"]) == (
        ["ISO 24113:2023"],
        [],
        "abolished",
    )
    found = json.loads(typed(an_office, "standards", GB["number"], "--json").stdout)
    assert (found["review"], found["is_due"]) == ("2023-05-01", True)
    assert [(one["degree"], one["lag"]) for one in found["adopts"]] == [("IDT", 2)]
    assert typed(an_office, "standards", "ISO 1:2000").exit_code == 1
    taken = typed(an_office, "import", "standards", str(REGISTER), "--as", "officer", "--json")
    assert json.loads(taken.stdout)["files"][0]["accepted"] == 2
    again = typed(an_office, "import", "standards", str(REGISTER), "--as", "officer")
    assert (again.exit_code, again.exception) == (0, None)


def test_the_report_of_a_past_half_year_stays_as_it_was(an_office: Office) -> None:
    day = date(2026, 3, 2)
    civil = an_office.act("officer", commands.enter_standard, given=GB, on=day)
    draft = an_office.act("officer", commands.enter_standard, given=NEW, on=day)
    made = an_office.act("reviewer", commands.propose_merging, **pair(civil, draft), on=day)
    before = rows(an_office)
    later = date(2026, 8, 3)
    an_office.act("supervisor", commands.confirm_merging, merging_id=made, on=later)
    an_office.act(
        "officer",
        commands.state_status,
        standard_id=draft,
        status="in_force",
        source="x",
        on=later,
    )
    assert rows(an_office) == before
    (state,) = [row[4] for row in before["Standards"] if row[0] == NEW["number"]]
    assert state == "In drafting"
    assert [row[4] for row in before["Mergings"] if row[0] == "GB/T 34513-2017"] == ["Proposed"]


def rows(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    with i18n.speaking("en"), db.reading(office.engine) as session:
        content = build(session, OPERATOR, "standards", parse("2026-H1"), date(2026, 6, 30))
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {
        name: list(book[name].iter_rows(values_only=True))
        for name in ("Standards", "Coverage", "Mergings")
    }


def test_the_demonstration_has_sixty_a_lag_three_chains_and_a_gap(demonstration: Path) -> None:
    today = date(2026, 11, 23)
    with db.reading(db.engine(f"sqlite:///{demonstration}")) as session:
        counts = queries.counted(session, OPERATOR, today)
        found = queries.standards(session, OPERATOR, today)
        covered = queries.coverage(session, OPERATOR, today)
        mergings = queries.mergings(session, OPERATOR, today)
    assert sum(counts.values()) == 60
    assert found[found["lag"] == 2]["number"].tolist() == ["GB/T 34513-2017"]
    invented = found[found["is_demonstration"].astype(bool)]
    assert all(title.startswith("示例") for title in invented["title_zh"])
    assert all(number.startswith("T/DEMO ") for number in invented["number"])
    assert (covered["state"] == "missing").sum() == 3
    assert sorted(mergings["outcome"]) == ["confirmed", "open", "rejected"]
