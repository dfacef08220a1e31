"""One procurement of each category through the pages, from plan to payment, by the people it
takes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fund import db
from fund.access.actors import OPERATOR
from fund.i18n import NBSP
from fund.ledger.rules import CATEGORIES
from fund.procurement import processes
from tests.browser.driving import PATIENCE, desk
from tests.browser.test_worked_portfolio import Walk
from tests.ledger.scenario import WAN
from tests.people import office
from tests.procurement.buying import Buying
from tests.serving import forked, serving

SUPPLIERS = {"供应商甲": "2900", "供应商乙": "2700", "供应商丙": "3100"}
PLACES = {"launch_vehicle": "运载火箭", "satellite": "卫星", "launch_site": "发射场", "ttc": "测控"}
FIRST, LATER = "2026-03-02", "2026-03-24"
"""The day of the plan, and the day after the deadline."""
DONE = "已登记。"
MASS, COUNT = "质量（千克）；发射填入轨质量，卫星填单颗质量", "数量：卫星颗数、工位数、测控圈次"
DELIVERED = {
    "launch_vehicle": (("轨道", "▾太阳同步轨道"), (MASS, "500"), ("结果", "▾成功")),
    "satellite": ((COUNT, "2"),),
    "launch_site": ((f"{COUNT}（如有）", "1"),),
    "ttc": ((COUNT, "1200"),),
}
"""What each category delivers for 2,700 万元, in its own figures."""
PRICES = {
    "launch_vehicle": "54,000.00 元/千克（1）",
    "satellite": "1,350 万元/颗（1）",
    "ttc": "22,500.00 元/圈（1）",
}
"""Worked out by hand: 27,000,000 over 500 kg, 2 satellites, 1,200 passes; a pad has no unit
price.
"""


class Buyer(Walk):
    """The people of a procurement; a place is a page of the menu, or a record on its list: “采购过程
    P1”.
    """

    def go(self, place: str) -> None:
        if self.at == place:
            return
        page, _space, code = place.partition(" ")
        self.here.menu(page)
        if code:
            self.here.click(
                self.here.page.locator(".f-table").get_by_role(
                    "link", name=f"示例 {code}", exact=True
                )
            )
            self.here.page.locator(".f-crumb", has_text=code).wait_for(timeout=PATIENCE)
            self.here.settle()
        self.at = place

    def tender(self, code: str, category: str) -> None:
        """Planned, published, and bid for by three."""
        self.be("officer")
        self.go("采购过程")
        self.here.unfold(".st-key-f-plan")
        fields = (
            ("编号", code),
            ("名称", f"示例 {code}"),
            ("类别", f"▾{PLACES[category]}"),
            ("预算项", "▾B26"),
            ("省份", "▾陕西省"),
            ("预算金额（框架协议填金额上限）", "3000"),
        )
        self.form("f-plan-code", fields, "已立项，由他人发布公告。")
        self.at = ""
        self.act("supervisor_2", f"采购过程 {code}", "发布采购公告", expected=DONE)
        for supplier, wan in SUPPLIERS.items():
            self.act(
                "officer",
                f"采购过程 {code}",
                "登记投标",
                ("供应商", f"▾{supplier}"),
                ("报价", wan),
                expected=DONE,
            )
            expect(
                self.here.page.locator(".st-key-f-block-bids").get_by_text(supplier)
            ).to_be_visible(timeout=PATIENCE)
        expect(self.here.page.get_by_text("开标前报价保密")).to_be_visible(timeout=PATIENCE)

    def award(self, code: str) -> None:
        """Opened, evaluated and awarded, each by somebody else."""
        place = f"采购过程 {code}"
        self.act("supervisor", place, "开标", expected=DONE)
        self.act("reviewer", place, "声明与投标人有无利害关系", expected=DONE)
        self.act(
            "reviewer",
            place,
            "确定中标人",
            ("中标的投标", "▾供应商乙"),
            ("评审意见", "综合评分第一"),
            expected=DONE,
        )
        self.act("decider", place, "确定中标", expected=DONE)

    def fulfil(self, code: str, category: str) -> None:
        """Signed, delivered with evidence, accepted and paid on the contract's page."""
        place = f"政府采购 {code}"
        self.sign(place, "签订合同", [("D1", "2700")])
        self.be("officer")
        self.go(place)
        self.here.unfold(".st-key-f-behind-delivery")
        form = self.here.page.locator(".st-key-f-behind-delivery [data-testid=stForm]")
        self.fill(
            form,
            (
                ("数据所依据的文件", "交付单一号"),
                ("名称：火箭型号、卫星类型、工程或服务", f"示例 {code}"),
                *DELIVERED[category],
            ),
        )
        self.here.click(form.locator("[data-testid=stFormSubmitButton] button"))
        expect(
            self.here.page.locator(".st-key-f-block-deliveries").get_by_text("交付单一号")
        ).to_be_visible(timeout=PATIENCE)
        self.evidence(place, "D1")
        self.pay(place, "D1")
        self.here.click(self.here.page.get_by_role("link", name="采购过程：公告、投标、评标、定标"))
        expect(
            self.here.page.locator(".st-key-f-block-timeline").get_by_text("拨付 D1")
        ).to_be_visible(timeout=PATIENCE)
        self.at = place.replace("政府采购", "采购过程")


@contextmanager
def on_day(url: str, day: str, folder: Path, browser: Browser) -> Iterator[Buyer]:
    """The house on a day, with a window in it."""
    with (
        serving(
            folder / f"log-{day}", {"FUND_DATABASE_URL": url, "FUND_NOW": day}, start=forked
        ) as address,
        desk(browser, address) as here,
    ):
        here.open()
        here.be("finance")
        yield Buyer(here, url)


def begun(folder: Path) -> str:
    """An office with money and suppliers: the address of its database."""
    url = f"sqlite:///{folder}/fund.db"
    made = Buying(office(url)).begin(20_000)
    for supplier in SUPPLIERS:
        made.office.organisation(supplier)
    return url


def buy(browser: Browser, folder: Path, wanted: dict[str, str]) -> None:
    """Each code of its category, from plan to payment; the timeline and the ledger say the same."""
    url = begun(folder)
    with on_day(url, FIRST, folder, browser) as buyer:
        for code, category in wanted.items():
            buyer.tender(code, category)
    with on_day(url, LATER, folder, browser) as buyer:
        for code, category in wanted.items():
            buyer.award(code)
            buyer.fulfil(code, category)
        buyer.go("政府采购")
        prices = buyer.here.page.locator(".st-key-f-block-prices")
        for category in wanted:
            if category in PRICES:
                expect(
                    prices.get_by_text(
                        PRICES[category].replace(" ", NBSP)
                        if category == "satellite"
                        else PRICES[category]
                    )
                ).to_be_visible(timeout=PATIENCE)
    with db.reading(db.engine(url)) as session:
        for code, category in wanted.items():
            one = processes.process(session, OPERATOR, code)
            told = processes.timeline(session, OPERATOR, one["id"], one["undertaking_id"])
            assert (one["status"], one["category"], one["supplier"], one["won_fen"]) == (
                "contracted",
                category,
                "供应商乙",
                2700 * WAN,
            )
            assert list(told["act"]) == [
                "plan_procurement",
                "publish_tender",
                *["record_bid"] * 3,
                "open_bids",
                "declare_interest",
                "evaluate",
                "award",
                "sign",
                "record_delivery",
                "file_evidence",
                "accept",
                "pay",
            ]
            assert told["actor"].nunique() == 6
            assert set(told[told["is_ledger"]]["amount_fen"].dropna()) == {2700 * WAN}


def test_a_launch_is_planned_published_and_bid_for_on_the_pages(
    browser: Browser, tmp_path: Path
) -> None:
    """What comes after is walked with one of each category, in the long run."""
    url = begun(tmp_path)
    with on_day(url, FIRST, tmp_path, browser) as buyer:
        buyer.tender("P1", "launch_vehicle")


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_one_of_each_category_is_bought_from_plan_to_payment_on_the_pages(
    browser: Browser, tmp_path: Path
) -> None:
    buy(
        browser,
        tmp_path,
        {
            f"P{number}": category
            for number, category in enumerate(CATEGORIES, 1)
            if category in PLACES
        },
    )
