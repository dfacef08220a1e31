"""The form that pays, as its page draws it: to the fen, looked at once for each payment, and
nothing to fill in where nobody knows the account.
"""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from fund import db
from fund.access import actors
from fund.ledger import commands as ledger
from fund.ui.visit import Visit
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import office

TODAY = date(2026, 3, 20)
ACCEPTED_FEN, PAID_FEN = 1_200 * WAN, 700 * WAN + 1
LEFT_FEN, LEFT = ACCEPTED_FEN - PAID_FEN, "4,999,999.99"
"""What is accepted of T1 and unpaid after that; in yuan."""


@pytest.fixture
def walk(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """G1 signed, of T1 an odd part paid and the rest accepted."""
    made = until(Walk(office(f"sqlite:///{tmp_path_factory.mktemp('paying')}/fund.db")), 5)
    made.day = TODAY
    paid = {"tranche_id": made["G1/T1"], "amount_fen": PAID_FEN, "voucher": "V-0"}
    made.act("finance", ledger.pay, "paid", **paid)
    monkeypatch.setenv("FUND_NOW", TODAY.isoformat())  # a page runs in a thread of its own
    return made


def drawn(visit: "Visit", unknown: bool) -> None:
    """The paying part of G1's page, as of now."""
    from dataclasses import replace

    from fund import db, ui
    from fund.grants import queries as grants
    from fund.screens.ledger.paying import payments
    from fund.screens.ledger.undertaking import undertaking

    ui.speak()
    with db.reading(visit.engine) as session:
        one = grants.grant(session, visit.who, "G1", visit.view)
    found = undertaking(visit, one["undertaking_id"])
    payments(visit, one, replace(found, account=None) if unknown else found)


def page_of(walk: Walk, *, unknown: bool = False) -> AppTest:
    engine = walk.office.engine
    with db.reading(engine) as session:
        actor = actors.load(session, walk.office.ids["finance"])
    visit = Visit(engine, "real", actor)
    page = AppTest.from_function(drawn, kwargs={"visit": visit, "unknown": unknown})
    page.run(timeout=60)
    assert not page.exception
    return page


def once_more(page: AppTest, voucher: str) -> None:
    page.text_input[0].set_value(voucher)
    page.button[0].click().run(timeout=60)
    assert not page.exception


def test_what_is_looked_at_once_more_is_exact_and_gone_once_it_is_paid(walk: Walk) -> None:
    page = page_of(walk)
    once_more(page, "V-1")
    pay = page.button[0]
    assert LEFT in pay.label
    pay.click().run(timeout=60)
    assert not page.exception
    assert not page.button, "nothing is due"
    right = {"act_id": walk["paid"], "right_amount_fen": PAID_FEN - LEFT_FEN, "reason": "x"}
    walk.act("finance", ledger.correct_payment, **right)  # so the same amount is due again
    page.run(timeout=60)
    assert len(page.text_input) == 2, "another payment has a voucher of its own"


def test_where_no_account_is_known_the_page_says_what_comes_first(walk: Walk) -> None:
    page = page_of(walk, unknown=True)
    assert not page.button
    assert not page.text_input
