"""One project abroad through the pages: pledged, reported, confirmed by another, and into the
governments' channel by review and decision, with the refusals.
"""

from playwright.sync_api import Browser, Locator, expect

from tests.browser.driving import PATIENCE, Desk, desk

CODE = "DEMO-HZ-06"


def fill(here: Desk, key: str, **texts: str) -> Locator:
    """Unfold a form, fill fields by their words and send it; the form."""
    form = here.page.locator(f".st-key-{key}")
    here.unfold(f".st-key-{key}")
    for words, text in texts.items():
        form.get_by_role("textbox", name=words, exact=True).fill(text)
    return form


def send(here: Desk, form: Locator) -> None:
    here.click(form.locator("[data-testid=stFormSubmitButton] button").first)
    here.settle()


def answered(here: Desk, words: str) -> None:
    expect(here.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)
    here.settle()


def test_a_project_from_a_pledge_to_a_result_and_into_the_channel(
    browser: Browser, changeable: tuple[str, str]
) -> None:
    with desk(browser, changeable[0]) as here:
        pledged_and_reported(here)
        confirmed(here)
        into_the_channel(here)
        assert here.complaints == []


def pledged_and_reported(here: Desk) -> None:
    here.open(f"project?id={CODE}")
    here.be("示例经办一")
    form = fill(
        here,
        "f-money-new",
        出资方="示例出资方",
        **{"金额（以该币种为单位）": "十万", "来源": "示例函件"},
    )
    send(here, form)
    answered(here, "「十万」不是数字")
    form.get_by_role("textbox", name="金额（以该币种为单位）", exact=True).fill("100000.50")
    send(here, form)
    answered(here, "已登记")
    row = here.page.locator(".st-key-f-block-money tr", has_text="已认捐").first
    expect(row).to_contain_text("100,000.50")
    form = fill(here, "f-indicator-new", 中文名称="受训人数")
    send(here, form)
    form = fill(here, "f-result-new", 实际="40", 来源="示例函件")
    chooser = form.get_by_role("combobox").first
    here.click(chooser)
    here.click(here.page.get_by_role("option", name="受训人数"))
    send(here, form)
    answered(here, "已报告")


def confirmed(here: Desk) -> None:
    here.be("示例监管一")
    here.click(here.page.get_by_role("button", name="确认：受训人数"))
    expect(here.page.locator(".st-key-f-block-results")).to_contain_text("已确认", timeout=PATIENCE)


def into_the_channel(here: Desk) -> None:
    here.be("示例经办一")
    form = fill(here, "f-channel-new", 企业="示例公司", 渠道="示例机制")
    send(here, form)
    answered(here, "已申请进入渠道")
    here.open("channel")
    here.be("示例评审一")
    key = here.page.locator("[class*=st-key-f-review-]").first
    here.click(key.locator("summary"))
    send(here, key)
    answered(here, "请说明以下各项如何符合")
    for box in key.get_by_role("textbox").all():
        box.fill("符合")
    send(here, key)
    answered(here, "已完成渠道评审")
    here.be("示例决策一")
    desk_ = here.page.locator("[class*=st-key-f-block-decide-]").first
    desk_.get_by_role("textbox", name="理由").fill("同意")
    send(here, desk_)
    expect(here.page.locator(".st-key-f-block-channel tr", has_text=CODE).first).to_contain_text(
        "已纳入渠道", timeout=PATIENCE
    )
    expect(here.page.locator(".f-lede")).to_contain_text("2")
