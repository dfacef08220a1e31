"""Milestones of one project abroad: what is promised, what became of it, stating both."""

from datetime import date

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.cooperation import milestones as stating
from fund.cooperation import rules
from fund.cooperation.rows import Project
from fund.frames import named
from fund.i18n import _, ngettext
from fund.screens.cooperation.entering import send
from fund.ui import Column
from fund.ui.fields import folded, pick, pick_day
from fund.ui.visit import Visit


def block(found: pd.DataFrame) -> None:
    """Each with the day first promised, the day it is due now, and what became of it."""
    title = _("Milestones")
    with ui.block(title, _("The first day promised stays"), key="milestones"):
        if found.empty:
            ui.empty(_("No milestone yet"), _("An officer enters what is to be reached by when."))
            return
        rows = found.to_dict("records")
        shown = named(found, "title").assign(late=[_late(row["days_late"]) for row in rows])
        ui.table(
            shown,
            [
                Column("title", _("Milestone"), sub="source"),
                Column("first_due_on", _("First promised"), "date"),
                Column("due_on", _("Due on"), "date"),
                Column("reached_on", _("Reached on"), "date", sub="late"),
                Column("state", _("Status"), "tag"),
            ],
            title,
            key="milestones",
        )


def _late(days: int) -> str:
    if not days:
        return ""
    return ngettext(
        "{count} day after the first promise", "{count} days after the first promise", days
    ).format(count=i18n.number(days))


def state(visit: Visit, one: Project, found: pd.DataFrame) -> None:
    """Enter a milestone; state that one was reached, or is due on another day."""
    if visit.who.may("enter_abroad_milestone"):
        enter(visit, one)
    rows = named(found[found["reached_on"].isna()], "title").to_dict("records")
    if not rows or not visit.who.may("state_abroad_milestone"):
        return
    with folded("f-reached-new", _("State a milestone"), "f-form-reached"):
        names = {row["milestone_id"]: row["title"] for row in rows}
        which = pick(_("Milestone"), names, "f-reached-which")
        reached = pick_day(_("Reached on"), "f-reached-on", None, last=clock.today())
        due = pick_day(_("Or due on another day"), "f-reached-due", None)
        source = st.text_input(_("Source"), key="f-reached-source", max_chars=300)
        send(
            visit,
            _("Record the milestone"),
            "reached",
            stating.state_abroad_milestone,
            lambda: {
                "milestone_id": which or 0,
                "reached_on": reached if isinstance(reached, date) else None,
                "due_on": due if isinstance(due, date) else None,
                "source": source,
            },
        )


def enter(visit: Visit, one: Project) -> None:
    """What the project is to reach."""
    with folded("f-milestone-new", _("Enter a milestone"), "f-form-milestone"):
        title = st.text_input(_("Chinese name"), key="f-milestone-title", max_chars=300)
        english = st.text_input(_("English name"), key="f-milestone-english", max_chars=300)
        due = pick_day(_("Due on"), "f-milestone-due", None)
        source = st.text_input(_("Source"), key="f-milestone-source", max_chars=300)

        def given() -> dict[str, object]:
            if not isinstance(due, date):
                raise rules.DayMissing
            return {
                "project": one["code"],
                "title_zh": title,
                "title_en": english,
                "due_on": due,
                "source": source,
            }

        send(visit, _("Enter the milestone"), "milestone", stating.enter_abroad_milestone, given)
