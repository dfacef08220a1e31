"""The targets of a year in one list: the finding, each target with its bullet and what moves it
most, how far it can be trusted.
"""

from datetime import date

import pandas as pd

from fund import clock, ui
from fund.charts import targets as chart
from fund.frames import rows_of
from fund.i18n import _, ngettext
from fund.listing.wording import period_words
from fund.period import quarter
from fund.portfolio.provinces import MISSED
from fund.screens.targets.wording import (
    LEVERS,
    POINT,
    aim,
    backtested,
    digits,
    former_aim,
    own_past,
    reach,
    short,
    span,
)
from fund.targets import issuing
from fund.targets.record import Past
from fund.targets.rows import Listed
from fund.ui import Column, address
from fund.ui.visit import Visit, act, said

YEAR = 2027


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


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a target in words, the bullet among them."""
    records = rows_of(rows, Listed)
    pictures = pd.Series([picture(row) for row in records], index=rows.index, dtype=object)
    levers = [strongest(row) for row in records]
    return rows.assign(
        to=[address("target", code=code) for code in rows["code"]],
        picture=pictures,
        base=[digits(value) for value in rows["baseline"]],
        now=[short(value) for value in rows["actual"]],
        moved=[one[0] if one else "—" for one in levers],
        then=[" · ".join(one[1:]) for one in levers],
        read_in=[row["document"] or row["source"] for row in records],
        ahead=[reach(row) for row in records],
        aim=[aim(row) for row in records],
        was=[before(row) for row in records],
        sub=[
            " · ".join(filter(None, (row["unit"], row["where"], row["scope"]))) for row in records
        ],
    )


def listed(rows: pd.DataFrame, title: str) -> None:
    """One row a target, the bullet in the middle; as ``shown`` makes them."""
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
    ui.table(rows, columns, title, key=f"targets-{title}")


def strongest(row: Listed) -> list[str]:
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


def picture(row: Listed) -> tuple[str, str]:
    """The bullet and what it says."""
    baseline, actual = (
        None if value is None else float(value) for value in (row["baseline"], row["actual"])
    )
    words = {
        "baseline": digits(row["baseline"]),
        "actual": digits(row["actual"]),
        "target": digits(row["target"]),
    }
    target = float(row["target"])
    ahead = span(row)
    return chart.bullet(
        baseline, actual, target, ui.look(), is_falling=row["direction"] == "at_most", ahead=ahead
    ), chart.alt(baseline, actual, words)


def before(row: Listed) -> str:
    """What was aimed at before, for four quarters after the change."""
    return "" if row["former_value"] is None else _("before: {aim}").format(aim=former_aim(row))


def sentence(due: pd.DataFrame) -> str:
    """How many are due, how many have a value, how many may be missed."""
    observed = int(due["actual"].notna().sum())
    return (
        ngettext(
            "**{count}** target is due in 2027", "**{count}** targets are due in 2027", len(due)
        ).format(count=len(due))
        + _("; **{observed}** have an actual value.").format(observed=observed)
        + doubtful(due)
    )


def of_year(rows: pd.DataFrame, year: int) -> None:
    """What is due in a year; as ``shown`` makes it."""
    title = ngettext(
        "Due in {year}: {count} target", "Due in {year}: {count} targets", len(rows)
    ).format(year=year, count=len(rows))
    with ui.block(title, key=f"year-{year}"):
        listed(rows, title)
