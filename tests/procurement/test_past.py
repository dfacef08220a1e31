"""What a report of a day says of procurement is what stood there on that day, whatever was done
since: bids opened, judged, awarded, signed, flags answered, deliveries put right.
"""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.ledger.view import View
from fund.procurement import (
    bidding,
    delivered,
    delivering,
    flagged,
    past,
    planning,
    processes,
    reviewing,
)
from fund.settings import commands as settings
from tests.people import Office
from tests.procurement.buying import Buying

FIRST = date(2026, 1, 1)


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def today(made: Buying) -> dict[str, Any]:
    """All a report takes of procurement, as pages show it on the walk's day."""
    with clock.at(clock.noon(made.day)), db.reading(made.office.engine) as session:
        keys = [made.made[code] for code in ("P1", "P2", "P3") if code in made.made]
        now = processes.listed(session, OPERATOR, View(as_of=made.day), keys)
        return {
            "competition": flagged.competition(session, OPERATOR),
            "flags": rows(flagged.flags(session, OPERATOR)[0]),
            "noticed": [row for row in rows(now) if row["notice_on"]],
            "prices": delivered.unit_prices(session, OPERATOR, View(as_of=made.day))[0],
        }


def on(made: Buying, day: date) -> dict[str, Any]:
    """The same, asked for later as of a day."""
    with clock.at(clock.noon(made.day)), db.reading(made.office.engine) as session:
        return {
            "competition": flagged.competition(session, OPERATOR, day),
            "flags": rows(flagged.flags(session, OPERATOR, day)[0]),
            "noticed": rows(past.noticed(session, OPERATOR, FIRST, day)),
            "prices": delivered.unit_prices(session, OPERATOR, View(as_of=day))[0],
        }


@pytest.fixture
def kept(an_office: Office) -> tuple[Buying, dict[date, dict[str, Any]]]:
    """Three tenders, one bought and delivered, one flagged and answered, one cancelled; what was
    seen at the end of each day on which something happened.
    """
    made, seen = Buying(an_office).begin(), dict[date, dict[str, Any]]()

    def over(days: int = 1) -> None:
        seen[made.day] = today(made)
        made.day += timedelta(days=days)

    made.tender("P1", {"a": 2900, "b": 2800, "c": 2900})
    over()
    made.act("reviewer", bidding.declare_interest, process_id=made["P1"], has_interest=False)
    over()
    made.evaluate("P1", "b", part="reviewer_2")
    over()
    made.award("P1", 2800)
    over()
    made.act("supervisor", reviewing.dispose_flag, **answer(made["P1"]))
    over()
    made.fulfil("P1", 2800)
    delivery = made.act("officer", delivering.record_delivery, **launch(made, 9000))
    over()
    made.act("officer", delivering.record_delivery, **launch(made, 8000), replaces_id=delivery)
    over()
    made.tender("P2", {"a": 400, "d": 300}, category="satellite", wan=500)
    over()
    made.act(
        "system", settings.change, threshold="tender_days_open_tender", value=30, reason="stricter"
    )
    over()
    made.plan("P3", wan=100)
    made.publish("P3", 31)
    over()
    made.bid("P3", "a", 90)
    over()
    made.act("officer", bidding.withdraw_bid, bid_id=made["P3 a"], reason="its letter")
    over()
    for code in ("P2", "P3"):
        made.act(
            "decider",
            planning.end,
            process_id=made[code],
            outcome="unsuccessful" if code == "P2" else "cancelled",
            reason="too dear",
        )
        over()
    return made, seen


def answer(process_id: int) -> dict[str, Any]:
    return {
        "flag": "R028",
        "process_id": process_id,
        "supplier_id": None,
        "outcome": "explained",
        "reason": "a published price list",
    }


def launch(made: Buying, mass_kg: int) -> dict[str, Any]:
    return {
        "undertaking_id": made["contract P1"],
        "delivered_on": made.day,
        "figures": {"item": "one", "orbit": "leo", "mass_kg": mass_kg, "outcome": "success"},
        "source": "launch log",
    }


def test_each_day_is_told_later_as_it_was_seen(
    kept: tuple[Buying, dict[date, dict[str, Any]]],
) -> None:
    made, seen = kept
    assert len(seen) > 10
    for day, was in seen.items():
        told = on(made, day)
        for part, value in was.items():
            assert told[part] == value, (day, part)
    last, first = list(seen.values())[-1], next(iter(seen.values()))
    assert all(last[part] != first[part] for part in last)
    assert any(was["prices"] for was in seen.values())
