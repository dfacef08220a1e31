"""How an event developed: probability over time, source by source, with the thresholds as rails;
and the miss distance in its three directions.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pandas as pd

from fund import i18n
from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.clock import BEIJING
from fund.i18n import _

HEIGHT = 300
FLOOR = 1e-10
"""Probabilities below this stand on the lowest line; their own value is in the hover and table."""


def alt(df: pd.DataFrame) -> str:
    """The chart of probabilities in words."""
    known = df["stated"].dropna()
    return _("Probability by message: {count} messages, {stated} of them state one.").format(
        count=len(df), stated=len(known)
    )


def development(df: pd.DataFrame, rails: dict[str, float], look: Tokens) -> Figure:
    """Stated (solid) and our own (open) probability of each message over the time it was made.

    ``df``: created_at, line (source as said), stated and circle (None where there is none).
    ``rails``: what each threshold is called -> its probability. Sources are never joined.
    """
    if df.empty:
        return theme.nothing(look, HEIGHT, _("No message"))
    colours = (look.blue, look.orange, look.grey)
    traces: list[dict[str, object]] = []
    lines = list(dict.fromkeys(df["line"]))
    for number, name in enumerate(lines):
        part = df[df["line"] == name]
        colour = colours[number % len(colours)]
        traces.append(_line(part, "stated", name, colour, "circle"))
        own = _("{source} · our own").format(source=name)
        traces.append(_line(part, "circle", own, colour, "circle-open"))
    missing = df[df["stated"].isna()]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": _("not provided"),
            "x": _moments(missing),
            "y": [FLOOR / 3] * len(missing),
            "marker": {"symbol": "line-ns-open", "size": 10, "color": look.muted},
            "hovertemplate": _("not provided") + "<extra></extra>",
        }
    )
    return {"data": traces, "layout": _layout(df, rails, look)}


def _layout(df: pd.DataFrame, rails: dict[str, float], look: Tokens) -> dict[str, object]:
    shapes = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": value,
            "y1": value,
            "line": {"color": look.line, "width": 1, "dash": "4px,3px"},
        }
        for value in rails.values()
    ]
    labels = [
        theme.label(
            f"{theme.plain(name)} {value:.0e}",
            look,
            xref="paper",
            x=1,
            xanchor="right",
            y=_exponent(value),
            yanchor="bottom",
            size=11,
        )
        for name, value in rails.items()
    ]
    return theme.layout(
        look, HEIGHT, shapes=shapes, annotations=labels, yaxis=_powers(look), **_framed(df)
    )


def _moments(df: pd.DataFrame) -> list[str]:
    """When the messages were made, as the tables beside say it: in Beijing."""
    return _clock(df["created_at"])


def _clock(moments: Iterable[datetime]) -> list[str]:
    return [f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}" for value in moments]


def _span(df: pd.DataFrame) -> list[str]:
    """From the first message to the last, with some room: never so little that every mark of the
    axis says the same minute.
    """
    first, last = df["created_at"].min(), df["created_at"].max()
    room = max((last - first) / 20, timedelta(hours=1))
    return _clock([first - room, last + room])


def _framed(df: pd.DataFrame) -> dict[str, object]:
    """Legend, margins and time, alike in both charts."""
    return {
        "showlegend": True,
        "legend": {"orientation": "h", "y": -0.18, "font": {"size": 11}},
        "margin": {"l": 52, "r": 4, "t": 6, "b": 30},
        "xaxis": {
            "type": "date",
            "range": _span(df),
            "fixedrange": True,
            "showgrid": False,
            "tickfont": {"size": 11},
            "tickformat": "%m-%d\n%H:%M",
            "nticks": 6,
        },
    }


def _powers(look: Tokens) -> dict[str, object]:
    return {
        "type": "log",
        "range": [_exponent(FLOOR / 10), 0],
        "fixedrange": True,
        "gridcolor": look.line,
        "tickformat": ".0e",
        "dtick": 2,
        "zeroline": False,
    }


def _exponent(value: float) -> float:
    from math import log10

    return log10(value)


def _line(
    part: pd.DataFrame, column: str, name: str, colour: str, symbol: str
) -> dict[str, object]:
    known = part[part[column].notna()]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": theme.plain(name),
        "x": _moments(known),
        "y": [max(FLOOR, float(value)) for value in known[column]],
        "marker": {"symbol": symbol, "size": 7, "color": colour},
        "line": {"color": colour, "width": 1.4, "dash": "solid" if symbol == "circle" else "dot"},
        "hovertext": [f"{value:.3E}" for value in known[column]],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def distances(df: pd.DataFrame, look: Tokens) -> Figure:
    """The miss distance of each message and its parts (radial, along and across the track), m.

    ``df``: created_at, miss_m, r_m, t_m, n_m; the parts may be None.
    """
    if df.empty:
        return theme.nothing(look, HEIGHT, _("No message"))
    names = {
        "miss_m": (_("Miss distance"), look.ink2, "solid"),
        "r_m": (_("Radial"), look.blue, "solid"),
        "t_m": (_("Along the track"), look.orange, "dot"),
        "n_m": (_("Across the track"), look.grey, "dash"),
    }
    traces = []
    for column, (name, colour, dash) in names.items():
        known = df[df[column].notna()]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": _moments(known),
                "y": [float(value) for value in known[column]],
                "marker": {"size": 6, "color": colour},
                "line": {"color": colour, "width": 1.4, "dash": dash},
                "hovertext": [i18n.number(float(value), 1) + " m" for value in known[column]],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    axis = {"fixedrange": True, "gridcolor": look.line, "zeroline": True, "ticksuffix": " m"}
    return {"data": traces, "layout": theme.layout(look, HEIGHT, yaxis=axis, **_framed(df))}


def distances_alt(df: pd.DataFrame) -> str:
    """The chart of distances in words."""
    if df.empty:
        return _("No message")
    return _("Miss distance by message, from {first} m to {last} m.").format(
        first=i18n.number(float(df["miss_m"].iloc[0])),
        last=i18n.number(float(df["miss_m"].iloc[-1])),
    )
