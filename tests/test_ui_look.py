"""The look in a real browser: the gallery in both languages, two widths and two themes; pictures go
to build/look.
"""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "build" / "look"
QUIET = re.compile(r"/_stcore/(health|host-config)|the server responded with a status of 404")
"""Streamlit asks for two addresses below a deep link that do not exist; harmless, and its own."""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(ROOT / "tests" / "gallery_app.py"),
        "--server.port",
        str(port),
    ]
    options = ["--server.address", "localhost", "--server.headless", "true"]
    log = tmp_path_factory.mktemp("gallery") / "log"
    with log.open("w") as out:
        served = subprocess.Popen(
            [*command, *options], cwd=ROOT, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://localhost:{port}"
            _wait_for(address, log)
            yield address
        finally:
            served.terminate()
            served.wait(10)


def _wait_for(address, log):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            # an address of our own making
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).read()  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the gallery did not start: {log.read_text()}")


@pytest.fixture(scope="module")
def browsing(browser):
    """One browser context for all, so that the scripts are fetched once; and its pages nobody looks
    at now, which have compiled them.
    """
    context = browser.new_context()
    yield context, []
    context.close()


@pytest.fixture
def visit(browsing, gallery):
    """Open a page of the gallery; afterwards nothing may have gone to another host or into the
    console.
    """
    (context, idle), pages, complaints = browsing, [], []
    listeners = {
        "console": lambda said: (
            complaints.append(said.text)
            if said.type == "error" and not QUIET.search(said.text)
            else None
        ),
        "pageerror": lambda error: complaints.append(str(error)),
        "request": lambda asked: (
            complaints.append(asked.url) if not _is_ours(asked.url, gallery) else None
        ),
    }

    def go(address="", *, width=1440, scheme="light", language="zh"):
        page = idle.pop() if idle else context.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        for event, listener in listeners.items():
            page.on(event, listener)
        page.goto(f"{gallery}/{address}{'&' if '?' in address else '?'}lang={language}")
        _settle(page)
        return page

    yield go
    for page in pages:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
        page.goto(f"{gallery}/_stcore/health")  # of the same process, with nothing of the gallery
        page.evaluate("sessionStorage.clear()")
        idle.append(page)
    assert complaints == []


def _is_ours(url, gallery):
    return url.startswith((gallery, gallery.replace("http", "ws"), "data:", "blob:"))


def _settle(page):
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
    page.wait_for_function(
        "document.querySelectorAll('[data-testid=stPlotlyChart]').length ==="
        " document.querySelectorAll('.js-plotly-plot').length"
    )


LOOKED_AT = {
    ("overview", "zh", 1440, "light"),
    ("record", "en", 1440, "dark"),
    ("record", "zh", 390, "light"),
}
"""Each name, language, width and scheme once; all of them together in the long run, and on the real
pages in tests/browser/test_pages.py.
"""
VIEWS = [
    pytest.param(
        address,
        language,
        width,
        scheme,
        id=f"{name}-{language}-{width}-{scheme}",
        marks=() if (name, language, width, scheme) in LOOKED_AT else pytest.mark.long,
    )
    for name, address in (("overview", ""), ("record", "record?id=014"))
    for language in ("zh", "en")
    for width, scheme in ((1440, "light"), (1440, "dark"), (390, "light"), (390, "dark"))
]


@pytest.mark.parametrize(("address", "language", "width", "scheme"), VIEWS)
def test_every_view_fits_speaks_its_language_and_asks_nobody_else(
    visit, request, address, language, width, scheme
):
    page = visit(address, width=width, scheme=scheme, language=language)
    expect(page.locator("h1")).to_have_count(1)
    assert (
        page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en-GB"}[language]
    )
    assert _overflow(page) == []
    assert (
        page.locator(".f-sample").first.inner_text()
        == {"zh": "演示数据", "en": "Sample data"}[language]
    )
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height + 20, 6000)})
    _settle(page)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{request.node.callspec.id}.png")


STREAMLITS = re.compile(r'data-testid="stSidebarNav|^<li class="st-emotion-cache')
"""Markup of Streamlit's own that axe objects to, and that we cannot change."""


OVERFLOW = """() => {
        const out = [];
        const main = document.querySelector('[data-testid=stMain]');
        if (document.documentElement.scrollWidth > innerWidth
          || main.scrollWidth > main.clientWidth + 1) out.push('page');
        document.querySelectorAll('.js-plotly-plot').forEach((plot) => {
          const box = plot.getBoundingClientRect();
          plot.querySelectorAll('.annotation text').forEach((text) => {
            const at = text.getBoundingClientRect();
            if (at.width && (at.left < box.left - 1 || at.right > box.right + 1))
              out.push(text.textContent);
          });
        });
        return out;
    }"""


def _overflow(page):
    """What still reaches beyond the right edge when the drawings have come to rest: the page
    itself, and any text of a chart beyond its drawing.
    """
    with suppress(Error):
        page.wait_for_function(f"({OVERFLOW})().length === 0", timeout=10_000)
    return page.evaluate(OVERFLOW)


@pytest.mark.parametrize(
    "width",
    [pytest.param(1024, marks=pytest.mark.long), pytest.param(768, marks=pytest.mark.long), 320],
)
def test_no_sideways_scroll_at_the_widths_between(visit, width):
    page = visit(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        page.evaluate(
            "(main => main.scrollWidth -"
            " main.clientWidth)(document.querySelector('[data-testid=stMain]'))"
        )
        <= 1
    )


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
@pytest.mark.parametrize("address", ["", "record?id=014"], ids=["overview", "record"])
def test_axe_finds_nothing_serious_of_ours(visit, address, scheme):
    page = visit(address, scheme=scheme)
    found = Axe().run(page).response["violations"]
    serious = [
        (rule["id"], node["html"][:200])
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
    assert [(rule, html) for rule, html in serious if not STREAMLITS.search(html)] == []


def test_every_chart_has_its_words(visit):
    page = visit()
    charts = page.locator("[data-testid=stPlotlyChart]")
    assert charts.count() == 8
    for place in range(8):
        assert len(charts.nth(place).get_attribute("aria-label")) > 20


def test_a_link_in_a_table_keeps_the_session_and_lands_on_its_record(visit):
    page = visit()
    page.get_by_role("link", name="示例发射工位加注系统联调").click()
    expect(page.locator("h1")).to_have_text("示例可复用液氧甲烷发动机")
    assert page.url.endswith("/record?id=1&kind=grant")
    expect(page.get_by_text("runs in this session: 2")).to_be_visible()


def test_a_link_opened_in_a_new_tab_is_an_ordinary_address(visit):
    page = visit(language="en")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sample pad loading tests").click(modifiers=["Control"])
    expect(opened.value.locator("h1")).to_have_text("Sample reusable engine")
    opened.value.close()


def test_the_language_switch_changes_the_page_the_document_and_the_address(visit):
    page = visit()
    page.get_by_role("radio", name="EN").click()
    expect(page.locator("h1")).to_have_text("Fund overview")
    assert "lang=en" in page.url
    page.wait_for_function("document.documentElement.lang === 'en-GB'")
    page.get_by_role("link", name="Grants").click()
    expect(page.locator("h1")).to_have_text("Sample reusable engine")


def test_a_click_on_a_tile_chooses_its_province(visit):
    page = visit()
    plot = page.locator(".st-key-tiles .js-plotly-plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 5.5 / 8, box["y"] + box["height"] * 1.5 / 8)
    expect(page.get_by_text("Chosen: 110000")).to_be_visible()


def test_the_table_behind_a_chart_opens(visit):
    page = visit()
    behind = page.locator(".st-key-f-behind-chain")
    behind.get_by_text("看数据").click()
    expect(behind.get_by_text("120.00", exact=True)).to_be_visible()


def test_streamlits_own_words_are_chinese(visit):
    page = visit("record")
    uploader = page.locator("[data-testid=stFileUploader]")
    expect(uploader.get_by_text("上传", exact=True)).to_be_visible()
    expect(uploader.get_by_text(re.compile("每个文件不超过 [0-9]+MB"))).to_be_visible()
    expect(page.get_by_placeholder("请选择")).to_be_visible()
    assert page.get_by_placeholder("Choose an option").count() == 0


def test_the_page_follows_the_system_when_it_turns_dark(visit):
    page = visit()
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "getComputedStyle(document.documentElement).getPropertyValue('--bg').trim() === '#141B23'"
    )


def test_the_workbook_button_gives_a_file(visit):
    page = visit()
    with page.expect_download() as kept:
        page.get_by_role("button", name="导出 Excel").click()
    assert kept.value.suggested_filename == "gallery.xlsx"
