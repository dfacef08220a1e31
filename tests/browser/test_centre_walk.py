"""A quarter of a centre, signed in through the provider: half filled, the server killed, finished,
forwarded, given back, answered, approved by another.
"""

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Locator, expect

from fund import db
from fund.access import actors
from fund.ledger.view import View
from fund.targets import queries as targets
from fund.targets.commands import set_target
from tests.browser.driving import PATIENCE, Desk
from tests.browser.signing_in import Door, provided
from tests.centres.reporting import FIGURES, PDF, World, world

TODAY = "2026-10-08"
FLOWS = {"research_spend": "1910", "shared_hours": "3200", "transfer_contracts": "1010"}
"""What is counted anew each quarter, and so typed."""
CHANGED = {"projects": "15"}
"""The one figure that has changed since last time."""
MOST_CLICKS, MOST_SHARE = 6, 0.4


@pytest.fixture
def quarter(tmp_path: Path) -> World:
    """A centre whose second quarter is approved; the third is to be handed in."""
    made = world(f"sqlite:///{tmp_path}/fund.db")
    made.approved("SD-RR", "2026-Q2", date(2026, 7, 3), last_test_on="2026-06-18")
    made.act(
        "officer",
        set_target,
        code="stage_recoveries",
        name_zh="累计回收子级",
        name_en="Stages recovered",
        unit_zh="次",
        unit_en="stages",
        value=Decimal(9),
        target_year=2027,
        source="x",
        baseline=Decimal(0),
        baseline_year=2025,
    )
    return made


def people(made: World) -> dict[str, int]:
    """Logins at the provider; a centre's reporter has a login without blanks there."""
    return {
        "clerk": made.ids["local SD-RR"],
        "province": made.ids["province 370000"],
        "hainan": made.ids["province 460000"],
        "reviewer": made.office.ids["reviewer"],
        "reviewer-2": made.office.ids["reviewer_2"],
    }


def served(iam: Any, folder: Path, made: World, port: int = 0) -> Any:
    return provided(
        iam,
        folder,
        made.office.engine.url.render_as_string(hide_password=False),
        people(made),
        made.office.ids["system"],
        {"FUND_NOW": TODAY},
        port=port,
    )


def field(here: Desk, code: str) -> Locator:
    return here.page.locator(f".st-key-f-line-{code} input, .st-key-f-line-{code} textarea").first


def fill(here: Desk, made: World, code: str, text: str) -> None:
    """Type into a field, leave it by the keyboard, and go on when the server has kept it; on a busy
    machine that takes a while.
    """
    field(here, code).fill(text)
    field(here, code).press("Tab")
    for _look in range(PATIENCE // 100):
        if kept(made, code) == text:
            break
        here.page.wait_for_timeout(100)
    assert kept(made, code) == text
    here.settle()


def kept(made: World, code: str) -> str:
    with db.reading(made.office.engine) as session:
        return str(
            session.execute(
                sa.text(
                    "SELECT written FROM draft_figure WHERE indicator = :code ORDER BY"
                    " submission_id DESC LIMIT 1"
                ),
                {"code": code},
            ).scalar_one()
        )


def status(made: World) -> str:
    with db.reading(made.office.engine) as session:
        return str(
            session.execute(
                sa.text("SELECT status FROM submission ORDER BY id DESC LIMIT 1")
            ).scalar_one()
        )


@pytest.mark.long
@pytest.mark.parametrize("width", [1440, 390], ids=["wide", "narrow"])
def test_a_quarter_from_half_a_draft_to_its_approval(
    browser: Browser, iam_server: Any, quarter: World, tmp_path: Path, width: int
) -> None:
    with served(iam_server, tmp_path, quarter) as door:
        with door.enter(browser, "clerk", width=width) as here:
            begin(here)
            for code, text in list(FLOWS.items())[:2]:
                fill(here, quarter, code, text)
        assert kept(quarter, "research_spend") == FLOWS["research_spend"]
        door.kill()
    with served(iam_server, tmp_path, quarter) as door:
        with door.enter(browser, "clerk", width=width) as here:
            finish(here, quarter)
        province(browser, door, quarter)
        returned(browser, door, quarter)
        with door.enter(browser, "clerk", width=width) as here:
            answered(here, quarter)
        with door.enter(browser, "province") as here:
            here.open("review")
            here.click(here.page.get_by_role("link", name="示例SD-RR中心"))
            forwarded(here, PDF + b"2")
        approved(browser, door, quarter)


def begin(here: Desk) -> None:
    """From my centres into the form."""
    here.heading("我的中心")
    here.click(here.page.get_by_role("link", name="去填写"))
    here.heading("示例SD-RR中心")
    here.click(here.page.get_by_role("button", name="开始填写"))
    field(here, "research_spend").wait_for(timeout=PATIENCE)
    here.settle()


def finish(here: Desk, made: World) -> None:
    """Come back to the half draft, finish it, hand it in."""
    here.heading("我的中心")
    here.click(here.page.get_by_role("link", name="去填写"))
    expect(field(here, "research_spend")).to_have_value(FLOWS["research_spend"], timeout=PATIENCE)
    expect(field(here, "staff")).to_have_value(FIGURES["staff"])
    fill(here, made, "transfer_contracts", FLOWS["transfer_contracts"])
    fill(here, made, "projects", CHANGED["projects"])
    fill(here, made, "stage_recoveries", "4")
    here.click(here.page.locator(".st-key-f-send button"))
    here.page.get_by_text("正在审核").first.wait_for(timeout=PATIENCE)
    assert status(made) == "submitted"


def province(browser: Browser, door: Door, made: World) -> None:
    """Another province sees nothing; its own forwards with the stamped scan."""
    with door.enter(browser, "hainan") as stranger:
        stranger.open("review")
        expect(stranger.page.locator("body")).not_to_contain_text("SD-RR")
        for path in (
            "filing?centre=SD-RR&report=2026-Q3",
            "review?centre=SD-RR&report=2026-Q3",
            "centre?code=SD-RR",
        ):
            stranger.open(path)
            expect(stranger.page.locator(".f-box")).to_contain_text("未能办理", timeout=PATIENCE)
            expect(stranger.page.locator("[data-testid=stMain]")).not_to_contain_text(
                "示例SD-RR中心"
            )
    with db.reading(made.office.engine) as session:
        noted = (
            "SELECT COUNT(*) FROM audit_entry WHERE actor_id = :person AND act = 'see_centres' AND"
            " detail LIKE '%out_of_scope%'"
        )
        assert (
            session.execute(sa.text(noted), {"person": made.ids["province 460000"]}).scalar_one()
            >= 3
        )
    with door.enter(browser, "province") as here:
        here.open("review")
        here.click(here.page.get_by_role("link", name="示例SD-RR中心"))
        here.heading("示例SD-RR中心")
        forwarded(here, PDF)
    assert status(made) == "forwarded"


def forwarded(here: Desk, scan: bytes) -> None:
    """The stamped scan of these figures is put to the report, and it goes on."""
    here.page.locator(".st-key-f-scan input[type=file]").set_input_files(
        {"name": "盖章.pdf", "mimeType": "application/pdf", "buffer": scan}
    )
    here.page.locator(".st-key-f-scan").get_by_text("盖章.pdf").first.wait_for(
        timeout=PATIENCE
    )  # an earlier scan of that name stands below
    here.settle()
    here.click(here.page.get_by_role("button", name="报送基金"))
    here.page.get_by_text("已报送基金").wait_for(timeout=PATIENCE)


def returned(browser: Browser, door: Door, made: World) -> None:
    """A reviewer gives it back with two remarks."""
    with door.enter(browser, "reviewer") as here:
        here.open("review?centre=SD-RR&report=2026-Q3")
        expect(here.page.locator(".f-table").first).to_contain_text("在研项目数")
        here.unfold(".st-key-f-give-back")
        picker = here.page.locator(".st-key-f-back-cells input")
        for name in ("研发人员", "在研项目数"):
            picker.fill(name)
            here.click(here.page.get_by_role("option", name=name, exact=True))
        picker.press("Escape")
        here.settle()
        for code, words in (("staff", "含兼职吗？"), ("projects", "请核对新增项目")):
            here.page.locator(f".st-key-f-back-{code} input").fill(words)
        here.click(here.page.get_by_role("button", name="退回修改", exact=True))
        here.page.get_by_text("已退回。").wait_for(timeout=PATIENCE)
    assert status(made) == "returned"


def answered(here: Desk, made: World) -> None:
    """Every remark is answered, one figure changed, and it is handed in again."""
    here.heading("我的中心")
    here.click(here.page.get_by_role("link", name="去修改"))
    here.page.get_by_text("请处理 2 处").wait_for(timeout=PATIENCE)
    waiting = here.page.locator("[class*=st-key-f-answer-] input")
    for left in (2, 1):
        expect(waiting).to_have_count(left, timeout=PATIENCE)
        here.settle()
        waiting.first.fill("已核对，不含兼职")
        here.click(here.page.get_by_role("button", name="答复", exact=True).first)
        expect(waiting).to_have_count(left - 1, timeout=PATIENCE)
        here.settle()
    fill(here, made, "projects", "16")
    here.click(here.page.locator(".st-key-f-send button"))
    here.page.get_by_text("正在审核").first.wait_for(timeout=PATIENCE)
    assert status(made) == "resubmitted"


def approved(browser: Browser, door: Door, made: World) -> None:
    """Another reviewer sees what changed and approves."""
    with door.enter(browser, "reviewer-2") as here:
        assert actual(made) == Decimal(FIGURES["stage_recoveries"])
        here.open("review?centre=SD-RR&report=2026-Q3")
        row = here.page.locator("tr", has_text="在研项目数")
        expect(row).to_contain_text("14")
        expect(row).to_contain_text("15")
        expect(row).to_contain_text("16")
        expect(row).to_contain_text("已核对")
        here.click(here.page.get_by_role("button", name="批准填报"))
        here.page.get_by_text("已批准，数据从现在起生效").wait_for(timeout=PATIENCE)
        here.open("centre?code=SD-RR")
        expect(here.page.locator("tr", has_text="在研项目数")).to_contain_text("16")
        assert actual(made) == Decimal(4)
        here.open("target?code=stage_recoveries")
        expect(here.page.locator("[data-testid=stMain]")).to_contain_text(
            "2026-Q3，1 个中心已批准的填报"
        )
    assert status(made) == "approved"


def actual(made: World) -> Decimal:
    """The target's actual, by the query of its page."""
    with db.reading(made.office.engine) as session:
        frame = targets.targets(
            session, actors.load(session, made.office.ids["viewer"]), View(as_of=date(2026, 10, 8))
        )
    return Decimal(str(frame.set_index("code").loc["stage_recoveries", "actual"]))


def test_a_province_hands_in_all_its_workbooks_together_with_a_verdict_a_file(
    browser: Browser, iam_server: Any, quarter: World, tmp_path: Path
) -> None:
    quarter.filled("local SD-RR", "SD-RR")
    with served(iam_server, tmp_path, quarter) as door, door.enter(browser, "province") as here:
        here.heading("我的中心")
        here.unfold(".st-key-f-together")
        pack = here.download(here.page.locator(".st-key-f-together-down a"))
        assert zipfile.ZipFile(io.BytesIO(pack)).namelist() == [
            "SD-OP-2026-Q3.xlsx",
            "SD-RR-2026-Q3.xlsx",
            "T-C-2026-Q3.xlsx",
        ]
        here.page.locator("[class*=st-key-f-together-up] input[type=file]").set_input_files(
            {"name": "季报.zip", "mimeType": "application/zip", "buffer": pack}
        )
        rows = here.page.locator(".st-key-f-together .f-table tbody tr")
        expect(rows).to_have_count(3, timeout=PATIENCE)
        expect(rows.nth(0)).to_contain_text(
            "待改正"
        )  # it never reported before: every field is empty, as those of the third are
        expect(rows.nth(1)).to_contain_text("通过检查")
        marked = here.download(here.page.locator(".st-key-f-together-marked button"))
        assert zipfile.ZipFile(io.BytesIO(marked)).namelist() == [
            "SD-OP-2026-Q3.xlsx",
            "T-C-2026-Q3.xlsx",
        ]
        here.click(here.page.get_by_role("button", name="提交 1 份通过检查的工作簿"))
        expect(here.page.locator("[data-testid=stMain]")).to_contain_text(
            "已记录 1 项", timeout=PATIENCE
        )
    with db.reading(quarter.office.engine) as session:
        stored = session.execute(
            sa.text(
                "SELECT c.code, r.channel FROM submission_round r JOIN submission s ON s.id ="
                " r.submission_id JOIN centre c ON c.id = s.centre_id WHERE s.period_id = 2"
            )
        ).all()
    assert [tuple(row) for row in stored] == [("SD-RR", "workbook")]


def test_a_normal_quarter_takes_few_clicks_and_little_typing(
    browser: Browser, iam_server: Any, quarter: World, tmp_path: Path
) -> None:
    with served(iam_server, tmp_path, quarter) as door, door.enter(browser, "clerk") as here:
        before = here.clicks
        begin(here)
        for code, text in {**FLOWS, **CHANGED}.items():
            fill(here, quarter, code, text)
        here.click(here.page.locator(".st-key-f-send button"))
        here.page.get_by_text("正在审核").first.wait_for(timeout=PATIENCE)
        assert here.clicks - before <= MOST_CLICKS
    with db.reading(quarter.office.engine) as session:
        typed, asked = session.execute(
            sa.text(
                "SELECT typed_cells, asked_cells FROM submission_round ORDER BY id DESC LIMIT 1"
            )
        ).one()
    assert typed == len(FLOWS) + len(CHANGED)
    assert typed / asked <= MOST_SHARE
