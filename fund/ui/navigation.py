"""The menu by who is here: which pages stand in it, under which heading, in which order."""

from collections.abc import Mapping
from typing import NamedTuple

from fund import house
from fund.access.actors import Actor
from fund.i18n import _
from fund.rooms import derived
from fund.rooms.page import Page
from fund.rooms.rooms import ROOMS

WAITED_FOR = frozenset(derived.reminders(ROOMS))
"""Acts things wait for."""


class Entry(NamedTuple):
    """A page in the menu, under the title it has there; one that is not shown keeps its address."""

    page: Page
    title: str
    is_shown: bool


def may_read(who: Actor, page: Page) -> bool:
    """Whether this person may read a page: by a role for the whole fund, or for a part where the
    page shows parts.
    """
    return bool(who.scopes(page.reads)) if page.in_parts else who.may(page.reads)


def arranged(pages: Mapping[str, Page], who: Actor | None) -> dict[str, list[Entry]]:
    """Heading -> entries, every page once. Whoever answers for parts of the fund only has no
    headings; whoever nothing waits for has what house.FIRST names first.
    """
    readable = {page.address: page for page in pages.values() if who and may_read(who, page)}
    if all(page.in_parts for page in readable.values()):
        own = {page.address for page in readable.values() if page.icon}
        return {
            "": [
                Entry(page, _(page.own_title or page.title), page.address in own or who is None)
                for page in pages.values()
            ]
        }
    looks = who is not None and not any(who.scopes(act) for act in WAITED_FOR)
    placed = {page.address: _section(page, looks=looks) for page in pages.values()}
    first = house.FIRST if looks else ()
    found: dict[str, list[Entry]] = {key: [] for key in house.SECTIONS}
    for address in (*first, *(address for address in pages if address not in first)):
        page, section = pages[address], placed[address]
        is_shown = section is not None and address in readable
        if (section or "") in found:
            found[section or ""].append(Entry(page, _(page.title), is_shown))
    return {_(words): found[key] for key, words in house.SECTIONS.items()}


def _section(page: Page, *, looks: bool) -> str | None:
    """The section a page stands in for this person; None where it is reached from another page."""
    if not looks:
        return page.section
    if page.address in house.FIRST:
        return ""
    return page.section or None


def way(pages: Mapping[str, Page], here: Page, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """What stands above a page: the heading of its section, "" for an address, then the pages it is
    reached from. ``titles`` are those of the menu by address.
    """
    above = pages.get(here.within or here.beside)
    if above is None:
        section = here.section or ""
        heading = _(house.SECTIONS[section])
        return [(heading, "")] if heading and here.section else []
    led = way(pages, above, titles)
    return [*led, (titles[above.address], above.address)] if here.within else led


def beside(pages: Mapping[str, Page], here: Page, who: Actor) -> list[Page]:
    """The tabs of a page: the one they stand beside and they, as far as this person reads them;
    none for a page without any.
    """
    first = here.beside or here.address
    tabs = [page for page in pages.values() if first in (page.address, page.beside)]
    return [page for page in tabs if may_read(who, page)] if len(tabs) > 1 else []
