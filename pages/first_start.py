"""First start of a new database: look at the demonstration, or start our own."""

from typing import Any

import streamlit as st
from sqlmodel import Session, select

from fund import clock, db, i18n, ui, visitors
from fund.access import commands
from fund.access.actors import OPERATOR
from fund.access.rules import ROLES
from fund.errors import N_, FundError
from fund.i18n import _
from fund.plan import reference
from fund.plan.tables import Measure, Region
from fund.ui.visit import Visit

SEED = 2027
FIRST = ("system_administrator", "security_administrator")
NEXT = (
    N_("Give the others their people and roles: python -m fund users add."),
    N_(
        "Under Imports, download the office’s workbook, fill it in and upload it; a decider"
        " approves it."
    ),
    N_("Or open budget lines by hand under Budget and ledger."),
)


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


def our_own(visit: Visit) -> None:
    """The first two people; from then on the database is real."""
    with ui.block(
        _("Start our own"), _("Enter the first two people; they restrain one another"), key="own"
    ):
        with st.form("f-first"):
            people = [person(number, role) for number, role in enumerate(FIRST)]
            sent = st.form_submit_button(_("Start"), type="primary")
        if sent:
            try:
                db.write(visit.engine, lambda session: start(session, people))
            except FundError as refused:
                ui.error_box(_("This was not done"), i18n.say(refused))
                return
            visitors.trust(st.session_state["f-mark"])
            st.rerun()
        ui.source_note(_("Then:"), *(_(step) for step in NEXT))


def person(number: int, role: str) -> dict[str, Any]:
    """The fields for one person."""
    st.markdown(f"**{_(ROLES[role])}**")
    login, name = st.columns(2)
    return {
        "login": login.text_input(_("Login"), key=f"f-login-{number}", max_chars=80),
        "name": name.text_input(_("Name"), key=f"f-name-{number}", max_chars=80),
        "roles": [role],
    }


def start(session: Session, people: list[dict[str, Any]]) -> None:
    """Mark the database as real and enter the people, together or not at all."""
    db.mark(session, "real")
    for given in people:
        commands.add_person(session, OPERATOR, **given)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
