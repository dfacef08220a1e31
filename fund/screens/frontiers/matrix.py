"""Fields by levels: how many undertakings stand where; each undertaking with what is missing."""

from datetime import date

import pandas as pd

from fund import i18n, ui
from fund.frames import named, rows_of
from fund.frontiers.queries import Readiness
from fund.frontiers.rows import ElementRow, FrontierRow
from fund.frontiers.rules import FIELDS, OURS
from fund.i18n import N_, NP_, _, ngettext, pgettext
from fund.sites.wording import planned
from fund.ui import Column, address

MISSING = {
    "begin": N_("level at the beginning"),
    "level": N_("accepted level"),
    "goal": N_("level aimed at"),
    "evidence": N_("evidence"),
    "demonstration": NP_("missing", "demonstration"),
    "licences": N_("licences"),
    "confirmed": N_("day last confirmed"),
}
"""What a record is to hold, as what it lacks."""


def sentence(found: Readiness) -> str:
    """How many have an accepted level, and how whole the records are."""
    own = found.frontiers[found.frontiers["field"].isin(OURS)]
    known, stale = int(own["level"].notna().sum()), int(own["is_stale"].astype(bool).sum())
    whole = len(MISSING) * len(own)
    first = _("**{known} of {all}** undertakings have an accepted level.").format(
        known=known, all=len(own)
    )
    if own.empty:
        return first
    second = ngettext(
        "**{count}** rests on an assessment older than a year or of another use.",
        "**{count}** rest on assessments older than a year or of another use.",
        stale,
    ).format(count=stale)
    third = _("Records are filled to **{share}**.").format(
        share=i18n.share(int(own["filled"].sum()) / whole)
    )
    waiting = int(found.elements["proposed"].notna().sum())
    words = ngettext(
        "**{count}** proposal of a level waits.", "**{count}** proposals of levels wait.", waiting
    )
    fourth = [words.format(count=waiting)] if waiting else []
    return i18n.together(first, second, third, *fourth)


def matrix(found: Readiness) -> None:
    """A field a row, a level a column, undertakings counted."""
    own = found.frontiers
    rows = []
    for field in OURS:
        held = own[own["field"] == field]
        row = {"field": _(FIELDS[field]), "all": len(held)}
        row["none"] = int(held["level"].isna().sum()) or ""
        for level in range(1, 10):
            row[f"l{level}"] = int((held["level"] == level).sum()) or ""
        rows.append(row)
    levels = [Column(f"l{level}", str(level), "figure") for level in range(1, 10)]
    with ui.block(
        _("Fields and levels"),
        _("Undertakings by the least level of their critical elements, accepted only"),
        key="matrix",
    ):
        ui.table(
            pd.DataFrame(rows),
            [
                Column("field", _("Field")),
                *levels,
                Column("none", _("No level"), "figure"),
                Column("all", _("Total"), "number"),
            ],
            _("Fields and levels"),
            key="matrix",
        )


def undertakings(found: Readiness) -> None:
    """Each undertaking: level, goal, what it lacks, money for each level within its own field."""
    rows = rows_of(found.frontiers, FrontierRow)
    rows.sort(key=lambda row: (list(FIELDS).index(row["field"]), row["code"]))
    if not rows:
        return
    proposed = found.elements[found.elements["proposed"].notna()].groupby("frontier_id")
    waiting = {key: sorted(set(own["proposed"])) for key, own in proposed}
    frame = named(pd.DataFrame(rows), "title").assign(
        waiting=[_waiting(waiting.get(row["frontier_id"], [])) for row in rows],
        to=[address("frontier", id=row["code"]) for row in rows],
        where=[_(FIELDS[row["field"]]) for row in rows],
        now=[level(row) for row in rows],
        path=[_path(row) for row in rows],
        whole=[f"{row['filled']}/{len(MISSING)}" for row in rows],
        lacks=[_lacks(row) for row in rows],
        until=[month_or_day(row["ends_on"], row["ends_precision"]) for row in rows],
    )
    with ui.block(
        _("Undertakings"), _("Money for each level gained is never ranked across fields"), key="all"
    ):
        ui.table(
            frame,
            [
                Column("title", _("Undertaking"), link="to", sub="lead"),
                Column("where", _("Field")),
                Column("now", _("Level"), "figure", sub="waiting"),
                Column("path", _("Begun, told, aimed at"), "figure"),
                Column("time_used", _("Time used"), "share", sub="until"),
                Column("paid_fen", _("Paid"), "amount", "wan"),
                Column("fen_per_level", _("Paid for each level gained"), "amount", "wan"),
                Column("whole", _("Filled"), "figure", sub="lacks"),
            ],
            _("Undertakings"),
            key="all",
        )


def level(row: FrontierRow | ElementRow) -> str:
    """The level that holds, marked where it is old."""
    if row["level"] is None or pd.isna(row["level"]):
        return "—"
    old = pgettext("level", "old")
    return f"{row['level']} ({old})" if row["is_stale"] else str(row["level"])


def month_or_day(day: date | None, precision: str) -> str:
    """A day as exactly as it is known, "" where nobody says it."""
    return "" if day is None or pd.isna(day) else planned(day, precision)


def _waiting(levels: list[int]) -> str:
    if not levels:
        return ""
    return _("proposed: {levels}").format(levels=i18n.enumerated(str(one) for one in levels))


def _path(row: FrontierRow) -> str:
    levels = (row["begin_level"], row["told_level"], row["goal_level"])
    return " / ".join("—" if one is None or pd.isna(one) else str(int(one)) for one in levels)


def _lacks(row: FrontierRow) -> str:
    if not row["missing"]:
        return ""
    return _("lacks {what}").format(
        what=i18n.enumerated(_(MISSING[name]) for name in row["missing"])
    )
