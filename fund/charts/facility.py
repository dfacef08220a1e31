"""Two weeks of a facility: a row a day, pieces of it free, booked or closed."""

from collections.abc import Mapping
from datetime import date, datetime
from types import SimpleNamespace

import pandas as pd

from fund import i18n
from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.clock import BEIJING
from fund.i18n import N_, _

ROW = 22
KINDS = {
    "free": N_("Free"),
    "held": N_("Held"),
    "confirmed": N_("Booked"),
    "used": N_("Was used"),
    "no_show": N_("Did not come"),
    "closed": N_("Not open"),
}
"""Pieces of a day in the order they are drawn: what is booked lies over what is open."""


def classes(look: Tokens) -> list[tuple[str, str]]:
    """The legend: a colour and its words."""
    return [(colour, _(KINDS[kind])) for kind, colour in _colours(look).items()]


def _colours(look: Tokens) -> dict[str, str]:
    return {
        "free": look.tones["ok"][1],
        "held": look.orange,
        "confirmed": look.blue,
        "used": look.blue_l,
        "no_show": look.tones["warn"][0],
        "closed": look.grey,
    }


def alt(df: pd.DataFrame) -> str:
    """The calendar in words."""
    taken = df[~df["kind"].isin(("free", "closed"))]
    return _("Two weeks by day: {free} free stretches, {taken} booked, {closed} closed.").format(
        free=int((df["kind"] == "free").sum()),
        taken=int(taken["booking_id"].nunique()),
        closed=int((df["kind"] == "closed").sum()),
    )


def fortnight(df: pd.DataFrame, days: list[date], look: Tokens) -> Figure:
    """``df``: day, kind, first, last (instants), words; ``days``: the days drawn, the first on
    top.
    """
    rows = {day: len(days) - place for place, day in enumerate(days)}
    traces = []
    for kind, colour in _colours(look).items():
        part = [row for row in theme.records(df) if row.kind == kind and row.day in rows]
        traces.append(
            theme.bar(
                [(row.last - row.first).total_seconds() / 3600 for row in part],
                [rows[row.day] for row in part],
                {"color": colour, "line": {"width": 1, "color": look.bg}},
                base=[_hour(row.first) for row in part],
                width=0.78,
                hovertext=[_hover(row) for row in part],
            )
        )
    height = ROW * len(days) + 40
    return {"data": traces, "layout": _layout(days, rows, height, look)}


def _hour(moment: datetime) -> float:
    local = moment.astimezone(BEIJING)
    return float(local.hour + local.minute / 60)


def _hover(row: SimpleNamespace) -> str:
    first = f"{row.first.astimezone(BEIJING):%H:%M}"
    last = f"{row.last.astimezone(BEIJING):%H:%M}"
    last = "24:00" if last == "00:00" else last
    parts = [i18n.day(row.day), f"{first}–{last}", _(KINDS[row.kind]), theme.plain(row.words)]
    return " · ".join(filter(None, parts))


def _layout(
    days: list[date], rows: Mapping[date, int], height: int, look: Tokens
) -> dict[str, object]:
    return theme.layout(
        look,
        height,
        margin={"l": 64, "r": 24, "t": 4, "b": 26},
        xaxis={
            "range": [0, 24],
            "tickvals": [0, 4, 8, 12, 16, 20, 24],
            "ticktext": [f"{hour:02}:00" for hour in (0, 4, 8, 12, 16, 20, 24)],
            "fixedrange": True,
            "gridcolor": look.line,
            "zeroline": False,
            "tickfont": {"size": 11, "color": look.muted},
        },
        yaxis={
            "range": [0.4, len(days) + 0.6],
            "tickvals": [rows[day] for day in days],
            "ticktext": [f"{day:%m-%d}" for day in days],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickfont": {"size": 11, "color": look.muted},
        },
    )
