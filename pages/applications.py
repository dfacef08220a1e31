"""Applications: the calls, what came in under them, and how far each is, with its money."""

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.errors import N_
from fund.grants import queries
from fund.i18n import _, ngettext
from fund.reports import sheets
from fund.rooms.page import Page
from fund.screens.grants.calls import calls, listed, receive
from fund.screens.ledger.enter import enter
from fund.ui import address
from fund.ui.export import export
from fund.ui.filters import filters, nothing_found
from fund.ui.visit import Visit, stamp

PAGE = Page("applications", N_("Applications"), "description", beside="grants")

STAGES: dict[str, tuple[str, frozenset[str]]] = {
    "submitted": (N_("To be checked"), frozenset({"submitted"})),
    "under_review": (N_("Under review"), frozenset({"eligible", "under_review"})),
    "recommended": (N_("To be decided"), frozenset({"entered", "recommended", "not_recommended"})),
    "declined": (N_("Not pursued"), frozenset({"ineligible", "declined", "withdrawn"})),
}
"""Where an application stands, for the counts: by the status whose look the count has, its words
and the statuses it holds.
"""


def render(visit: Visit) -> None:
    """Counts by stage with money, the list, then the calls."""
    view = visit.view
    with visit.reading() as session:
        everything = queries.applications(session, visit.who, view)
        known = queries.calls(session, visit.who, view)
    stage = st.query_params.get("show", "")
    frame = (
        everything[everything["status"].isin(STAGES[stage][1])] if stage in STAGES else everything
    )
    ui.header(
        _("Applications"),
        export(
            visit,
            view,
            _("Applications"),
            lambda session, actor, seen: [sheets.applications(session, actor, seen, frame)],
        ),
    )
    view = filters(visit)
    summary(everything)
    stamp(visit, view.as_of)
    ui.counts(
        [
            (
                int(everything["status"].isin(statuses).sum()),
                look,
                f"{_(words)} · {asked(everything, statuses)}",
                address("applications", show=look),
            )
            for look, (words, statuses) in STAGES.items()
        ]
    )
    if frame.empty:
        nothing_found(visit, view, _("No application is recorded"))
    else:
        with ui.block(
            _(STAGES[stage][0]) if stage in STAGES else _("All applications"),
            _("The latest received first; scores from 0 to 100"),
            key="applications",
        ):
            listed(frame)
    calls(visit, known)
    receive(visit, known)
    enter(visit, "grant")


def summary(frame: pd.DataFrame) -> None:
    """How many wait for the fund's decision or a step before it, and what they ask for."""
    waiting = frame[~frame["status"].isin(STAGES["declined"][1])]
    ui.lede(
        ngettext(
            "**{count}** application is open", "**{count}** applications are open", len(waiting)
        ).format(count=len(waiting))
        + _(", asking for **{amount}**.").format(
            amount=asked(waiting, frozenset(waiting["status"]))
        )
    )


def asked(frame: pd.DataFrame, statuses: frozenset[str]) -> str:
    """What applications in these statuses ask for, in renminbi."""
    return i18n.amount(
        int(
            frame[frame["status"].isin(statuses) & (frame["currency"] == "CNY")]["requested_fen"]
            .fillna(0)
            .sum()
        )
    )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
