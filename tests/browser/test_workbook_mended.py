"""A centre's workbook with five kinds of bad cells, put right where they are seen, up to whoever
reviews.
"""

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from fund import clock, db
from fund.access import actors
from fund.centres import paper
from fund.centres.paper import FIRST_ROW, UNIT, VALUE
from tests.browser.driving import PATIENCE, desk
from tests.centres.reporting import World, world
from tests.office import sample as samples
from tests.published.samples import a_package, a_release, as_bytes
from tests.serving import forked, serving

BAD = {
    "research_spend": (UNIT, "元", "1860"),
    "shared_hours": (VALUE, "0.3万", "3000"),
    "projects": (VALUE, "/", "14"),
    "last_test_on": (VALUE, "9/8/2026", "2026-09-08"),
    "firms_served": (VALUE, "5S", "55"),
}
"""Figure -> the column changed, what stands there, what is typed on the page."""


def spoiled(url: str) -> tuple[World, bytes]:
    """A database whose centre has a report to hand in, and its workbook with BAD in it."""
    made = world(url)
    made.approved("SD-RR", "2026-Q2", date(2026, 7, 3), last_test_on="2026-06-18")
    made.filled("local SD-RR", "SD-RR")
    with db.reading(made.office.engine) as session:
        of = paper.paper(session, actors.load(session, made.ids["local SD-RR"]), "SD-RR", "2026-Q3")
    book = load_workbook(io.BytesIO(paper.written(of, "zh")))
    rows = {one.code: FIRST_ROW + number for number, one in enumerate(of.form)}
    for code, (column, text, _typed) in BAD.items():
        book.worksheets[1].cell(rows[code], column).value = text
    out = io.BytesIO()
    book.save(out)
    return made, out.getvalue()


def typed(url: str, *words: str, now: str = "2026-10-08") -> set[tuple[str, str]]:
    """What the command line finds in a file: each place with its sentence."""
    settings = {"FUND_DATABASE_URL": url, "FUND_NOW": now, "FUND_LANG": "zh"}
    done = subprocess.run(
        [sys.executable, "-m", "fund", *words, "--json"],
        env=os.environ | settings,
        capture_output=True,
        check=False,
    )
    document = json.loads(done.stdout)
    issues = [issue for one in document.get("files", [document]) for issue in one["issues"]]
    return {(one["where"], one["message"]) for one in issues}


def shown(page: Page) -> set[tuple[str, str]]:
    """What the page finds in it: each place with its sentence, behind the value if it has one."""
    lines: list[list[str]] = page.locator(".f-box li").evaluate_all(
        "all => all.map(one => [one.firstChild.textContent, one.lastChild.textContent.trim()])"
    )
    return {(place, words) for place, words in lines}


def agree(page: Page, typed: set[tuple[str, str]]) -> None:
    """The page says what the command line says, of the same cells and no other."""
    seen = dict(shown(page))
    assert typed
    assert {place for place, _words in typed} == set(seen)
    assert all(words in seen[place] for place, words in typed)


def test_five_kinds_of_bad_cells_are_mended_on_the_page_and_the_reviewer_sees_it(
    browser: Browser, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/fund.db"
    made, content = spoiled(url)
    settings = {"FUND_DATABASE_URL": url, "FUND_NOW": "2026-10-08"}
    with (
        serving(tmp_path / "log", settings, start=forked) as address,
        desk(browser, address) as here,
    ):
        page = here.page
        here.open("filing?centre=SD-RR&report=2026-Q3")
        here.be("local SD-RR")
        here.settle()
        here.unfold(".st-key-f-workbook")
        page.locator(".st-key-f-workbook-up input[type=file]").set_input_files(
            {"name": "SD-RR.xlsx", "mimeType": "application/xlsx", "buffer": content}
        )
        here.settle()
        expect(page.get_by_role("button", name="重新核验")).to_be_visible(timeout=PATIENCE)
        assert page.locator("[class*=st-key-f-mend-] input").count() == len(BAD)
        (tmp_path / "SD-RR.xlsx").write_bytes(content)
        agree(page, typed(url, "check", "centre", str(tmp_path / "SD-RR.xlsx")))
        for code, (_column, _text, mended) in BAD.items():
            page.locator(f"[class*=st-key-f-mend-{code}-] input").fill(mended)
        here.click(page.get_by_role("button", name="重新核验"))
        here.settle()
        expect(page.get_by_text("0.3万 → 3000")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("下载更正后的工作簿")).to_be_visible()
        here.click(page.get_by_role("button", name="提交工作簿"))
        expect(page.get_by_text("已提交").first).to_be_visible(timeout=PATIENCE)
        here.settle()
        here.open("review?centre=SD-RR&report=2026-Q3")
        here.be("province 370000")
        expect(page.get_by_text("→ 1860").first).to_be_visible(timeout=PATIENCE)
        seen = page.locator("body").inner_text()
        assert all(f"→ {mended}" in seen for _column, _text, mended in BAD.values())
    with db.reading(made.office.engine) as session:
        reasons = session.connection().exec_driver_sql(
            "SELECT reason FROM submission_event WHERE kind = 'submit' ORDER BY id DESC"
        )
        reason = reasons.scalars().first()
    assert reason is not None
    for _column, text, mended in BAD.values():
        assert f"→ {mended}" in reason
        assert text == "元" or f"{text} →" in reason


def test_a_workbook_among_several_is_mended_once_however_often_it_is_sent(
    browser: Browser, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/fund.db"
    made, content = spoiled(url)
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as pack:
        pack.writestr("SD-RR.xlsx", content)
        pack.writestr("SD-RR again.xlsx", content)
    settings = {"FUND_DATABASE_URL": url, "FUND_NOW": "2026-10-08"}
    with (
        serving(tmp_path / "log", settings, start=forked) as address,
        desk(browser, address) as here,
    ):
        page = here.page
        here.open("centres")
        here.be("province 370000")
        here.settle()
        here.unfold(".st-key-f-together")
        page.locator("[class*=st-key-f-together-up] input[type=file]").set_input_files(
            {"name": "all.zip", "mimeType": "application/zip", "buffer": zipped.getvalue()}
        )
        here.settle()
        expect(page.get_by_role("button", name="重新核验")).to_have_count(1, timeout=PATIENCE)
        for code, (_column, _text, mended) in BAD.items():
            page.locator(f"[class*=st-key-f-mend-{code}-] input").fill(mended)
        here.click(page.get_by_role("button", name="重新核验"))
        here.settle()
        expect(page.get_by_text("0.3万 → 3000")).to_be_visible(timeout=PATIENCE)
        here.click(page.locator(".st-key-f-together-send button"))
        expect(page.get_by_text("已记录 1 项").first).to_be_visible(timeout=PATIENCE)
    with db.reading(made.office.engine) as session:
        events = session.connection().exec_driver_sql(
            "SELECT reason FROM submission_event WHERE kind = 'submit' AND reason LIKE '%1860%'"
        )
        assert len(events.scalars().all()) == 1


def test_the_offices_workbook_is_mended_on_the_page_and_the_decider_sees_what_was(
    browser: Browser, peopled: tuple[str, str], tmp_path: Path
) -> None:
    address, url = peopled
    book = load_workbook(io.BytesIO(samples.sample()))
    book["支付"]["C3"], book["资助"]["H3"] = "约100", "10/2/2026"
    out = io.BytesIO()
    book.save(out)
    mended = {"支付!C3": "12000000", "资助!H3": "2026-02-10"}
    (tmp_path / "mended.xlsx").write_bytes(out.getvalue())
    with desk(browser, address) as here:
        page = here.page
        here.open("imports")
        here.be("officer")
        here.settle()
        page.locator(".st-key-f-office input[type=file]").set_input_files(
            {"name": "mended.xlsx", "mimeType": "application/xlsx", "buffer": out.getvalue()}
        )
        here.settle()
        expect(page.get_by_role("button", name="重新核验")).to_be_visible(timeout=PATIENCE)
        day = str(clock.today())
        agree(
            page, typed(url, "import", "xlsx", str(tmp_path / "mended.xlsx"), "--dry-run", now=day)
        )
        for where, text in mended.items():
            page.get_by_role("textbox", name=where).fill(text)
        here.click(page.get_by_role("button", name="重新核验"))
        here.settle()
        expect(page.get_by_text("约100 → 12000000")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("下载更正后的工作簿")).to_be_visible()
        here.click(page.get_by_role("button", name="行待审批").first)
        expect(page.get_by_text("已提交").first).to_be_visible(timeout=PATIENCE)
        here.be("decider")
        here.settle()
        here.click(page.get_by_text("核对 mended.xlsx"))
        expect(page.get_by_text("约100 → 12000000").first).to_be_visible(timeout=PATIENCE)


def test_a_published_file_is_refused_by_page_and_command_line_alike(
    browser: Browser, peopled: tuple[str, str], tmp_path: Path
) -> None:
    address, url = peopled
    contract = a_release()["contracts"][0] | {
        "value": {"amount": "约100", "currency": "CNY"},
        "dateSigned": "05/01/2026",
    }
    file = tmp_path / "bought.json"
    file.write_bytes(as_bytes(a_package(a_release(contracts=[contract]))))
    with desk(browser, address) as here:
        here.open("imports")
        here.be("officer")
        here.settle()
        here.page.locator(".st-key-f-published-ocds input[type=file]").set_input_files(file)
        here.settle()
        here.click(here.page.locator(".st-key-f-import button"))
        here.page.locator(".f-box li").first.wait_for(timeout=PATIENCE)
        here.settle()
        day = str(clock.today())
        agree(here.page, typed(url, "import", "ocds", str(file), "--dry-run", now=day))
