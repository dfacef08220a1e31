"""What the page of provinces draws: the tiles, one unit's scorecard, all of them."""

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.centres.rules import FIELDS
from fund.charts import tiles
from fund.frames import named, records_as
from fund.i18n import _, ngettext
from fund.ledger.rules import NATIONWIDE
from fund.ledger.view import View
from fund.portfolio import provinces
from fund.portfolio.provinces import Scorecard
from fund.screens.targets.register import YEAR
from fund.screens.targets.wording import aim, reach, short
from fund.targets.rows import Listed
from fund.ui import Column, address
from fund.ui.visit import Visit, keep_view


def headline(placed: pd.DataFrame) -> str:
    """How many have money, and how many have a target of the year."""
    funded, aiming = int((placed["committed_fen"] > 0).sum()), int((placed["aims"] > 0).sum())
    words = ngettext(
        "**{funded}** of {count} unit has money committed",
        "**{funded}** of {count} units have money committed",
        len(placed),
    ).format(funded=funded, count=len(placed))
    return words + _("; **{aiming}** have a target of {year}.").format(aiming=aiming, year=YEAR)


def picture(visit: Visit, frame: pd.DataFrame, chosen: str) -> None:
    """The tiles; a click chooses a province."""
    placed = frame[frame["region_code"] != NATIONWIDE]
    nationwide = int(provinces.of_no_province(frame)["committed_fen"].sum())
    with ui.block(
        tiles.title(placed),
        _("Committed by province-level unit, {unit}").format(unit=i18n.unit_name("yi")),
        key="tiles",
    ):
        clicked = ui.chart(
            tiles.grid(placed, ui.look(), chosen=chosen or None),
            f"tiles-{chosen}",
            tiles.alt(placed),
            is_clickable=True,
        )
        if shades := tiles.legend(placed, ui.look()):
            ui.legend(shades, i18n.unit_name("yi"))
        ui.source_note(
            tiles.note(),
            _("Nationwide, on no tile: {amount}.").format(amount=i18n.amount(nationwide, "yi")),
        )
        if clicked and clicked != chosen:
            keep_view(visit.view.only(region=clicked))
            st.rerun()


def card(visit: Visit, view: View, placed: pd.DataFrame, due: pd.DataFrame, chosen: str) -> None:
    """One province: its figures, its centres, its targets."""
    names = dict(zip(placed["region_code"], placed["name"], strict=True))
    with ui.block(
        names.get(chosen) or _("Choose a province"), _("Click a tile, or choose here"), key="card"
    ):
        asked = st.selectbox(
            _("Province"),
            ["", *names],
            index=["", *names].index(chosen),
            format_func=lambda code: names.get(code) or _("None chosen"),
            key=f"f-province-{chosen}",
        )
        if asked != chosen:
            keep_view(visit.view.only(region=asked or None))
            st.rerun()
        if not chosen:
            ui.empty(
                _("No province is chosen"),
                _("Its scorecard appears here: money, milestones, centres, targets."),
            )
            return
        figures(records_as(placed[placed["region_code"] == chosen], Scorecard)[0])
        with visit.reading() as session:
            there = named(provinces.centres(session, visit.who, chosen, view.as_of), "name")
        if len(there):
            shown = there.assign(
                to=[address("centre", code=code) for code in there["code"]],
                of=[_(FIELDS[field]) for field in there["field"]],
            )
            ui.table(
                shown,
                [Column("name", _("Centre"), link="to", sub="code"), Column("of", _("Field"))],
                _("Centres"),
                key="card-centres",
            )
        aims(due[due["region_code"] == chosen])


def figures(row: Scorecard) -> None:
    """The scorecard."""
    share = "—" if not row["committed_fen"] else i18n.share(row["paid_fen"] / row["committed_fen"])
    ui.facts(
        [
            (_("Committed"), i18n.amount(row["committed_fen"])),
            (_("Paid"), f"{i18n.amount(row['paid_fen'])} ({share})"),
            (_("Grants"), i18n.number(row["grants"])),
            (_("Contracts"), i18n.number(row["contracts"])),
            (_("Milestones met"), of(row["met"], row["planned"])),
            (_("Overdue"), i18n.number(row["overdue"])),
            (_("Centres"), i18n.number(row["centres"])),
            (_("Reports handed in on time"), of(row["on_time"], row["asked"])),
            (_("Reports approved"), of(row["approved"], row["asked"])),
        ]
    )


def aims(due: pd.DataFrame) -> None:
    """The targets of a province and of places inside it."""
    if due.empty:
        ui.empty(
            _("No target of {year} is on record here").format(year=YEAR),
            _("Targets come from the province’s own documents, each with its source."),
        )
        return
    rows = records_as(due, Listed)
    shown = due.assign(
        to=[address("target", code=code) for code in due["code"]],
        now=[short(value) for value in due["actual"]],
        aim=[aim(row) for row in rows],
        ahead=[reach(row) for row in rows],
        sub=[" · ".join(filter(None, (row["where"], row["unit"]))) for row in rows],
    )
    ui.table(
        shown,
        [
            Column("name", _("Target"), link="to", sub="sub"),
            Column("now", _("Actual"), "figure"),
            Column("ahead", _("Forecast range"), "figure"),
            Column("aim", _("Target"), "figure", is_strong=True),
            Column("verdict", _("Chance"), "status", sub="chance_"),
        ],
        _("Targets of {year}").format(year=YEAR),
        key="card-targets",
    )
    ui.source_note(
        _("Places inside a province stand under it; targets are never added up over places.")
    )


def of(part: int, whole: int) -> str:
    """So many of so many; a dash of none."""
    return (
        _("{met} of {planned}").format(met=i18n.number(part), planned=i18n.number(whole))
        if whole
        else "—"
    )


def everyone(placed: pd.DataFrame) -> None:
    """A row a unit, those with money first."""
    ordered = placed.sort_values(
        ["committed_fen", "aims", "region_code"], ascending=[False, False, True]
    )
    rows = records_as(ordered, Scorecard)
    shown = ordered.assign(
        to=[address("provinces", region=code) for code in ordered["region_code"]],
        work=[
            (
                f"{i18n.number(row['grants'])} · {i18n.number(row['contracts'])}"
                if row["grants"] or row["contracts"]
                else "—"
            )
            for row in rows
        ],
        share=ordered["paid_fen"] / ordered["committed_fen"].where(ordered["committed_fen"] != 0),
        steps=[of(row["met"], row["planned"]) for row in rows],
        reports=[of(row["on_time"], row["asked"]) for row in rows],
        told=[hopes(row) for row in rows],
    )
    with ui.block(_("All scorecards"), _("The most committed first"), key="all"):
        ui.table(
            shown,
            [
                Column("name", _("Province"), link="to"),
                Column("committed_fen", _("Committed"), "amount", "wan"),
                Column("paid_fen", _("Paid"), "amount", "wan"),
                Column("share", _("Paid share"), "share"),
                Column("work", _("Grants and contracts"), "figure"),
                Column("steps", _("Milestones met"), "figure"),
                Column("overdue", _("Overdue"), "number"),
                Column("centres", _("Centres"), "number"),
                Column("reports", _("Reports handed in on time"), "figure"),
                Column("told", _("Targets of {year}").format(year=YEAR)),
            ],
            _("All scorecards"),
        )


def hopes(row: Scorecard) -> str:
    """How many targets, how many may be missed, of how many nothing can be told."""
    if not row["aims"]:
        return "—"
    words = [i18n.number(row["aims"])]
    words += [_("{count} may be missed").format(count=row["doubtful"])] if row["doubtful"] else []
    words += [_("{count} cannot be told").format(count=row["untold"])] if row["untold"] else []
    return " · ".join(words)
