"""One standard through the pages: from a draft, over the refusals of a military one and of a number
that stands, to in force and merged with a civil one by another person than the one who proposed it.
"""

from playwright.sync_api import Browser, Locator, expect

from tests.browser.driving import HOW_FAR, PATIENCE, Desk, desk

NUMBER = "T/DEMO 77-2026"
REASON = "示例：同一主题，合并执行"


def send(here: Desk, form: Locator) -> None:
    here.click(form.locator("[data-testid=stFormSubmitButton] button").first)
    here.settle()


def answered(here: Desk, words: str) -> None:
    expect(here.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)
    here.settle()


def box(form: Locator, words: str) -> Locator:
    return form.get_by_role("textbox", name=words, exact=True)


def choose(here: Desk, form: Locator, words: str, option: str) -> None:
    here.pick(form.get_by_role("combobox", name=words).first, option)


@HOW_FAR
def test_a_standard_from_a_draft_to_merged(
    browser: Browser, changeable: tuple[str, str], *, is_whole: bool
) -> None:
    with desk(browser, changeable[0]) as here:
        other = entered(here)
        if is_whole:
            in_force(here)
            proposed(here, other)
            confirmed(here)
        assert here.complaints == []


def entered(here: Desk) -> str:
    """A draft is entered after a military number and one that stands are refused; the number of a
    text beside it.
    """
    here.open("standards")
    here.be("示例经办一")
    other: str = here.page.locator(".st-key-f-block-standards tbody tr td a").first.inner_text()
    form = here.page.locator(".st-key-f-standard-new")
    here.unfold(".st-key-f-standard-new")
    box(form, "标准号").fill("GJB 1234-2026")
    box(form, "中文名称").fill("示例：商业碎片减缓要求")
    box(form, "来源").fill("示例")
    choose(here, form, "状态", "制定中")
    send(here, form)
    answered(here, "GJB")
    box(form, "标准号").fill(other)
    send(here, form)
    answered(here, f"标准「{other}」已登记。")
    box(form, "标准号").fill("T/DEMO 77—2026")
    send(here, form)
    answered(here, "已登记")
    return other


def in_force(here: Desk) -> None:
    """No state without a source."""
    here.open(f"standard?id={NUMBER}")
    expect(here.page.locator(".f-crumb, .f-h1").first).to_be_visible(timeout=PATIENCE)
    expect(here.page.locator(".f-lede")).to_contain_text("没有现行")
    form = here.page.locator(".st-key-f-standard-state")
    here.unfold(".st-key-f-standard-state")
    send(here, form)
    answered(here, "来源")
    box(form, "来源").fill("示例公告")
    choose(here, form, "状态", "现行")
    send(here, form)
    answered(here, "已登记")
    expect(here.page.locator(".f-lede")).to_contain_text("现行有效", timeout=PATIENCE)


def proposed(here: Desk, other: str) -> None:
    """Not with itself nor with a number nobody knows; and whoever proposed confirms nothing."""
    here.be("示例评审一")
    form = here.page.locator(".st-key-f-propose-merging")
    here.unfold(".st-key-f-propose-merging")
    form.get_by_role("textbox").nth(0).fill("T/NONE 1-2026")
    form.get_by_role("textbox").nth(1).fill("碎片减缓")
    form.get_by_role("textbox").nth(2).fill(REASON)
    choose(here, form, "融合结论", "合并为一项")
    send(here, form)
    answered(here, "没有编号为「T/NONE 1-2026」的标准。")
    form.get_by_role("textbox").nth(0).fill(NUMBER)
    send(here, form)
    answered(here, "请选择两项不同的标准。")
    form.get_by_role("textbox").nth(0).fill(other)
    send(here, form)
    answered(here, "已登记")
    expect(here.page.locator("[class*=st-key-f-confirm-]")).to_have_count(0)


def confirmed(here: Desk) -> None:
    """Turning it down needs a reason; confirmed, the pair counts as merged."""
    here.be("示例监管一")
    turned_down = here.page.locator("[data-testid=stForm]", has_text="不同意的理由")
    send(here, turned_down)
    answered(here, "请填写理由。")
    here.click(here.page.locator("[class*=st-key-f-confirm-] button").first)
    answered(here, "已确认")
    row = here.page.locator(".st-key-f-block-mergings tr", has_text=NUMBER).first
    expect(row).to_contain_text("已确认", timeout=PATIENCE)
    expect(row).to_contain_text("合并为一项")
    here.open("standards")
    expect(here.page.locator(".f-lede")).to_contain_text("已融合 2 对", timeout=PATIENCE)
