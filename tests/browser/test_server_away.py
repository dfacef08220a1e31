"""A database that goes away while somebody is at a page: what is done once, what is asked, and what
is said; in Chromium.
"""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from fund import clock, db
from fund.ledger import commands as ledger
from fund.ledger.tables import Act
from tests.browser.driving import PATIENCE, Desk, desk
from tests.people import Office, office
from tests.servers import LOCALLY, Server, postgresql
from tests.serving import forked, serving

pytestmark = pytest.mark.postgres
NOTHING_CHANGED = "未作任何更改"
RED_BOX = "[data-testid=stException], [data-testid=stAlertContentError]"


@dataclass
class House:
    """A served office on a server of its own."""

    server: Server
    office: Office
    address: str

    def adjustments(self) -> int:
        """How many are in the ledger."""
        with db.reading(self.office.engine) as session:
            return len(session.exec(select(Act.id).where(Act.kind == "adjust")).all())

    def waiting(self) -> None:
        """Until a commit waits for its answer."""
        until = time.monotonic() + 60
        while not self.server.administer(
            "select 1 from pg_stat_activity where wait_event = 'SyncRep'"
        ):
            assert time.monotonic() < until
            time.sleep(0.05)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A line of 100 万元; commits of the application are stored and never answered."""
    with postgresql("-c synchronous_standby_names=nobody") as server:
        url = server.pattern.replace("NAME", "fund")
        made = office(url + LOCALLY)
        line = made.act(
            "finance",
            ledger.open_line,
            code="A",
            title="a",
            measure="A3",
            source="fund",
            fiscal_year=clock.today().year,
        )
        made.act("finance", ledger.appropriate, line_id=line, amount_fen=100_000_000)
        with serving(tmp_path / "log", {"FUND_DATABASE_URL": url}, start=forked) as address:
            yield House(server, made, address)
        made.engine.dispose()


@contextmanager
def meanwhile(house: House) -> Iterator[None]:
    """End whoever waits for an answer while something is clicked."""
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(house.server.end_waiting, 60)
        yield
        assert ended.result(90) == 1


def enter(here: Desk, amount: str = "5") -> None:
    """The form of an adjustment, filled and sent."""
    page = here.page
    page.locator(".f-h1").wait_for(timeout=PATIENCE)
    here.settle()
    if page.locator(".st-key-f-gate").count():
        here.be("finance")
    page.get_by_role("tab", name="调整", exact=True).click()
    form = page.locator("[data-testid=stForm]", has=page.locator(".st-key-f-amount-adjust"))
    form.get_by_label("预算项").first.click()
    page.get_by_role("option", name="A", exact=True).click()
    form.get_by_label("金额").first.fill(amount)
    form.get_by_label("理由").first.fill("追加")
    page.keyboard.press("Tab")
    here.settle()
    form.get_by_role("button", name="调整").click()


def answer(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)
    assert page.get_by_text(NOTHING_CHANGED).count() == 0
    assert page.locator(RED_BOX).count() == 0


def test_a_stored_act_whose_answer_was_lost_is_recorded_once_and_asked_about_when_entered_again(
    browser: Browser, house: House
) -> None:
    with desk(browser, house.address) as here:
        here.open("budget")
        with meanwhile(house):
            enter(here)
            answer(here.page, "已记入台账")
        assert house.adjustments() == 1
        here.page.reload()
        with meanwhile(house):  # the question itself is put on record
            enter(here)
            answer(here.page, "本次未重复记录")
        assert house.adjustments() == 1
        with meanwhile(house):
            here.page.get_by_role("button", name="再次记录").click()
            answer(here.page, "已记入台账")
        assert house.adjustments() == 2


def test_a_reload_in_the_middle_of_an_act_asks_instead_of_doing_it_twice(
    browser: Browser, house: House
) -> None:
    with desk(browser, house.address) as here:
        here.open("budget")
        enter(here)
        house.waiting()
        expect(here.page).to_have_url(re.compile("[?&]try=[0-9a-f]{32}"))
        here.page.reload()
        enter(here)
        with meanwhile(house):
            answer(here.page, "本次未重复记录")
        assert house.adjustments() == 1
        expect(here.page).not_to_have_url(re.compile("try="))


def test_an_act_nobody_knows_the_outcome_of_is_looked_up_when_the_database_is_back(
    browser: Browser, house: House
) -> None:
    """The server is away for longer than anybody waits: the page says neither done nor not done."""
    with desk(browser, house.address) as here:
        here.open("budget")
        enter(here)
        house.waiting()
        house.server.stop("immediate")
        answer(here.page, "是否已记录尚不清楚")
        house.server.start()
        here.page.get_by_role("button", name="查询是否已记录").click()
        answer(here.page, "已记录")
        assert house.adjustments() == 1


def test_a_page_without_its_database_says_so_and_comes_back(browser: Browser, house: House) -> None:
    with desk(browser, house.address) as here:
        here.open("budget")
        here.be("finance")
        house.server.stop("fast")
        here.page.reload()
        answer(here.page, "数据库没有响应")
        assert here.page.url.endswith("/budget")
        house.server.start()
        here.page.reload()
        here.heading("预算与台账")
        expect(here.page.locator(".st-key-f-who input")).to_have_value(re.compile("^finance"))
