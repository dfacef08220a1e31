"""One pad through the pages: building, in service, its first launch with a slip and a scrub, the
outcome reported by one person and confirmed by another.
"""

from playwright.sync_api import Browser, Locator, expect

from tests.browser.driving import HOW_FAR, PATIENCE, Desk, desk

SITE = "launch-site?id=DEMO-FS-01"


def unfolded(here: Desk, key: str, **texts: str) -> Locator:
    """Unfold a form and fill fields by their words; the form."""
    form = here.page.locator(f".st-key-{key}")
    here.unfold(f".st-key-{key}")
    for words, text in texts.items():
        form.get_by_role("textbox", name=words, exact=True).fill(text)
    return form


def choose(here: Desk, form: Locator, place: int, words: str) -> None:
    here.pick(form.get_by_role("combobox").nth(place), words)


def send(here: Desk, form: Locator) -> None:
    here.click(form.locator("[data-testid=stFormSubmitButton] button").first)
    here.settle()


def told(here: Desk, words: str) -> None:
    expect(here.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)
    here.settle()


@HOW_FAR
def test_a_pad_from_building_to_its_first_launch_with_a_slip_and_a_scrub(
    browser: Browser, changeable: tuple[str, str], *, is_whole: bool
) -> None:
    with desk(browser, changeable[0]) as here:
        here.open(SITE)
        here.be("示例经办一")
        entered_and_in_service(here)
        if is_whole:
            planned_moved_and_scrubbed(here)
            flown(here)
        assert here.complaints == []


def entered_and_in_service(here: Desk) -> None:
    form = unfolded(here, "f-pad-new", 编号="4", 名称="四号工位", 来源="示例函件")
    choose(here, form, 0, "在建")
    send(here, form)
    pad = here.page.locator(".st-key-f-block-pads tr", has_text="四号工位").first
    expect(pad).to_contain_text("在建", timeout=PATIENCE)
    here.settle()
    form = unfolded(here, "f-pad-change", 来源="示例验收函")
    choose(here, form, 0, "四号工位")
    choose(here, form, 1, "在用")
    send(here, form)
    expect(pad).to_contain_text("在用", timeout=PATIENCE)
    here.settle()


def planned_moved_and_scrubbed(here: Desk) -> None:
    form = unfolded(here, "f-launch-new", 编号="W-01", 火箭="示例四号", 任务="首飞")
    pad = form.locator("[data-testid=stSelectbox]", has_text="工位").get_by_role("combobox")
    here.pick(pad, "四号工位")
    send(here, form)
    row = here.page.locator(".st-key-f-block-launches tr", has_text="W-01").first
    expect(row).to_contain_text("计划中", timeout=PATIENCE)
    here.settle()
    form = unfolded(here, "f-launch-move")
    choose(here, form, 0, "W-01")
    date = form.locator("[data-testid=stDateInput] input")
    date.fill("2026-12-05")
    date.press("Enter")
    send(here, form)
    told(here, "请填写理由")
    form.get_by_role("textbox", name="理由", exact=True).fill("示例：火箭晚到")
    send(here, form)
    expect(row).to_contain_text("2026-12-05", timeout=PATIENCE)
    here.settle()
    form = unfolded(here, "f-launch-scrub")
    choose(here, form, 0, "W-01")
    send(here, form)  # what was recorded is looked at on the page of slips, at the end


def flown(here: Desk) -> None:
    form = unfolded(here, "f-launch-outcome")
    choose(here, form, 0, "W-01")
    send(here, form)
    told(here, "请填写起飞时刻")
    form.get_by_role("textbox", name="起飞时刻（北京时间，如 10:30）").fill("10:30")
    send(here, form)
    row = here.page.locator(".st-key-f-block-launches tr", has_text="W-01").first
    expect(row).to_contain_text("结果已报告，待确认", timeout=PATIENCE)
    here.settle()
    here.be("示例监管一")
    here.click(here.page.get_by_role("button", name="确认结果：W-01"))
    expect(row).to_contain_text("成功", timeout=PATIENCE)
    here.settle()
    here.open("slips")
    expect(here.page.locator(".st-key-f-block-moves tr", has_text="W-01").first).to_contain_text(
        "推迟", timeout=PATIENCE
    )
    expect(here.page.locator(".st-key-f-block-scrubs tr", has_text="W-01").first).to_be_visible()
