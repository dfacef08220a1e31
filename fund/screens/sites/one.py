"""One launch site: facts, pads as a timeline, capacity as stated, what builds it, its launches."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from fund import i18n, ui
from fund.charts import pads as chart
from fund.frames import own_name, rows_of
from fund.i18n import _, ngettext, pgettext
from fund.plan import reference
from fund.sites import launching
from fund.sites.commands import confirm_capacity
from fund.sites.figures import spans_of
from fund.sites.rows import LaunchRow, PadRow, Site, Work
from fund.sites.rules import (
    CAPACITY_KINDS,
    PAD_STATES,
    PAD_TAGS,
    RECOVERIES,
    SERVICES,
    SITE_KINDS,
    STANDINGS,
    TAGS,
)
from fund.sites.wording import moment
from fund.ui import Column, address
from fund.ui.visit import Visit, act


def facts(one: Site) -> None:
    """What is known of the site, with its source."""
    provinces = {row["code"]: own_name(row, "name") for row in reference.regions()}
    commercial = {True: _("Yes"), False: _("No"), None: _("not said")}[one["is_commercial"]]
    with ui.block(_("About the site"), key="facts"):
        ui.facts(
            [
                (_("Run by"), one["operator"]),
                (pgettext("launch site", "Kind"), _(SITE_KINDS[one["kind"]])),
                (_("Province"), provinces.get(one["region_code"], "")),
                (_("Commercial site"), commercial),
                (_("Source"), one["source"]),
                (_("Source of"), i18n.day(one["sourced_on"])),
            ]
        )


def pads(
    found: pd.DataFrame,
    states: pd.DataFrame,
    names: pd.DataFrame,
    flown: pd.DataFrame,
    as_of: date,
) -> None:
    """The pads as a timeline of states with lift-offs on it, and as a table with former names."""
    if found.empty:
        ui.empty(_("No pad is entered"), _("An officer enters pads with their state and source."))
        return
    own = states[states["pad_id"].isin(found["pad_id"])]
    pieces = chart.pieces(found, spans_of(own, as_of), flown)
    rows = found.to_dict("records")
    shown = found.assign(
        tag=[PAD_TAGS[row["state"]] if row["state"] else "planned" for row in rows],
        word=[_(PAD_STATES[row["state"]]) if row["state"] else "—" for row in rows],
        once=[_once(row, names[names["since"] <= as_of]) for row in rows_of(found, PadRow)],
    )
    with ui.block(_("Pads"), _("States from day to day; dots are lift-offs"), key="pads"):
        if not pieces.empty:
            look = ui.look()
            ui.legend(chart.classes(look))
            ui.chart(chart.timeline(pieces, look), "pads-drawn", chart.alt(pieces))
        ui.table(
            shown,
            [
                Column("name", pgettext("launch", "Pad"), sub="once"),
                Column("tag", pgettext("pad", "State"), "tag", word="word"),
                Column("since", pgettext("pad", "Since"), "date"),
                Column("fits", _("Built for")),
                Column("source", _("Source")),
            ],
            _("Pads"),
            key="pads",
        )


def _once(pad: PadRow, names: pd.DataFrame) -> str:
    """The code of a pad, and what it was called before."""
    told = names[names["pad_id"] == pad["pad_id"]]["name"]
    former = [name for name in dict.fromkeys(told) if name != pad["name"]]
    words = _("formerly {names}").format(names=i18n.enumerated(former)) if former else ""
    return " · ".join(filter(None, (pad["code"], words)))


def capacities(visit: Visit, found: pd.DataFrame) -> None:
    """What was stated of capacity, confirmed or waiting."""
    if found.empty:
        ui.empty(
            _("No capacity is stated"),
            _("Without a source it stays empty; what rockets a year are made is no capacity."),
        )
        return
    rows = found.to_dict("records")
    shown = found.assign(
        what=[_(CAPACITY_KINDS[row["kind"]]) for row in rows],
        state=["met" if row["confirmed_on"] else "to_confirm" for row in rows],
        word=[_("Confirmed") if row["confirmed_on"] else _("Stated") for row in rows],
        whose=[row["pad"] or _("the whole site") for row in rows],
    )
    with ui.block(_("Capacity"), _("Launches a year, with source and day"), key="capacity"):
        ui.table(
            shown,
            [
                Column("year", pgettext("launch", "Year"), "figure"),
                Column("whose", _("Of")),
                Column("what", pgettext("capacity", "Kind")),
                Column("launches", _("Launches a year"), "number"),
                Column("state", _("Status"), "tag", word="word"),
                Column("source", _("Source")),
                Column("sourced_on", _("Source of"), "date"),
            ],
            _("Capacity"),
            key="capacity",
        )
        for row in rows:
            if not row["confirmed_on"] and visit.who.may("confirm_capacity"):
                words = _("Confirm: {launches} a year, {year}").format(
                    launches=row["launches"], year=row["year"]
                )
                key = int(row["statement_id"])
                act(visit, words, confirm_capacity, key=f"f-capacity-{key}", statement_id=key)


def building(found: Sequence[Work], head: str, *, has_pads: bool = True) -> None:
    """Grants and contracts behind it, with money and milestones; ``head`` says what they do."""
    if not found:
        return
    shown = pd.DataFrame(found).assign(
        to=[
            address("contract" if row["kind"] == "contract" else "grant", id=row["code"])
            for row in found
        ],
        steps=[_("{met} of {milestones} milestones met").format(**row) for row in found],
        pad=[row.get("pad") or _("the whole site") for row in found],
    )
    pads = [Column("pad", pgettext("launch", "Pad"))] if has_pads else []
    with ui.block(head, _("By the ledger, beside its milestones"), key="building"):
        ui.table(
            shown,
            [
                Column("code", _("Undertaking"), link="to", sub="title"),
                *pads,
                Column("obligated_fen", _("Obligated"), "amount", "wan"),
                Column("paid_fen", _("Paid"), "amount", "wan"),
                Column("steps", _("Milestones")),
            ],
            head,
            key="building",
        )


def launches(visit: Visit, found: pd.DataFrame) -> None:
    """Launches of the site, the newest first, and what waits for a second person."""
    if found.empty:
        ui.empty(_("No launch yet"), _("An officer plans launches of this site below."))
        return
    rows = rows_of(found, LaunchRow)[::-1]
    shown = pd.DataFrame(rows).assign(
        state=[TAGS[row["standing"]] for row in rows],
        word=[_(STANDINGS[row["standing"]]) for row in rows],
        day=[moment(row) for row in rows],
        whom=[_(SERVICES[row["service"]]) for row in rows],
        stage=[_stage(row) for row in rows],
        where=[" · ".join(filter(None, (row["ship"], row["port"], row["ascent"]))) for row in rows],
    )
    with ui.block(_("Launches"), _("Beijing time"), key="launches"):
        ui.table(
            shown,
            [
                Column("tag", pgettext("launch", "Code"), sub="mission"),
                Column("day", pgettext("launch", "Day")),
                Column("pad", pgettext("launch", "Pad"), sub="where"),
                Column("vehicle", pgettext("launch", "Rocket"), sub="stage"),
                Column("state", _("Status"), "tag", word="word"),
                Column("whom", _("For whom")),
                Column("payloads", _("Payloads"), "number"),
            ],
            _("Launches"),
            key="launches",
        )
        if visit.who.may("confirm_outcome"):
            confirming(visit, rows)


def confirming(visit: Visit, rows: Sequence[LaunchRow]) -> None:
    """What was reported and waits for a second person."""
    for row in rows:
        if row["told_id"] is not None:
            words = _("Confirm the outcome: {tag}").format(**row)
            key = int(row["told_id"])
            confirm = launching.confirm_outcome
            act(visit, words, confirm, key=f"f-outcome-{key}", outcome_id=key)


def _stage(row: LaunchRow) -> str:
    parts = []
    if row["reused_flights"]:
        words = ngettext(
            "stage flown {count} time before",
            "stage flown {count} times before",
            row["reused_flights"],
        )
        parts.append(words.format(count=row["reused_flights"]))
    if row["recovery"]:
        parts.append(_(RECOVERIES[row["recovery"]]))
    return " · ".join(parts)
