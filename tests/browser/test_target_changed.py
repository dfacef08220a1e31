"""A target is changed on its page: a slip is refused by name, then old and new stand side by side;
somebody who may not sees no form.
"""

from playwright.sync_api import Browser, expect

from tests.browser.driving import PATIENCE, desk


def test_a_target_is_changed_on_its_page_and_the_old_one_stays_beside_it(
    browser: Browser, changeable: tuple[str, str]
) -> None:
    with desk(browser, changeable[0]) as here:
        here.open("target?code=demo-launches")
        here.be("示例经办一")
        form, send = (
            here.page.locator(".st-key-f-change"),
            here.page.locator(".st-key-f-change [data-testid=stFormSubmitButton] button"),
        )
        here.unfold(".st-key-f-change")
        for words, text in (
            ("新目标值", "廿四"),
            ("理由", "发射场扩建推迟"),
            ("依据文件", "示例文件 7 号"),
        ):
            form.get_by_role("textbox", name=words).fill(text)
        here.click(send)
        expect(form.get_by_text("所填为「廿四」")).to_be_visible(timeout=PATIENCE)
        here.settle()
        form.get_by_role("textbox", name="新目标值").fill("24")
        here.click(send)
        lede = here.page.locator(".f-lede", has_text="按原目标")
        expect(lede).to_contain_text("26", timeout=PATIENCE)
        expect(lede).to_contain_text("24")
        here.settle()
        expect(here.page.locator(".f-note", has_text="发射场扩建推迟")).to_contain_text(
            "示例文件 7 号"
        )
        here.unfold(".st-key-f-define")
        define = here.page.locator(".st-key-f-define")
        define.get_by_role("textbox", name="理由").fill("计入试验发射")
        here.click(define.locator("[data-testid=stFormSubmitButton] button"))
        expect(here.page.locator(".f-lede").first).to_contain_text(
            "指标口径于 2026-11-23 变更", timeout=PATIENCE
        )
        here.open("targets")
        here.be("示例财务一")
        row = here.page.locator(".f-table tr", has_text="年度商业发射次数")
        expect(row.locator("small", has_text="原为")).to_contain_text("26", timeout=PATIENCE)
        here.open("target?code=demo-launches")
        here.be("示例财务一")
        expect(here.page.locator(".st-key-f-change")).to_have_count(0)
