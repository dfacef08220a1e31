"""The one script in the browser: the language of the document, Streamlit's own words, and links
without a reload.
"""

from collections.abc import Mapping
from functools import cache
from urllib.parse import parse_qsl, unquote

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from fund import i18n
from fund.i18n import N_, _
from fund.ui.table import is_ours

OWN_WORDS = (
    N_("Upload"),
    N_("Browse files"),
    N_("Drag and drop file here"),
    N_("Drag and drop files here"),
    N_("at most {size} per file"),
    N_("Remove file"),
    N_("Clear file"),
    N_("(required)"),
    N_("This field is required."),
    N_("Choose an option"),
    N_("Choose options"),
    N_("Select all"),
    N_("No results"),
    N_("No options to select."),
    N_("Press Enter to apply"),
    N_("Press Enter to submit form"),
    N_("Press Ctrl+Enter to apply"),
    N_("Clear value"),
    N_("Clear all"),
    N_("Open"),
    N_("Close"),
    N_("Show password text"),
    N_("Select a date."),
    N_("Choose date"),
    N_("App pages"),
    N_("Sidebar"),
    N_("Navigate to home page"),
    N_("file upload"),
    N_("Previous page"),
    N_("Next page"),
    N_("Previous month"),
    N_("Next month"),
    N_("Previous"),
    N_("Next"),
    N_("Pagination"),
    N_("Skip to main content"),
    N_("Open sidebar"),
    N_("Close sidebar"),
    N_("Expand sidebar"),
    N_("Collapse sidebar"),
    N_("Main menu"),
    N_("Fullscreen"),
    N_("Close fullscreen"),
    N_("Exit fullscreen"),
    N_("Download as CSV"),
    N_("Search"),
    N_("Show/hide columns"),
    N_("View 1 more"),
    N_("Print"),
    N_("Rerun"),
    N_("Settings"),
    N_("Stop"),
    N_("Running..."),
    N_("Connection error"),
    N_("Page not found"),
    N_("The page that you have requested does not seem to exist. Running the app's main page."),
    N_("Sunday"),
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
"""What Streamlit says by itself, word for word; it has no translations of its own."""

SCRIPT = """
const OURS = '[data-testid="stHtml"], svg, style, script, textarea';
const NAMES = ["aria-label", "placeholder", "title"];
export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.lang;
  const words = data.words;
  const size = /^([0-9.]+[KMG]?B) per file/;
  const said = (text) => {
    const key = text.trim();
    if (Object.hasOwn(words, key)) return text.replace(key, words[key]);
    const most = words["at most {size} per file"];
    if (!most || !size.test(key)) return null;
    return key.replace(size, (whole, bytes) => most.replace("{size}", bytes));
  };
  const text = (node) => {
    const to = said(node.nodeValue);
    if (to !== null && to !== node.nodeValue) node.nodeValue = to;
  };
  const names = (element) => NAMES.forEach((name) => {
    const value = element.getAttribute(name); const to = value && said(value);
    if (to && to !== value) element.setAttribute(name, to);
  });
  const walk = (root) => {
    if (root.nodeType === 3) {
      if (root.parentElement && !root.parentElement.closest(OURS)) text(root);
      return;
    }
    if (root.nodeType !== 1 || root.closest(OURS)) return;
    names(root);
    const shown = NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT;
    const walker = document.createTreeWalker(root, shown, (node) =>
      node.nodeType === 1 && node.matches(OURS)
        ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === 3) text(node); else names(node);
    }
  };
  const follow = (event) => {
    const link = event.target.closest && event.target.closest("a.f-go");
    if (!link || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.fundFollowed = link.id;
    setTriggerValue("to", link.getAttribute("href"));
  };
  document.addEventListener("click", follow);
  const refocus = () => {
    if (!window.fundFollowed || document.activeElement !== document.body) return;
    const link = document.getElementById(window.fundFollowed);
    if (link) link.focus({ preventScroll: true });
  };
  const KEYS = ["pointerdown", "keydown"];
  const elsewhere = () => { window.fundFollowed = ""; };
  KEYS.forEach((kind) => document.addEventListener(kind, elsewhere, true));
  const focus = new MutationObserver(refocus);
  focus.observe(document.body, { childList: true, subtree: true });
  const scheme = window.matchMedia("(prefers-color-scheme: dark)");
  const repaint = () => window.setTimeout(() => setTriggerValue("repaint", true), 200);
  scheme.addEventListener("change", repaint);
  let observer = null;
  if (Object.keys(words).length) {
    walk(document.body);
    observer = new MutationObserver((changes) => changes.forEach((change) => {
      if (change.type === "childList") change.addedNodes.forEach(walk);
      else if (change.type === "attributes") names(change.target);
      else walk(change.target);
    }));
    observer.observe(document.body, {
      childList: true, subtree: true, characterData: true,
      attributes: true, attributeFilter: NAMES,
    });
  }
  return () => {
    document.removeEventListener("click", follow);
    focus.disconnect();
    KEYS.forEach((kind) => document.removeEventListener(kind, elsewhere, true));
    scheme.removeEventListener("change", repaint);
    if (observer) observer.disconnect();
  };
}
"""
LANG: Mapping[str, str] = {"zh": "zh-CN", "en": "en-GB"}


def mount(pages: Mapping[str, st.Page]) -> None:
    """Put the script on the page and follow a link of ours that was clicked.

    ``pages`` are the Streamlit pages of this person by url path. A plain click on an ``a.f-go``
    reaches Python as a trigger and becomes ``st.switch_page`` with the link's query, so the session
    stays; any other click is the browser's. An address that is none of these pages is not followed.
    When the system turns dark or light the page is run again, because our colours are chosen in
    Python. A link with an id that was followed keeps the keyboard's place on the page it leads to.
    """
    with st.container(key="f-wiring"):
        result = _component()(
            data={"lang": LANG[i18n.language()], "words": words()},
            key="f-wiring-script",
            on_to_change=_nothing,
            on_repaint_change=_nothing,
        )
    to = result.get("to")
    if to and is_ours(to):
        page, query = target(to)
        if page in pages:
            st.switch_page(pages[page], query_params=query)


def _nothing() -> None:
    """A trigger needs a callback to be known; the run it causes is all that is wanted."""


def target(to: str) -> tuple[str, dict[str, str]]:
    """The page and the query of an address of ours; "." is the first page."""
    page, _mark, query = to.partition("?")
    return "" if page == "." else unquote(page), dict(parse_qsl(query))


def words() -> dict[str, str]:
    """Streamlit's words with ours for them; nothing to do in English."""
    said = {word: _(word) for word in OWN_WORDS}
    return {word: ours for word, ours in said.items() if ours != word}


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("fund_wiring", js=SCRIPT)
