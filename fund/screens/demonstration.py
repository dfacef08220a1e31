"""What the first page of a new database offers beside its own start: the invented portfolio."""

import streamlit as st

from fund import clock, ui
from fund.i18n import _
from fund.ui.visit import Visit

SEED = 2027


def demonstration(visit: Visit) -> None:
    """Build the invented portfolio; the database is marked for good."""
    from fund.demonstration import build

    with ui.block(
        _("Look at the demonstration"),
        _("About 300 grants, 120 contracts and 900 milestones, all invented"),
        key="demonstration",
    ):
        st.write(
            _(
                "This database is marked as a demonstration for good: every page and workbook"
                " says so."
            )
        )
        if st.button(_("Load the demonstration"), type="primary", key="f-demo"):
            bar = st.progress(0.0, _("Loading the demonstration"))

            def show(done: int, total: int, words: str = "") -> None:
                bar.progress(done / max(total, 1), words or _("Loading the demonstration"))

            build(visit.engine, seed=SEED, today=clock.today(), on_progress=show)
            st.rerun()
