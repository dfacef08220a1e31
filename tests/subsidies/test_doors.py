"""Subsidies through their other doors, and kept apart from grants: the command line, the report,
360Giving, the figures, the demonstration.
"""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from typer.testing import CliRunner

from fund import db, i18n
from fund.access.actors import OPERATOR, Actor, load
from fund.cli.app import app
from fund.grants import commands as grants
from fund.grants import exchange
from fund.grants import queries as granted
from fund.guarantees import queries as guarantees
from fund.ledger import commands as ledger
from fund.ledger.view import View
from fund.listing import undertakings
from fund.period import parse
from fund.portfolio import queries as portfolio
from fund.subsidies import queries
from tests.people import Office
from tests.reports.building import build
from tests.subsidies.walk import S1, Walk, until_carried, until_clawed_back, wan

DAY = date(2026, 12, 31)
ABROAD = "Other currencies"
TITLES = {"Subsidies", "Settlements", "Stretches"}
TITLES |= {f"{title} · {ABROAD}" for title in TITLES}


def typed(office: Office, *words: str) -> Any:
    url = office.engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(app, [*words], env={"FUND_DATABASE_URL": url})


def rows_of(book: openpyxl.Workbook, title: str) -> list[tuple[Any, ...]]:
    """What stands below the title of a table, on its own sheet or under another, to the next."""
    pages = [list(page.values) for page in book.worksheets]
    alone = [row for page in pages for row in page if row[0] == title and not any(row[1:])]
    (lines,) = [rows for rows in pages if alone[0] in rows]
    begins = lines.index(alone[0])
    ends = (number for number in range(begins + 1, len(lines)) if lines[number][0] in TITLES)
    return lines[begins + 1 : next(ends, len(lines))]


def a_grant(walk: Walk) -> None:
    """A grant of 100 on the same line, decided."""
    walk.act(
        "officer",
        grants.enter,
        "G",
        code="G",
        title="a grant",
        region_code="610000",
        line_id=walk.made["S26"],
        organisation_id=walk.office.organisation("firm G"),
    )
    walk.act("decider", grants.decide, undertaking_id=walk.made["G"], amount_fen=wan(100))


def of_grants(office: Office) -> tuple[Any, ...]:
    """What pages, commands and exports say of grants on a day."""
    with db.reading(office.engine) as session:
        view = View(as_of=DAY)
        figures = portfolio.figures(session, OPERATOR, DAY)
        page = undertakings.kept(session, view, "grant", added={"awarded_fen": "committed"})
        own = granted.portfolio(session, OPERATOR, view)
        statuses = undertakings.statuses(session, view, "grant")
    return figures["grants"], page, own.to_json(date_format="iso"), statuses


def test_grants_are_what_they_were_beside_subsidies(an_office: Office) -> None:
    walk = Walk(an_office)
    walk.line("S26", 2026, 600)
    a_grant(walk)
    before = of_grants(an_office)
    subsidies(walk)
    assert of_grants(an_office) == before
    with db.reading(an_office.engine) as session:
        assert portfolio.figures(session, OPERATOR, DAY)["subsidies"] == 1
        money = undertakings.money(session, View(as_of=DAY), "subsidy", {"cap": "obligated"})
        by_region = View(as_of=DAY, region="610000")
        there = undertakings.money(session, by_region, "subsidy", {"cap": "obligated"})
    assert money == there == {"cap": wan(50)}


def subsidies(walk: Walk) -> None:
    """One, signed for 50."""
    walk.day = date(2026, 4, 28)
    walk.sign(S1, 4_000, 50, date(2027, 5, 31))


def test_360giving_holds_grants_and_says_which_are_subsidies(an_office: Office) -> None:
    walk = Walk(an_office)
    walk.line("S26", 2026, 600)
    a_grant(walk)
    subsidies(walk)
    with db.reading(an_office.engine) as session:
        who: Actor = load(session, an_office.ids["officer"])
        made = exchange.package(session, who, DAY, exchange.Publisher())
    found = {one["id"]: one.get("fundingType") for one in made["grants"]}
    assert set(found) == {"G", "S1"}
    assert found["G"] is None
    assert [one["code"] for one in found["S1"]] == ["subsidy"]
    assert {one["id"]: one["amountAwarded"] for one in made["grants"]} == {
        "G": 1_000_000,
        "S1": 500_000,
    }


def test_the_commands_and_the_report_open_the_computation(an_office: Office) -> None:
    walk = Walk(an_office)
    until_carried(walk)
    until_clawed_back(walk)
    day = "2027-06-30"
    listed = json.loads(typed(an_office, "subsidies", "--as-of", day, "--json").stdout)
    assert {row["subsidy_id"]: row["paid_fen"] for row in listed} == {
        "S1": wan("47.515753"),
        "S2": wan("284.320985"),
    }
    one = json.loads(typed(an_office, "subsidies", "S1", "--as-of", day).stdout)
    first, second = one["settlements"]
    assert [f"{row['cost']:.6f}" for row in first["stretches"]] == [
        "393205.479452",
        "105863.013699",
        "129739.726027",
    ]
    assert (first["owed_fen"], first["claimed_fen"]) == (0, wan("2.484247"))
    assert [row["left_out_fen"] for row in second["stretches"]] == [wan(300)]
    rows = list(
        csv.DictReader(io.StringIO(typed(an_office, "subsidies", "--as-of", day, "--csv").stdout))
    )
    assert [row["accepted_fen"] for row in rows if row["subsidy"] == "S1"] == [
        "31440411",
        "18559589",
    ]
    assert typed(an_office, "subsidies", "none").exit_code == 1
    with i18n.speaking("en"), db.reading(an_office.engine) as session:
        content = build(session, OPERATOR, "securities", parse("2027-H1"), date(2027, 6, 30))
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    told = {str(row[8]) for row in rows_of(book, "Stretches") if row[8]}
    assert {"393205.479452", "543912.328767"} <= told


def test_a_subsidy_in_dollars_says_so_and_is_added_to_no_renminbi(an_office: Office) -> None:
    walk = Walk(an_office)
    walk.line("S26", 2026, 600)
    walk.act(
        "finance",
        ledger.open_line,
        "S26",
        code="U26",
        title="dollars",
        measure="B4",
        source="special",
        fiscal_year=2026,
        programme_code="S",
        currency="USD",
    )
    walk.act("finance", ledger.appropriate, line_id=walk.made["S26"], amount_fen=wan(600))
    subsidies(walk)
    walk.day = date(2026, 11, 12)
    walk.state("S1", "principal", date(2026, 5, 8), date(2026, 11, 1), "4000", 34_500)
    walk.settle("S1", "first", date(2026, 5, 8), date(2026, 11, 1))
    walk.accept("first")
    with i18n.speaking("en"), db.reading(an_office.engine) as session:
        totals = queries.totals(session, OPERATOR, View(as_of=DAY))
        content = build(session, OPERATOR, "securities", parse("2026-H2"), DAY)
    assert totals == {"count": 1, "cap_fen": 0, "paid_fen": 0}
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for own in ("Subsidies", "Settlements"):
        codes = [[row[0] for row in rows_of(book, one)] for one in (own, f"{own} · {ABROAD}")]
        assert ["S1" in rows for rows in codes] == [False, True]
    (row,) = [row for row in rows_of(book, f"Settlements · {ABROAD}") if row[0] == "S1"]
    assert row[1] == "USD"
    (row,) = json.loads(typed(an_office, "subsidies", "--as-of", "2026-12-31", "--json").stdout)
    assert row["currency"] == "USD"


def test_a_past_day_is_told_as_it_was_known(an_office: Office) -> None:
    walk = Walk(an_office)
    until_carried(walk)
    with db.reading(an_office.engine) as session:
        before = queries.settled(session, OPERATOR, View(as_of=date(2027, 4, 14))).to_json()
    until_clawed_back(walk)
    with db.reading(an_office.engine) as session:
        after = queries.settled(session, OPERATOR, View(as_of=date(2027, 4, 14))).to_json()
        found = queries.settled(session, OPERATOR, View(as_of=date(2027, 4, 15)))
    assert before == after
    assert list(found[found["owed_fen"] > 0]["owed_fen"]) == [wan("2.484247")]


def test_the_demonstration_has_four_subsidies_and_eight_guarantees(demonstration: Path) -> None:
    today = date(2026, 11, 23)
    with db.reading(db.engine(f"sqlite:///{demonstration}")) as session:
        found = queries.portfolio(session, OPERATOR, View(as_of=today))
        settled = queries.settled(session, OPERATOR, View(as_of=today))
        held = guarantees.guarantees(session, OPERATOR, today)
        events = [
            kind
            for key in held["guarantee_id"]
            for kind in guarantees.events(session, OPERATOR, int(key), today)["kind"]
        ]
    assert sorted(found["status"]) == ["active", "active", "active", "entered"]
    assert all(title.startswith("示例") for title in found["title"])
    assert sorted(settled["outcome"]) == ["accepted", "accepted", "accepted", "open"]
    assert settled["claimed_fen"].sum() > 0
    assert len(held) == 8
    assert {"claimed", "paid_out", "released", "duty_met"} <= set(events)
    assert all(name.startswith("示例") for name in held["issuer"])
