"""The worked portfolio of holdings, subsidies and a guarantee through the pages, by the people it
takes: the same table as on the ledger, each row on its day.
"""

from collections.abc import Collection
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlmodel import Session

from fund import db
from fund.access.actors import OPERATOR
from fund.holdings import queries
from fund.ledger import stage_sums
from fund.ledger.rules import STAGES
from fund.ledger.view import View
from fund.verify import verify
from tests.browser.acting import Pages
from tests.browser.driving import desk
from tests.holdings.doing import wan
from tests.holdings.scenario import STEPS
from tests.ledger.test_scenario import perform
from tests.people import office
from tests.serving import forked, serving

SOME = frozenset({24, 26, 29, 32})
"""Paid with units, a guarantee extended, a subsidy accepted and paid, a remittance."""
EVERY = frozenset(step.number for step in STEPS)


def figures(session: Session, step_day: object) -> tuple[int, ...]:
    """The fund's six figures, in fen."""
    frame = stage_sums.by_line(session, View(as_of=step_day))  # type: ignore[arg-type]
    return tuple(int(frame[f"{stage}_fen"].sum()) for stage in STAGES)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    "driven", [SOME, pytest.param(EVERY, marks=pytest.mark.long)], ids=["some", "every"]
)
def test_the_worked_portfolio_of_holdings_holds_when_people_do_it_on_the_pages(
    browser: Browser, tmp_path: Path, driven: Collection[int]
) -> None:
    url = f"sqlite:///{tmp_path}/fund.db"
    made = office(url)
    settings = {"FUND_DATABASE_URL": url, "FUND_NOW": str(STEPS[0].day)}
    app = "tests.browser.days:app"
    with (
        serving(tmp_path / "log", settings, app=app, start=forked) as address,
        desk(browser, address) as here,
    ):
        walk = Pages(made, here)
        for step in STEPS:
            walk.is_driven = step.number in driven
            perform(walk, step)
            with db.reading(made.engine) as session:
                assert figures(session, step.day) == step.after, step.number
    with db.reading(made.engine) as session:
        whole = queries.whole(session, OPERATOR, STEPS[-1].day)
        assert str(whole.returns.irr) == "0.127123"
        assert whole.returns.proceeds_fen == wan(3_316)
        assert verify(session)["ok"]
