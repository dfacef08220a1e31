"""The action plan on one sheet: its five areas and the measures identified, each with money, work,
milestones and targets; gaps shown as gaps.
"""

from typing import Any

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.i18n import _, ngettext
from fund.ledger.view import View
from fund.plan import reference
from fund.portfolio import by_measure
from fund.reports import plan as report
from fund.status import look_of
from fund.targets import commands, plan_steps
from fund.targets.tables import STEP_STATUSES
from fund.ui import Column, address
from fund.ui.export import export
from fund.ui.target import steps
from fund.ui.visit import Visit, named, perform, said


def render(visit: Visit) -> None:
    """A block an area, a row a measure."""
    view = View(as_of=visit.view.as_of)
    with visit.reading() as session:
        frame = named(
            by_measure.plan(session, visit.who, view.as_of), "area_title", "measure_title"
        )
        known = named(plan_steps.plan_steps(session, visit.who, view.as_of), "title")
    ui.header(
        _("Action plan"),
        [_("Oversight")],
        export(
            visit,
            view,
            _("Action plan"),
            lambda session, actor, seen: [report.measures(session, actor, seen)],
        ),
    )
    ui.lede(headline(frame))
    ui.meta(
        as_of=view.as_of, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified
    )
    ui.source_note(
        _("{known} of {published} measures identified.").format(
            known=len(reference.measures()), published=reference.published_measures()
        ),
        _(
            "The plan sets its goals in words; a target stands here when its indicator tells"
            " something of the measure."
        ),
    )
    for _code, rows in frame.groupby("area", sort=True):
        title = f"{rows['area'].iloc[0]} {rows['area_title'].iloc[0]}"
        with ui.block(title, finding(rows), key=f"area-{rows['area'].iloc[0]}"):
            ui.table(
                shown(rows),
                [
                    Column("measure_title", _("Measure"), sub="what"),
                    Column("committed_fen", _("Committed"), "amount", "wan"),
                    Column("paid_fen", _("Paid"), "amount", "wan"),
                    Column("paid_share", _("Paid share"), "share"),
                    Column("work", _("Grants and contracts")),
                    Column("steps", _("Milestones met")),
                    Column("late", _("Overdue"), "number"),
                    Column("aims", _("Targets"), link="aim_to", sub="more"),
                    Column("state", _("Gaps"), "tag", word="gaps"),
                ],
                title,
                key=f"area-{rows['area'].iloc[0]}",
            )
    steps(known, _("Steps of the plan without a number"))
    state(visit, known)


def state(visit: Visit, known: pd.DataFrame) -> None:
    """Say how far a step is, with where it is read."""
    said("f-step-done")
    if not visit.who.may("state_plan_step") or visit.view.as_of != clock.today():
        return
    titles = dict(zip(known["key"], known["title"], strict=True))
    with (
        st.container(key="f-step"),
        st.expander(_("Say how far a step is")),
        st.form("f-form-step"),
    ):
        step = st.selectbox(
            _("Step"),
            list(titles),
            index=None,
            format_func=titles.__getitem__,
            placeholder=_("Choose an option"),
            key="f-step-key",
        )
        left, middle, right = st.columns([1, 1, 2])
        status = left.selectbox(
            _("Status"),
            STEP_STATUSES,
            format_func=lambda word: look_of(word)[2],
            key="f-step-status",
        )
        on = middle.date_input(
            _("As of"),
            clock.today(),
            max_value=clock.today(),
            key="f-step-day",
            format="YYYY-MM-DD",
        )
        source = right.text_input(_("Read from"), key="f-step-source", max_chars=300)
        if st.form_submit_button(_("Record it"), type="primary"):
            perform(
                visit,
                "f-act-step",
                commands.state_plan_step,
                lambda: {"step": step or "", "status": status, "stated_on": on, "source": source},
                done=_("Recorded."),
                at="f-step-done",
            )


def headline(frame: pd.DataFrame) -> str:
    """How many measures have money, and how many lack something."""
    funded = int((frame["committed_fen"] > 0).sum())
    words = ngettext(
        "**{funded}** of {count} measure has money committed",
        "**{funded}** of {count} measures have money committed",
        len(frame),
    ).format(funded=funded, count=len(frame))
    without = sum(not found for found in frame["targets"])
    return words + ngettext(
        "; **{without}** has no target.", "; **{without}** have no target.", without
    ).format(without=without)


def finding(rows: pd.DataFrame) -> str:
    """What an area has together."""
    return _("{committed} committed, {paid} paid; {met} of {planned} milestones met").format(
        committed=i18n.amount(int(rows["committed_fen"].sum())),
        paid=i18n.amount(int(rows["paid_fen"].sum())),
        met=i18n.number(int(rows["met"].sum())),
        planned=i18n.number(int(rows["planned"].sum())),
    )


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in words; what is missing is named."""
    records: list[Any] = rows.to_dict("records")
    gaps = [report.gaps(row) for row in records]
    own = 1 if i18n.language() == "zh" else 2
    return rows.assign(
        what=rows["measure"],
        work=[f"{i18n.number(row['grants'])} · {i18n.number(row['contracts'])}" for row in records],
        steps=[
            (
                _("{met} of {planned}").format(
                    met=i18n.number(row["met"]), planned=i18n.number(row["planned"])
                )
                if row["planned"]
                else "—"
            )
            for row in records
        ],
        late=rows["overdue"],
        aims=[row["targets"][0][own] if row["targets"] else "—" for row in records],
        aim_to=[
            address("target", code=row["targets"][0][0]) if row["targets"] else ""
            for row in records
        ],
        more=[
            " · ".join(filter(None, (counted(row["targets"]), others(row["targets"]))))
            for row in records
        ],
        state=["at_risk" if missing else "met" for missing in gaps],
        gaps=[" · ".join(missing) if missing else _("None") for missing in gaps],
    )


def counted(targets: list[Any]) -> str:
    """The part of the first target's actual that is counted under this measure."""
    part = targets[0][3] if targets else None
    return (
        ""
        if part is None
        else _("counted here: {part}").format(
            part=i18n.number(part, max(0, -int(part.as_tuple().exponent)))
        )
    )


def others(targets: list[Any]) -> str:
    """How many more there are."""
    more = len(targets) - 1
    return (
        ngettext("and {count} other", "and {count} others", more).format(count=more)
        if more > 0
        else ""
    )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
