"""Every list of the house: what its pages show is what all its rows sorted at once would be,
forwards and backwards, in each order, under each filter, today and on a past day.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import clock, db, period
from fund.access.actors import Actor
from fund.access.rules import ROLES
from fund.ledger.tables import Undertaking
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.address import as_text, edge_of, from_address, to_address
from fund.listing.declared import Asked, Edge, Filter, Listing, Order, every
from tests.conftest import TODAY
from tests.listing.turning import forwards, must_hold

LISTS = tuple(every().values())
ANYBODY = Actor(None, "", "", frozenset((role, "") for role in ROLES))
"""Everything waits for this one, who had a hand in nothing."""
NAMES = [one.name for one in LISTS]
IS_LONG = os.environ.get("FUND_LONG") == "1"


@pytest.fixture(scope="module")
def shown(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """The demonstration, on its own day."""
    file = shutil.copy(demonstration, tmp_path_factory.mktemp("lists"))
    engine = db.engine(f"sqlite:///{file}")
    with clock.at(clock.noon(TODAY)):
        yield engine
    engine.dispose()


def views(session: Session) -> list[View]:
    """Nothing filtered, each filter by itself and two together, a past day, a day before it all."""
    one = session.exec(select(Undertaking).where(Undertaking.status == "active")).first()
    assert one is not None
    today = View(as_of=TODAY)
    return [
        today,
        today.only(region=one.region_code),
        today.only(organisation_id=one.organisation_id),
        today.only(measure="A3"),
        today.only(measure="A3", region=one.region_code),
        today.only(period=period.parse("2026-Q3")),
        View(as_of=date(2026, 6, 17)),
        View(as_of=date(2026, 6, 17), measure="A3"),
        View(as_of=date(2020, 1, 1)),
    ]


def asking(listing: Listing, view: View) -> Iterator[Asked]:
    """Each filter of the list, then, where nothing else is filtered, each order both ways; in the
    quick run a list is filtered and sorted as it stands today, and otherwise shown plainly: what
    narrows a view stands in the same query.
    """
    yield Asked(view)
    if not IS_LONG and view != View(as_of=TODAY):
        return
    for one in listing.filters:
        for key in one.choices or ("卫星", "无此词"):
            yield Asked(view, {one.name: key})
    for order in listing.orders if view.filters == 0 and view.period is None else ():
        for is_descending in (False, True):
            yield Asked(view, {}, order.name, is_descending)


UNTURNED = {
    "waiting-approve-exit",
    "waiting-confirm-remittance",
    "waiting-confirm-value",
    "waiting-decide-holding",
    "waiting-decide-subsidy",
    "waiting-accept-settlement",
    "waiting-confirm-capacity",
    "waiting-confirm-outcome",
    "waiting-second-level",
    "accounts",
    "closings",
    "proposals",
    "published",
    "published-contracts",
    "published-grants",
    "reports-waiting",
    "sign-ins",
    "waiting-approve-direction",
    "waiting-approve-opening",
    "waiting-award-framework",
    "waiting-carry-over",
    "waiting-close",
    "waiting-correct-claw-back",
    "waiting-decline",
    "waiting-evaluate",
    "waiting-grant-waiver",
    "waiting-issue-report",
    "waiting-open-bids",
    "waiting-prepare-report",
    "waiting-publish-call",
    "waiting-publish-tender",
    "waiting-recommend",
    "waiting-return-surplus",
    "waiting-sign-account",
    "waiting-review-report",
}
"""Lists the demonstration has at most one row for on this day, so that nothing can be turned."""


@pytest.mark.parametrize("listing", LISTS, ids=NAMES)
def test_every_page_shows_what_all_rows_sorted_at_once_would(
    listing: Listing, shown: sa.Engine
) -> None:
    found = []
    with db.reading(shown) as session:
        for view in views(session) if listing.is_viewed else [View(as_of=TODAY)]:
            for asked in asking(listing, view):
                totals = paging.total(session, ANYBODY, listing, asked)
                source = listing.source(session, ANYBODY, asked)
                if not asked.order or asked.order in paging.offered(listing, source, totals):
                    # what is filtered stands on two pages, what is sorted on four and more
                    some = listing._replace(size=max(1, totals.rows // (2 if asked.only else 4)))
                    found.append(must_hold(session, ANYBODY, some, asked))
    assert (max(found) < 2) == (listing.name in UNTURNED), max(found)


SHOWN = [
    (listing, one)
    for listing in LISTS
    for one in listing.filters
    if one.choices and one.name in {column.name for column in listing.columns}
]
"""Lists with a filter that goes by what a column of theirs shows."""


@pytest.mark.parametrize(("listing", "chosen"), SHOWN, ids=[f"{a.name} {b.name}" for a, b in SHOWN])
def test_a_filter_leaves_the_rows_that_show_what_was_chosen(
    listing: Listing, chosen: Filter, shown: sa.Engine
) -> None:
    whole = listing._replace(size=5_000)
    with db.reading(shown) as session:

        def rows(only: dict[str, str]) -> pd.DataFrame:
            return paging.page(session, ANYBODY, whole, Asked(View(as_of=TODAY), only)).frame

        every = pd.concat([rows({}), *(rows({chosen.name: key}) for key in chosen.choices)])
        assert (len(every) == 0) == (listing.name == "sign-ins")  # nobody signs in there
        begins = every[chosen.name].astype(str).str.split(" ").str[0]  # a rule's code, then words
        for key in chosen.choices:
            own = every[listing.key][begins == key]
            assert set(rows({chosen.name: key})[listing.key]) == set(own), key


@pytest.mark.parametrize("listing", LISTS, ids=NAMES)
def test_what_is_kept_is_what_is_counted(listing: Listing, shown: sa.Engine) -> None:
    with db.reading(shown) as session:
        for view in views(session):
            for asked in asking(listing, view):
                kept = listing.kept(session, ANYBODY, asked)
                if kept is not None:
                    plain = listing._replace(kept=lambda *_asked: None)
                    counted = paging.total(session, ANYBODY, plain, asked)
                    assert kept._replace(sums=kept.sums or counted.sums) == counted, asked


@pytest.mark.parametrize("listing", LISTS, ids=NAMES)
def test_a_list_longer_than_is_counted_says_so_and_sorts_along_its_indexes_only(
    listing: Listing, shown: sa.Engine
) -> None:
    short = listing._replace(size=3, counted=5, kept=lambda *_asked: None)
    with db.reading(shown) as session:
        asked = Asked(View(as_of=TODAY))
        page = paging.page(session, ANYBODY, short, asked)
        if not page.totals.is_cut:
            assert page.totals.rows <= 5, "the demonstration has that few of it"
            return
        assert page.totals.rows == 5
        indexed = listing.source(session, ANYBODY, asked).indexed
        assert page.orders == indexed
        assert any(order.name in indexed for order in listing.orders)
        for order in listing.orders:
            if order.name not in indexed:
                refused = paging.page(session, ANYBODY, short, asked._replace(order=order.name))
                assert refused.frame.equals(page.frame)
        last = paging.page(session, ANYBODY, short, asked._replace(is_last=True))
        assert last.row is None
        assert len(last.frame) == 3
        assert not last.has_after


@pytest.mark.parametrize("listing", LISTS, ids=NAMES)
def test_an_address_leads_back_to_what_was_asked(listing: Listing) -> None:
    view = View(as_of=TODAY)
    for asked in asking(listing, view):
        if any(one.choices is None for one in listing.filters if asked.get(one.name)):
            continue
        found = from_address(listing, to_address(listing, asked), view)
        order = listing.order(asked.order)
        is_descending = asked.is_descending if asked.order else order.is_descending
        assert found == asked._replace(order=order.name, is_descending=is_descending)


@pytest.mark.parametrize("listing", LISTS, ids=NAMES)
@pytest.mark.parametrize(
    "given",
    [
        {"sort": "nothing", "cols": "nothing,", "after": "x", "row": "-4"},
        {"after": "~", "before": "2026-99-99~3", "at": "first"},
        {"after": f"2026-01-01~{'9' * 40}", "row": "9" * 40},
        {"show": "anything", "q": "", "status": "\x00"},
    ],
)
def test_an_address_nobody_can_read_shows_the_first_page(
    listing: Listing, given: dict[str, str], shown: sa.Engine
) -> None:
    named = {listing.mark + name: value for name, value in given.items()}
    asked = from_address(listing, named, View(as_of=TODAY))
    with db.reading(shown) as session:
        page = paging.page(session, ANYBODY, listing, asked)
        first = paging.page(session, ANYBODY, listing, Asked(View(as_of=TODAY)))
    assert page.frame.equals(first.frame)


def test_an_edge_keeps_its_value_and_its_key() -> None:
    day, text = Order("due_on", "date", is_nullable=True), Order("title", "text")
    for order, edge in (
        (day, Edge(date(2026, 3, 17), 12)),
        (day, Edge(None, 12)),
        (text, Edge("卫星~2 号", 5)),
        (text, Edge("", 5)),
        (Order("amount", "integer"), Edge(-400, 1)),
    ):
        assert edge_of(as_text(edge), order) == edge


def test_a_page_whose_rows_have_moved_away_is_still_a_page(shown: sa.Engine) -> None:
    """An address kept from yesterday: what stood at its edge may be gone, the rest goes on."""
    listing = LISTS[0]._replace(size=5)
    with db.reading(shown) as session:
        pages = list(forwards(session, ANYBODY, listing, Asked(View(as_of=TODAY))))
        assert pages[0].last is not None
        beyond = 0 if listing.orders[0].is_descending else 10**9
        gone = Edge(pages[0].last.value, pages[0].last.key)._replace(key=beyond)
        found = paging.page(session, ANYBODY, listing, Asked(View(as_of=TODAY), after=gone, row=6))
        assert len(found.frame) == 5
        assert not set(found.frame[listing.key]) & set(pages[0].frame[listing.key])
