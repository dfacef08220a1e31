"""One project abroad through the pages: entered and pledged, reported, confirmed by another, and
into the governments' channel by review and decision, with the refusals.
"""

from playwright.sync_api import Browser, Locator, expect

from tests.browser.driving import HOW_FAR, PATIENCE, Desk, desk

CODE = "DEMO-HZ-77"
AMOUNT = "金额（以该币种为单位）"


def opened(here: Desk, key: str) -> Locator:
    """Unfold a form; the form."""
    here.unfold(f".st-key-{key}")
    return here.page.locator(f".st-key-{key}")


def write(form: Locator, **texts: str) -> None:
    """Fill fields by their words."""
    for words, text in texts.items():
        form.get_by_role("textbox", name=words, exact=True).fill(text)


def choose(here: Desk, form: Locator, words: str, option: str) -> None:
    here.pick(form.get_by_role("combobox", name=words).first, option)


def send(here: Desk, form: Locator) -> None:
    here.click(form.locator("[data-testid=stFormSubmitButton] button").first)
    here.settle()


def answered(here: Desk, words: str) -> None:
    expect(here.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)
    here.settle()


def shows(here: Desk, block: str, row: str, words: str) -> None:
    """A row of a block with these words."""
    found = here.page.locator(f".st-key-f-block-{block} tr", has_text=row).first
    expect(found).to_contain_text(words, timeout=PATIENCE)


@HOW_FAR
def test_a_project_from_a_pledge_to_a_result_and_into_the_channel(
    browser: Browser, changeable: tuple[str, str], *, is_whole: bool
) -> None:
    with desk(browser, changeable[0]) as here:
        entered(here)
        if is_whole:
            pledged(here)
            reported(here)
            confirmed(here)
            applied_and_reviewed(here)
            decided(here)
        assert here.complaints == []


def entered(here: Desk) -> None:
    """Percentages that are no whole and regions of China are refused."""
    here.open("cooperation")
    here.be("示例经办一")
    form = opened(here, "f-abroad-new")
    shares = "合作方及占比（%），例如 KE 60、ET 40"
    write(form, 编号=CODE, 中文名称="示例：卫星遥感培训", 计入或不计入的理由="示例：单独立项")
    for typed, refusal in (
        ("KE 60、ET 41", "占比合计为 101，应为 100。"),
        ("HK 100", "「HK」不是合作国家。"),
        ("KE 60、ET 40", "已登记"),
    ):
        write(form, **{shares: typed})
        send(here, form)
        answered(here, refusal)


def pledged(here: Desk) -> None:
    """A pledge is a number with its rate, and no commitment."""
    here.open(f"project?id={CODE}")
    form = opened(here, "f-money-new")
    write(form, 出资方="示例出资方", 来源="示例函件", **{AMOUNT: "十万"})
    send(here, form)
    answered(here, "「十万」不是数字")
    write(form, 币种="USD", **{AMOUNT: "100000.50"})
    send(here, form)
    answered(here, "USD 金额须注明对人民币汇率及其日期和来源。")
    write(form, 币种="CNY")
    send(here, form)
    answered(here, "已登记")
    shows(here, "money", "已认捐", "100,000.50")
    shows(here, "money", "已承诺", "0.00")
    form = opened(here, "f-money-new")
    choose(here, form, "资金类别", "已承诺")
    write(form, 出资方="示例出资方", 来源="示例协议", **{AMOUNT: "80000"})
    send(here, form)
    shows(here, "money", "已承诺", "80,000.00")
    shows(here, "money", "已认捐", "100,000.50")


def reported(here: Desk) -> None:
    """No result without a figure or words, nor without its source; nobody confirms their own."""
    form = opened(here, "f-indicator-new")
    write(form, 中文名称="受训人数")
    send(here, form)
    answered(here, "报告成果")
    here.open(f"project?id={CODE}")
    form = opened(here, "f-result-new")
    choose(here, form, "指标", "受训人数")
    send(here, form)
    answered(here, "请注明来源。")
    write(form, 来源="示例函件")
    send(here, form)
    answered(here, "请填写数值，或用文字说明成果。")
    write(form, 实际="40")
    send(here, form)
    answered(here, "已报告")
    expect(here.page.get_by_role("button", name="确认：受训人数")).to_have_count(0)


def confirmed(here: Desk) -> None:
    here.be("示例监管一")
    here.click(here.page.get_by_role("button", name="确认：受训人数"))
    expect(here.page.locator(".st-key-f-block-results")).to_contain_text("已确认", timeout=PATIENCE)


def applied_and_reviewed(here: Desk) -> None:
    """Applied for once; reviewed by every criterion; whoever reviewed decides nothing."""
    here.be("示例经办一")
    for answer in ("已申请进入渠道", "该项目已申请或已在渠道内。"):
        here.open(f"project?id={CODE}")
        form = opened(here, "f-channel-new")
        write(form, 企业="示例公司", 渠道="示例机制")
        send(here, form)
        answered(here, answer)
    here.open("channel")
    here.be("示例评审一")
    form = here.page.locator("[class*=st-key-f-review-]").first
    here.click(form.locator("summary"))
    send(here, form)
    answered(here, "请说明以下各项如何符合")
    for box in form.get_by_role("textbox").all():
        box.fill("符合")
    send(here, form)
    answered(here, "已完成渠道评审")
    expect(here.page.locator("[class*=st-key-f-block-decide-]")).to_have_count(0)


def decided(here: Desk) -> None:
    """Decided with a reason, by another."""
    here.be("示例决策一")
    form = here.page.locator("[class*=st-key-f-block-decide-]").first
    send(here, form)
    answered(here, "请填写理由。")
    form.get_by_role("textbox", name="理由").fill("同意")
    send(here, form)
    shows(here, "channel", CODE, "已纳入渠道")
    expect(here.page.locator(".f-lede")).to_contain_text("2")
