"""A year's direction through the pages: a figure stated with its source, what is missing told, and
no promise before the year is closed.
"""

import pytest
from playwright.sync_api import Browser, expect

from fund import db
from fund.access.actors import OPERATOR
from fund.evaluation import directions
from tests.browser.driving import desk


@pytest.mark.long
def test_a_figure_is_stated_and_nothing_is_promised_before_the_year_is_closed(
    browser: Browser, changeable: tuple[str, str]
) -> None:
    address, url = changeable
    with db.reading(db.engine(url)) as session:
        before = directions.year(session, OPERATOR, 2026).tally
    with desk(browser, address) as here:
        here.open("direction?id=2026")
        here.be("示例经办一")
        page = here.page
        here.click(page.get_by_text("填报指标", exact=True).first)
        here.pick(
            page.get_by_label("评价内容"),
            "3 服务统一大市场 · 未违反统一大市场规定（1 为是，0 为否）",
        )
        page.get_by_label("数值（留空即撤回原填报）").fill("1")
        page.get_by_label("来源", exact=True).fill("示例：自查报告")
        here.click(page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="填报"))
        expect(page.locator(".f-paper").first).to_contain_text("示例：自查报告")
        here.settle()
        here.be("示例监管一")
        here.click(page.get_by_text("提交签署的真实性承诺").first)
        page.get_by_label("签署人").fill("示例法定代表人")
        here.click(page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="提交承诺"))
        expect(page.get_by_text("尚未结账").first).to_be_visible()
    with db.reading(db.engine(url)) as session:
        found = directions.year(session, OPERATOR, 2026)
    assert found.facts["status"] == "draft"
    assert found.tally == (before.total + 4, before.missing - 4, "")
