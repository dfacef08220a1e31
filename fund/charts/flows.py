"""What left for a holding and what came back, added up day by day."""

from datetime import date

import pandas as pd

from fund import i18n
from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import _

HEIGHT = 240
UNIT = "wan"
FEN_PER_UNIT = {"zh": 1_000_000, "en": 100_000_000}


def alt(df: pd.DataFrame) -> str:
    """The chart in words."""
    return _("Paid in {paid}, came back {back}, in {count} flows.").format(
        paid=i18n.amount(-int(df.loc[df["amount_fen"] < 0, "amount_fen"].sum())),
        back=i18n.amount(int(df.loc[df["amount_fen"] > 0, "amount_fen"].sum())),
        count=len(df),
    )


def steps(df: pd.DataFrame, until: date, look: Tokens) -> Figure:
    """Two stairs from the first flow to the day looked at: paid in, came back. ``df``: day and
    amount_fen, a payment below zero, by day.
    """
    if df.empty:
        return theme.nothing(look, HEIGHT, _("Nothing was paid yet"))
    scale = FEN_PER_UNIT.get(i18n.language(), 1_000_000)
    traces = [
        _stairs(df[df["amount_fen"] < 0], -1, _("Paid in"), look.blue, until, scale),
        _stairs(df[df["amount_fen"] > 0], 1, _("Came back"), look.orange, until, scale),
    ]
    layout = theme.layout(
        look,
        HEIGHT,
        showlegend=True,
        legend={"orientation": "h", "y": -0.2, "font": {"size": 11}},
        margin={"l": 52, "r": 8, "t": 8, "b": 30},
        xaxis={
            "type": "date",
            "fixedrange": True,
            "showgrid": False,
            "tickfont": {"size": 11},
            "tickformat": "%Y-%m",
            "nticks": 8,
        },
        yaxis={
            "fixedrange": True,
            "gridcolor": look.line,
            "rangemode": "tozero",
            "title": {"text": i18n.unit_name(UNIT), "font": {"size": 11}},
        },
    )
    return {"data": traces, "layout": layout}


def _stairs(
    df: pd.DataFrame, sign: int, name: str, colour: str, until: date, scale: int
) -> dict[str, object]:
    days = [day.isoformat() for day in df["day"]]
    sums = [int(fen) / scale for fen in (sign * df["amount_fen"]).cumsum()]
    if days:
        days.append(until.isoformat())
        sums.append(sums[-1])
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": days,
        "y": sums,
        "line": {"shape": "hv", "color": colour, "width": 2},
        "hovertemplate": "%{x} · %{y:,.2f}<extra></extra>",
    }
