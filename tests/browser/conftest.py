"""Houses to visit in Chromium: the demonstration, an empty one, one with people and nothing
else.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from fund import db, schema
from tests.browser.driving import Desk, desk
from tests.conftest import TODAY
from tests.people import office
from tests.serving import forked, serving


@pytest.fixture(scope="session")
def shown(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration, served for looking only; on its database's day."""
    folder = tmp_path_factory.mktemp("shown")
    file = shutil.copy(demonstration, folder)
    with serving(
        folder / "log",
        {"FUND_DATABASE_URL": f"sqlite:///{file}", "FUND_NOW": TODAY.isoformat()},
        start=forked,
    ) as address:
        yield address


@pytest.fixture
def changeable(demonstration: Path, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A demonstration of a test's own to act in: its address, and its database's."""
    url = f"sqlite:///{shutil.copy(demonstration, tmp_path)}"
    with serving(
        tmp_path / "log",
        {"FUND_DATABASE_URL": url, "FUND_NOW": TODAY.isoformat()},
        start=forked,
    ) as address:
        yield address, url
    db.engine(url).dispose()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A new database nobody has started: its address, and its database's."""
    url = f"sqlite:///{tmp_path}/fund.db"
    schema.upgrade(db.engine(url))
    with serving(tmp_path / "log", {"FUND_DATABASE_URL": url}, start=forked) as address:
        yield address, url
    db.engine(url).dispose()


@pytest.fixture
def peopled(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A real office with its people and no record yet: its address, and its database's."""
    url = f"sqlite:///{tmp_path}/fund.db"
    office(url)
    with serving(tmp_path / "log", {"FUND_DATABASE_URL": url}, start=forked) as address:
        yield address, url
    db.engine(url).dispose()


@pytest.fixture
def visitor(browser: Browser, shown: str) -> Iterator[Desk]:
    """Somebody at the demonstration's door, in Chinese, on a wide screen."""
    with desk(browser, shown) as here:
        yield here
