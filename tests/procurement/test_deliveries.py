"""Deliveries of contracts, and the unit prices they lead to, from the tables to the last fen."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.errors import FundError, NeedsReason, NotAllowed, NotFound, WrongState
from fund.grants import commands as grants
from fund.ledger.rules import InTheFuture
from fund.ledger.view import View
from fund.procurement import delivered, delivering
from fund.procurement.deliverables import FigureMissing, NoContract, ReplacedAlready
from tests.people import Office
from tests.procurement.buying import Buying

LAUNCH = {"item": "示例一号", "orbit": "sso", "mass_kg": 500, "outcome": "success"}


def bought(buying: Buying, code: str, wan: int, **more: Any) -> None:
    """From the plan to the last payment."""
    buying.tender(code, {"a": wan, "b": wan + 1, "c": wan + 2}, wan=wan + 10, **more)
    buying.evaluate(code, "a")
    buying.award(code, wan)
    buying.fulfil(code, wan)


def deliver(buying: Buying, code: str, part: str = "officer", **more: Any) -> int:
    wanted = {
        "undertaking_id": buying[f"contract {code}"],
        "delivered_on": buying.day,
        "figures": LAUNCH,
        "source": "flight report",
    }
    return buying.act(part, delivering.record_delivery, **(wanted | more))


def seen(buying: Buying, code: str) -> list[dict[str, Any]]:
    with db.reading(buying.office.engine) as session:
        return delivered.deliveries(session, OPERATOR, buying[f"contract {code}"]).to_dict(
            "records"
        )


def prices(buying: Buying, **view: Any) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    with clock.at(clock.noon(buying.day)), db.reading(buying.office.engine) as session:
        found, sets = delivered.unit_prices(session, OPERATOR, View(as_of=buying.day, **view))
    return [(one.code, one.kind, one.measure, one.unit_fen) for one in found], [
        (one.category, one.kind, one.sample, one.median_fen) for one in sets
    ]


@pytest.fixture
def buying(an_office: Office) -> Buying:
    return Buying(an_office).begin(50_000)


def test_unit_prices_equal_the_table_written_by_hand(buying: Buying) -> None:
    """Three launches to one orbit, 3,000, 2,800 and 2,500 万元 for 500, 700 and 499 kg: 60,000,
    40,000 and 50,100.2004… yuan a kilogram.

    A failure counts no kilogram; twelve passes for 1 万元 cost 833.333… yuan each; a contract that
    delivered to two orbits is like nothing else.
    """
    for code, wan, masses in (("L1", 3000, (500,)), ("L2", 2800, (300, 400)), ("L3", 2500, (499,))):
        bought(buying, code, wan)
        for mass in masses:
            deliver(buying, code, figures=LAUNCH | {"mass_kg": mass})
    deliver(buying, "L1", figures=LAUNCH | {"mass_kg": 400, "outcome": "failure"})
    bought(buying, "L4", 1000)
    for orbit in ("leo", "sso"):
        deliver(buying, "L4", figures=LAUNCH | {"orbit": orbit})
    bought(buying, "T1", 1, category="ttc")
    deliver(buying, "T1", figures={"item": "passes", "quantity": 12})
    assert prices(buying) == (
        [
            ("T1", "", "pass", 833_33),
            ("L3", "sso", "kg", 50_100_20),
            ("L2", "sso", "kg", 40_000_00),
            ("L1", "sso", "kg", 60_000_00),
        ],
        [("launch_vehicle", "sso", 3, 50_100_20), ("ttc", "", 1, None)],
    )
    assert prices(buying, region="110000") == ([], [])


def test_what_is_not_accepted_whole_has_no_price(buying: Buying) -> None:
    buying.tender("L1", {"a": 3000, "b": 3001, "c": 3002}, wan=3010)
    buying.evaluate("L1", "a")
    buying.award("L1", 3000)
    with pytest.raises(WrongState):
        deliver(buying, "L1")
    buying.fulfil("L1", 3000)
    assert prices(buying) == ([], [])
    deliver(buying, "L1")
    assert prices(buying)[0] == [("L1", "sso", "kg", 60_000_00)]


def test_a_wrong_delivery_is_replaced_once_and_stays(buying: Buying) -> None:
    bought(buying, "L1", 3000)
    first = deliver(buying, "L1", figures=LAUNCH | {"mass_kg": 50})
    second = deliver(buying, "L1", replaces_id=first)
    assert [(row["delivery_id"], row["mass_kg"]) for row in seen(buying, "L1")] == [(second, 500)]
    with pytest.raises(ReplacedAlready):
        deliver(buying, "L1", replaces_id=first)
    for statement in ("UPDATE delivery SET mass_kg = 1", "DELETE FROM delivery"):
        with pytest.raises(sa.exc.DBAPIError, match="append_only"):
            db.write(
                buying.office.engine, lambda session, text=statement: session.execute(sa.text(text))
            )


def test_what_may_not_be_recorded_leaves_nothing(buying: Buying, subtests: Any) -> None:
    bought(buying, "L1", 3000)
    refused: list[tuple[str, dict[str, Any], type[FundError]]] = [
        ("supervisor", {}, NotAllowed),
        ("officer", {"source": " "}, NeedsReason),
        ("officer", {"delivered_on": date(2030, 1, 1)}, InTheFuture),
        ("officer", {"figures": {}}, FigureMissing),
        ("officer", {"replaces_id": 10**6}, NotFound),
    ]
    for part, more, refusal in refused:
        with subtests.test(msg=refusal.__name__), pytest.raises(refusal):
            deliver(buying, "L1", part, **more)
    assert seen(buying, "L1") == []


def test_a_grant_delivers_nothing_of_the_kind(buying: Buying) -> None:
    buying.line("A26", 2026, "A3", "fund", "A")
    grant = buying.act(
        "officer",
        grants.enter,
        code="G1",
        title="G1",
        organisation_id=buying.office.organisation("g"),
        region_code="310000",
        line_id=buying["A26"],
    )
    with pytest.raises(NoContract):
        buying.act(
            "officer",
            delivering.record_delivery,
            undertaking_id=grant,
            delivered_on=buying.day,
            figures=LAUNCH,
            source="x",
        )
