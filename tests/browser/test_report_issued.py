"""A month's report in Chinese, from the first click to the file that comes back: drafted, prepared,
reviewed, issued by three people out of their inboxes; one person twice is refused.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fund import acts, clock, db
from fund.access import commands as access
from fund.ledger import commands as ledger
from fund.reports import keys
from fund.ui import XLSX
from tests.browser.driving import PATIENCE, Desk, desk
from tests.people import Office, office
from tests.serving import forked, serving

MOST_CLICKS = 4
"""From the first page to the draft of the month that is over."""


@pytest.fixture
def month(tmp_path: Path) -> Office:
    """A real office with one line of budget; its officer may review as well."""
    made = office(f"sqlite:///{tmp_path}/fund.db")
    line = {"code": "A26", "title": "示例", "measure": "A1", "source": "fund"}
    opened = acts.perform(
        made.engine, made.ids["finance"], ledger.open_line, fiscal_year=2026, **line
    )
    given = {"line_id": int(opened.id), "amount_fen": 12_345_678_901}
    acts.perform(made.engine, made.ids["finance"], ledger.appropriate, **given)
    made.act("security", access.assign_role, person_id=made.ids["officer"], role="supervisor")
    return made


def signed(here: Desk, name: str, button: str, done: str) -> None:
    """Somebody comes from what waits for them to the register, and signs."""
    here.open("inbox")
    here.be(name)
    here.click(here.page.locator(".f-table a", has_text="月度报告").first)
    here.heading("报告")
    here.click(here.page.get_by_role("button", name=button, exact=True))
    expect(here.page.get_by_text(done).first).to_be_visible(timeout=PATIENCE)
    here.settle()


def test_a_month_is_drafted_reviewed_issued_and_verified(
    browser: Browser, month: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(keys.SETTING, str(tmp_path / "seal-key"))
    settings = {
        "FUND_DATABASE_URL": month.engine.url.render_as_string(hide_password=False),
        keys.SETTING: str(tmp_path / "seal-key"),
    }
    with (
        serving(tmp_path / "log", settings, start=forked) as address,
        desk(browser, address) as here,
    ):
        here.open("")
        here.be("officer")
        here.clicks = 0
        here.menu("报告")
        draft = here.download(here.page.get_by_role("button", name="生成草稿"))
        assert here.clicks <= MOST_CLICKS
        number = _number(month)
        signed(here, "officer", "编制", f"报告 {number}：已办理。")
        here.click(here.page.get_by_role("button", name="审核", exact=True))
        expect(here.page.get_by_text("须由他人办理").first).to_be_visible(timeout=PATIENCE)
        signed(here, "supervisor", "审核", f"报告 {number}：已办理。")
        signed(here, "decider", "批准签发", f"报告 {number}：已办理。")
        issued = here.download(here.page.get_by_role("button", name="下载签发件"))
        _checked(here, draft, "本基金的草稿，未经改动；尚未签发。")
        _checked(here, issued, "本基金签发的报告，未经改动。")


def _checked(here: Desk, content: bytes, words: str) -> None:
    """The file is given to the page, which says what it is."""
    here.open("reports")
    here.page.locator(".st-key-f-check input[type=file]").set_input_files(
        {"name": "月报.xlsx", "mimeType": XLSX, "buffer": content}
    )
    expect(here.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)


def _number(made: Office) -> str:
    with db.reading(made.engine) as session:
        row = session.connection().exec_driver_sql("SELECT max(id) FROM registered_report").scalar()
    return f"{clock.today():%Y}-{row:04d}"
