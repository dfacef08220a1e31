"""A year's direction through the pages: a figure stated with its source, what is missing told, and
no promise before the year is closed; what was promised waits for another, who approves it.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import Session, select

from fund import clock, db
from fund.access import actors
from fund.access.actors import OPERATOR
from fund.access.tables import Person
from fund.closing import commands as closing
from fund.evaluation import direction, directions
from tests.browser.driving import desk
from tests.conftest import TODAY
from tests.holdings.doing import PAPER


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


def promised(url: str) -> None:
    """The year before, closed, with its truth promised: all by others than who approves it."""
    engine = db.engine(url)

    def done(name: str, command: Callable[..., Any], **arguments: Any) -> Any:
        def act(session: Session) -> Any:
            person = session.exec(select(Person.id).where(Person.name == name)).one()
            return command(session, actors.load(session, person), **arguments).id

        with clock.at(clock.noon(TODAY)):
            return db.write(engine, act)

    closed = done("示例财务一", closing.prepare_close, period="2025", note="示例：无未了事项")
    done("示例监管二", closing.close, closing_id=closed)
    year = {"direction_id": done("示例经办一", direction.begin_direction, fiscal_year=2025)}
    signed = {"signatory": "示例法定代表人", **PAPER}
    done("示例监管一", direction.promise_direction, **year, **signed)
    engine.dispose()


@pytest.mark.long
def test_a_year_that_waits_is_approved_by_another_person(
    browser: Browser, changeable: tuple[str, str]
) -> None:
    address, url = changeable
    promised(url)
    with desk(browser, address) as here:
        page = here.page
        here.open("inbox")
        here.be("示例监管一")
        expect(page.locator(".f-h1").first).to_contain_text("待我处理")
        expect(page.get_by_text("待审定的投向评价")).to_have_count(0)
        here.be("示例决策一")
        expect(page.get_by_text("待审定的投向评价").first).to_be_visible()
        here.open("direction?id=2025")
        here.click(page.get_by_role("button", name="审定", exact=True))
        expect(page.get_by_text("已审定。").first).to_be_visible()
    with db.reading(db.engine(url)) as session:
        assert directions.year(session, OPERATOR, 2025).facts["status"] == "approved"
