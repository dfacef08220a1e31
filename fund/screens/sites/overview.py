"""The fund's launch sites side by side: launches, success, turn-round, capacity and its use."""

import pandas as pd

from fund import i18n, ui
from fund.frames import named, rows_of
from fund.i18n import _, ngettext, pgettext
from fund.sites.overview import Standing
from fund.sites.rows import SiteStanding, TurnRound, Used
from fund.sites.rules import CAPACITY_KINDS, PRECISIONS, SITE_KINDS
from fund.sites.wording import of_row, planned, ranged
from fund.ui import Column, address


def sentence(found: Standing, year: int) -> str:
    """How much was launched this year and in all, and how it ended."""
    first = ngettext(
        "**{count}** launch of {year} so far from the fund’s sites, **{all}** in all.",
        "**{count}** launches of {year} so far from the fund’s sites, **{all}** in all.",
        found.this_year,
    ).format(count=found.this_year, year=year, all=found.launches)
    said = [first]
    if found.success is not None:
        said.append(_("Succeeded: **{success}**.").format(success=ranged(found.success)))
    waiting = int(found.sites["to_confirm"].sum())
    if waiting:
        words = ngettext(
            "**{count}** outcome waits for a second person.",
            "**{count}** outcomes wait for a second person.",
            waiting,
        )
        said.append(words.format(count=waiting))
    if found.unconfirmed:
        words = _("**{count}** passed their time and have no outcome yet.")
        said.append(words.format(count=found.unconfirmed))
    return i18n.together(*said)


def sites(found: pd.DataFrame) -> None:
    """A site a row, each the way to its page."""
    rows = rows_of(found, SiteStanding)
    shown = named(found, "name").assign(
        to=[address("launch-site", id=row["code"]) for row in rows],
        what=[_(SITE_KINDS[row["kind"]]) for row in rows],
        success=[of_row(row) for row in rows],
        could=[_capacity(row) for row in rows],
        how=[_(CAPACITY_KINDS[row["capacity_kind"]]) if row["capacity"] else "" for row in rows],
        turn=[_turn(row) for row in rows],
        coming=[planned(row["next_on"], row["next_precision"]) for row in rows],
        waiting=[
            _("to confirm: {count}").format(count=row["to_confirm"]) if row["to_confirm"] else ""
            for row in rows
        ],
        on_pads=[
            _("{active} of {pads} in service").format(active=row["active_pads"], pads=row["pads"])
            for row in rows
        ],
    )
    with ui.block(
        _("Sites"),
        _("Use: launches of the year against the capacity of the days in service"),
        key="sites",
    ):
        ui.table(
            shown,
            [
                Column("name", _("Launch site"), link="to", sub="operator"),
                Column("what", pgettext("launch site", "Kind"), sub="on_pads"),
                Column("this_year", _("This year"), "number"),
                Column("launches", _("In all"), "number"),
                Column("success", _("Succeeded")),
                Column("turn", _("Turn-round, days")),
                Column("days_since", _("Days since the last"), "number"),
                Column("could", _("Capacity a year"), sub="how"),
                Column("used", _("Use"), "share"),
                Column("coming", _("Next launch"), sub="waiting"),
            ],
            _("Sites"),
            key="sites",
        )


def _capacity(row: Used) -> str:
    return "—" if row["capacity"] is None else str(row["capacity"])


def _turn(row: TurnRound) -> str:
    median = row["median_days"]
    if not row["turns"] or median is None:
        return "—"
    return _("least {least}, median {median} (n={turns})").format(
        least=row["least_days"], median=i18n.number(median, 1), turns=row["turns"]
    )


YEARS = 6
"""Years shown beside each other, the newest ones."""


def years(found: Standing) -> None:
    """Launches by year and site, the newest years."""
    if found.years.empty:
        return
    counts = {(row["site"], row["year"]): row["launches"] for row in found.years.to_dict("records")}
    newest = sorted({year for _site, year in counts})[-YEARS:]
    shown = named(found.sites, "name")
    shown = shown.assign(
        **{
            f"y{year}": [
                counts.get((row["code"], year), 0) for row in found.sites.to_dict("records")
            ]
            for year in newest
        }
    )
    with ui.block(_("Launches by year"), _("By lift-off in Beijing time"), key="years"):
        ui.table(
            shown,
            [
                Column("name", _("Launch site")),
                *(Column(f"y{year}", str(year), "number") for year in newest),
            ],
            _("Launches by year"),
            key="years",
        )


def turns(found: pd.DataFrame, sites_: pd.DataFrame) -> None:
    """Turn-round and cadence of every pad that launched, under the name of its site."""
    if found.empty:
        return
    called = named(sites_, "name").set_index("code")["name"].to_dict()
    found = found.assign(place=[called.get(code, code) for code in found["site"]])
    with ui.block(
        _("Turn-round by pad"),
        _("Days between two lift-offs; not over a long maintenance"),
        key="turns",
    ):
        ui.table(
            found,
            [
                Column("place", _("Launch site")),
                Column("pad", pgettext("launch", "Pad")),
                Column("launches", _("Launches"), "number"),
                Column("turns", _("Turns"), "number"),
                Column("least", _("Least"), "number"),
                Column("median", _("Median"), "number", places=1),
                Column("cadence", _("Launches a month in service"), "number", places=2),
            ],
            _("Turn-round by pad"),
            key="turns",
        )


def shares(found: Standing) -> None:
    """Commercial share with the unknown named, scrubs, slips by precision."""
    slips = [
        (
            _("Moved later, known {precision}").format(precision=_(PRECISIONS[name])),
            ngettext("{count} time", "{count} times", count).format(count=count)
            + (
                _(", {days} days in all").format(days=days)
                if days
                else _(", no days: not known to the day")
            ),
        )
        for name, (count, days) in found.slips.items()
    ]
    with ui.block(_("Commercial share, scrubs, slips"), key="shares"):
        ui.facts(
            [
                (_("Commercial launches"), ranged(found.commercial)),
                (_("For whom is not known"), str(found.unsaid)),
                (_("Scrubs of scrubs and launches"), ranged(found.scrubs)),
                *slips,
            ]
        )


def of_site(found: pd.DataFrame, key: int) -> str:
    """One site in a sentence; a site of others has no launches of the register."""
    rows = rows_of(found[found["site_id"] == key], SiteStanding)
    if not rows:
        return _("A site of others: its launches stand in the lists taken in.")
    row = rows[0]
    first = ngettext(
        "**{this_year}** launch this year, **{launches}** in all; succeeded: {success}.",
        "**{this_year}** launches this year, **{launches}** in all; succeeded: {success}.",
        row["this_year"],
    ).format(this_year=row["this_year"], launches=row["launches"], success=of_row(row))
    second = _("Turn-round: {turn}. Next: {coming}.").format(
        turn=_turn(row), coming=planned(row["next_on"], row["next_precision"])
    )
    return i18n.together(first, second)
