"""The worked portfolio of holdings, subsidies and a guarantee through the pages, by the people it
takes: the same table as on the ledger, each row on its day.
"""

from collections.abc import Collection
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from fund import db
from tests.browser.acting import Pages
from tests.browser.driving import desk
from tests.holdings.scenario import STEPS
from tests.holdings.test_worked_holdings import figures, holds_at_end
from tests.ledger.test_scenario import perform
from tests.people import office
from tests.serving import forked, serving

SOME = frozenset({26, 29, 32})
"""A guarantee extended, a subsidy accepted and paid, a remittance."""
EVERY = frozenset(step.number for step in STEPS)


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
        holds_at_end(session, walk)
