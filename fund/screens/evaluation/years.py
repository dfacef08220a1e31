"""Every programme's year with its points and grade, and beginning a new one."""

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.evaluation import commands, queries
from fund.evaluation.rules import GRADE_WORDS
from fund.frames import own_name
from fund.i18n import _
from fund.plan import reference
from fund.ui import Column, address
from fund.ui.fields import form_opened, pick
from fund.ui.visit import Visit, perform
from fund.words import STATUSES

LOOKS = {"draft": "entered", "submitted": "waiting", "approved": "met"}


GRADES = {"excellent": "met", "good": "active", "fair": "at_risk", "poor": "overdue"}


def listed(frame: pd.DataFrame, year: int) -> None:
    """A year's programmes, each leading to its form."""
    title = _("Fiscal year {year}").format(year=year)
    with ui.block(
        title,
        _("Points of 100 and the grade; drafts with the figures of today"),
        key=f"year-{year}",
    ):
        shown = frame.assign(
            to=[address("evaluation", id=key) for key in frame["evaluation_id"]],
            state=[LOOKS[status] for status in frame["status"]],
            state_word=[_(STATUSES[status]) for status in frame["status"]],
            points=["—" if total is None else i18n.number(total, 2) for total in frame["total"]],
            look=[GRADES.get(grade, "waiting") for grade in frame["grade"]],
            grade_word=[
                _(GRADE_WORDS[grade]) if grade else _("Not known yet") for grade in frame["grade"]
            ],
        )
        ui.table(
            shown,
            [
                Column("title", _("Programme"), link="to", sub="programme"),
                Column("state", _("Status"), "tag", word="state_word"),
                Column("submitted_on", _("Handed in on"), "date"),
                Column("points", _("Points"), is_strong=True),
                Column("look", _("Grade"), "tag", word="grade_word"),
            ],
            title,
            key=f"year-{year}",
        )


def begin(visit: Visit) -> None:
    """Choose a programme's year and a scheme of points."""
    schemes = {row["scheme"]: own_name(row, "name") for row in reference.evaluation_schemes()}
    form = form_opened("f-eval-new", _("Begin a self-evaluation"), "f-form-eval-new")
    if form is None:
        return
    with visit.reading() as session:
        known = queries.programmes(session, visit.who)
    with form:
        chosen = pick(_("Programme and year"), known, "f-eval-programme")
        scheme = st.selectbox(
            _("Scheme of points"),
            list(schemes),
            format_func=schemes.__getitem__,
            key="f-eval-scheme",
        )
        if st.form_submit_button(_("Begin"), type="primary"):
            programme, year = chosen or (0, 0)
            perform(
                visit,
                "f-act-eval-new",
                commands.begin_evaluation,
                lambda: {"programme_id": programme, "fiscal_year": year, "scheme": scheme},
                done=_("Begun: open it in the list."),
                at="f-eval-begun",
            )
