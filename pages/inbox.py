"""Waiting for me: what this person's roles, the state and four eyes let them do today, with the
acts that can be done for several at once.
"""

import streamlit as st

from fund import clock, i18n, ui
from fund.i18n import N_, _, ngettext
from fund.inbox.lists import PARTS
from fund.inbox.queries import is_asked, items
from fund.listing.declared import Totals
from fund.rooms.page import Page
from fund.screens.inbox import several
from fund.ui.bulk import tell_last
from fund.ui.listing import Seen, listing, look
from fund.ui.visit import Visit

PAGE = Page("inbox", N_("Waiting for me"), "inbox", "")


def render(visit: Visit) -> None:
    """One block an act, in the order of a grant's life."""
    parts = {
        part: look(visit, declared) for part, declared in PARTS.items() if is_asked(visit.who, part)
    }
    waiting = {part: seen for part, seen in parts.items() if seen.page.totals.rows}
    ui.header(_("Waiting for me"))
    ui.lede(summary([seen.page.totals for seen in waiting.values()]))
    ui.meta(
        as_of=clock.today(), is_demonstration=visit.is_demonstration, is_verified=visit.is_verified
    )
    for part, item in items().items():
        if item.together and part not in waiting:
            tell_last(f"f-bulk-{part}")
    if not waiting:
        ui.empty(
            _("Nothing waits for you"),
            _("What you have already had a hand in waits for somebody else."),
        )
    for part, seen in waiting.items():
        group(visit, part, seen)


def summary(found: list[Totals]) -> str:
    """How many things, and the renminbi behind them where all are counted."""
    count = sum(totals.rows for totals in found)
    number = i18n.number(count)
    if any(totals.is_cut for totals in found):
        return _("More than **{count}** things wait for you.").format(count=number)
    fen = sum(totals.sums.get("amount_fen", 0) for totals in found)
    return ngettext(
        "**{count}** thing waits for you", "**{count}** things wait for you", count
    ).format(count=number) + _(", with **{amount}** behind them.").format(amount=i18n.amount(fen))


def group(visit: Visit, part: str, seen: Seen) -> None:
    """What waits for one act: the list, each row leading to its page, and the act for several of
    those shown where it asks nothing more.
    """
    item = items()[part]
    totals = seen.page.totals
    title = f"{_(item.title)} · {i18n.number(totals.rows)}{'+' if totals.is_cut else ''}"
    with ui.block(title, _(item.why), key=f"inbox-{part}"):
        listing(visit, seen, title)
        if item.together:
            several(visit, part, item.together, seen.page.frame)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
