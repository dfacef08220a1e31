"""The ways people go through the pages, counted in clicks, and what they take away: the same
figures everywhere.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect
from sqlmodel import select

from fund import db, i18n
from fund.access.actors import OPERATOR
from fund.closing import queries as closing
from fund.ledger.tables import Act, Posting, Tranche, TrancheBalance, Undertaking
from fund.ledger.view import View
from fund.office.tables import Opening
from fund.standing import queries as standing
from tests.browser.driving import Desk, desk
from tests.conftest import ROOT, TODAY
from tests.reports.test_catalogue import totals

SAMPLES = ROOT / "data" / "samples"


def figures(database: Path, *options: str) -> dict[str, Any]:
    """What the command line says of a copy of the database: being asked is on record."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "FUND_DATABASE_URL": f"sqlite:///{shutil.copy(database, folder)}",
            "FUND_NOW": TODAY.isoformat(),
        }
        said = subprocess.run(
            [sys.executable, "-m", "fund", "figures", "--json", *options],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=True,
        )
    return dict(json.loads(said.stdout))


def test_an_administrator_reaches_an_overdue_milestones_grant_in_three_clicks(
    visitor: Desk,
) -> None:
    visitor.open()
    visitor.be("示例经办一")
    row = visitor.page.locator(
        ".st-key-f-block-attention .f-table tbody tr", has_text="DEMO-G-"
    ).first
    milestone, code = (
        row.locator("a").inner_text(),
        row.locator("small").inner_text().split(" · ")[0].strip(),
    )
    visitor.click(row.locator("a"))
    visitor.page.locator(".f-crumb", has_text=code).wait_for()
    visitor.settle()
    assert visitor.clicks <= 3
    expect(
        visitor.page.locator(".st-key-f-block-milestones, .st-key-f-block-tranches")
        .get_by_text(milestone)
        .first
    ).to_be_attached()


def test_a_clerk_goes_from_one_period_to_another_and_back_to_all_reports(visitor: Desk) -> None:
    visitor.open("filing?centre=SD-RR&report=2026-Q3")
    visitor.be("示例地方一")
    expect(visitor.page.locator(".f-lede")).to_contain_text("2026 年第三季度")
    visitor.click(visitor.page.locator("[class*=st-key-f-period-] input"))
    visitor.click(visitor.page.get_by_role("option", name="2026 年第二季度"))
    expect(visitor.page.locator(".f-lede")).to_contain_text("2026 年第二季度")
    visitor.settle()
    visitor.click(visitor.page.locator(".f-crumb a", has_text="我的填报"))
    visitor.heading("我的中心")


def test_an_official_has_the_monthly_workbook_in_four_clicks_and_it_says_what_the_overview_says(
    visitor: Desk, demonstration: Path
) -> None:
    visitor.open()
    visitor.be("示例决策一")
    seen = visitor.page.locator(".st-key-f-block-chain").text_content() or ""
    known = figures(demonstration)["stages"]
    for stage in ("appropriated", "committed", "obligated", "accepted", "paid"):
        assert i18n.in_unit(known[stage], "yi") in seen
    visitor.click(visitor.page.get_by_role("link", name="报告"))
    visitor.heading("报告")
    content = visitor.download(visitor.page.get_by_role("button", name="生成草稿"))
    assert visitor.clicks <= 4
    assert totals(content, "zh") == known


def test_the_grants_go_out_as_360giving_from_the_page_of_reports(visitor: Desk) -> None:
    visitor.open("reports")
    visitor.be("示例查阅一")
    package = json.loads(
        visitor.download(visitor.page.get_by_role("button", name="下载 360Giving 文件"))
    )
    assert "演示数据" in package["title"]
    grants = [one for one in package["grants"] if "fundingType" not in one]
    assert 0 < len(grants) < len(package["grants"])  # subsidies go out beside them, marked so
    visitor.open("grants")
    visitor.be("示例查阅一")
    expect(visitor.page.locator(".f-lede").first).to_contain_text(f"{len(grants)} 个资助项目")


@pytest.mark.long
def test_a_view_shared_by_its_address_shows_the_same_to_somebody_else(
    browser: Browser, visitor: Desk, shown: str
) -> None:
    visitor.open("?region=610000&as_of=2026-09-30&lang=en")
    visitor.be("示例查阅一")
    with desk(browser, shown) as other:
        other.open(visitor.page.url.removeprefix(shown + "/"))
        other.be("示例财务一")
        for block in ("chain", "attention", "measures"):
            theirs = visitor.page.locator(f".st-key-f-block-{block}").inner_text()
            expect(other.page.locator(f".st-key-f-block-{block}")).to_have_text(
                theirs, use_inner_text=True
            )
        expect(other.page).to_have_url(re.compile("as_of=2026-09-30"))
        other.click(other.page.get_by_role("link", name="Grants", exact=True))
        other.heading("Grants")
        expect(other.page).to_have_url(re.compile("region=610000"))
        assert {
            cell.inner_text().split("\n")[-1]
            for cell in other.page.locator(".st-key-f-block-grants td:nth-child(2)").all()
        } <= {"Shaanxi Province", "Shaanxi"}


@pytest.mark.long
def test_a_click_on_a_provinces_tile_keeps_that_province_and_clearing_brings_all_back(
    visitor: Desk,
) -> None:
    visitor.open()
    visitor.be("示例查阅一")
    plot = visitor.page.locator(".st-key-f-block-provinces .js-plotly-plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box() or {}
    visitor.page.mouse.click(box["x"] + box["width"] * 5.5 / 8, box["y"] + box["height"] * 1.5 / 8)
    visitor.page.wait_for_url(re.compile("region=110000"))
    clear = visitor.page.get_by_role("button", name="清除筛选")
    expect(clear).to_be_visible()
    visitor.settle()
    visitor.click(clear)
    expect(clear).to_have_count(0)
    visitor.settle()
    assert "region=" not in visitor.page.url


def test_the_export_of_a_page_has_the_rows_filters_and_day_on_screen(visitor: Desk) -> None:
    visitor.open("milestones?show=overdue&as_of=2026-10-15")
    visitor.be("示例决策一")
    rows = visitor.page.locator(".st-key-f-block-milestones tbody tr")
    titles = sorted(
        rows.nth(number).locator("td").first.locator("a").inner_text()
        for number in range(rows.count())
    )
    assert len(titles) >= 3
    book = openpyxl.load_workbook(
        io.BytesIO(visitor.download(visitor.page.get_by_role("button", name="导出 Excel")))
    )
    cover = [
        str(value)
        for row in book.worksheets[0].iter_rows(values_only=True)
        for value in row
        if value is not None
    ]
    assert any("2026年10月15日" in words for words in cover)
    written = {
        str(value) for row in book.worksheets[1].iter_rows(values_only=True) for value in row
    }
    assert set(titles) <= written
    assert sum(
        row[0] is not None and str(row[1] or "").strip() != ""
        for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)
    ) >= len(titles)


def test_a_double_click_on_pay_pays_once(browser: Browser, changeable: tuple[str, str]) -> None:
    address, url = changeable
    with db.reading(db.engine(url)) as session:
        tranche, code, acts = waiting(session)
    with desk(browser, address) as here:
        here.open(f"{'grant' if '-G-' in code else 'contract'}?id={code}")
        here.be("示例财务二")
        form = here.page.locator(".st-key-f-block-tranches [data-testid=stForm]").first
        form.get_by_role("textbox", name="凭证号", exact=True).fill("示例凭证-双击")
        here.click(form.locator("[data-testid=stFormSubmitButton] button"))
        here.page.get_by_role("button", name=re.compile("^确认拨付 ")).first.dblclick()
        # the second click may come when the first has been answered: then it is said to be there
        said = re.compile("已记入台账|本次未重复记录")
        expect(here.page.get_by_text(said).first).to_be_visible()
        here.settle()
    with db.reading(db.engine(url)) as session:
        assert len(session.exec(select(Act.id)).all()) == acts + 1
        paid = session.exec(
            select(Posting.amount_fen).where(Posting.tranche_id == tranche, Posting.stage == "paid")
        ).all()
        accepted = session.exec(
            select(Posting.amount_fen).where(
                Posting.tranche_id == tranche, Posting.stage == "accepted"
            )
        ).all()
        assert sum(paid) == sum(accepted)


def waiting(session: Any) -> tuple[int, str, int]:
    """A part of an agreement that is accepted and not paid at all, its agreement's code, and how
    many acts there are.
    """
    found = (
        select(TrancheBalance.tranche_id, Undertaking.code)
        .join(Tranche, Tranche.id == TrancheBalance.tranche_id)
        .join(Undertaking, Undertaking.id == Tranche.undertaking_id)
    )
    tranche, code = session.exec(
        found.where(TrancheBalance.accepted_fen > 0, TrancheBalance.paid_fen == 0)
    ).first()
    return tranche, code, len(session.exec(select(Act.id)).all())


def test_the_offices_sample_goes_in_by_one_person_and_is_approved_by_another(
    browser: Browser, peopled: tuple[str, str]
) -> None:
    address, url = peopled
    with desk(browser, address) as here:
        here.open("imports")
        here.be("officer")
        here.page.locator("[data-testid=stFileUploader] input[type=file]").first.set_input_files(
            SAMPLES / "office-sample.xlsx"
        )
        here.click(here.page.get_by_role("button", name=re.compile("提交 .* 行待审批")))
        expect(here.page.get_by_text("份填报表待审批").first).to_be_visible()
        assert here.page.get_by_role("button", name="批准").count() == 0
        here.be("decider")
        here.click(here.page.get_by_text(re.compile("核对 .*xlsx")))
        here.click(here.page.get_by_text("我已逐行核对，并核对了各项合计。"))
        here.settle()
        here.click(here.page.get_by_role("button", name=re.compile("批准 ")))
        expect(here.page.get_by_text("份填报表待审批").first).to_contain_text("0")
        here.click(here.page.get_by_role("link", name="总览"))
        here.heading("基金总览")
        assert "尚未下达" not in here.page.locator(".f-lede").inner_text()
    with db.reading(db.engine(url)) as session:
        assert session.exec(select(Opening.status)).one() == "approved"
        assert session.exec(select(Posting.id)).first() is not None


def test_a_published_file_goes_in_on_the_page_and_a_second_time_everything_is_unchanged(
    browser: Browser, peopled: tuple[str, str]
) -> None:
    address, url = peopled
    with desk(browser, address) as here:
        here.open("imports")
        here.be("officer")
        for said in ("无变化 0", "接收 0"):
            here.page.locator(".st-key-f-block-published input[type=file]").set_input_files(
                SAMPLES / "ocds-sample.json"
            )
            here.click(here.page.get_by_role("button", name=re.compile("导入 1 个文件")))
            expect(
                here.page.locator(".st-key-f-block-published").get_by_text(said).first
            ).to_be_visible()
            book = openpyxl.load_workbook(
                io.BytesIO(here.download(here.page.get_by_role("button", name="导出 Excel")))
            )
            assert "ocds-sample.json" in {
                row[0] for row in book["外部公布文件"].iter_rows(values_only=True)
            }
            here.open("imports")
            here.be("officer")
        here.page.locator(".st-key-f-block-published input[type=file]").set_input_files(
            files=[
                {
                    "name": "坏.json",
                    "mimeType": "application/json",
                    "buffer": b'{"releases": [{"id": "1"}]}',
                }
            ]
        )
        here.click(here.page.get_by_role("button", name=re.compile("导入 1 个文件")))
        expect(here.page.get_by_text("坏.json").first).to_be_visible()
        expect(here.page.get_by_text("未保存任何内容").first).to_be_visible()
    with db.reading(db.engine(url)) as session:
        assert session.exec(select(Posting.id)).first() is None


def test_a_month_is_prepared_by_one_person_and_closed_by_another(
    browser: Browser, changeable: tuple[str, str]
) -> None:
    address, url = changeable
    last_month = f"{TODAY.replace(day=1) - timedelta(days=1):%Y-%m}"
    with desk(browser, address) as here:
        here.open(f"closing?close={last_month}")
        here.be("示例财务一")
        here.page.get_by_label("对未处理事项的说明").fill("各经办人已约定办理日期")
        here.click(here.page.get_by_role("button", name=re.compile("^准备关账：")))
        expect(here.page.get_by_text("已准备，由另一人关账").first).to_be_visible()
        here.settle()
        here.be("示例监管一")
        here.click(here.page.get_by_role("button", name=re.compile("^关账：")))
        expect(here.page.get_by_text("已关账。").first).to_be_visible()
    with db.reading(db.engine(url)) as session:
        frame = closing.closings(session, OPERATOR)
    assert frame[["period", "state"]].values.tolist() == [[last_month, "closed"]]


def test_what_waits_to_be_paid_is_seen_once_more_and_then_paid(
    browser: Browser, changeable: tuple[str, str]
) -> None:
    address, url = changeable
    with desk(browser, address) as here:
        here.open("inbox")
        here.be("示例财务一")
        block = here.page.locator(".st-key-f-block-inbox-pay")
        here.click(block.locator("a[href*='id=']").first)
        pay = here.page.locator(".st-key-f-block-tranches")
        form = pay.locator("[data-testid=stForm]")
        look = form.get_by_role("button", name="再核对一次")
        here.click(look)
        expect(pay.get_by_text("填写凭证号").first).to_be_visible()
        form.get_by_label("凭证号", exact=True).fill("V-1")
        here.click(look)
        for words in ("收款单位", "户名", "开户行", "账号", "预算项", "V-1"):
            expect(pay.locator(".f-facts").get_by_text(words).first).to_be_visible()
        here.be("示例财务二")  # somebody else has looked at nothing yet
        expect(pay.get_by_role("button", name=re.compile("^确认拨付 "))).to_have_count(0)
        here.be("示例财务一")
        here.click(pay.get_by_role("button", name=re.compile("^确认拨付 ")))
        expect(here.page.get_by_text("已记入台账").first).to_be_visible()
    with db.reading(db.engine(url)) as session:
        paid = sa.text("SELECT count(*) FROM act WHERE kind = 'pay' AND reference = 'V-1'")
        assert session.execute(paid).scalar() == 1


def test_a_green_light_over_a_red_ledger_is_recorded_by_one_and_answered_by_another(
    browser: Browser, changeable: tuple[str, str]
) -> None:
    address, url = changeable
    with db.reading(db.engine(url)) as session:
        lights = standing.lights(session, OPERATOR, View(as_of=TODAY))
    red = lights[
        (lights["computed"] == "red")
        & (lights["declared"] != "green")
        & (lights["kind"] == "grant")
    ].iloc[0]["code"]
    with desk(browser, address) as here:
        here.open(f"grant?id={red}")
        here.be("示例经办一")
        acts = here.page.locator(".st-key-f-block-acts")
        here.click(acts.get_by_role("radio", name="登记自报状态", exact=True))
        here.page.get_by_label("来函内容").fill("一切正常")
        here.click(acts.get_by_role("combobox", name=re.compile("状态灯")).first)
        here.click(here.page.get_by_role("option", name="绿灯"))
        here.click(acts.locator("[data-testid=stFormSubmitButton] button"))
        expect(here.page.get_by_text("需要书面答复").first).to_be_visible()
        here.settle()
        here.be("示例监管一")
        here.click(acts.get_by_role("radio", name="答复状态差异", exact=True))
        here.page.get_by_label("答复", exact=True).fill("承担单位按口径自报，已约谈")
        here.click(acts.locator("[data-testid=stFormSubmitButton] button"))
        expect(here.page.locator(".st-key-f-block-standing")).to_contain_text(
            "承担单位按口径自报，已约谈"
        )
    with db.reading(db.engine(url)) as session:
        assert (
            session.execute(
                sa.text(
                    "SELECT count(*) FROM act WHERE kind IN ('report_status', 'answer_gap') AND"
                    " recorded_on = :day"
                ),
                {"day": TODAY},
            ).scalar()
            == 2
        )
