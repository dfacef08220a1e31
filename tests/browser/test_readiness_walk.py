"""One undertaking through the pages: entered, an element, a level proposed and accepted by another,
and lowered with its reason.
"""

from playwright.sync_api import Browser, Locator, expect

from tests.browser.driving import PATIENCE, Desk, desk


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


def test_an_undertaking_from_entry_to_a_level_accepted_and_lowered(
    browser: Browser, changeable: tuple[str, str]
) -> None:
    with desk(browser, changeable[0]) as here:
        here.open("frontiers")
        here.be("示例经办一")
        form = unfolded(
            here,
            "f-frontier-new",
            编号="W-01",
            中文名称="示例：新项目",
            来源="示例函件",
            目标等级="6-7",
        )
        send(here, form)
        expect(here.page.get_by_text("「6-7」是一个区间").first).to_be_visible(timeout=PATIENCE)
        form.get_by_role("textbox", name="目标等级", exact=True).fill("6")
        send(here, form)
        table = here.page.locator(".st-key-f-block-all")
        expect(table).to_contain_text("示例：新项目", timeout=PATIENCE)
        here.open("frontier?id=DEMO-XLY-07")
        accepted(here)
        lowered(here)
        assert here.complaints == []


def accepted(here: Desk) -> None:
    """The demonstration's own assessment raises nothing; another lowers, and stays beside it."""
    here.be("示例评审一")
    here.click(here.page.get_by_role("button", name="认可 5 级：示例：主体单元"))
    expect(here.page.get_by_text("自评不能提升等级").first).to_be_visible(timeout=PATIENCE)
    here.open("frontier?id=DEMO-XLY-08")
    here.be("示例经办一")


def lowered(here: Desk) -> None:
    form = unfolded(here, "f-level-new", 级别="4", 评价机构="示例评价中心")
    send(here, form)
    expect(here.page.get_by_text("请说明降级理由").first).to_be_visible(timeout=PATIENCE)
    form.get_by_role("textbox", name="理由（降级时）", exact=True).fill("示例：用途改变")
    send(here, form)
    rows = here.page.locator(".st-key-f-block-assessments tr")
    expect(rows.filter(has_text="待认可").first).to_contain_text("4", timeout=PATIENCE)
    here.settle()
    here.be("示例评审一")
    here.click(here.page.get_by_role("button", name="认可 4 级：示例：主体单元"))
    expect(rows.filter(has_text="示例：用途改变").first).to_contain_text("已认可", timeout=PATIENCE)
    expect(here.page.locator(".st-key-f-block-elements tr").nth(1)).to_contain_text("4")
