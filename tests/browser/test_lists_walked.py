"""Every list of the house in Chromium: sorted both ways by its headings, turned page by page, all
by keyboard and all in the address; what is downloaded is what the query gives. One browser and one
server for all of them.
"""

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlparse

import pandas as pd
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import TimeoutError as TookTooLong
from sqlmodel import Session, select

from fund import clock, db, i18n
from fund.access import actors
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.ledger.view import View, from_address
from fund.listing import address, paging, wording
from fund.listing.declared import Asked, Listing, every
from fund.reports import lists
from fund.reports.style import FIRST_ROW
from tests.browser.driving import PATIENCE, Desk, desk
from tests.conftest import TODAY
from tests.serving import forked, serving

LISTS = tuple(every().values())
PLACES = {"closing": "closing?close=2026"}
"""Pages that show their lists at an address of their own only."""
NOTHING = {
    "accounts",
    "closings",
    "published-contracts",
    "published-grants",
    "sign-ins",
    "proposals",
    "published",
    "waiting-decline",
    "waiting-correct-claw-back",
    "waiting-publish-call",
    "waiting-award-framework",
    "waiting-sign-amendment",
    "waiting-grant-waiver",
    "waiting-carry-over",
    "waiting-return-surplus",
    "waiting-approve-opening",
    "waiting-close",
    "waiting-sign-account",
    "waiting-confirm-value",
    "waiting-approve-exit",
    "waiting-confirm-remittance",
    "waiting-confirm-outcome",
    "waiting-confirm-capacity",
    "waiting-second-level",
    "waiting-approve-direction",
    "waiting-prepare-report",
    "waiting-review-report",
    "waiting-issue-report",
}
"""Lists that may be empty for everybody in the demonstration."""


WAITING = {"waiting-review", "waiting-accept", "waiting-pay"}
"""Of what waits, the lists walked in the quick run: all are made by one declaration
(fund.inbox.lists), and each one's query is held to its rows by tests/listing; the others are walked
in the long run.
"""
THROUGHOUT = {"grants", "lights", "conjunctions", "postings", "launches", "waiting-pay"}
"""Lists sorted, turned and taken away in the quick run: one of each kind of rows and of page, since
one declaration and one table serve all. The others are opened there, and walked in the long run.
"""
LONG = pytest.mark.long


def is_quick(listing: Listing) -> bool:
    """Whether the quick run opens a list."""
    return listing.page != "inbox" or listing.name in WAITING


WALKED = [
    *(pytest.param(one, one.name in THROUGHOUT, id=one.name) for one in LISTS if is_quick(one)),
    *(
        pytest.param(one, True, id=f"{one.name} throughout", marks=LONG)
        for one in LISTS
        if not is_quick(one) or one.name not in THROUGHOUT
    ),
]


ARE_SHOWN = """([cells, wanted]) => {
  const first = cell => cell.innerText.split("\\n")[0].trim();
  const shown = [...document.querySelectorAll(cells)].map(first);
  return shown.length === wanted.length && shown.every((words, place) => words === wanted[place]);
}"""
"""Whether the first column shows these words, row by row."""


class Shown(NamedTuple):
    """The demonstration as it is served, a window on it, and its database."""

    here: Desk
    url: str


@pytest.fixture(scope="module")
def window(
    browser: Browser, demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("lists")
    url = f"sqlite:///{shutil.copy(demonstration, folder)}"
    with (
        serving(
            folder / "log",
            {"FUND_DATABASE_URL": url, "FUND_NOW": TODAY.isoformat()},
            start=forked,
        ) as served,
        desk(browser, served) as here,
    ):
        yield Shown(here, url)
    db.engine(url).dispose()


def reader(session: Session, listing: Listing) -> Actor | None:
    """Somebody for whom the list has rows: one who may also export it, where there is such."""
    asked = Asked(View(as_of=TODAY))
    without = None
    for person in session.exec(select(Person).order_by(Person.id)):  # type: ignore[arg-type]
        who = actors.load(session, person.id)
        if who.may(listing.act) and paging.total(session, who, listing, asked).rows:
            if who.may("export"):
                return who
            without = without or who
    return without


def asked_at(listing: Listing, here: Desk) -> Asked:
    """What the address in the browser asks."""
    given = dict(parse_qsl(urlparse(here.page.url).query))
    asked = address.from_address(listing, given, from_address(given, TODAY))
    if any(one.name == "year" and not one.is_drawn for one in listing.filters):
        asked = asked._replace(only={**asked.only, "year": "2026"})
    return asked


def must_be_shown(window: Shown, listing: Listing, who: Actor, table: Locator) -> None:
    """The rows on screen are those the query gives for this address, in their order."""
    asked = asked_at(listing, window.here)
    first = listing.chosen(asked.columns)[0]
    with db.reading(db.engine(window.url)) as session, i18n.speaking("zh"):
        page = paging.page(session, who, listing, asked)
        frame = wording.said(session, [first], page.frame)
    wanted = [" ".join(str(value).split()) for value in frame[first.name]]
    name = f".st-key-f-list-{listing.name} tbody tr td:first-child"
    try:
        window.here.page.wait_for_function(ARE_SHOWN, arg=[name, wanted], timeout=PATIENCE)
    except TookTooLong:
        found = [
            text.split("\n")[0].strip() for text in table.locator("tbody td").all_inner_texts()
        ]
        assert found == wanted, asked


def press(window: Shown, link: Locator) -> str | None:
    """Follow a link by keyboard; gives its name."""
    name = link.get_attribute("id")
    link.focus()
    before = window.here.page.url
    window.here.page.keyboard.press("Enter")
    window.here.page.wait_for_function("url => location.href !== url", arg=before, timeout=PATIENCE)
    window.here.settle()
    return name


TWICE = """() => {
  const names = [...document.querySelectorAll("[id^=f-]")].map(one => one.id);
  return names.filter((name, place) => names.indexOf(name) !== place);
}"""
"""Names that two elements of the page have."""


def keeps_its_place(window: Shown, name: str | None) -> None:
    """The keyboard's place stays on a link that is still there when the page has changed."""
    link = window.here.page.locator(f"#{name}")
    if link.count():
        expect(link).to_be_focused(timeout=PATIENCE)


@pytest.mark.browser
@pytest.mark.parametrize(("listing", "is_throughout"), WALKED)
def test_every_list_sorts_turns_and_goes_out_as_it_is_seen(
    window: Shown, listing: Listing, *, is_throughout: bool
) -> None:
    with clock.at(clock.noon(TODAY)), db.reading(db.engine(window.url)) as session:
        who = reader(session, listing)
    if who is None:
        assert listing.name in NOTHING
        return
    here, table = window.here, window.here.page.locator(f".st-key-f-list-{listing.name} table")
    with clock.at(clock.noon(TODAY)):
        visit(here, PLACES.get(listing.page, listing.page), who)
        table.wait_for(timeout=PATIENCE)
        must_be_shown(window, listing, who, table)
        assert here.page.evaluate(TWICE) == []
        if not is_throughout:
            return
        sorted_both_ways(window, listing, who, table)
        turned(window, listing, who, table)
        if who.may("export"):
            files_are_what_is_seen(window, listing, who)
        else:
            assert not here.page.get_by_text("CSV").count()


@pytest.mark.browser
def test_a_choice_stands_in_the_address_by_its_key_and_narrows_the_list(window: Shown) -> None:
    """Also on the way through the gate, and a second one beside it."""
    here, listing = window.here, every()["conjunctions"]
    table = here.page.locator(f".st-key-f-list-{listing.name} table")
    with clock.at(clock.noon(TODAY)):
        with db.reading(db.engine(window.url)) as session:
            who = reader(session, listing)
        assert who is not None
        here.open("conjunctions?show=past")
        here.stay(who.name)
        must_be_shown(window, listing, who, table)
        expect(here.page.locator(".st-key-show input")).to_have_value("已过", timeout=PATIENCE)
        here.click(here.page.locator(".st-key-level input"))
        here.click(here.page.get_by_role("option", name="红色"))
        here.page.wait_for_function("() => location.search.includes('level=')", timeout=PATIENCE)
        here.settle()
        assert asked_at(listing, here).only == {"show": "past", "level": "red"}
        must_be_shown(window, listing, who, table)
        assert table.locator("tbody tr").count()


def visit(here: Desk, path: str, who: Actor) -> None:
    """A page as somebody, with nothing of an earlier list in its address; the application is loaded
    anew only for somebody else.
    """
    if here.page.url != "about:blank" and here.is_shown_to(who.name):
        stands = urlparse(here.page.url)
        if path != f"{stands.path.strip('/')}?{stands.query}".removesuffix("?"):
            here.follow(path)
        return
    here.open(path)
    here.stay(who.name)


def sorted_both_ways(window: Shown, listing: Listing, who: Actor, table: Locator) -> None:
    """The last heading that sorts, twice."""
    heading = table.locator("th a.f-sort").last
    told = []
    for _way in range(2):
        name = press(window, heading)
        way = "descending" if asked_at(listing, window.here).is_descending else "ascending"
        expect(table.locator("th[aria-sort]")).to_have_attribute("aria-sort", way, timeout=PATIENCE)
        must_be_shown(window, listing, who, table)
        keeps_its_place(window, name)
        told.append(way)
    assert sorted(told) == ["ascending", "descending"]


def turned(window: Shown, listing: Listing, who: Actor, table: Locator) -> None:
    """Next, last, previous, first, where there is more than one page."""
    page = window.here.page
    for way in ("next", "last", "previous", "first"):
        link = page.locator(f"#f-{listing.name}-{way}")
        if link.count():
            name = press(window, link)
            must_be_shown(window, listing, who, table)
            keeps_its_place(window, name)
    told = page.locator(f".st-key-f-list-{listing.name} nav [role=status]")
    expect(told).to_contain_text("1–")


def files_are_what_is_seen(window: Shown, listing: Listing, who: Actor) -> None:
    """With two columns chosen, sorted as it is: the CSV and the workbook have the query's rows, in
    its order, and these columns.
    """
    here = window.here
    names = [column.name for column in listing.columns][:2]
    given = dict(parse_qsl(urlparse(here.page.url).query))
    given[f"{listing.mark}cols"] = ",".join(names)
    path = urlparse(here.page.url).path.strip("/")
    link = here.page.locator(f".st-key-f-csv-{listing.name} a")
    of_before = link.get_attribute("href") or ""
    here.follow(f"{path}?{urlencode(given)}")
    # what is asked stands in the link: until it is another, the page of before stands there
    expect(link).not_to_have_attribute("href", of_before, timeout=PATIENCE)
    asked = asked_at(listing, here)
    assert asked.columns == tuple(names)
    with db.reading(db.engine(window.url)) as session, i18n.speaking("zh"):
        expected = b"".join(lists.lines(session, who, listing, asked))
        wanted = lists.sheet(session, who, listing, asked).frame
        source = listing.source(session, who, asked)
    assert source.key is not None
    sent = here.download(link)
    assert sent == expected
    read = list(csv.reader(io.StringIO(sent.decode("utf-8-sig"))))
    assert len(read) == len(wanted) + 1
    button = here.page.locator(f".st-key-f-xlsx-{listing.name} button, .st-key-f-export button")
    own = here.page.locator(f".st-key-f-xlsx-{listing.name} button")
    book = load_workbook(
        io.BytesIO(here.download(own if own.count() else button.first)), read_only=True
    )
    sheet = book.worksheets[1]
    found = [row[: len(names)] for row in sheet.iter_rows(min_row=FIRST_ROW, values_only=True)]
    rows = [tuple(map(as_cell, row)) for row in wanted.itertuples(index=False, name=None)]
    assert [tuple(map(as_cell, row)) for row in found[: len(rows)]] == rows


def as_cell(value: Any) -> str:
    """A value as both sides write it."""
    if value is None or pd.isna(value):
        return ""
    # a workbook knows no day without its midnight
    return str(value.date() if isinstance(value, datetime) else value).strip()
