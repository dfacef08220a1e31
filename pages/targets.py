"""2027 targets: baseline, latest actual, where each may be at the end of its year and how sure,
target, year and source.
"""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.charts import targets as chart
from fund.i18n import _, ngettext
from fund.ledger.view import View
from fund.period import quarter
from fund.portfolio.provinces import MISSED
from fund.reports import targets as report
from fund.screens.targets.changing import aim, digits, former_aim, steps
from fund.targets import issued, issuing, plan_steps, queries
from fund.targets.record import Past
from fund.targets.rules import ENOUGH
from fund.targets.scores import BACKTEST
from fund.ui import Column, address
from fund.ui.export import export
from fund.ui.filters import period_words
from fund.ui.visit import Visit, act, named, regions, said

YEAR = 2027
LEVERS, POINT = 3, 0.01
"""So many milestones are named, and a lever below one point of chance moves nothing by itself."""


def render(visit: Visit) -> None:
    """What is due in 2027 first; other years under their own."""
    view = View(as_of=visit.view.as_of)
    with visit.reading() as session:
        frame = queries.outlooks(session, visit.who, view)
        past, known = (
            issued.past(session, visit.who, view),
            plan_steps.plan_steps(session, visit.who, view.as_of),
        )
    frame = report.with_words(frame, regions(visit))
    due = frame[frame["target_year"] == YEAR]
    ui.header(
        headline(due),
        [_("Oversight")],
        export(
            visit,
            view,
            _("2027 targets"),
            lambda session, actor, seen: [report.targets(session, actor, seen)],
        ),
    )
    observed = int(due["actual"].notna().sum())
    ui.lede(
        ngettext(
            "**{count}** target is due in 2027", "**{count}** targets are due in 2027", len(due)
        ).format(count=len(due))
        + _("; **{observed}** have an actual value.").format(observed=observed)
        + doubtful(due)
    )
    ui.meta(
        as_of=view.as_of, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified
    )
    ui.source_note(
        _(
            "The action plan sets no numbers: none of these is a target of the space agency. Each"
            " number has its source."
        )
    )
    ui.key_of_marks(chart.legend(ui.look()))
    issue(visit)
    for year in sorted(set(frame["target_year"]), key=lambda year: (year != YEAR, year)):
        rows = frame[frame["target_year"] == year]
        title = ngettext(
            "Due in {year}: {count} target", "Due in {year}: {count} targets", len(rows)
        ).format(year=year, count=len(rows))
        with ui.block(title, key=f"year-{year}"):
            listed(rows, title)
        if year == YEAR:
            steps(
                named(known[known["due_year"] == YEAR], "title"),
                _("Steps of the plan due in {year}, without a number").format(year=YEAR),
            )
            trust(past)


def headline(due: pd.DataFrame) -> str:
    """The finding: how many may be missed, where any may."""
    missed = int(due["verdict"].isin(MISSED).sum())
    return (
        _("2027 targets: {missed} of {count} may be missed").format(missed=missed, count=len(due))
        if missed
        else _("2027 targets")
    )


def trust(past: Past) -> None:
    """How good the method was: on what was issued here, and on real launches; always beside the
    straight line.
    """
    with ui.block(
        _("How far these forecasts can be trusted"),
        _("The range holds eight futures in ten if the method is right"),
        key="trust",
    ):
        ui.source_note(own_past(past, _("all forecasts issued here")))
        ui.source_note(backtested())
        ui.source_note(
            _(
                "almost certain from 95 %, likely from 70 %, toss-up from 30 %, unlikely above 5 %,"
                " else almost no chance; “reached” and “out of reach” only where the record"
                " decides it."
            )
        )


def own_past(past: Past, what: str) -> str:
    """How many of one's own held, and the average miss beside the line's; below twenty that there
    are too few.
    """
    if past.scored < ENOUGH:
        return _(
            "Of {what}, {count} have been scored: too few to say anything by ourselves (20 are"
            " needed)."
        ).format(what=what, count=past.scored)
    low, high = (i18n.number(end * 100, 0) for end in past.band)
    return _(
        "Of {what}, {count} have been scored and {inside} landed in the range ({share}, could be"
        " {low} to {high} %). Average miss {miss}; straight line {line}."
    ).format(
        what=what,
        count=past.scored,
        inside=past.inside,
        share=i18n.share(past.inside / past.scored),
        low=low,
        high=high,
        miss=i18n.number(past.miss, 1),
        line=i18n.number(past.line_miss, 1),
    )


def backtested() -> str:
    """What the method came to on real launches, as make bench prints it."""
    numbers = {
        "skill": i18n.share(BACKTEST["skill"]),
        **{name: i18n.number(BACKTEST[name], 3) for name in ("brier", "line_brier")},
    }
    return _(
        "Tried on real launches of {companies} companies, {forecasts} forecasts from rolling"
        " origins: {cover} of what came lay in the range; its error (CRPS) is {skill} below the"
        " straight line’s. Brier score {brier}, the line’s {line_brier}. Source: the back-test"
        " printed by make bench, explained in docs/forecast.md."
    ).format(
        companies=BACKTEST["companies"],
        forecasts=BACKTEST["forecasts"],
        cover=i18n.share(BACKTEST["cover"]),
        **numbers,
    )


def issue(visit: Visit) -> None:
    """Keep the forecasts of the quarter that ended last as they are today; whoever may, once a
    quarter.
    """
    said("f-issued-done")
    last = quarter(date.fromordinal(quarter(clock.today()).first.toordinal() - 1)).code
    if not visit.who.may("issue_forecasts") or visit.view.as_of != clock.today():
        return
    with visit.reading() as session:
        if issuing.is_issued(session, last):
            return
    words = _("Issue the forecasts of {quarter}").format(quarter=period_words(last))
    act(
        visit,
        words,
        issuing.issue_forecasts,
        key="f-issue",
        done=_("Issued: they are kept as they are today and scored when the actual comes."),
        at="f-issued-done",
        is_primary=False,
        period=last,
    )


def doubtful(due: pd.DataFrame) -> str:
    """How many may be missed, and of how many nothing can be told."""
    missed, untold = (
        int(due["verdict"].isin(MISSED).sum()),
        int((due["verdict"] == "cannot_tell").sum()),
    )
    said = (
        ngettext(" **{count}** may be missed.", " **{count}** may be missed.", missed).format(
            count=missed
        )
        if missed
        else ""
    )
    return said + (
        ngettext(
            " Of **{count}** nothing can be told yet.",
            " Of **{count}** nothing can be told yet.",
            untold,
        ).format(count=untold)
        if untold
        else ""
    )


def listed(rows: pd.DataFrame, title: str) -> None:
    """One row a target, the bullet in the middle."""
    pictures = pd.Series(
        [picture(row) for row in rows.to_dict("records")], index=rows.index, dtype=object
    )
    levers = [strongest(row) for row in rows.to_dict("records")]
    shown = rows.assign(
        to=[address("target", code=code) for code in rows["code"]],
        picture=pictures,
        base=[digits(value) for value in rows["baseline"]],
        now=[short(value) for value in rows["actual"]],
        moved=[one[0] if one else "—" for one in levers],
        then=[" · ".join(one[1:]) for one in levers],
        read_in=[row["document"] or row["source"] for row in rows.to_dict("records")],
        ahead=[reach(row) for row in rows.to_dict("records")],
        aim=[aim(row) for row in rows.to_dict("records")],
        was=[before(row) for row in rows.to_dict("records")],
        sub=[
            " · ".join(filter(None, (row["unit"], row["where"], row["scope"])))
            for row in rows.to_dict("records")
        ],
    )
    columns = [
        Column("name", _("Target"), link="to", sub="sub"),
        Column("base", _("Baseline"), "figure"),
        Column("now", _("Actual"), "figure"),
        Column("picture", _("From baseline to target"), "picture"),
        Column("ahead", _("Forecast range"), "figure"),
        Column("aim", _("Target"), "figure", sub="was", is_strong=True),
        Column("verdict", _("Chance"), "status", sub="chance_"),
        Column("standing", _("Standing"), "tag", sub="read_in"),
        Column("moved", _("What moves it most"), sub="then"),
    ]
    ui.table(shown, columns, title, key=f"targets-{title}")


def strongest(row: Any) -> list[str]:
    """The three milestones that move it most, in points of chance; none where none is tied to it,
    or none moves it by itself.
    """
    found = [lever for lever in row["levers"][:LEVERS] if abs(lever.chance) >= POINT]
    return [
        _("{milestone}: {points}").format(
            milestone=row["step_names"].get(lever.key, ""),
            points=f"{lever.chance * 100:+.0f}".replace("-", "−"),
        )
        for lever in found
    ]


def picture(row: Any) -> tuple[str, str]:
    """The bullet and what it says."""
    baseline, actual = (
        None if row[name] is None else float(row[name]) for name in ("baseline", "actual")
    )
    words = {
        "baseline": digits(row["baseline"]),
        "actual": digits(row["actual"]),
        "target": digits(row["target"]),
    }
    target = float(row["target"])
    ahead = None if row["low"] is None else (row["low"], row["median"], row["high"])
    return chart.bullet(
        baseline, actual, target, ui.look(), is_falling=row["direction"] == "at_most", ahead=ahead
    ), chart.alt(baseline, actual, words)


def before(row: Any) -> str:
    """What was aimed at before, for four quarters after the change."""
    return "" if row["former_value"] is None else _("before: {aim}").format(aim=former_aim(row))


def reach(row: Any) -> str:
    """The 80 % range with as many decimals as the target."""
    if row["low"] is None:
        return "—"
    places = max(0, -int(row["target"].as_tuple().exponent))
    return "–".join(i18n.number(row[end], places) for end in ("low", "high"))


def short(value: Any) -> str:
    """A number with three decimals at most, for those computed from parts."""
    return (
        digits(value)
        if value is None or int(value.as_tuple().exponent) >= -3
        else i18n.number(value, 2)
    )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
