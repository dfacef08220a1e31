"""A self-evaluation through the pages: saved as it was drawn, handed in by one person and approved
by another, printed as the form alone.
"""

import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from fund import db
from fund.access.actors import OPERATOR
from fund.evaluation import queries
from tests.browser.driving import desk

DRAFT = 3


def test_a_draft_is_saved_handed_in_and_approved_by_another(
    browser: Browser, changeable: tuple[str, str]
) -> None:
    address, url = changeable
    before = stored(url)
    with desk(browser, address) as here:
        here.open(f"evaluation?id={DRAFT}")
        here.be("示例经办一")
        here.page.get_by_label("主管部门").fill("另一主管部门")
        here.click(here.page.get_by_role("button", name="保存草稿"))
        expect(here.page.get_by_text("已保存。").first).to_be_visible()
        expect(here.page.locator(".f-paper").first).to_contain_text("另一主管部门")
        here.settle()
        saved = stored(url)
        assert saved.facts["department"] == "另一主管部门"
        assert saved.rows == before.rows, "the table keeps every row as it was drawn"
        here.click(here.page.get_by_role("button", name="提交自评"))
        expect(here.page.get_by_text("已提交：各项数据固定为今日数值。").first).to_be_visible()
        here.settle()
        expect(here.page.get_by_role("button", name="审定")).to_have_count(0)
        here.be("示例监管一")
        here.click(here.page.get_by_role("button", name="审定"))
        expect(here.page.get_by_text("已审定。").first).to_be_visible()
    assert stored(url).facts["status"] == "approved"
    with db.reading(db.engine(url)) as session:
        assert (
            session.execute(
                sa.text("SELECT count(*) FROM evaluation_event WHERE evaluation_id = :key"),
                {"key": DRAFT},
            ).scalar()
            == 5
        )


def test_on_paper_the_form_stands_alone(browser: Browser, shown: str) -> None:
    with desk(browser, shown) as here:
        here.open("evaluation?id=1")
        here.be("示例监管一")
        here.page.emulate_media(media="print")
        expect(here.page.locator(".f-paper").first).to_be_visible()
        expect(here.page.locator("[data-testid=stSidebar]")).to_be_hidden()
        expect(here.page.locator(".st-key-f-block-history")).to_be_hidden()


def stored(url: str) -> queries.Form:
    with db.reading(db.engine(url)) as session:
        return queries.form(session, OPERATOR, DRAFT)
