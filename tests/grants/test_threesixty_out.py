"""360Giving out: valid, exact, the same as the page, and nothing that is not decided."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from fund import clock, db, i18n
from fund.access.actors import OPERATOR, load
from fund.errors import NotAllowed
from fund.grants import commands as grants
from fund.grants import exchange, queries
from fund.grants.exchange import NothingDecided, Publisher, package, units, written
from fund.ledger.view import View
from fund.milestones import commands as milestones
from fund.portfolio.queries import figures
from fund.published import intake
from fund.published import queries as published
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office, office

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"
END = date(2026, 12, 31)
ODD_FEN = 12_345_678_901_234_507
"""123,456,789,012,345.07: a binary fraction would not keep its digits."""


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """The worked portfolio to its end, and G9 beside it: entered, never decided."""
    walk = until(Walk(an_office), 24)
    walk.act(
        "officer",
        grants.enter,
        "G9",
        code="G9",
        title="G9",
        organisation_id=an_office.organisation("G9"),
        region_code="610000",
        line_id=walk["A26"],
    )
    return walk


def exported(made: Office, day: date = END, by: Publisher = Publisher()) -> bytes:  # noqa: B008
    with db.reading(made.engine) as session:
        return written(package(session, OPERATOR, day, by))


def read(content: bytes) -> list[dict[str, Any]]:
    return list(json.loads(content, parse_float=Decimal)["grants"])


def problems(content: bytes) -> list[str]:
    """What a validator of the standard's own schema says."""
    outer, inner = (
        json.loads((SCHEMAS / f"360-giving-{name}schema.json").read_text("utf-8"))
        for name in ("package-", "")
    )
    known: Registry[Any] = Registry().with_resource(
        outer["properties"]["grants"]["items"]["$ref"],
        Resource.from_contents(inner, default_specification=DRAFT202012),
    )
    return [
        error.message
        for error in Draft202012Validator(
            outer, registry=known, format_checker=FormatChecker()
        ).iter_errors(json.loads(content))
    ]


@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2026, 9, 30), END])
def test_the_package_is_valid_and_adds_up_to_what_the_page_and_the_figures_say(
    walk: Walk, day: date
) -> None:
    content = exported(walk.office, day)
    assert problems(content) == []
    found = {row["id"]: row for row in read(content)}
    with db.reading(walk.office.engine) as session:
        page = queries.portfolio(session, OPERATOR, View(as_of=day)).set_index("grant_id")
        assert len(found) == figures(session, OPERATOR, day)["grants"]
    assert {
        key: (row["amountAwarded"] * 100, row["amountDisbursed"] * 100)
        for key, row in found.items()
    } == {key: (row["awarded_fen"], row["paid_fen"]) for key, row in page.iterrows()}


def test_a_grant_says_who_when_where_and_under_what(walk: Walk) -> None:
    first = next(row for row in read(exported(walk.office)) if row["id"] == "G1")
    assert first["recipientOrganization"] == [{"id": "test-G1", "name": "G1"}]
    assert first["fundingOrganization"] == [
        {"id": "commercial-space-fund", "name": "国家商业航天发展基金"}
    ]
    assert (
        first["currency"],
        first["awardDate"],
        first["amountAwarded"],
        first["amountDisbursed"],
    ) == ("CNY", "2026-02-10", 41_000_000, 26_000_000)
    assert first["plannedDates"] == [{"startDate": "2026-03-02", "endDate": "2026-12-15"}]
    assert first["beneficiaryLocation"] == [
        {"name": "陕西省", "countryCode": "CN", "geoCode": "610000", "geoCodeType": "GB/T 2260"}
    ]
    assert first["grantProgramme"][0]["code"] == "A"
    assert first["grantProgramme"][0]["description"].startswith("A3 ")


def test_what_is_not_decided_yet_or_not_known_yet_does_not_leak(walk: Walk) -> None:
    assert b"G9" not in exported(walk.office)
    assert [row["id"] for row in read(exported(walk.office, date(2026, 3, 31)))] == ["G1"]
    with db.reading(walk.office.engine) as session, pytest.raises(NothingDecided):
        package(session, OPERATOR, date(2026, 2, 9), Publisher())
    walk.act("decider", grants.decline, undertaking_id=walk["G9"], reason="no")
    assert b"G9" not in exported(walk.office)


def test_the_same_day_gives_the_same_bytes_whenever_and_in_whatever_language(walk: Walk) -> None:
    september = exported(walk.office, date(2026, 9, 30))
    walk.day = date(2027, 1, 5)
    walk.act("decider", milestones.terminate, undertaking_id=walk["G1"], reason="withdrawn")
    with i18n.speaking("en"):
        assert exported(walk.office, date(2026, 9, 30)) == september
    assert exported(walk.office, walk.day) != exported(walk.office)


def test_an_amount_is_written_digit_by_digit() -> None:
    content = written({"grants": [units(ODD_FEN), units(150), units(5), units(10**17), units(0)]})
    assert re.findall(rb"[\d.]+", content) == [
        b"123456789012345.07",
        b"1.50",
        b"0.05",
        b"1000000000000000",
        b"0",
    ]


def test_taken_in_elsewhere_it_reads_the_same(an_office: Office, tmp_path: Path) -> None:
    walk = until(Walk(an_office), 20)
    walk.act(
        "officer",
        grants.enter,
        "G8",
        code="G8",
        title="示例",
        organisation_id=an_office.organisation("示例研究所"),
        region_code="000000",
        line_id=walk["A26"],
    )
    walk.act("decider", grants.decide, undertaking_id=walk["G8"], amount_fen=3 * WAN + 7)
    other = office(f"sqlite:///{tmp_path}/other.db")
    content = exported(an_office)
    assert intake.take_in(other.engine, other.ids["officer"], "360giving", "g.json", content) == (
        {"accepted": 3, "unchanged": 0, "updated": 0},
        [],
    )
    assert (
        intake.take_in(other.engine, other.ids["officer"], "360giving", "g.json", content)[0][
            "unchanged"
        ]
        == 3
    )
    columns = [
        "grant_id",
        "title",
        "recipient",
        "currency",
        "awarded_fen",
        "paid_fen",
        "awarded_on",
    ]
    with db.reading(an_office.engine) as here, db.reading(other.engine) as there:
        ours = queries.portfolio(here, OPERATOR, View(as_of=END))[columns].sort_values("grant_id")
        theirs = published.grants(there, OPERATOR, clock.today())[columns].sort_values("grant_id")
    assert theirs.astype(object).to_dict("records") == ours.astype(object).to_dict("records")


def test_what_happens_later_comes_in_as_a_newer_version(an_office: Office, tmp_path: Path) -> None:
    until(Walk(an_office), 20)
    other = office(f"sqlite:///{tmp_path}/other.db")
    for day, counts in (
        (date(2026, 3, 31), {"accepted": 1, "unchanged": 0, "updated": 0}),
        (date(2026, 9, 30), {"accepted": 1, "unchanged": 0, "updated": 1}),
    ):
        assert intake.take_in(
            other.engine, other.ids["officer"], "360giving", "g.json", exported(an_office, day)
        ) == (counts, [])


@pytest.mark.parametrize("scheme", ["CN-USCI", "CN-USCC"])
def test_the_funds_own_numbers_stand_in_it_where_they_are_known(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """Under the scheme's name of today, also where the setting still has the old word."""
    monkeypatch.setenv("FUND_ORGANISATION_ID", f"{scheme}-91350100M000100Y43")
    monkeypatch.setenv("FUND_360GIVING_PREFIX", "360G-csf")
    first = read(exported(walk.office, by=exchange.publisher()))[0]
    assert (first["id"], first["fundingOrganization"][0]["id"]) == (
        "360G-csf-G2",
        "CN-USCI-91350100M000100Y43",
    )


def test_whoever_may_not_export_gets_nothing(walk: Walk) -> None:
    with db.reading(walk.office.engine) as session, pytest.raises(NotAllowed):
        package(session, load(session, walk.office.ids["auditor"]), END, Publisher())


def test_invented_grants_say_so_in_the_package_and_each_by_itself(demonstration: Path) -> None:
    engine = db.engine(f"sqlite:///{demonstration}")
    with db.reading(engine) as session:
        content = written(package(session, OPERATOR, date(2026, 11, 23), Publisher()))
    engine.dispose()
    assert problems(content) == []
    made = json.loads(content)
    assert "演示数据" in made["title"]
    assert "虚构" in made["description"]
    assert len(made["grants"]) > 100
    assert all(
        "演示数据" in row["description"] and "演示数据" in row["fundingOrganization"][0]["name"]
        for row in made["grants"]
    )
