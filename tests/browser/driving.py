"""A person at a page: opening it, saying who one is, clicking, and what the browser may not have
complained about.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Request, expect
from playwright.sync_api import TimeoutError as TookTooLong

from tests.serving import WAYS_IN

PATIENCE = 60_000
HOW_FAR = pytest.mark.parametrize(
    "is_whole", [False, pytest.param(True, marks=pytest.mark.long)], ids=["first acts", "whole"]
)
"""How far a walk goes: the ordinary run shows that the first acts of its room are done on the page,
with what is refused there; the long one goes to the end. The acts themselves, each role that may
and may not, and every state are shown without a browser in both.
"""
REOPENED = 10_000
"""Milliseconds until a list that shows nothing is opened once more."""
HEIGHT = 900
"""Of a window, in pixels."""
STREAMLITS = re.compile(r"the server responded with a status of 404")
"""Streamlit asks below a deep link for two addresses of its own that do not exist, and finds them
at the root next.
"""
UNDRAWN = "[data-testid=stPlotlyChart]:not(:has(.main-svg)), [data-testid=stSkeleton]"
"""Charts on their way, and what stands in their place before."""
STILL = """async () => {
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const moving = document.getAnimations().filter(one =>
    one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity);
  const bound = new Promise(over => setTimeout(over, 5000));
  await Promise.race([bound, Promise.all(moving.map(one => one.finished.catch(() => null)))]);
}"""
"""Resolves when nothing on the page moves any more; an animation that is never drawn to its end is
not waited for longer than five seconds.
"""
LINK = """to => {
  const link = document.createElement("a");
  link.className = "f-go";
  link.href = to;
  document.body.append(link);
  link.click();
  link.remove();
}"""
"""Click a link of ours that leads anywhere."""
HERE = ("data:", "blob:")
TABS = {"采购过程": "政府采购", "申报与评审": "资助项目", "状态与预警": "里程碑"}
"""A page that is a tab, and the one in the menu it stands beside."""


@dataclass
class Desk:
    """One browser window: its page, the clicks made so far, and what went wrong on the way."""

    page: Page
    address: str
    clicks: int = 0
    complaints: list[str] = field(default_factory=list)
    is_spoilt: bool = False
    """Whether something was done to the window that outlasts its pages."""

    def open(self, path: str = "") -> None:
        """Go to a page by its address, as from a link in a letter."""
        self.page.goto(f"{self.address}/{path}")
        self.page.wait_for_selector(".f-h1", state="attached", timeout=PATIENCE)
        self.settle()

    def follow(self, path: str) -> None:
        """Go to a page by a link of ours on the one that stands there: the application is not
        loaded anew. Waits for an address that differs.
        """
        before = self.page.url
        self.page.evaluate(LINK, path)
        self.page.wait_for_function("url => location.href !== url", arg=before, timeout=PATIENCE)
        self.settle()

    def settle(self) -> None:
        """Until the page has finished and every chart is drawn."""
        quiet = "[data-testid=stApp][data-test-script-state=notRunning]"
        self.page.wait_for_selector(quiet, timeout=PATIENCE)
        expect(self.page.locator(UNDRAWN)).to_have_count(0, timeout=PATIENCE)
        self.page.wait_for_selector(quiet, timeout=PATIENCE)

    def click(self, what: Locator) -> None:
        """One click of the person's, counted."""
        what.click(timeout=PATIENCE)
        self.clicks += 1

    def pick(self, field: Locator, words: str) -> None:
        """Choose from a list; one that the page closed by running once more is opened again."""
        option = self.page.get_by_role("option", name=words, exact=True)
        self.click(field)
        try:
            option.wait_for(timeout=REOPENED)
        except TookTooLong:
            self.click(field)
        self.click(option)

    def unfold(self, block: str) -> None:
        """Open what is folded away in a block, and wait until it has stopped moving: a list opened
        meanwhile would close again.
        """
        self.click(self.page.locator(f"{block} summary"))
        # what is asked for only now is there once the page has run again
        inside = f"{block} details [data-testid=stElementContainer]"
        self.page.wait_for_selector(inside, state="attached", timeout=PATIENCE)
        self.settle()
        self.page.evaluate(STILL)

    def be(self, name: str) -> None:
        """Say who one is, at the gate or in the menu's picker; two clicks.

        The gate goes away while the page is being made, so what follows waits for the end of that.
        """
        picker = self.page.locator(".st-key-f-gate input, .st-key-f-who input").first
        option = self.page.get_by_role("option", name=re.compile(f"^{re.escape(name)}( ·|$)"))
        self.click(picker)
        picker.fill(name)  # a long list draws only what is in sight
        try:
            option.click(timeout=REOPENED)
        except TookTooLong:  # the page ran once more and closed the list
            self.click(picker)
            picker.fill(name)
            self.click(option)
        expect(self.page.locator(".st-key-f-who input")).to_have_value(
            re.compile(f"^{name}"), timeout=PATIENCE
        )
        expect(self.page.locator(".st-key-f-gate")).to_have_count(0, timeout=PATIENCE)
        self.settle()

    def is_shown_to(self, name: str) -> bool:
        """Whether the page shows one as somebody."""
        picker = self.page.locator(".st-key-f-who input")
        return bool(picker.count() and re.match(f"{re.escape(name)}( ·|$)", picker.input_value()))

    def stay(self, name: str) -> None:
        """Be somebody, where the page does not show one as them already."""
        if not self.is_shown_to(name):
            self.be(name)

    def menu(self, words: str) -> None:
        """To a page by the menu; to a tab by the page it stands beside."""
        beside = TABS.get(words, words)
        self.click(self.page.locator("[data-testid=stSidebarNavLink]", has_text=beside))
        self.heading(beside)
        if beside != words:
            self.click(self.page.locator(".f-beside").get_by_role("link", name=words, exact=True))
            self.heading(words)

    def heading(self, words: str) -> None:
        """Until the page with this title stands there, whole."""
        self.page.locator("h1", has_text=words).wait_for(timeout=PATIENCE)
        self.settle()

    def download(self, button: Locator) -> bytes:
        """The file a button gives."""
        with self.page.expect_download(timeout=PATIENCE) as kept:
            self.click(button)
        return Path(kept.value.path()).read_bytes()


WINDOWS: dict[tuple[Browser, str], list[Page]] = {}
"""Windows that were closed, by their browser and language, to be opened again."""
REMEMBERED = "cookies,local_storage,indexeddb,cache_storage,service_workers,file_systems"
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); window.name = ''; }"


@contextmanager
def window(browser: Browser, address: str, language: str) -> Iterator[Desk]:
    """A browser window nothing is remembered in: of those that were closed the last one, since it
    has compiled the application, which costs more than most of what is done there. One that failed
    or ``is_spoilt`` is not opened again.
    """
    closed = WINDOWS.setdefault((browser, language), [])
    if not closed:
        closed.append(browser.new_context(locale=language, accept_downloads=True).new_page())
    here = Desk(closed.pop(), address)
    is_again = False
    try:
        yield here
        is_again = not here.is_spoilt and forgets(here)
    finally:
        if is_again:
            closed.append(here.page)
        else:
            here.page.context.close()


def forgets(here: Desk) -> bool:
    """Leave the application and take away what the browser remembers of it; whether there was still
    somebody to leave.
    """
    page, context = here.page, here.page.context
    for other in context.pages:
        if other != page:
            other.close()
    try:
        page.goto(f"{here.address}/readyz")  # of the same process, with nothing of the application
    except Error:
        return False
    page.evaluate(FORGET)
    context.clear_cookies()
    wire = context.new_cdp_session(page)
    wire.send("Storage.clearDataForOrigin", {"origin": here.address, "storageTypes": REMEMBERED})
    wire.send("Page.resetNavigationHistory")
    wire.detach()
    return True


@contextmanager
def desk(
    browser: Browser,
    address: str,
    *,
    width: int = 1440,
    scheme: Any = "light",
    language: str = "zh-CN",
    also: tuple[str, ...] = (),
) -> Iterator[Desk]:
    """A browser window, nothing remembered; closed clean: no console error, no request to another
    host but ``also``.
    """
    with window(browser, address, language) as here:
        page = here.page
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(media="null", color_scheme=scheme)
        page.context.request.get(WAYS_IN[address])  # as from the window it was started in

        def said(message: ConsoleMessage) -> None:
            if message.type == "error" and not STREAMLITS.search(message.text):
                here.complaints.append(message.text)

        def asked(request: Request) -> None:
            if not request.url.startswith((address, address.replace("http", "ws"), *HERE, *also)):
                here.complaints.append(f"asked {request.url}")

        def failed(error: Error) -> None:
            here.complaints.append(str(error))

        heard = {"console": said, "pageerror": failed, "request": asked}
        for event, listener in heard.items():
            page.on(event, listener)  # type: ignore[call-overload]
        yield here
        for event, listener in heard.items():
            page.remove_listener(event, listener)
        assert here.complaints == [], here.complaints


def sideways(page: Page) -> list[str]:
    """What reaches beyond the right edge: the page, its main part, or a word of a chart beyond its
    drawing.
    """
    found: list[str] = page.evaluate("""() => {
        const found = [], main = document.querySelector('[data-testid=stMain]');
        if (document.documentElement.scrollWidth > innerWidth) found.push('page');
        if (main.scrollWidth > main.clientWidth + 1) found.push('main');
        document.querySelectorAll('.js-plotly-plot').forEach(plot => {
          const box = plot.getBoundingClientRect();
          plot.querySelectorAll('.annotation text').forEach(text => {
            const at = text.getBoundingClientRect();
            if (at.width && (at.left < box.left - 1 || at.right > box.right + 1))
              found.push(text.textContent);
          });
        });
        return found;
    }""")
    return found
