"""The files the overview's page names beforehand are the ones it is drawn with."""

import re

from playwright.sync_api import expect

from fund.ui.first_load import STATIC, drawn_with
from tests.browser.driving import PATIENCE, Desk

LOADED = """() => performance.getEntriesByType("resource").map(one => one.name)
    .filter(name => name.includes("/static/js/")).map(name => name.split("/").pop())"""


def test_the_overview_is_drawn_with_the_files_its_page_names_and_no_other(visitor: Desk) -> None:
    inside = visitor.page.context.new_cdp_session(visitor.page)
    inside.send("Profiler.enable")
    inside.send("Profiler.startPreciseCoverage", {"callCount": False, "detailed": False})
    visitor.open()
    visitor.be("示例经办一")
    waiting = visitor.page.locator("[data-testid=stSkeleton]")
    expect(waiting).to_have_count(0, timeout=PATIENCE)
    ran = {
        script["url"].split("/")[-1]
        for script in inside.send("Profiler.takePreciseCoverage")["result"]
        if any(place["count"] for one in script["functions"] for place in one["ranges"])
    }
    inside.detach()
    assert visitor.page.locator(".main-svg").count()
    own = re.findall(r"\./static/js/([^\"]+)", (STATIC / "index.html").read_text(encoding="utf-8"))
    assert set(visitor.page.evaluate(LOADED)) - set(own) == set(drawn_with())
    assert set(drawn_with()) <= ran
