"""A flag on the fund's own tender, answered by somebody who had no hand in it; the answer stays
with its numbers.
"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.cli.app import app
from fund.errors import FourEyes, FundError, NeedsReason, NotAllowed
from fund.ledger.commands import UnknownWord
from fund.procurement import bidding, commands, flagged, processes, reviewing
from fund.procurement.rules import NotRaised
from fund.settings import commands as settings
from tests.people import Office, office
from tests.procurement.buying import Buying


@pytest.fixture
def buying(an_office: Office) -> Buying:
    """One tender in which two of three bid the same price, opened and not evaluated."""
    made = Buying(an_office).begin()
    made.tender("P1", {"a": 2900, "b": 2800, "c": 2900})
    return made


def seen(buying: Buying) -> list[dict[str, Any]]:
    with clock.at(clock.noon(buying.day)), db.reading(buying.office.engine) as session:
        return flagged.flags(session, OPERATOR)[0].to_dict("records")


def answer(buying: Buying, part: str = "supervisor", **other: Any) -> int:
    wanted = {
        "flag": "R028",
        "process_id": buying["P1"],
        "supplier_id": None,
        "outcome": "explained",
        "reason": "a published price list",
    }
    return buying.act(part, reviewing.dispose_flag, **(wanted | other))


def test_a_flag_is_raised_with_its_numbers_and_answered_once_more_when_more_is_known(
    buying: Buying,
) -> None:
    [flag] = seen(buying)
    assert (flag["flag"], flag["code"], flag["facts"], flag["sample"], flag["outcome"]) == (
        "R028",
        "P1",
        {"price_fen": 2900 * 10**6, "bidders": 2},
        0,
        "",
    )
    answer(buying, outcome="looking", reason="asked both")
    buying.day = date(2026, 4, 1)
    answer(buying)
    [flag] = seen(buying)
    assert (flag["outcome"], flag["reason"], flag["by"], flag["on"]) == (
        "explained",
        "a published price list",
        "supervisor",
        date(2026, 4, 1),
    )
    with db.reading(buying.office.engine) as session:
        assert list(flagged.dispositions(session, OPERATOR)["outcome"]) == ["explained", "looking"]


@pytest.mark.parametrize(
    ("part", "other", "refusal"),
    [
        ("officer", {}, NotAllowed),
        ("supervisor_2", {}, FourEyes),
        ("supervisor", {"reason": " "}, NeedsReason),
        ("supervisor", {"outcome": "fine"}, UnknownWord),
        ("supervisor", {"flag": "R030"}, NotRaised),
        ("supervisor", {"supplier_id": 1}, NotRaised),
    ],
)
def test_what_may_not_be_answered_leaves_nothing(
    buying: Buying, part: str, other: dict[str, Any], refusal: type[FundError]
) -> None:
    with pytest.raises(refusal):
        answer(buying, part, **other)
    with db.reading(buying.office.engine) as session:
        assert flagged.dispositions(session, OPERATOR).empty


def test_an_answer_is_never_changed(buying: Buying) -> None:
    answer(buying)
    for statement in (
        "UPDATE flag_disposition SET outcome = 'referred'",
        "DELETE FROM flag_disposition",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="append_only"):
            db.write(
                buying.office.engine, lambda session, text=statement: session.execute(sa.text(text))
            )


def test_prices_that_are_still_sealed_raise_nothing(an_office: Office) -> None:
    made = Buying(an_office).begin()
    made.plan("P1")
    made.publish("P1")
    for supplier in "ab":
        made.bid("P1", supplier, 2900, days=1)
    assert seen(made) == []


def test_the_shortest_time_is_that_of_the_day_it_is_looked_at(buying: Buying) -> None:
    """21 days were open; from the day the office asks for 30 the tender stands out, and what was
    legal when it was published is said with its numbers.
    """
    buying.act(
        "system", settings.change, threshold="tender_days_open_tender", value=30, reason="stricter"
    )
    short = [flag for flag in seen(buying) if flag["flag"] == "R003"]
    assert [flag["facts"] for flag in short] == [{"days": 21, "least": 30}]


def test_a_supplier_is_named_with_what_it_is_flagged_for(buying: Buying) -> None:
    buying.evaluate("P1", "b")
    with db.reading(buying.office.engine) as session:
        bids = processes.bids(session, OPERATOR, buying["P1"])
    assert set(bids["status"]) == {"valid"}
    assert [flag["flag"] for flag in seen(buying)] == ["R028"]


def test_a_call_off_from_a_framework_has_no_shortest_time(buying: Buying) -> None:
    """Five days from notice to deadline, where a framework itself takes twenty."""
    buying.tender(
        "F1", {"a": 60, "b": 62, "c": 64}, method="framework", ends_on=date(2027, 1, 31), wan=500
    )
    buying.evaluate("F1", "a", "b", "c")
    buying.act("decider", commands.conclude, process_id=buying["F1"])
    buying.plan("F2", method="framework", framework_id=buying["F1"], wan=100)
    buying.publish("F2", days=5)
    buying.bid("F2", "a", 60, days=1)
    buying.day += timedelta(days=5)
    buying.act("supervisor_2", bidding.open_bids, process_id=buying["F2"])
    assert [flag["code"] for flag in seen(buying) if flag["flag"] == "R003"] == []


def test_the_command_line_names_the_process_the_parties_and_the_value_of_each_flag(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lowest of four is disqualified where the price decides, and two of the others are
    alike.
    """
    made = Buying(office(f"sqlite:///{tmp_path}/fund.db")).begin()
    made.tender("P1", {"a": 2900, "b": 2800, "c": 2900, "d": 2950}, award_criteria="priceOnly")
    made.act("reviewer", bidding.declare_interest, process_id=made["P1"], has_interest=False)
    made.act("reviewer", bidding.disqualify_bid, bid_id=made["P1 b"], reason="no licence")
    made.evaluate("P1", "a")
    monkeypatch.setenv("FUND_DATABASE_URL", str(made.office.engine.url))
    run = CliRunner().invoke(app, ["flags", "--json"])
    assert run.exit_code == 0, run.output
    told = [
        {
            name: flag[name]
            for name in ("code", "parties", "value", "sample_size", "estimate_fen", "outcome")
        }
        for flag in json.loads(run.stdout)
    ]
    common = {"value": 1.0, "sample_size": 0, "estimate_fen": 3000 * 10**6, "outcome": "open"}
    assert told == [
        {"code": "R028", "parties": ["a", "c"], **common},
        {"code": "R036", "parties": ["b"], **common},
    ]
    assert {flag["ocid"] for flag in json.loads(run.stdout)} == {made_ocid(made)}


def made_ocid(made: Buying) -> str:
    with db.reading(made.office.engine) as session:
        return str(processes.process(session, OPERATOR, "P1")["ocid"])
