"""First start of a new database: look at the demonstration, or start our own."""

import streamlit as st
from sqlmodel import select

from fund import ui
from fund.i18n import _
from fund.plan import reference
from fund.plan.tables import Measure, Region
from fund.screens.access.first import our_own
from fund.screens.demonstration import demonstration
from fund.ui.visit import Visit


def render(visit: Visit) -> None:
    """Two ways on, side by side; nothing is stored before one is chosen."""
    ui.header(_("A new database"))
    with visit.reading() as session:
        known = (
            len(session.exec(select(Measure.key)).all()),
            len(session.exec(select(Region.code)).all()),
        )
    ui.lede(_("Nothing is recorded yet. Look at invented figures first, or start with your own."))
    ui.source_note(
        _(
            "Ready: {known} of {published} measures of the action plan identified, {regions}"
            " province-level units."
        ).format(known=known[0], published=reference.published_measures(), regions=known[1])
    )
    left, right = st.columns(2, gap="medium")
    with left:
        demonstration(visit)
    with right:
        our_own(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
