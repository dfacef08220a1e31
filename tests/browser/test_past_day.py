"""A past day's pages are those that were shown on it, word for word and mark for mark."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.driving import Desk, desk
from tests.people import office
from tests.serving import forked, serving
from tests.targets.test_kept import afterwards, prepared

QUICK, SLOW = (
    ("targets", "target?code=counted"),
    (
        "target?code=known",
        "plan",
        "provinces?region=610000",
    ),
)
SHOWN = """() => [...document.querySelectorAll(
    ['.f-h1', '.f-lede', '.f-h2', 'table', '.f-facts', 'img']
      .map(one => `[data-testid=stMain] ${one}`).join(', '))]
  .map(one => one.tagName === 'IMG' ? one.alt + one.src : one.innerText)"""


def shown(here: Desk, path: str, day: date) -> list[str]:
    here.open(f"{path}{'&' if '?' in path else '?'}as_of={day.isoformat()}")
    here.stay("viewer")
    found: list[str] = here.page.evaluate(SHOWN)
    return found


def every(
    browser: Browser, url: str, log: Path, now: date, day: date, pages: tuple[str, ...]
) -> dict[str, list[str]]:
    with (
        serving(
            log, {"FUND_DATABASE_URL": url, "FUND_NOW": now.isoformat()}, start=forked
        ) as address,
        desk(browser, address) as here,
    ):
        return {path: shown(here, path, day) for path in pages}


@pytest.mark.browser
@pytest.mark.parametrize(
    "pages", [QUICK, pytest.param(SLOW, marks=pytest.mark.long)], ids=["targets", "others"]
)
def test_a_past_day_is_shown_as_it_was_shown_then(
    browser: Browser, tmp_path: Path, pages: tuple[str, ...]
) -> None:
    made = office(f"sqlite:///{tmp_path}/fund.db")
    walk = prepared(made)
    day, url = walk.day, made.engine.url.render_as_string(hide_password=False)
    before = every(browser, url, tmp_path / "then", day, day, pages)
    afterwards(walk)
    later = every(browser, url, tmp_path / "later", walk.day, day, pages)
    assert later == before
    assert all(before.values())
    assert every(browser, url, tmp_path / "now", walk.day, walk.day, pages) != before
