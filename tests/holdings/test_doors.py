"""Holdings through their other doors: the command line and figures, read on a later day."""

import json
from datetime import date
from typing import Any

from typer.testing import CliRunner

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.cli.app import app
from fund.period import parse
from fund.reports import digests
from fund.reports.catalogue import described_report
from tests.holdings.doing import wan
from tests.holdings.scenario import STEPS
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import perform
from tests.people import Office

PAST = date(2027, 12, 31)


def typed(office: Office, *words: str) -> str:
    url = office.engine.url.render_as_string(hide_password=False)
    done = CliRunner().invoke(app, [*words], env={"FUND_DATABASE_URL": url})
    assert done.exit_code == 0, done.output
    return done.stdout


def data_of(office: Office, name: str) -> str:
    """The digest of what a report says of the past day, asked for today."""
    with db.reading(office.engine) as session:
        report = described_report(session, OPERATOR, name, parse("2027"), PAST)
    return digests.of_data(report, "sha256")


def test_a_past_day_reads_the_same_in_2029(an_office: Office) -> None:
    walk, past = Walk(an_office), ("--as-of", PAST.isoformat(), "--json")
    told: dict[str, set[str]] = {}
    read = (("holdings",), ("holdings", "H1"), ("figures",), ("grants",), ("guarantees",))
    read += (("subsidies",), ("subsidies", "S1"))
    for step in STEPS:
        perform(walk, step)
        if step.number in (32, 36, 40):
            later = date(2029, 3, 1) if step.number == 40 else step.day
            later = max(later, PAST)
            with clock.at(clock.noon(later)):
                for words in read:
                    told.setdefault(words[-1], set()).add(typed(an_office, *words, *past))
                for name in ("investments", "securities"):
                    told.setdefault(name, set()).add(data_of(an_office, name))
    assert {name: len(answers) for name, answers in told.items()} == dict.fromkeys(told, 1)
    (listed,) = (json.loads(one) for one in told["holdings"])
    by_code: dict[str, Any] = {row["holding_id"]: row for row in listed}
    assert by_code["H1"]["irr"] == "0.044539"
    assert by_code["H2"]["irr"] == "-0.017322"
    assert (by_code["H2"]["state"], by_code["H1"]["state"]) == ("exited", "active")
    (figures,) = (json.loads(one) for one in told["figures"])
    assert figures["holdings"]["irr"] == "0.032186"
    assert (figures["grants"], figures["contracts"]) == (0, 0)
    assert [json.loads(one) for one in told["grants"]] == [[]]
    (held,) = (json.loads(one) for one in told["guarantees"])
    assert [row["held_fen"] for row in held] == [wan(800)]
    (one,) = (json.loads(one) for one in told["S1"])
    assert [row["claimed_fen"] for row in one["settlements"]] == [wan("2.484247"), 0]
    with clock.at(clock.noon(date(2029, 3, 1))):
        lines = typed(an_office, "holdings", "--csv", "--as-of", "2028-12-31").splitlines()
    assert len(lines) == 3
    assert "0.150094" in lines[2]
