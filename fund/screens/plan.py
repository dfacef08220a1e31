"""What the page of the action plan draws, and the steps of the plan beside the targets."""

from collections.abc import Sequence
from types import FunctionType

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import clock, house, i18n, ui
from fund.frames import records_as
from fund.i18n import _, ngettext
from fund.plan import reference
from fund.portfolio.by_measure import Aim, MeasureRow
from fund.reports import plan as report
from fund.status import look_of
from fund.targets import commands
from fund.targets.tables import STEP_STATUSES
from fund.ui import Column, address
from fund.ui.fields import folded, pick, pick_day
from fund.ui.visit import Visit, perform, said


def steps(known: pd.DataFrame, title: str) -> None:
    """Steps of the plan with what was stated of each and where; what nobody stated anything of says
    so.
    """
    met = int((known["status"] == "met").sum())
    with ui.block(
        title,
        ngettext(
            "{met} of {count} is met as stated; nothing is computed here",
            "{met} of {count} are met as stated; nothing is computed here",
            len(known),
        ).format(met=met, count=len(known)),
        key="steps",
    ):
        shown = known.assign(read_in=[text or "—" for text in known["read_in"]])
        ui.table(
            shown,
            [
                Column("title", _("Step"), sub="measure"),
                Column("status", _("Status"), "status"),
                Column("stated_on", _("As of"), "date"),
                Column("read_in", _("Read from")),
            ],
            title,
        )
        ui.source_note(
            _(
                "Steps read in copies and press reports of the plan (data/SOURCES.md); the wording"
                " is ours."
            )
        )


def state(visit: Visit, known: pd.DataFrame) -> None:
    """Say how far a step is, with where it is read."""
    said("f-step-done")
    if not visit.who.may("state_plan_step") or visit.view.as_of != clock.today():
        return
    titles = dict(zip(known["key"], known["title"], strict=True))
    with folded("f-step", _("Say how far a step is"), "f-form-step"):
        step = pick(_("Step"), titles, "f-step-key")
        left, middle, right = st.columns([1, 1, 2])
        status = left.selectbox(
            _("Status"),
            STEP_STATUSES,
            format_func=lambda word: look_of(word)[2],
            key="f-step-status",
        )
        on = pick_day(_("As of"), "f-step-day", clock.today(), at=middle, last=clock.today())
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


def rooms_say(session: Session, visit: Visit) -> pd.DataFrame:
    """What rooms count for measures of the plan: measure, words, value, as they are shown."""
    rows = [
        (one.measure, _(one.words), in_figures(one.value, one.of))
        for place in house.FIGURES
        for one in house.at(place, FunctionType)(session, visit.who, visit.view.as_of)
    ]
    return pd.DataFrame(rows, columns=["measure", "words", "value"])


def in_figures(value: float | None, of: int | None) -> str:
    """A share with of how many, or a count."""
    if value is None:
        return _("nothing to count yet")
    if of is None:
        return i18n.number(int(value))
    return _("{share} of {count}").format(share=i18n.share(value), count=i18n.number(of))


def figures(frame: pd.DataFrame) -> None:
    """Indicators of measures beside the plan; none of them has a target."""
    with ui.block(
        _("What the office counts for measures"),
        _("Figures of its own rooms; the plan sets no number for them"),
        key="room-figures",
    ):
        ui.table(
            frame,
            [
                Column("words", _("Indicator"), sub="measure"),
                Column("value", _("Value"), "figure"),
            ],
            _("What the office counts for measures"),
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
    told = records_as(rows, MeasureRow)
    gaps = [report.gaps(row) for row in told]
    first = [next(iter(row["targets"]), None) for row in told]
    is_zh = i18n.language() == "zh"
    return rows.assign(
        what=rows["measure"],
        work=[f"{i18n.number(row['grants'])} · {i18n.number(row['contracts'])}" for row in told],
        steps=[
            (
                _("{met} of {planned}").format(
                    met=i18n.number(row["met"]), planned=i18n.number(row["planned"])
                )
                if row["planned"]
                else "—"
            )
            for row in told
        ],
        late=rows["overdue"],
        aims=[(one.name_zh if is_zh else one.name_en) if one else "—" for one in first],
        aim_to=[address("target", code=one.code) if one else "" for one in first],
        more=[
            " · ".join(filter(None, (counted(row["targets"]), others(row["targets"]))))
            for row in told
        ],
        state=["at_risk" if missing else "met" for missing in gaps],
        gaps=[" · ".join(missing) if missing else _("None") for missing in gaps],
    )


def counted(targets: Sequence[Aim]) -> str:
    """The part of the first target's actual that is counted under this measure."""
    part = targets[0].part if targets else None
    return (
        ""
        if part is None
        else _("counted here: {part}").format(
            part=i18n.number(part, max(0, -int(part.as_tuple().exponent)))
        )
    )


def others(targets: Sequence[object]) -> str:
    """How many more there are."""
    more = len(targets) - 1
    return (
        ngettext("and {count} other", "and {count} others", more).format(count=more)
        if more > 0
        else ""
    )


def areas(frame: pd.DataFrame) -> None:
    """What is known of the plan, and a block an area."""
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
            listed(rows, title)


def listed(rows: pd.DataFrame, title: str) -> None:
    """A row a measure of one area."""
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
