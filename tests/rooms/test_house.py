"""The lists of the upper floors: whole, each name leads somewhere, the menu by who is here."""

import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from fund import house
from fund.access.actors import Actor
from fund.access.rules import REACH, ROLES
from fund.reports.declared import Declared
from fund.rooms.derived import DeclaredTwice, NotDeclared
from fund.rooms.page import Page
from fund.rooms.waiting import Waiting
from fund.ui import navigation

PAGES = {address: page for address, (page, _module) in house.pages().items()}
NO_PAGES = {"__init__", "denied", "first_start", "gate"}
"""Shown at whatever address was asked for."""


def somebody(*roles: str) -> Actor:
    return Actor(
        1, "x", "x", frozenset((role, "370000" if role in REACH else "") for role in roles)
    )


def shown(*roles: str) -> dict[str, list[str]]:
    """What stands in the menu of somebody with these roles."""
    found = {
        heading: [entry.page.address for entry in entries if entry.is_shown]
        for heading, entries in navigation.arranged(PAGES, somebody(*roles)).items()
    }
    return {heading: addresses for heading, addresses in found.items() if addresses}


def test_every_file_of_pages_is_a_page_of_the_house() -> None:
    files = {file.stem for file in Path(house.__file__).parents[1].glob("pages/*.py")}
    assert {place.removeprefix("pages.") for place in house.PAGES} == files - NO_PAGES
    for _page, module in house.pages().values():
        assert callable(module.render)


def test_a_section_has_at_most_seven_entries() -> None:
    held = Counter(page.section for page in PAGES.values() if page.section is not None)
    assert max(held.values()) <= 7, held
    assert all(page.icon for page in PAGES.values() if page.section is not None)


def test_whoever_is_here_every_page_keeps_its_address_and_stands_once() -> None:
    for who in (None, *(somebody(role) for role in ROLES), somebody("viewer", "local")):
        entries = [entry for found in navigation.arranged(PAGES, who).values() for entry in found]
        assert sorted(entry.page.address for entry in entries) == sorted(PAGES)


HEADINGS = {
    "": ["overview", "inbox"],
    "资金": ["grants", "holdings", "subsidies", "guarantees", "budget", "closing"],
    "采购": ["procurement", "missions", "suppliers", "flags"],
    "计划与目标": ["plan", "targets", "provinces", "evaluations", "milestones", "frontiers"],
    "地方填报": ["centres"],
    "综合事务": ["imports", "reports", "settings"],
}
"""What an officer has, before what rooms bring later."""


def test_the_menu_follows_who_is_here() -> None:
    officer = shown("officer")
    begun = {heading: officer[heading][: len(found)] for heading, found in HEADINGS.items()}
    assert begun == HEADINGS
    assert shown("reviewer")["地方填报"] == ["centres", "review"]
    shared = ["facilities", "requests", "bookings"]
    assert shown("local") == {"": ["centres", "centre", *shared]}
    assert shown("applicant") == shown("facility") == {"": shared}
    assert shown("province") == {"": ["centres", "centre", "review"]}
    looks = shown("viewer")
    assert looks[""] == ["overview", "reports"]
    assert looks["综合事务"] == ["imports", "settings"]
    assert shown("security_administrator") == {"综合事务": ["people", "settings"]}
    local = navigation.arranged(PAGES, somebody("local"))[""]
    assert [entry.title for entry in local if entry.page.address == "centres"] == ["我的填报"]


def test_what_left_the_menu_is_a_tab_beside_a_page_that_stands_there() -> None:
    who = somebody("officer")
    tabs = {
        page.address: [tab.address for tab in navigation.beside(PAGES, page, who)]
        for page in PAGES.values()
    }
    together = (
        ["grants", "applications"],
        ["holdings", "treasury"],
        ["procurement", "processes"],
        ["milestones", "warnings"],
        ["conjunctions", "intake", "spacecraft", "screenings", "thresholds", "datasets"],
    )
    assert {address: found for address, found in tabs.items() if found} == {
        address: pair for pair in together for address in pair
    }


def test_the_way_to_a_page_is_its_section_and_what_it_is_reached_from() -> None:
    titles = {address: address.title() for address in PAGES}

    def way(address: str) -> list[tuple[str, str]]:
        return navigation.way(PAGES, PAGES[address], titles)

    assert way("overview") == []
    assert way("grants") == way("applications") == [("资金", "")]
    assert way("grant") == [("资金", ""), ("Grants", "grants")]
    assert way("process") == [("采购", ""), ("Processes", "processes")]
    assert way("filing") == [("地方填报", ""), ("Centres", "centres")]


def test_what_is_declared_under_a_name_is_of_its_kind_or_refused() -> None:
    place = house.WAITING[0]
    assert house.at(place, Waiting).act
    with pytest.raises(NotDeclared, match=f"“{place}” is no Declared"):
        house.at(place, Declared)
    with pytest.raises(AttributeError):
        house.at("fund.house:nothing", tuple)


def planted(page: Page) -> ModuleType:
    module = ModuleType("pages.planted")
    module.PAGE = page  # type: ignore[attr-defined]
    return module


@pytest.mark.parametrize(
    ("page", "refused", "said"),
    [
        (Page("grants", "Grants again"), DeclaredTwice, "“grants”"),
        (Page("debris", "Debris", reads="fly"), NotDeclared, "“fly”"),
        (Page("debris", "Debris", section="orbit"), NotDeclared, "“orbit”"),
        (Page("debris", "Debris", beside="orbit"), NotDeclared, "“orbit”"),
        (Page("debris", "Debris", within="orbit"), NotDeclared, "“orbit”"),
    ],
)
def test_a_page_the_house_cannot_place_stops_the_program(
    page: Page, refused: type[Exception], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pages.planted", planted(page))
    monkeypatch.setattr(house, "PAGES", (*house.PAGES, "pages.planted"))
    house.pages.cache_clear()
    try:
        with pytest.raises(refused, match=said):
            house.pages()
    finally:
        house.pages.cache_clear()
