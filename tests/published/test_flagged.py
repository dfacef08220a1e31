"""Red flags over what others published: each rule on an OCDS file made for it, and the near miss
that must not fire.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.cli.app import app
from fund.published import flagged
from tests.people import Office, office
from tests.published.samples import a_package, as_bytes
from tests.published.test_ocds_out import DAY, REAL, take_in

Bids = Sequence[tuple[str, float] | tuple[str, float, str]]


def one(number: int, bids: Bids = (), *, won: str = "", **more: Any) -> dict[str, Any]:
    """A compiled release: bids as (tenderer, amount) or (tenderer, amount, status); ``won`` is who
    was awarded; the rest goes into the tender, bids of a later date by ``late``.
    """
    late, currency, kinds, buyer = (
        more.pop("late", ""),
        more.pop("currency", "CNY"),
        more.pop("kinds", ("AA1",)),
        more.pop("buyer", "buyer"),
    )
    details = [
        {
            "id": str(place),
            "status": bid[2] if len(bid) > 2 else "valid",
            "date": "2026-03-31T00:00:00Z" if bid[0] == late else "2026-03-20T00:00:00Z",
            "tenderers": [{"id": bid[0], "name": f"示例 {bid[0]}"}],
            "value": {"amount": bid[1], "currency": currency},
        }
        for place, bid in enumerate(bids)
    ]
    items = [
        {"id": str(place), "classification": {"scheme": "CPV", "id": kind}}
        for place, kind in enumerate(kinds)
    ]
    awards = (
        [
            {
                "id": "a",
                "status": "active",
                "suppliers": [{"id": won, "name": f"示例 {won}"}],
                "items": items,
            }
        ]
        if won
        else []
    )
    tender = {
        "id": "t",
        "title": f"示例采购 {number}",
        "status": "complete",
        "procurementMethod": "open",
        "tenderPeriod": {"startDate": "2026-03-01T12:00:00Z", "endDate": "2026-03-30T12:00:00Z"},
        "value": {"amount": 1000, "currency": currency},
        "numberOfTenderers": len({bid[0] for bid in bids}) or 2,
    }
    return {
        "ocid": f"ocds-213czf-{number}",
        "id": f"r{number}",
        "date": "2026-04-01T00:00:00Z",
        "tag": ["compiled"],
        "initiationType": "tender",
        "buyer": {"id": buyer, "name": f"示例 {buyer}"},
        "tender": tender | more,
        "bids": {"details": details},
        "awards": awards,
    }


def raised(folder: Path, *releases: dict[str, Any]) -> list[dict[str, Any]]:
    with clock.at(clock.noon(DAY)):
        fund = office(f"sqlite:///{folder}/{len(list(folder.iterdir()))}.db")
        take_in(fund, as_bytes(a_package(*releases)))
        return seen(fund)


def seen(fund: Office) -> list[dict[str, Any]]:
    with db.reading(fund.engine) as session:
        return flagged.flags(session, OPERATOR)[0].to_dict("records")


PERIOD = {"startDate": "2026-03-01T12:00:00Z", "endDate": "2026-03-16T11:59:00Z"}
"""A minute less than fifteen days."""
LONGER = PERIOD | {"endDate": "2026-03-16T12:00:00Z"}
ALONE = [
    # what raises it, whom it names, its value; the near miss
    ("R003", one(1, tenderPeriod=PERIOD), [], 1.0, one(1, tenderPeriod=LONGER)),
    (
        "R003",
        one(
            1,
            tenderPeriod=LONGER | {"endDate": "2026-03-21T11:59:00Z"},
            procurementMethodDetails="公开招标",
        ),
        [],
        1.0,
        one(1, tenderPeriod=LONGER, procurementMethodDetails="竞争性磋商"),
    ),
    (
        "R018",
        one(1, [("A", 100)]),
        ["示例 A"],
        1.0,
        one(1, [("A", 100)], procurementMethod="direct"),
    ),
    ("R018", one(1, numberOfTenderers=1), [], 1.0, one(1, numberOfTenderers=2)),
    (
        "R028",
        one(1, [("A", 100), ("B", 100.0), ("C", 120)]),
        ["示例 A", "示例 B"],
        1.0,
        one(1, [("A", 100), ("B", 100.01)]),
    ),
    (
        "R030",
        one(1, [("A", 100), ("B", 110)], won="A", late="A"),
        ["示例 A"],
        1.0,
        one(1, [("A", 100), ("B", 110)], won="A", late="B"),
    ),
    (
        "R035",
        one(
            1,
            [("A", 110), ("B", 100, "disqualified"), ("C", 105, "disqualified")],
            won="A",
            awardCriteria="ratedCriteria",
        ),
        ["示例 A"],
        2.0,
        one(
            1,
            [("A", 110), ("B", 100, "disqualified"), ("C", 120)],
            won="A",
            awardCriteria="ratedCriteria",
        ),
    ),
    (
        "R036",
        one(1, [("A", 110), ("B", 100, "disqualified"), ("C", 120)], won="A"),
        ["示例 B"],
        1.0,
        one(1, [("A", 110), ("B", 115, "disqualified"), ("C", 120)], won="A"),
    ),
]


@pytest.mark.parametrize(
    ("code", "case", "parties", "value", "miss"),
    ALONE,
    ids=[f"{row[0]}-{place}" for place, row in enumerate(ALONE)],
)
def test_a_tender_is_judged_by_itself(
    tmp_path: Path,
    code: str,
    case: dict[str, Any],
    parties: list[str],
    value: float,
    miss: dict[str, Any],
) -> None:
    [flag] = raised(tmp_path, case)
    assert (flag["flag"], flag["ocid"], flag["parties"], flag["value"], flag["sample"]) == (
        code,
        "ocds-213czf-1",
        parties,
        value,
        0,
    )
    assert raised(tmp_path, miss) == []


def usual(count: int) -> list[dict[str, Any]]:
    """Second bids 9, 10, 11 and 12 % above the winner, in turn; with another one the fences lie at
    5.5 and 15.5 % (worked out in tests/procurement/test_flags.py).
    """
    return [
        one(
            number,
            [(f"W{number}", 1000), (f"L{number}", 1090 + 10 * (number % 4))],
            won=f"W{number}",
        )
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("code", "second", "miss", "named"),
    [("R024", 1050, 1056, ["示例 W", "示例 L"]), ("R058", 1200, 1154, ["示例 W"])],
)
def test_a_second_bid_close_behind_or_far_above_the_winner(
    tmp_path: Path, code: str, second: int, miss: int, named: list[str]
) -> None:
    def odd(amount: float, **more: Any) -> dict[str, Any]:
        return one(99, [("W", 1000), ("L", amount)], won="W", **more)

    [flag] = raised(tmp_path, *usual(20), odd(second))
    assert (flag["flag"], flag["ocid"], flag["parties"], flag["sample"], flag["value"]) == (
        code,
        "ocds-213czf-99",
        named,
        21,
        pytest.approx(second / 1000 - 1),
    )
    assert raised(tmp_path, *usual(20), odd(miss)) == []
    assert raised(tmp_path, *usual(18), odd(second)) == [], "19 are too few"
    assert raised(tmp_path, *usual(20), odd(second, currency="USD")) == [], (
        "another currency is compared with its own"
    )


def test_a_frequent_bidder_that_never_wins(tmp_path: Path) -> None:
    """21 suppliers of ten bids against one that bids in all; win ratios 50 and 60 %, the fence 35
    %: none of ten is below it, four are not.
    """

    def bidding(wins: dict[str, int]) -> list[dict[str, Any]]:
        made = []
        for supplier, won in wins.items():
            made += [
                one(
                    len(made) + 1,
                    [(supplier, 1000 + turn), ("Z", 1100 + len(made) + turn)],
                    won=supplier if turn < won else "Z",
                    awardCriteria="ratedCriteria",
                )
                for turn in range(10)
            ]
        return [
            release | {"ocid": f"ocds-213czf-{number}", "id": f"r{number}"}
            for number, release in enumerate(made)
        ]

    wins = {f"S{number}": 5 + number % 2 for number in range(20)}
    [flag] = [
        flag for flag in raised(tmp_path, *bidding(wins | {"N": 0})) if flag["flag"] == "R025"
    ]
    assert (flag["ocid"], flag["parties"], flag["value"], flag["sample"], flag["facts"]) == (
        "",
        ["示例 N"],
        pytest.approx(0),
        22,
        pytest.approx({"bids": 10, "won": 0, "fence": 35}),
    )
    assert [
        flag for flag in raised(tmp_path, *bidding(wins | {"N": 4})) if flag["flag"] == "R025"
    ] == []


def test_a_buyer_and_a_supplier_with_unusually_many_disqualified_bids(tmp_path: Path) -> None:
    """Of 20 buyers with two tenders of two bids half disqualify one of the four; shares 0 and 25 %,
    the fence 62.5 %: three of four are above it, two are not.
    """

    def by_buyers(out: dict[str, int]) -> list[dict[str, Any]]:
        made = []
        for buyer, times in out.items():
            for turn in range(2):
                number = len(made) + 1
                bids = [
                    (
                        f"{buyer}-{turn}-{place}",
                        100 + place,
                        "disqualified" if turn * 2 + place < times else "valid",
                    )
                    for place in range(2)
                ]
                made.append(one(number, bids, buyer=buyer, awardCriteria="ratedCriteria"))
        return made

    usually = {f"B{number}": number % 2 for number in range(20)}
    [flag] = raised(tmp_path, *by_buyers(usually | {"X": 3}))
    assert (
        flag["flag"],
        flag["parties"],
        flag["value"],
        flag["sample"],
        flag["facts"]["is_buyer"],
    ) == ("R038", ["示例 X"], pytest.approx(0.75), 21, True)
    assert raised(tmp_path, *by_buyers(usually | {"X": 2})) == []


def test_a_supplier_winning_in_far_more_classes_than_others_that_win_often(tmp_path: Path) -> None:
    """20 suppliers win 20 tenders in one class or two: the fence is 3.5 (classes by their first two
    characters). Four classes are above it, three are not.
    """

    def winning(kinds: dict[str, int]) -> list[dict[str, Any]]:
        made = []
        for supplier, count in kinds.items():
            made += [
                one(
                    len(made) + 1 + turn,
                    [(supplier, 100), (f"{supplier}x{turn}", 110)],
                    won=supplier,
                    kinds=(f"{turn % count}{turn % count}{turn:03}",),
                    awardCriteria="ratedCriteria",
                )
                for turn in range(20)
            ]
        return made

    often = {f"S{number}": 1 + number % 2 for number in range(20)}
    found = [
        flag for flag in raised(tmp_path, *winning(often | {"M": 4})) if flag["flag"] == "R048"
    ]
    assert [(flag["parties"], flag["value"], flag["sample"]) for flag in found] == [
        (["示例 M"], pytest.approx(4), 21)
    ]
    assert [
        flag for flag in raised(tmp_path, *winning(often | {"M": 3})) if flag["flag"] == "R048"
    ] == []


def test_a_tender_that_was_called_off_and_a_bidder_without_an_id_raise_nothing(
    tmp_path: Path,
) -> None:
    alike = [("A", 100), ("B", 100)]
    assert raised(tmp_path, one(1, alike, status="cancelled")) == []
    nameless = one(1, alike, numberOfTenderers=2)
    for bid in nameless["bids"]["details"]:
        bid["tenderers"][0].pop("id")
    assert raised(tmp_path, nameless) == []


def test_releases_one_after_another_are_looked_at_together(tmp_path: Path) -> None:
    """The bids of one release, the award of the next: the lowest was disqualified."""
    whole = one(
        1,
        [("A", 110), ("B", 100, "disqualified")],
        won="A",
        numberOfTenderers=2,
        awardCriteria="priceOnly",
    )
    first = {name: value for name, value in whole.items() if name != "awards"} | {
        "tag": ["tenderUpdate"]
    }
    later = {
        "ocid": whole["ocid"],
        "id": "r2",
        "date": "2026-05-01T00:00:00Z",
        "tag": ["award"],
        "initiationType": "tender",
        "awards": whole["awards"],
    }
    assert sorted(flag["flag"] for flag in raised(tmp_path, first, later)) == ["R035", "R036"]


def test_the_command_line_tells_them_beside_the_funds_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.at(clock.noon(DAY)):
        fund = office(f"sqlite:///{tmp_path}/fund.db")
        take_in(fund, as_bytes(a_package(one(1, [("A", 100), ("B", 100)]))))
    monkeypatch.setenv("FUND_DATABASE_URL", str(fund.engine.url))
    run = CliRunner().invoke(app, ["flags", "--json"])
    [flag] = json.loads(run.stdout)
    assert {
        name: flag[name]
        for name in ("code", "ocid", "parties", "value", "sample_size", "source", "outcome")
    } == {
        "code": "R028",
        "ocid": "ocds-213czf-1",
        "parties": ["示例 A", "示例 B"],
        "value": pytest.approx(1),
        "sample_size": 0,
        "source": "published",
        "outcome": None,
    }
    assert CliRunner().invoke(app, ["flags"]).exit_code == 0


@pytest.mark.usefixtures("shared")
def test_what_publishers_wrote_is_looked_at_whatever_it_is(tmp_path: Path) -> None:
    """Armenia’s bids are “qualified” and “not-qualified”; nobody’s file stops the others."""
    with clock.at(clock.noon(DAY)):
        fund = office(f"sqlite:///{tmp_path}/fund.db")
        take_in(
            fund,
            *[
                path.read_bytes()
                for path in sorted((REAL / "ocds" / "publishers").glob("*/*.json"))
            ],
        )
        found = seen(fund)
    assert {flag["flag"] for flag in found} >= {"R003"}
    assert all(flag["ocid"] for flag in found if flag["sample"] == 0)
