"""Every page in both languages, as it is used: clean, whole, ours alone, readable; pictures go to
build/pages, in the long run of every page.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from fund import house
from tests.acts import of_rooms
from tests.browser.driving import HEIGHT, UNDRAWN, Desk, desk, sideways
from tests.conftest import ROOT

PICTURES = ROOT / "build" / "pages"
FINANCE = "示例财务一"
OPENED = {
    "overview": ("", "基金总览", "Fund overview"),
    "inbox": ("inbox", "待我处理", "Waiting for me"),
    "applications": ("applications", "申报与评审", "Applications"),
    "grants": ("grants", "资助项目", "Grants"),
    "grant": ("grant?id=DEMO-G-2026-120", "", ""),
    "procurement": ("procurement", "政府采购", "Procurement"),
    "contract": ("contract?id=DEMO-P-2026-030", "", ""),
    "processes": ("processes", "采购过程", "Processes"),
    "process": ("process?id=DEMO-B-001", "", ""),
    "suppliers": ("suppliers", "供应商", "Suppliers"),
    "supplier": ("supplier?id=19", "", ""),
    "plan": ("plan", "行动计划", "Action plan"),
    "provinces": ("provinces?region=370000", "各省情况", "Provinces"),
    "target": ("target?code=demo-satellites", "", ""),
    "evaluations": ("evaluations", "绩效自评", "Self-evaluation"),
    "evaluation": ("evaluation?id=2", "", ""),
    "missions": ("missions", "国家任务", "National missions"),
    "flags": ("flags", "红旗", "Red flags"),
    "milestones": ("milestones?show=overdue", "里程碑", "Milestones"),
    "warnings": ("warnings", "状态与预警", "Status and warnings"),
    "targets": (
        "targets",
        re.compile("2027 年目标：.+可能达不到"),
        re.compile("2027 targets: .+ may be missed"),
    ),
    "centres": ("centres", "创新中心与开放平台", "Innovation centres and platforms"),
    "filing": ("filing?centre=SD-RR&report=2026-Q3", "", ""),
    "review": ("review", "填报审核", "Review of reports"),
    "review-one": ("review?centre=HI-SS&report=2026-Q3", "", ""),
    "centre": ("centre?code=SD-RR", "", ""),
    "people": ("people", "人员", "People"),
    "budget": ("budget", "预算与台账", "Budget and ledger"),
    "closing": ("closing", "月结与年结", "Month and year end"),
    "imports": ("imports", "数据导入", "Imports"),
    "reports": ("reports", "报告", "Reports"),
    "settings": ("settings", "设置", "Settings"),
}
WHO = {
    "filing": "示例地方一",
    "review": "示例评审一",
    "review-one": "示例评审一",
    "people": "示例安全保密管理员",
}
"""Whose page it is, where it is not everybody's of the fund."""
PAGES = {
    **{address: (address, "", "") for address in house.pages()},
    **OPENED,
    **{address: opened for of_room in of_rooms("OPENED") for address, opened in of_room.items()},
}
"""Every page of the house by its name here: what is opened, and its heading in both languages where
it is fixed. What a room's pages ask for stands in its tests/<room>/acts.py.
"""

BROKEN = re.compile(r"^E-\d{8}-[0-9A-F]{6}$")
"""The number under a part of a page that could not be shown."""
STREAMLITS = re.compile(r'data-testid="stSidebarNav|^<li class="st-emotion-cache')
"""Markup of Streamlit's own that axe objects to, and that we cannot change."""
BROKEN_ONLY = {"resultTypes": ["violations"]}
"""axe need not gather what it found in order."""
IN_BOTH = {"overview", "grant", "procurement", "inbox", "targets", "reports"}
"""Opened in English in the quick run as well; the others in the long one."""
WIDE = [
    pytest.param(
        name,
        language,
        1440,
        "light",
        id=f"{name}-{language}",
        marks=() if language == "zh" or name in IN_BOTH else pytest.mark.long,
    )
    for name in PAGES
    for language in ("zh", "en")
]
ROAD = [
    pytest.param(
        name,
        language,
        390,
        scheme,
        id=f"{name}-{language}-390-{scheme}",
        marks=(
            ()
            if (language == "zh") is (scheme == "light")
            and (name == "overview" or language == "zh")
            else pytest.mark.long
        ),
    )
    for name in ("overview", "filing")
    for language in ("zh", "en")
    for scheme in ("light", "dark")
]
DARK = [
    pytest.param(
        name,
        "zh",
        1440,
        "dark",
        id=f"{name}-dark",
        marks=() if name in {"overview", "grant"} else pytest.mark.long,
    )
    for name in PAGES
]


Window = Callable[[str, int, str], Desk]


@pytest.fixture(scope="module")
def window(browser: Browser, shown: str) -> Iterator[Window]:
    """A window for each person, width and look; one says in it once who one is, as people do."""
    with ExitStack() as closing:

        @cache
        def opened(who: str, width: int, scheme: str) -> Desk:
            here = closing.enter_context(desk(browser, shown, width=width, scheme=scheme))
            here.open()
            here.be(who)
            return here

        yield opened


@pytest.mark.browser
@pytest.mark.parametrize(("name", "language", "width", "scheme"), WIDE + ROAD + DARK)
def test_every_page_opens_clean_in_its_language_and_asks_nobody_else(
    window: Window, name, language, width, scheme
) -> None:
    path, chinese, english = PAGES[name]
    who = WHO.get(name, FINANCE)
    here = window(who, width, scheme)
    page = here.page
    page.set_viewport_size({"width": width, "height": HEIGHT})
    here.complaints.clear()
    here.open(f"{path}{'&' if '?' in path else '?'}lang={language}")
    expect(page.locator(".st-key-f-who input")).to_have_value(re.compile(f"^{who}"))
    expect(page.locator("h1")).to_have_count(1)
    if chinese:
        expect(page.locator("h1")).to_have_text(chinese if language == "zh" else english)
    expect(page.locator("html")).to_have_attribute("lang", {"zh": "zh-CN", "en": "en-GB"}[language])
    expect(page.locator(".f-sample").first).to_have_text(
        {"zh": "演示数据", "en": "Sample data"}[language]
    )
    assert sideways(page) == []
    assert page.get_by_text("Traceback").count() == 0
    assert page.get_by_text(BROKEN).count() == 0
    assert serious(page) == []
    expect(page.locator(UNDRAWN)).to_have_count(0)
    if name in IN_BOTH or os.environ.get("FUND_LONG") == "1":
        whole(page)
        picture(page, PICTURES / f"{name}-{language}-{width}-{scheme}.png")
    complaints, here.complaints = here.complaints, []
    assert complaints == []


def serious(page: Page) -> list[tuple[str, str]]:
    """What axe finds serious or critical, rule and place, of our own."""
    found = [
        (rule["id"], node["html"])
        for rule in Axe().run(page, options=BROKEN_ONLY).response["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]
    return [(rule, html[:200]) for rule, html in found if not STREAMLITS.search(html)]


def keep(page: Page, file: Path) -> None:
    """The whole page as a picture, however long."""
    whole(page)
    picture(page, file)


def whole(page: Page) -> None:
    """The whole page in sight, however long, with every chart drawn."""
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    size = page.viewport_size or {"width": 1440, "height": 900}
    page.set_viewport_size({"width": size["width"], "height": min(height + 20, 6000)})
    expect(page.locator(UNDRAWN)).to_have_count(0)


def picture(page: Page, file: Path) -> None:
    """What is in sight as a picture."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file)
