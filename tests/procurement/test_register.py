"""The register of contracts, page by page and by words; what methods and suppliers come to is the
same added up either way.
"""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, db, period
from fund.access.actors import OPERATOR
from fund.ledger import amendments
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from fund.listing.paging import Page
from fund.procurement import commands, queries
from fund.procurement.lists import CONTRACTS
from fund.suppliers import queries as suppliers
from fund.verify import verify
from tests.ledger.scenario import WAN
from tests.people import Office
from tests.procurement.buying import Buying


@pytest.fixture
def buying(an_office: Office) -> Buying:
    """A tender through to its contract, and five contracts entered by hand, two of them awarded."""
    walk = Buying(an_office).begin()
    walk.tender("P1", {"a": 2900, "b": 3000, "c": 2950})
    walk.evaluate("P1", "a")
    walk.award("P1", 2900)
    for number, (supplier, method) in enumerate(
        [
            ("a", "single_source"),
            ("b", "inquiry"),
            ("b", "inquiry"),
            ("c", "open_tender"),
            ("c", "open_tender"),
        ]
    ):
        code = f"H{number}"
        walk.act(
            "officer",
            commands.enter,
            code,
            code=code,
            title=f"测控服务 {number}",
            organisation_id=an_office.organisation(supplier),
            region_code="610000",
            line_id=walk["B26"],
            category="ttc",
            method=method,
        )
    walk.act("decider", commands.award, undertaking_id=walk["H0"], amount_fen=100 * WAN)
    walk.day += timedelta(days=1)
    walk.act("decider", commands.award, undertaking_id=walk["H1"], amount_fen=200 * WAN)
    return walk


def page(
    walk: Buying, view: View | None = None, place: Asked | None = None, size: int = 30, **only: str
) -> Page:
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        asked = (place or Asked(view or View(as_of=walk.day)))._replace(only=only)
        found = paging.page(session, OPERATOR, CONTRACTS._replace(size=size), asked)
        rows = session.execute(
            sa.select(sa.func.count()).select_from(source_of(session, asked))
        ).scalar()
        assert found.totals.rows == rows
        return found


def source_of(session: Session, asked: Asked) -> Any:
    source = CONTRACTS.source(session, OPERATOR, asked)
    return sa.select(source.key).select_from(source.rows).where(*source.where).subquery()


def codes(found: Page) -> list[str]:
    return list(found.frame["contract_id"])


def test_pages_lead_on_and_back_and_hold_each_contract_once(buying: Buying) -> None:
    today = Asked(View(as_of=buying.day))
    first = page(buying, size=2)
    assert codes(first) == ["H4", "H3"]
    assert (first.has_before, first.has_after) == (False, True)
    second = page(buying, place=today._replace(after=first.last, row=3), size=2)
    third = page(buying, place=today._replace(after=second.last, row=5), size=2)
    assert codes(second) + codes(third) == ["H2", "H1", "H0", "P1"]
    assert (third.has_before, third.has_after) == (True, False)
    back = page(buying, place=today._replace(before=third.first, row=3), size=2)
    assert (codes(back), back.has_before) == (codes(second), True)


def test_a_search_finds_where_a_word_of_code_or_title_begins_and_suppliers_by_any_part(
    buying: Buying,
) -> None:
    assert codes(page(buying, q="服务 3")) == ["H3"]
    assert codes(page(buying, q="h2")) == ["H2"]
    assert codes(page(buying, q="B")) == ["H2", "H1"], "the supplier’s name"
    assert codes(page(buying, q="测控", category="launch_vehicle")) == []
    assert codes(page(buying, category="launch_vehicle")) == ["P1"]
    assert codes(page(buying, q="%")) == [], "a sign of the search is no wildcard"


def test_a_past_day_and_a_period_show_only_what_was_there(buying: Buying) -> None:
    before = buying.day - timedelta(days=40)
    assert codes(page(buying, View(as_of=before))) == []
    assert codes(page(buying, View(as_of=buying.day, region="110000"))) == []
    assert codes(
        page(buying, View(as_of=buying.day, period=period.parse(f"{buying.day:%Y-%m}")))
    ) == ["H1", "H0", "P1"], "decided in it"
    assert codes(page(buying, View(as_of=buying.day, measure="C6"), size=1)) == ["H4"]


def test_sums_by_method_and_supplier_are_those_of_the_register(buying: Buying) -> None:
    """By hand: 2,900 by open tender and 100 single-source to a, 200 by inquiry to b, in 万元."""
    view = View(as_of=buying.day)
    with db.reading(buying.office.engine) as session, clock.at(clock.noon(buying.day)):
        kept = [
            queries.by_method(session, OPERATOR, view),
            queries.by_supplier(session, OPERATOR, view),
        ]
        added = [
            queries._added(session, OPERATOR, view, by) for by in ("method", "organisation_id")
        ]
        yesterday = queries.by_method(session, OPERATOR, View(as_of=buying.day - timedelta(days=1)))
        held, concentrated = suppliers.holders(session, OPERATOR, view)
    for one, other in zip(kept, added, strict=True):
        by = list(one.columns[:2])
        pd.testing.assert_frame_equal(
            one.sort_values(by, ignore_index=True),
            other.sort_values(by, ignore_index=True),
            check_dtype=False,
        )
    assert {tuple(row) for row in kept[0].itertuples(index=False)} == {
        ("launch_vehicle", "open_tender", 2900 * WAN),
        ("ttc", "single_source", 100 * WAN),
        ("ttc", "inquiry", 200 * WAN),
    }
    assert int(yesterday["fen"].sum()) == 3000 * WAN
    assert list(held["fen"]) == [3000 * WAN, 200 * WAN]
    assert {one.category: one.hhi for one in concentrated} == pytest.approx(
        {"launch_vehicle": 10_000, "ttc": 5_556}, abs=0.5
    )


def test_another_title_is_found_by_its_own_words_alone(buying: Buying) -> None:
    buying.act(
        "supervisor",
        commands.sign,
        undertaking_id=buying["H1"],
        terms=[commands.Terms("T1", 200 * WAN, buying.day)],
    )
    proposed = buying.act(
        "decider",
        amendments.propose_scope,
        undertaking_id=buying["H1"],
        title="数据接收",
        reason="another scope",
    )
    assert codes(page(buying, q="服务 1")) == ["H1"], "a proposal changes nothing"
    buying.act("supervisor_2", amendments.sign_amendment, amendment_id=proposed, expected_version=1)
    assert codes(page(buying, q="数据")) == ["H1"]
    assert codes(page(buying, q="服务 1")) == []


def test_another_recipient_takes_the_count_along(buying: Buying) -> None:
    def counted() -> dict[str, int]:
        with db.reading(buying.office.engine) as session:
            rows = session.execute(
                sa.text(
                    "SELECT o.name, t.undertakings FROM organisation_total t JOIN organisation o ON"
                    " o.id = t.organisation_id WHERE t.category = 'ttc'"
                )
            ).all()
            assert verify(session)["ok"]
            return {name: count for name, count in rows if count}

    assert counted() == {"a": 1, "b": 2, "c": 2}
    with (
        buying.office.engine.connect().execution_options(fund_writes=True) as connection,
        connection.begin(),
    ):
        connection.execute(
            sa.text(
                "UPDATE undertaking SET organisation_id = (SELECT id FROM organisation WHERE name ="
                " 'c') WHERE code = 'H2'"
            )
        )
        assert (
            connection.execute(
                sa.text("SELECT sum(undertakings) FROM organisation_total WHERE category = 'ttc'")
            ).scalar()
            == 5
        )
    assert counted() == {"a": 1, "b": 1, "c": 3}
