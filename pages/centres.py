"""Centres: what is due from whom in plain words with one button, and every centre a person's roles
reach.
"""

import streamlit as st

from fund import ui
from fund.centres import queries
from fund.centres.lists import CENTRES, QUEUE, TASKS
from fund.i18n import N_, _, ngettext
from fund.listing import paging
from fund.rooms.page import Page
from fund.screens.centres.entering import costs, due_line, enter
from fund.screens.centres.tasks import TODO, due, listed, listed_tasks, sentence
from fund.screens.centres.upload import together
from fund.ui import address
from fund.ui.listing import look
from fund.ui.visit import Visit, said, stamp

PAGE = Page(
    "centres",
    N_("Centres and platforms"),
    "edit_note",
    "local",
    reads="see_centres",
    in_parts=True,
    own_title=N_("My reports"),
)


def render(visit: Visit) -> None:
    """What to do first, then the whole."""
    owed, registry = look(visit, TASKS), look(visit, CENTRES)
    with visit.reading() as session:
        tasks = queries.tasks(session, visit.who)
        here = (
            paging.total(session, visit.who, QUEUE, owed.asked).rows
            if visit.who.scopes("forward") or visit.who.may("approve_submission")
            else 0
        )
    reports = bool(visit.who.scopes("fill_in") - {""})
    ui.header(_("My centres") if reports else _("Innovation centres and platforms"))
    todo = tasks[tasks["standing"].isin(TODO)]
    ui.lede(sentence(len(todo), here))
    stamp(visit)
    said("f-centres")
    if here:
        due_line(
            ngettext(
                "{count} report is handed in and waits for you.",
                "{count} reports are handed in and wait for you.",
                here,
            ).format(count=here),
            _("Look at what waits"),
            address("review"),
        )
    if reports:
        due(todo)
    if not tasks.empty:
        listed_tasks(visit, owed, reports)
    if len(set(tasks["centre_code"])) > 1 and visit.who.scopes("fill_in"):
        together(visit, tasks)
    listed(visit, registry)
    if visit.who.may("see_portfolio"):
        costs(visit)
    enter(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
