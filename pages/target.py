"""One target: the values seen and where they lead, the milestones that bring it forward and what
each changes, what-ifs, sources.
"""

import pandas as pd
import streamlit as st

from fund import ui
from fund.errors import NotFound
from fund.frames import rows_of
from fund.i18n import N_, _
from fund.ledger.view import View
from fund.reports.targets import with_words
from fund.rooms.page import Page
from fund.screens.targets.changing import change, changed, define, order, share
from fund.screens.targets.parts import ask, parts
from fund.screens.targets.record import past, trust, values
from fund.screens.targets.target import facts, picture, sentence
from fund.targets import issued, queries, sources, versions
from fund.targets.rows import TargetShown
from fund.ui import address
from fund.ui.visit import Visit, mistyped, regions, stamp

PAGE = Page("target", N_("Target"), within="targets")


def render(visit: Visit) -> None:
    """The page of the target the address names by its code."""
    view = View(as_of=visit.view.as_of)
    try:
        with visit.reading() as session:
            row = queries.target(session, visit.who, view, st.query_params.get("code", ""))
            read_in = sources.sources(session, visit.who, view, row["code"])
            kept = issued.issued(session, visit.who, view, row["code"])
            changes = versions.changes(session, visit.who, view, row["target_id"])
    except NotFound as missing:
        mistyped(_("Target"), missing, (_("All targets"), address("targets")))
        return
    (words,) = rows_of(with_words(pd.DataFrame([row]), regions(visit)), TargetShown)
    ui.header(words["name"], crumb=[row["code"]])
    ui.lede(sentence(words))
    changed(words, changes)
    stamp(visit, view.as_of, is_demonstration=bool(row["is_demonstration"]))
    left, right = st.columns([7.4, 4.6], gap="medium")
    with left:
        picture(words)
    with right:
        facts(words)
    parts(words, view.as_of)
    ask(visit, view, words)
    trust(words)
    past(kept)
    values(read_in)
    share(visit, words)
    order(visit, words)
    change(visit, words)
    define(visit, words)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
