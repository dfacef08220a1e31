"""A decider looks through the office's workbook on the page, and only then can approve it."""

import io
from datetime import date

import sqlalchemy as sa
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from fund import acts, db
from fund.office import commands, intake
from tests.browser.driving import PATIENCE, STILL, desk
from tests.office import sample as samples


def test_rows_totals_and_remarks_are_seen_before_the_workbook_is_approved(
    browser: Browser, peopled: tuple[str, str]
) -> None:
    address, url = peopled
    book = load_workbook(io.BytesIO(samples.sample()))
    book["资助"]["G3"] = "¥43,000,000.00"
    out = io.BytesIO()
    book.save(out)
    records, _issues = intake.read(out.getvalue(), today=date(2026, 11, 23))
    engine = db.engine(url)
    with db.reading(engine) as session:
        officer = session.execute(
            sa.text("SELECT id FROM person WHERE login = 'officer'")
        ).scalar_one()
    acts.perform(
        engine,
        officer,
        commands.upload_opening,
        file_name="office.xlsx",
        content=out.getvalue(),
        records=records,
    )
    with desk(browser, address) as here:
        here.open("imports")
        here.be("decider")
        here.settle()
        page = here.page
        expect(page.get_by_role("button", name="批准 office.xlsx")).to_have_count(0)
        expect(page.get_by_text("资助!G3")).to_have_count(0)
        here.click(page.get_by_text("核对 office.xlsx"))
        expect(page.get_by_text("读取时的提醒")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("资助!G3").first).to_be_visible()
        here.settle()
        page.evaluate(STILL)  # what has just been opened may still move under the click
        here.click(page.get_by_text("我已逐行核对，并核对了各项合计。"))
        expect(page.get_by_role("button", name="批准 office.xlsx")).to_be_visible(timeout=PATIENCE)
        here.click(page.get_by_text("核对 office.xlsx"))
        expect(page.get_by_text("资助!G3")).to_have_count(0, timeout=PATIENCE)
        here.settle()
        here.click(page.get_by_role("button", name="批准 office.xlsx"))
        expect(page.get_by_text("期初事项已记入台账").first).to_be_visible(timeout=PATIENCE)
