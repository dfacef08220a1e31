"""What a process has loaded is set aside from the collection after every run, and nothing is lost
by it.
"""

import gc
import tomllib
import weakref
from collections.abc import Iterator
from datetime import timedelta

import pytest

from fund import clock
from fund.ui import settled
from tests.conftest import TODAY
from tests.serving import ROOT


class Kept:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def given_back() -> Iterator[None]:
    """The process of the tests is as it was."""
    yield
    settled._settled.clear()
    gc.unfreeze()


def test_what_stands_after_the_first_run_of_a_page_is_set_aside_once() -> None:
    with clock.at(clock.noon(TODAY)):
        settled.settle("overview")
        aside = gc.get_freeze_count()
        assert aside > 100_000
        later = [Kept() for _number in range(1000)]
        settled.settle("overview")
        assert gc.get_freeze_count() <= aside
        assert later[0].itself is later[0]
        settled.settle("grants")
        assert gc.get_freeze_count() > aside + 500


def test_the_page_at_the_root_sets_aside_too_when_it_is_the_first() -> None:
    with clock.at(clock.noon(TODAY)):
        settled.settle("")
        assert gc.get_freeze_count() > 100_000


def test_what_was_set_aside_and_is_needed_by_nobody_goes_an_hour_later() -> None:
    with clock.at(clock.noon(TODAY)):
        visitor = Kept()
        seen = weakref.ref(visitor)
        settled.settle("overview")
        del visitor
        gc.collect()
        assert seen() is not None
    with clock.at(clock.noon(TODAY) + timedelta(hours=1)):
        settled.settle("overview")
        assert seen() is None


def test_a_click_does_not_go_through_what_all_visitors_have_open() -> None:
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert told["runner"]["postScriptGC"] is False
    assert gc.isenabled()
