"""2027 targets: baseline, latest actual, where each may be at the end of its year and how sure, target, year and source."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.charts import targets as chart
from fund.i18n import _, ngettext
from fund.ledger.view import View
from fund.period import quarter
from fund.reports import targets as report
from fund.targets import issuing, queries
from fund.ui import Column, address
from fund.ui.export import export
from fund.ui.filters import period_words
from fund.ui.visit import Visit, act, regions, said

YEAR = 2027
TRIED = {"companies": 54, "forecasts": 840, "cover": 89}
"""What the back-test found; the test of the method holds these to what it finds."""
LEVERS, POINT = 3, 0.01
"""So many milestones are named, and a lever below one point of chance moves nothing by itself."""
MISSED = ("unlikely", "almost_no_chance")


def render(visit: Visit) -> None:
    """What is due in 2027 first; other years under their own."""
    view = View(as_of=visit.view.as_of)
    with visit.reading() as session:
        frame = queries.outlooks(session, visit.who, view)
    frame = report.with_words(frame, regions(visit))
    ui.header(_("2027 targets"), [_("Oversight")], export(visit, view, _("2027 targets"), lambda session, actor, seen: [report.targets(session, actor, seen)]))
    due = frame[frame["target_year"] == YEAR]
    observed = int(due["actual"].notna().sum())
    ui.lede(
        ngettext("**{count}** target is due in 2027", "**{count}** targets are due in 2027", len(due)).format(count=len(due))
        + _("; **{observed}** have an actual value.").format(observed=observed) + doubtful(due)
    )
    ui.meta(as_of=view.as_of, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified)
    ui.source_note(_("The action plan sets no numbers: none of these is a target of the space agency. Each number has its source."))
    ui.source_note(_("The range holds eight futures in ten. Tried on real launches of {companies} companies, it held {cover} % of what came ({forecasts} forecasts); a straight line has no range.").format(**TRIED))
    ui.key_of_marks(chart.legend(ui.look()))
    issue(visit)
    for year in sorted(set(frame["target_year"]), key=lambda year: (year != YEAR, year)):
        rows = frame[frame["target_year"] == year]
        title = ngettext("Due in {year}: {count} target", "Due in {year}: {count} targets", len(rows)).format(year=year, count=len(rows))
        with ui.block(title, key=f"year-{year}"):
            listed(rows, title)


def issue(visit: Visit) -> None:
    """Keep the forecasts of the quarter that ended last as they are today; whoever may, once a quarter."""
    said("f-issued-done")
    last = quarter(date.fromordinal(quarter(clock.today()).first.toordinal() - 1)).code
    if not visit.who.may("issue_forecasts") or visit.view.as_of != clock.today():
        return
    with visit.reading() as session:
        if issuing.is_issued(session, last):
            return
    words = _("Issue the forecasts of {quarter}").format(quarter=period_words(last))
    act(visit, words, issuing.issue_forecasts, key="f-issue", done=_("Issued: they are kept as they are today and scored when the actual comes."), at="f-issued-done", is_primary=False, period=last)


def doubtful(due: pd.DataFrame) -> str:
    """How many may be missed, and of how many nothing can be told."""
    missed, untold = int(due["verdict"].isin(MISSED).sum()), int((due["verdict"] == "cannot_tell").sum())
    said = ngettext(" **{count}** may be missed.", " **{count}** may be missed.", missed).format(count=missed) if missed else ""
    return said + (ngettext(" Of **{count}** nothing can be told yet.", " Of **{count}** nothing can be told yet.", untold).format(count=untold) if untold else "")


def listed(rows: pd.DataFrame, title: str) -> None:
    """One row a target, the bullet in the middle."""
    pictures = pd.Series([picture(row) for row in rows.to_dict("records")], index=rows.index, dtype=object)
    shown = rows.assign(
        to=[address("target", code=code) for code in rows["code"]], picture=pictures, base=[digits(value) for value in rows["baseline"]], now=[digits(value) for value in rows["actual"]],
        moved=[strongest(row) for row in rows.to_dict("records")], ahead=[reach(row) for row in rows.to_dict("records")], aim=[aim(row) for row in rows.to_dict("records")], sub=[" · ".join(filter(None, (row["unit"], row["where"], row["scope"]))) for row in rows.to_dict("records")],
    )
    columns = [
        Column("name", _("Target"), link="to", sub="sub"), Column("base", _("Baseline"), "text"), Column("now", _("Actual"), "text"),
        Column("picture", _("From baseline to target"), "picture"), Column("ahead", _("Forecast range")), Column("aim", _("Target"), is_strong=True),
        Column("verdict", _("Chance"), "status", sub="chance_"), Column("moved", _("What moves it most")), Column("standing", _("Standing"), "tag", sub="from_"),
    ]
    ui.table(shown, columns, title, key=f"targets-{title}")


def strongest(row: Any) -> str:
    """The three milestones that move it most, in points of chance; a dash where none is tied to it, or none moves it by itself."""
    found = [lever for lever in row["levers"][:LEVERS] if abs(lever.chance) >= POINT]
    return " · ".join(_("{milestone}: {points}").format(milestone=row["step_names"].get(lever.key, ""), points=i18n.number(lever.chance * 100, 0)) for lever in found) or "—"


def picture(row: Any) -> tuple[str, str]:
    """The bullet and what it says."""
    baseline, actual = (None if row[name] is None else float(row[name]) for name in ("baseline", "actual"))
    words = {"baseline": digits(row["baseline"]), "actual": digits(row["actual"]), "target": digits(row["target"])}
    target = float(row["target"])
    ahead = None if row["low"] is None else (row["low"], row["median"], row["high"])
    return chart.bullet(baseline, actual, target, ui.look(), is_falling=row["direction"] == "at_most", ahead=ahead), chart.alt(baseline, actual, words)


def aim(row: Any) -> str:
    """The target as its document puts it: at least, above, exactly, about, at most."""
    signs = {">=": "≥", ">": "＞", "=": "", "~": _("about"), "<=": "≤"}
    return f"{signs[row['operator']]}{i18n.NBSP}{digits(row['target'])}".strip()


def reach(row: Any) -> str:
    """The 80 % range with as many decimals as the target."""
    if row["low"] is None:
        return "—"
    places = max(0, -int(row["target"].as_tuple().exponent))
    return "–".join(i18n.number(row[end], places) for end in ("low", "high"))


def digits(value: Any) -> str:
    """A number as it was written, grouped; nothing is a dash."""
    return "—" if value is None or pd.isna(value) else i18n.number(value, max(0, -int(value.as_tuple().exponent)))


if __name__ == "__main__":
    st.switch_page("dashboard.py")
