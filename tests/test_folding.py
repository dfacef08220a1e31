"""What is folded away is neither asked for nor sent before somebody opens it; opened, it is drawn
without the rest of the page.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from tests.browser.driving import PATIENCE, desk
from tests.conftest import TODAY
from tests.serving import forked, serving
from tests.streaming import Tab, Window, elements, text


@pytest.fixture(scope="module")
def address(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("folding")
    file = shutil.copy(demonstration, folder / "fund.db")
    settings = {"FUND_DATABASE_URL": f"sqlite:///{file}", "FUND_NOW": TODAY.isoformat()}
    with serving(folder / "log", settings, start=forked) as address:
        yield address


def folded(heard: list[ForwardMsg]) -> dict[str, int]:
    """What is folded away on a page, by its words: the bytes sent of what is inside."""
    places = {
        tuple(one.metadata.delta_path): one.delta.add_block.expandable.label
        for one in heard
        if one.delta.add_block.HasField("expandable")
    }
    sent = dict.fromkeys(places.values(), 0)
    for one in heard:
        path = tuple(one.metadata.delta_path)
        for place, words in places.items():
            if path[: len(place)] == place and path != place:
                sent[words] += one.ByteSize()
    return sent


def tab_of(address: str, who: str) -> Tab:
    """A page's stream of somebody of the demonstration."""
    tab = Window(address).tab()
    picker = next(one.selectbox for one in elements(tab.open()) if one.selectbox.id)
    tab.choose(picker.id, next(one for one in picker.options if one.startswith(who)))
    return tab


MOST = {"overview": 22_000}
"""Bytes of a page sent in what nobody opened: tables behind charts that stand still are there."""
LONGEST = 6_000
"""The same of any other page: short forms stand ready."""
PAGES = (
    *(("overview", ""), ("centres", ""), ("cooperation", ""), ("datasets", "")),
    *(("evaluations", ""), ("facilities", ""), ("frontiers", ""), ("launch-sites", "")),
    *(("missions", ""), ("people", ""), ("spacecraft", ""), ("standards", "")),
    *(("thresholds", ""), ("grant", "id=DEMO-G-2026-002"), ("contract", "id=DEMO-B-001")),
    *(("holding", "id=DEMO-EQ-1"), ("subsidy", "id=BF-2026-01"), ("facility", "id=D-CR1")),
    *(("frontier", "id=DEMO-XLY-09"), ("launch-site", "id=DEMO-FS-01")),
    *(("project", "id=DEMO-HZ-05"), ("target", "code=demo-centres"), ("evaluation", "id=1")),
)


def test_a_page_sends_little_of_what_nobody_opened(address: str) -> None:
    tab, found = tab_of(address, "示例经办一"), 0
    for page, query in PAGES:
        sent = folded(tab.open(page, query))
        found += len(sent)
        assert sum(sent.values()) <= MOST.get(page, LONGEST), (page, sent)
    tab.close()
    assert found > 60, "that is where things are folded away"


def opened(tab: Tab, heard: list[ForwardMsg], words: str) -> list[ForwardMsg]:
    """What is sent once what says these words is opened, as a browser asks for it."""
    place = next(
        one
        for one in heard
        if one.delta.add_block.HasField("expandable")
        and one.delta.add_block.expandable.label == words
    )
    message = BackMsg()
    asked = message.rerun_script
    asked.fragment_id = place.delta.fragment_id
    state = asked.widget_states.widgets.add()
    state.id, state.bool_value = place.delta.add_block.expandable.id, True
    tab.say(message)
    return tab.hear("script_finished")


def test_what_is_opened_is_drawn_without_the_rest_of_the_page(address: str) -> None:
    tab = tab_of(address, "示例经办一")
    heard = tab.open("grant", "id=DEMO-G-2026-002")
    assert folded(heard)["看数据"] == 0
    again = opened(tab, heard, "看数据")
    tab.close()
    assert "里程碑" in text(again)
    assert "h1" not in str(again)
    assert sum(one.ByteSize() for one in again) < sum(one.ByteSize() for one in heard) / 4


def behind_a_table() -> None:
    import pandas as pd
    import streamlit as st

    from fund import ui
    from fund.ui.folding import behind
    from fund.ui.table import STANDS, Column, table

    ui.speak()
    drawn = st.session_state.setdefault("drawn", [])

    def draw() -> None:
        drawn.append("once more")
        table(pd.DataFrame({"one": ["1"]}), [Column("one", "One")], "One")

    token = STANDS.set(st.session_state["stands"])
    behind("f-behind-any", "Data", draw)
    STANDS.reset(token)


@pytest.mark.parametrize(("stands", "is_open", "times"), [(0, 0, 0), (0, 1, 1), (1, 0, 1)])
def test_only_what_stands_still_is_drawn_beforehand(stands: int, is_open: int, times: int) -> None:
    page = AppTest.from_function(behind_a_table)
    page.session_state["stands"] = bool(stands)
    page.session_state["f-behind-any-opened"] = bool(is_open)
    page.run(timeout=60)
    assert not page.exception
    assert len(page.session_state["drawn"]) == times


def test_a_table_behind_a_chart_opens_and_closes_by_keyboard(
    browser: Browser, address: str
) -> None:
    with desk(browser, address) as here:
        here.open("grant?id=DEMO-G-2026-002")
        here.be("示例查阅一")
        behind = here.page.locator(".st-key-f-behind-milestones")
        expect(behind.locator("table")).to_have_count(0)
        summary = behind.locator("summary")
        summary.focus()
        here.page.keyboard.press("Enter")
        expect(behind.locator("table")).to_be_visible(timeout=PATIENCE)
        expect(summary).to_be_focused()
        here.page.keyboard.press("Enter")
        expect(behind.locator("table")).to_have_count(0, timeout=PATIENCE)
