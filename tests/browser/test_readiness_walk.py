"""One undertaking through the pages: entered, an element, levels proposed by one and accepted by
another, by two at level 7, turned back, and lowered with its reason; what paid for it and what was
shown.
"""

import json

from playwright.sync_api import Browser, Locator, expect

from tests.browser.driving import HOW_FAR, PATIENCE, Desk, desk

OFFICER, REVIEWER, DECIDER = "示例经办一", "示例评审一", "示例决策一"
ENVIRONMENT, DOCUMENT = 3, 4
"""Columns of the table of evidence."""
EDITING = "() => document.activeElement.closest('#portal') !== null"
EDITED = "text => document.activeElement.value === text"
"""A cell that is open for typing, and what was typed in it."""
HANDED_OVER = "() => new Promise(done => setTimeout(done, 200))"
"""The table hands what was typed over 150 ms after the last cell: a timer set now is due after."""
NAME, PART = "示例：新项目", "示例：新单元"


def unfolded(here: Desk, key: str, **texts: str) -> Locator:
    """Unfold a form and fill fields by their words; the form."""
    form = here.page.locator(f".st-key-{key}")
    here.unfold(f".st-key-{key}")
    for words, text in texts.items():
        form.get_by_role("textbox", name=words, exact=True).fill(text)
    return form


def send(here: Desk, form: Locator) -> None:
    here.click(form.locator("[data-testid=stFormSubmitButton] button").first)
    here.settle()


def refused(here: Desk, words: str) -> None:
    expect(here.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)
    here.settle()


def rows(here: Desk, block: str, words: str) -> Locator:
    return here.page.locator(f".st-key-f-block-{block} tr", has_text=words)


@HOW_FAR
def test_an_undertaking_from_entry_to_a_level_accepted_and_lowered(
    browser: Browser, changeable: tuple[str, str], *, is_whole: bool
) -> None:
    with desk(browser, changeable[0]) as here:
        entered(here)
        if is_whole:
            raised(here)
            to_seven(here)
            lowered(here)
            paid_and_shown(here)
            compared(here)
        assert here.complaints == []


def entered(here: Desk) -> None:
    """The record and its element; a range is no level."""
    here.open("frontiers")
    here.be(OFFICER)
    form = unfolded(
        here,
        "f-frontier-new",
        编号="W-01",
        中文名称=NAME,
        牵头单位="示例承担单位",
        来源="示例函件",
        目标等级="6-7",
    )
    send(here, form)
    refused(here, "「6-7」是一个区间")
    form.get_by_role("textbox", name="目标等级", exact=True).fill("7")
    form.get_by_role("textbox", name="起点等级", exact=True).fill("3")
    send(here, form)
    here.click(rows(here, "all", NAME).get_by_role("link"))
    here.heading(NAME)
    send(here, unfolded(here, "f-element-new", 技术要素=PART, 用途="低轨演示"))
    expect(rows(here, "elements", PART)).to_be_visible(timeout=PATIENCE)
    here.settle()


def proposed(here: Desk, level: str, by: str, papers: dict[int, str]) -> None:
    """A level with a document for each line of the table, and from where it is ("" not said)."""
    form = unfolded(here, "f-level-new")
    grid = form.locator("[data-testid=stDataFrame]")
    if any(papers.values()):
        filled(here, grid, ENVIRONMENT, list(papers.values()))
    if papers:
        filled(here, grid, DOCUMENT, [f"示例报告-{rung}" for rung in papers])
        here.page.evaluate(HANDED_OVER)
    for words, text in (("级别", level), ("评价机构", by)):
        form.get_by_role("textbox", name=words, exact=True).fill(text)
    send(here, form)


def filled(here: Desk, grid: Locator, column: int, words: list[str]) -> None:
    """A column of the table from its first line on, by the keyboard."""
    grid.scroll_into_view_if_needed()
    grid.locator(".dvn-scroller").click(position={"x": 100, "y": 52})
    at(here, 1, 0)
    for place in range(1, column):
        here.page.keyboard.press("ArrowRight")
        at(here, place + 1, 0)
    for line, text in enumerate(words):
        at(here, column, line)
        here.page.keyboard.press("Enter")
        here.page.wait_for_function(EDITING, timeout=PATIENCE)
        here.page.keyboard.insert_text(text)
        here.page.wait_for_function(EDITED, arg=text, timeout=PATIENCE)
        here.page.keyboard.press("Enter")
        expect(here.page.locator("#portal *")).to_have_count(0, timeout=PATIENCE)


def at(here: Desk, column: int, line: int) -> None:
    """Until a cell of the table has the keyboard."""
    cell = f"glide-cell-{column}-{line}"
    here.page.wait_for_function(
        "id => document.activeElement.id === id", arg=cell, timeout=PATIENCE
    )


def accepted(here: Desk, who: str, words: str, waiting: str = "待认可") -> None:
    """What waits is accepted by somebody, once it stands there."""
    expect(rows(here, "assessments", waiting)).to_be_visible(timeout=PATIENCE)
    here.settle()
    here.be(who)
    here.click(here.page.get_by_role("button", name=words, exact=True))
    here.settle()


def raised(here: Desk) -> None:
    """From nothing to level 4 by two people; the unit's own word raises nothing and is turned
    back.
    """
    proposed(here, "4", "示例承担单位", dict.fromkeys(range(1, 5), ""))
    expect(rows(here, "assessments", "待认可")).to_contain_text(PART, timeout=PATIENCE)
    assert here.page.get_by_role("button", name=f"认可 4 级：{PART}").count() == 0
    accepted(here, REVIEWER, f"认可 4 级：{PART}")
    refused(here, "自评不能提升等级")
    send(here, unfolded(here, "f-level-back", 理由="示例：须由其他单位评价"))
    expect(rows(here, "assessments", "已退回")).to_be_visible(timeout=PATIENCE)
    here.settle()
    here.be(OFFICER)
    proposed(here, "4", "示例评价中心", dict.fromkeys(range(1, 5), ""))
    accepted(here, REVIEWER, f"认可 4 级：{PART}")
    expect(here.page.locator(".f-lede")).to_contain_text("等级 4", timeout=PATIENCE)
    here.settle()


def to_seven(here: Desk) -> None:
    """Level 7 with its environments; the level stands only when the second has accepted."""
    here.be(OFFICER)
    proposed(here, "7", "示例评价中心", {5: "相关环境", 6: "相关环境", 7: "使用环境"})
    accepted(here, REVIEWER, f"认可 7 级：{PART}")
    half = "已由一人认可"
    expect(rows(here, "assessments", half)).to_be_visible(timeout=PATIENCE)
    expect(here.page.locator(".f-lede")).to_contain_text("等级 4")
    accepted(here, DECIDER, f"复核认可 7 级：{PART}", half)
    expect(here.page.locator(".f-lede")).to_contain_text("等级 7", timeout=PATIENCE)
    here.settle()


def lowered(here: Desk) -> None:
    """A lower level says why; what stood stays beside it."""
    here.be(OFFICER)
    proposed(here, "5", "示例评价中心", {})
    refused(here, "请说明降级理由")
    form = here.page.locator(".st-key-f-level-new")
    form.get_by_role("textbox", name="理由（降级时）", exact=True).fill("示例：用途改变")
    send(here, form)
    accepted(here, REVIEWER, f"认可 5 级：{PART}")
    expect(here.page.locator(".f-lede")).to_contain_text("等级 5", timeout=PATIENCE)
    here.settle()
    expect(rows(here, "assessments", "已认可")).to_have_count(3)


def paid_and_shown(here: Desk) -> None:
    """The grant that pays for it, and a demonstration with its result."""
    here.be(OFFICER)
    send(here, unfolded(here, "f-paying-new", 资助或合同编号="DEMO-G-2026-088"))
    expect(rows(here, "building", "DEMO-G-2026-088")).to_be_visible(timeout=PATIENCE)
    here.settle()
    expect(here.page.locator(".f-lede")).to_contain_text("每级支出")
    send(here, unfolded(here, "f-showing-new", 演示内容="示例：地面演示"))
    expect(rows(here, "showings", "示例：地面演示")).to_be_visible(timeout=PATIENCE)
    here.settle()
    send(here, unfolded(here, "f-showing-held", 结果="示例：达到要求"))
    expect(rows(here, "showings", "示例：达到要求")).to_have_count(1, timeout=PATIENCE)


def compared(here: Desk) -> None:
    """Records of others come in for comparison, each with what is odd about it."""
    here.open("frontiers")
    record = {"id": 7, "title": "Refuelling", "technologyMaturityCurrent": 6}
    record |= {"technologyMaturityEnd": 5, "startDate": "Aug 2016"}
    here.unfold(".st-key-f-techport")
    here.page.locator(".st-key-f-techport input[type=file]").set_input_files(
        {
            "name": "x.json",
            "mimeType": "application/json",
            "buffer": json.dumps([record]).encode(),
        }
    )
    refused(here, "自报等级（6）高于目标（5）")
    here.click(here.page.get_by_role("button", name="导入 1 条记录"))
    expect(rows(here, "all", "Refuelling")).to_contain_text("对照", timeout=PATIENCE)
