"""Planned times that moved, and launches called off on their day."""

import pandas as pd

from fund import i18n, ui
from fund.frames import rows_of
from fund.i18n import _, ngettext, pgettext
from fund.sites.overview import Standing
from fund.sites.rows import Move
from fund.sites.rules import MOVES, REASONS
from fund.sites.wording import exactly, planned, ranged
from fund.ui import Column, address


def sentence(found: Standing, times: pd.DataFrame, scrubs: pd.DataFrame) -> str:
    """How often a time moved later, and how often a launch was called off."""
    later = int((times["move"] == "slip").sum())
    first = ngettext(
        "A planned time moved later **{count}** time.",
        "Planned times moved later **{count}** times.",
        later,
    ).format(count=later)
    if found.scrubs is None:
        return first
    second = ngettext(
        "**{count}** launch was scrubbed: {rate} of scrubs and launches.",
        "**{count}** launches were scrubbed: {rate} of scrubs and launches.",
        len(scrubs),
    ).format(count=len(scrubs), rate=ranged(found.scrubs))
    return i18n.together(first, second)


def moves(found: pd.DataFrame) -> None:
    """Every change of a planned time, the newest first; days only where both are known to the
    day.
    """
    rows = found.to_dict("records")[::-1]
    if not rows:
        ui.empty(_("No time is planned"), _("An officer plans launches from the page of a site."))
        return
    shown = pd.DataFrame(rows).assign(
        to=[address("launch-site", id=row["site"]) for row in rows],
        when=[planned(row["planned_on"], row["precision"], row["time"]) for row in rows],
        how=[exactly(row["precision"]) for row in rows],
        what=[_(MOVES[row["move"]]) for row in rows],
        by=[_days(row) for row in rows_of(found, Move)[::-1]],
    )
    with ui.block(
        _("Planned times"), _("A placeholder such as “2026” never counts as days"), key="moves"
    ):
        ui.table(
            shown,
            [
                Column("tag", _("Launch"), link="to", sub="site"),
                Column("recorded_on", _("Recorded on"), "date"),
                Column("when", _("Planned for"), sub="how"),
                Column("what", _("Change")),
                Column("by", _("Days"), "figure"),
                Column("reason", _("Reason")),
            ],
            _("Planned times"),
            key="moves",
        )


def _days(row: Move) -> str:
    if row["move"] == "first" or row["days"] is None or pd.isna(row["days"]):
        return "—"
    return f"{int(row['days']):+d}"


def scrubbed(found: pd.DataFrame) -> None:
    """Launches called off on their day with why."""
    if found.empty:
        ui.empty(_("No launch was scrubbed"), _("A scrub is recorded from the page of its site."))
        return
    rows = found.to_dict("records")
    shown = found.assign(
        to=[address("launch-site", id=row["site"]) for row in rows],
        why=[_(REASONS[row["reason"]]) for row in rows],
    )
    with ui.block(_("Scrubs"), _("Called off on the day"), key="scrubs"):
        ui.table(
            shown,
            [
                Column("tag", _("Launch"), link="to", sub="site"),
                Column("scrubbed_on", _("Date"), "date"),
                Column("before_lift_off", _("Before lift-off")),
                Column("why", pgettext("scrub", "Reason"), sub="words"),
                Column("recycle_hours", _("Next try after, hours"), "number"),
            ],
            _("Scrubs"),
            key="scrubs",
        )
