"""2027 targets: baseline, latest actual, target, year and source. No forecast is built yet, and none is shown."""

from typing import Any

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.charts import targets as chart
from fund.i18n import _, ngettext
from fund.ledger.view import View
from fund.reports.description import Column as SheetColumn
from fund.reports.description import Sheet
from fund.targets import queries
from fund.ui import Column
from fund.ui_export import export
from fund.ui_status import look_of
from fund.ui_visit import Visit, named, regions

YEAR = 2027


def render(visit: Visit) -> None:
    """What is due in 2027 first; other years under their own."""
    view = View(as_of=visit.view.as_of)
    with visit.reading() as session:
        frame = queries.targets(session, visit.who, view)
    frame = with_words(visit, frame)
    ui.header(_("2027 targets"), [_("Oversight")], export(visit, view, _("2027 targets"), lambda _session, _actor, _view: [sheet(frame)]))
    due = frame[frame["target_year"] == YEAR]
    observed = int(due["actual"].notna().sum())
    ui.lede(
        ngettext("**{count}** target is due in 2027", "**{count}** targets are due in 2027", len(due)).format(count=len(due))
        + _("; **{observed}** have an actual value.").format(observed=observed)
    )
    ui.meta(as_of=view.as_of, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified)
    ui.source_note(_("The action plan sets no numbers: none of these is a target of the space agency. Each number has its source."))
    ui.key_of_marks(chart.legend(ui.look()))
    for year in sorted(set(frame["target_year"]), key=lambda year: (year != YEAR, year)):
        rows = frame[frame["target_year"] == year]
        title = ngettext("Due in {year}: {count} target", "Due in {year}: {count} targets", len(rows)).format(year=year, count=len(rows))
        with ui.block(title, key=f"year-{year}"):
            listed(rows, title)


def with_words(visit: Visit, frame: pd.DataFrame) -> pd.DataFrame:
    """Names in the language of the run; whose number it is and how sure its source."""
    names = regions(visit)
    frame = named(frame, "name", "unit", "place", "scope")
    standing = [
        "official" if official else "reported" if press else "illustrative"
        for official, press in zip(frame["is_official"], frame["is_press_copy"], strict=True)
    ]
    places = [place or names.get(code, code) for place, code in zip(frame["place"], frame["region_code"], strict=True)]
    return frame.assign(standing=standing, where=places, from_=[" · ".join(filter(None, pair)) for pair in zip(frame["document"], frame["source"], strict=True)])


def listed(rows: pd.DataFrame, title: str) -> None:
    """One row a target, the bullet in the middle."""
    pictures = pd.Series([picture(row) for row in rows.to_dict("records")], index=rows.index, dtype=object)
    shown = rows.assign(
        picture=pictures, base=[digits(value) for value in rows["baseline"]], now=[digits(value) for value in rows["actual"]],
        aim=[aim(row) for row in rows.to_dict("records")], sub=[" · ".join(filter(None, (row["unit"], row["where"], row["scope"]))) for row in rows.to_dict("records")],
    )
    columns = [
        Column("name", _("Target"), sub="sub"), Column("base", _("Baseline"), "text"), Column("now", _("Actual"), "text"),
        Column("picture", _("From baseline to target"), "picture"), Column("aim", _("Target"), is_strong=True), Column("standing", _("Standing"), "tag", sub="from_"),
    ]
    ui.table(shown, columns, title, key=f"targets-{title}")


def picture(row: Any) -> tuple[str, str]:
    """The bullet and what it says."""
    baseline, actual = (None if row[name] is None else float(row[name]) for name in ("baseline", "actual"))
    words = {"baseline": digits(row["baseline"]), "actual": digits(row["actual"]), "target": digits(row["target"])}
    target = float(row["target"])
    return chart.bullet(baseline, actual, target, ui.look(), is_falling=row["direction"] == "at_most"), chart.alt(baseline, actual, words)


def aim(row: Any) -> str:
    """The target as its document puts it: at least, above, exactly, about, at most."""
    signs = {">=": "≥", ">": "＞", "=": "", "~": _("about"), "<=": "≤"}
    return f"{signs[row['operator']]}{i18n.NBSP}{digits(row['target'])}".strip()


def digits(value: Any) -> str:
    """A number as it was written, grouped; nothing is a dash."""
    return "—" if value is None or pd.isna(value) else i18n.number(value, max(0, -int(value.as_tuple().exponent)))


def sheet(frame: pd.DataFrame) -> Sheet:
    """The targets as a workbook sheet."""
    columns = [
        SheetColumn("name", _("Target"), width=36), SheetColumn("where", _("Place"), width=14), SheetColumn("unit", _("Unit")),
        SheetColumn("baseline", _("Baseline"), "number"), SheetColumn("actual", _("Actual"), "number"), SheetColumn("observed_on", _("Observed on"), "date"),
        SheetColumn("target", _("Target value"), "number"), SheetColumn("target_year", _("Year"), "integer"), SheetColumn("standing_name", _("Standing")),
        SheetColumn("issuer", _("Issuer"), width=24), SheetColumn("document", _("Document"), width=36), SheetColumn("source", _("Source"), width=36),
    ]
    return Sheet("targets", _("Targets"), columns, frame.assign(standing_name=[look_of(state)[2] for state in frame["standing"]]))


if __name__ == "__main__":
    st.switch_page("dashboard.py")
