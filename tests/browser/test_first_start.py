"""A new database in Chromium: both ways on; nobody's figures for whoever is nobody yet."""

import re

from playwright.sync_api import Browser, expect
from sqlmodel import select

from fund import db
from fund.access.tables import Person, RoleAssignment
from tests.browser.driving import desk
from tests.browser.test_pages import PAGES, PICTURES, keep
from tests.streaming import Window, elements, text

SECRETS = re.compile(r"DEMO-[GP]-|亿元|万元|CNY|示例(企业|研究所|大学)|\d,\d{3}|\d+\.\d+%")
"""What only those may read who may see the portfolio: codes, amounts, organisations, shares."""


def test_start_our_own_enters_the_first_two_and_marks_the_database_as_real(
    browser: Browser, empty: tuple[str, str]
) -> None:
    address, url = empty
    with desk(browser, address) as here:
        here.open()
        keep(here.page, PICTURES / "first-start-zh-1440-light.png")
        for name, words in (("登录名", "chen"), ("登录名", "li")):
            here.page.get_by_label(name).nth(0 if words == "chen" else 1).fill(words)
        for number, words in enumerate(("陈一", "李二")):
            here.page.get_by_label("姓名").nth(number).fill(words)
        here.click(here.page.get_by_role("button", name="开始"))
        here.heading("您是谁？")
        here.be("陈一")
        expect(here.page.get_by_text("身份未经核验").first).to_be_visible()
    with db.reading(db.engine(url)) as session:
        assert db.kind(session) == "real"
        assert sorted(
            (row.login, row.name)
            for row in session.exec(select(Person))
            if row.login in {"chen", "li"}
        ) == [("chen", "陈一"), ("li", "李二")]
        assert len(session.exec(select(RoleAssignment)).all()) == 2


def test_a_name_left_out_is_said_and_nothing_is_stored(
    browser: Browser, empty: tuple[str, str]
) -> None:
    address, url = empty
    with desk(browser, address) as here:
        here.open()
        here.page.get_by_label("登录名").nth(0).fill("chen")
        here.click(here.page.get_by_role("button", name="开始"))
        expect(here.page.get_by_text("未能办理")).to_be_visible()
    with db.reading(db.engine(url)) as session:
        assert db.kind(session) == "new"


def test_look_at_the_demonstration_loads_it_and_marks_the_database_for_good(
    browser: Browser, empty: tuple[str, str]
) -> None:
    address, url = empty
    with desk(browser, address) as here:
        here.open("?lang=en")
        keep(here.page, PICTURES / "first-start-en-1440-light.png")
        here.click(here.page.get_by_role("button", name="Load the demonstration"))
        here.page.get_by_role("progressbar").wait_for()
        here.page.locator(".st-key-f-gate").wait_for(timeout=240_000)
        here.be("示例财务一")
        here.heading("Fund overview")
        expect(here.page.locator(".f-sample").first).to_have_text("Sample data")
    with db.reading(db.engine(url)) as session:
        assert db.kind(session) == "demonstration"


def test_a_deep_link_sends_nothing_of_the_fund_to_whoever_is_nobody_yet(shown: str) -> None:
    for name, (path, *_names) in PAGES.items():
        page, _mark, query = path.partition("?")
        tab = Window(shown).tab()
        heard = tab.open(page, f"{query}&lang=zh")
        tab.close()
        assert "您是谁？" in text(heard), name
        assert SECRETS.findall(text(heard)) == [], name
        kinds = {element.WhichOneof("type") for element in elements(heard)}
        assert not kinds & {"plotly_chart", "download_button", "arrow_data_frame"}, name
        assert not any("f-table" in one.html.body.split("</style>")[-1] for one in elements(heard))


def test_a_deep_link_shows_nothing_of_the_fund_to_whoever_is_nobody_yet(
    browser: Browser, shown: str
) -> None:
    with desk(browser, shown) as here:
        for path in ("", "grants", "grant?id=DEMO-G-2026-120", "people"):
            here.open(path)
            expect(here.page.locator("h1")).to_have_text("您是谁？")
            shown_words = here.page.locator("[data-testid=stApp]").inner_text()
            assert SECRETS.findall(shown_words) == [], path
            assert (
                here.page.locator(
                    "[data-testid=stPlotlyChart], .f-table, [data-testid=stDownloadButton]"
                ).count()
                == 0
            ), path


def test_whom_one_chose_to_be_outlasts_a_reload_and_is_nobody_elses(
    browser: Browser, peopled: tuple[str, str]
) -> None:
    address, _url = peopled
    with desk(browser, address) as here, desk(browser, address) as other:
        here.open("grants?lang=en")
        here.be("viewer")
        here.page.reload()
        here.heading("Grants")
        expect(here.page.locator(".st-key-f-who input")).to_have_value(re.compile("^viewer"))
        here.open("budget")
        expect(here.page.locator(".st-key-f-gate")).to_have_count(0)
        other.open("grants")
        expect(other.page.locator("h1")).to_have_text("您是谁？")


def test_over_a_real_database_a_browser_that_does_not_know_the_secret_sees_one_page(
    browser: Browser, peopled: tuple[str, str]
) -> None:
    address, _url = peopled
    context = browser.new_context()
    page = context.new_page()
    for path in ("", "grants", "?lang=en"):
        page.goto(f"{address}/{path}")
        expect(page.locator("script")).to_have_count(0)
    expect(page.locator("h1")).to_have_text("Open the address that was printed at start")
    context.close()


def test_on_a_fresh_process_the_first_visitor_of_a_deep_link_sees_nothing_either(
    browser: Browser, changeable: tuple[str, str]
) -> None:
    address, _url = changeable
    with desk(browser, address) as here:
        here.open("grant?id=DEMO-G-2026-120&lang=en")
        expect(here.page.locator("h1")).to_have_text("Who are you?")
        assert SECRETS.findall(here.page.locator("[data-testid=stApp]").inner_text()) == []


def test_an_administrator_without_the_portfolio_is_told_which_roles_see_it(
    browser: Browser, shown: str
) -> None:
    with desk(browser, shown) as here:
        here.open("grants")
        here.be("示例系统管理员")
        expect(here.page.get_by_text("您的角色不能查看基金数据")).to_be_visible()
        assert SECRETS.findall(here.page.locator("[data-testid=stMain]").inner_text()) == []
        keep(here.page, PICTURES / "denied-zh-1440-light.png")
