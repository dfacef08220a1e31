"""Pads of a launch site over time: a row a pad, its states as stretches, lift-offs as dots."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace

import pandas as pd

from fund import i18n
from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import N_, NP_, _

ROW = 34
KINDS = {
    "planned": NP_("pad", "Planned"),
    "building": NP_("pad", "Being built"),
    "commissioning": NP_("pad", "Being commissioned"),
    "active": NP_("pad", "In service"),
    "maintenance": NP_("pad", "Under maintenance"),
    "retired": NP_("pad", "Retired"),
}
PIECES = ["pad", "kind", "first", "last"]
LIFT_OFF = N_("Lift-off")
DAY_MS = 86_400_000


def pieces(
    pads: pd.DataFrame,
    spans: Mapping[int | None, list[tuple[str, date, date]]],
    launches: pd.DataFrame,
) -> pd.DataFrame:
    """Stretches and lift-offs to draw: PIECES; a lift-off is of kind "" and of one day."""
    rows = []
    for pad in theme.records(pads):
        rows += [(pad.name, kind, first, last) for kind, first, last in spans.get(pad.pad_id, [])]
        rows += [
            (pad.name, "", one.lifted_on, one.lifted_on)
            for one in theme.records(launches)
            if one.pad_id == pad.pad_id and one.lifted_on
        ]
    return pd.DataFrame(rows, columns=PIECES, dtype=object)


def _colours(look: Tokens) -> dict[str, str]:
    return {
        "planned": look.line,
        "building": look.orange,
        "commissioning": look.tones["warn"][0],
        "active": look.blue_l,
        "maintenance": look.grey,
        "retired": look.muted,
    }


def classes(look: Tokens) -> list[tuple[str, str]]:
    """The legend: a colour and its words."""
    said = [(colour, _(KINDS[kind])) for kind, colour in _colours(look).items()]
    return [*said, (look.blue, _(LIFT_OFF))]


def alt(df: pd.DataFrame) -> str:
    """The timeline in words."""
    return _("{pads} pads, {launches} lift-offs.").format(
        pads=df["pad"].nunique(), launches=int((df["kind"] == "").sum())
    )


def timeline(df: pd.DataFrame, look: Tokens) -> Figure:
    """``df``: PIECES."""
    names = list(dict.fromkeys(df["pad"]))
    rows = {name: len(names) - place for place, name in enumerate(names)}
    traces = _stretches(df, rows, look)
    flown = [row for row in theme.records(df) if row.kind == ""]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [row.first.isoformat() for row in flown],
            "y": [rows[row.pad] for row in flown],
            "marker": {"size": 8, "color": look.blue, "line": {"width": 1, "color": look.bg}},
            "hovertext": [f"{_(LIFT_OFF)} · {i18n.day(row.first)}" for row in flown],
            "hoverinfo": "text",
        }
    )
    first = min(row.first for row in theme.records(df)).isoformat()
    last = max(row.last for row in theme.records(df)).isoformat()
    return {
        "data": traces,
        "layout": theme.layout(
            look,
            ROW * len(names) + 44,
            margin={"l": 110, "r": 24, "t": 4, "b": 30},
            xaxis=theme.time_axis(look, first, last),
            yaxis={
                "range": [0.4, len(names) + 0.6],
                "tickvals": [rows[name] for name in names],
                "ticktext": [theme.plain(_short(name)) for name in names],
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "tickfont": {"size": 11, "color": look.muted},
            },
            barmode="overlay",
        ),
    }


def _stretches(df: pd.DataFrame, rows: dict[str, int], look: Tokens) -> list[dict[str, object]]:
    """A trace for each state."""
    traces = []
    for kind, colour in _colours(look).items():
        part = [row for row in theme.records(df) if row.kind == kind]
        traces.append(
            theme.bar(
                [max(1, (row.last - row.first).days) * DAY_MS for row in part],
                [rows[row.pad] for row in part],
                {"color": colour, "line": {"width": 1, "color": look.bg}},
                base=[row.first.isoformat() for row in part],
                width=0.5,
                hovertext=[_hover(row) for row in part],
            )
        )
    return traces


def _short(name: str) -> str:
    return name if len(name) <= 12 else name[:11] + "…"


def _hover(row: SimpleNamespace) -> str:
    said = _(KINDS[row.kind])
    return f"{said} · {i18n.day(row.first)} – {i18n.day(row.last)}"
