"""The one script: who is here, in which language, which pages they may open."""

from types import ModuleType

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from fund import audit, db, house, ui
from fund.errors import FundError, NotAllowed
from fund.i18n import _
from fund.rooms.page import Page
from fund.ui import navigation, net, once, settled, sign_in
from fund.ui.navigation import Entry
from fund.ui.visit import Visit, arrive, picker
from pages import denied, first_start, gate

FIRST = "overview"
"""The page at the root; whoever may not read it gets the first they may."""


def main() -> None:
    """Set the page up, find out who visits, and run the page asked for."""
    ui.speak()
    if not ui.is_served():
        st.navigation([st.Page(ui.not_served, title=ui.fund_name())], position="hidden").run()
        return
    ui.setup()
    with net.catching("arriving") as caught:
        visit = arrive()
        pages = pages_for(visit)
    if caught.error is not None:
        ui.menu(closed(caught), is_hidden=True).run()
        return
    page = ui.menu(pages, is_hidden=visit.actor is None)
    page.run()
    if visit.signed_in:
        sign_in.watch(visit.engine, visit.signed_in)
    once.question(visit)
    st.session_state.pop(net.WROTE, None)
    settled.settle(page.url_path)


def closed(caught: net.Caught) -> dict[str, list[StreamlitPage]]:
    """The same addresses while nobody can be let in: why, and what of the visitor's is open."""

    def run() -> None:
        ui.header(caught.title)
        caught.draw()
        once.unanswered()

    return {
        "": [
            st.Page(run, title=_(page.title), url_path=address, default=address == FIRST)
            for address, (page, _module) in house.pages().items()
        ]
    }


def pages_for(visit: Visit) -> dict[str, list[StreamlitPage]]:
    """The pages at their addresses; for whoever is nobody yet, the same addresses, each with the
    one page they may see.
    """
    instead = only_page(visit)
    if instead is None:
        with st.sidebar:
            if visit.signed_in:
                sign_in.leave(visit.engine, visit.signed_in, visit.who.name)
            else:
                picker(visit, key="f-who")
    known = {address: page for address, (page, _module) in house.pages().items()}
    return {
        heading: [_page(visit, entry, instead) for entry in entries]
        for heading, entries in navigation.arranged(known, visit.actor).items()
    }


def only_page(visit: Visit) -> ModuleType | None:
    """The page shown at every address: sign-in missing or not done, a new database, nobody
    chosen.
    """
    if visit.where not in (sign_in.OFF, sign_in.HELD):
        return gate
    if visit.shut:
        return gate
    if visit.kind == "new":
        return first_start
    if visit.actor is None:
        return gate
    return None


def _page(visit: Visit, entry: Entry, instead: ModuleType | None) -> StreamlitPage:
    page = entry.page

    def run() -> None:
        if instead is not None:
            _run(instead, visit, page)
        elif navigation.may_read(visit.who, page):
            _run(house.pages()[page.address][1], visit, page)
        elif page.address == FIRST and (first := _first_of(visit)):
            _run(house.pages()[first.address][1], visit, first)
        else:
            denied.render(visit, title=entry.title)

    return st.Page(
        run,
        title=entry.title,
        icon=f":material/{page.icon}:" if page.icon else None,
        url_path=page.address,
        default=page.address == FIRST,
        visibility="visible" if entry.is_shown else "hidden",
    )


def _first_of(visit: Visit) -> Page | None:
    """The first page of the menu this person may read."""
    return next(
        (
            page
            for page, _module in house.pages().values()
            if page.icon and navigation.may_read(visit.who, page)
        ),
        None,
    )


def _run(module: ModuleType, visit: Visit, page: Page) -> None:
    """One page; what it could not do is said where it stopped, with a number that finds it in the
    log, never as a trace.
    """
    st.session_state["f-headed"] = False
    st.session_state["f-way"], st.session_state["f-beside"] = _around(visit, page)
    with net.catching(module.__name__) as caught:
        module.render(visit)
    if caught.error is None:
        return
    if isinstance(caught.error, FundError) and not st.session_state["f-headed"]:
        ui.header(_(page.title))
    caught.draw()
    if isinstance(caught.error, NotAllowed) and visit.actor is not None:
        note(visit, caught.error)


def _around(visit: Visit, here: Page) -> tuple[list[tuple[str, str]], list[tuple[str, str, bool]]]:
    """What the header of a page says of where it stands: the way to it (words, address), and its
    tabs (words, address, whether it is this one).
    """
    if visit.actor is None:
        return [], []
    known = {address: page for address, (page, _module) in house.pages().items()}
    entries = navigation.arranged(known, visit.actor).values()
    titles = {entry.page.address: entry.title for found in entries for entry in found}
    tabs = navigation.beside(known, here, visit.actor)
    return (
        navigation.way(known, here, titles),
        [(titles[tab.address], tab.address, tab is here) for tab in tabs],
    )


def note(visit: Visit, refused: NotAllowed) -> None:
    """Put on record that somebody asked to see what is not theirs: an address typed in, a link of
    somebody else's.
    """
    asked = {"page": st.context.url or "", **dict(st.query_params)}
    db.note(
        visit.engine,
        lambda session: audit.refusal(
            session, visit.who.id, str(refused.facts.get("act", "")), refused, asked
        ),
    )


main()
