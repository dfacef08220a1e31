"""Are payments where the agreements said they would be: promised and paid, cumulative."""

from calendar import monthrange
from datetime import date

import pandas as pd

from fund import i18n
from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import _, amount, in_unit
from fund.shelf import remembered

HEIGHT = 270
LABELS = 4


@remembered
def title(df: pd.DataFrame, as_of: date, unit: str | None = None) -> str:
    """The finding: paid less than, more than or exactly what was first promised by ``as_of``."""
    if df.empty:
        return _("No payment has been promised yet")
    promised, paid = standing(df, as_of)
    unit = unit or theme.unit_for(_largest(df))
    gap = paid - promised
    facts = {"paid": amount(paid, unit), "gap": amount(abs(gap), unit)}
    if promised == 0 and paid == 0:
        return _("No payment was due yet")
    if gap < 0:
        return _("{paid} paid, {gap} less than first promised").format(**facts)
    if gap > 0:
        return _("{paid} paid, {gap} more than first promised").format(**facts)
    return _("{paid} paid, exactly as first promised").format(**facts)


def standing(df: pd.DataFrame, as_of: date) -> tuple[int, int]:
    """Promised and paid by ``as_of``, in fen: the last month begun and the last month with a
    payment figure.
    """
    begun = df[_days(df) <= pd.Timestamp(as_of)]
    promised = int(begun["promised_fen"].iloc[-1]) if len(begun) else 0
    paid = begun["paid_fen"].dropna()
    return promised, int(paid.iloc[-1]) if len(paid) else 0


@remembered
def alt(df: pd.DataFrame, as_of: date, unit: str | None = None) -> str:
    """The two curves in words: where they stand now and where the promise ends."""
    if df.empty:
        return _("No payment has been promised yet")
    unit = unit or theme.unit_for(_largest(df))
    promised, paid = standing(df, as_of)
    return _(
        "Two cumulative lines. By {day} promised {promised}, paid {paid}; promised by {end}:"
        " {last}."
    ).format(
        day=i18n.day(as_of),
        promised=amount(promised, unit),
        paid=amount(paid, unit),
        end=i18n.month(_month_end(df, -1)),
        last=amount(int(df["promised_fen"].iloc[-1]), unit),
    )


@remembered
def curve(df: pd.DataFrame, look: Tokens, as_of: date, unit: str | None = None) -> Figure:
    """Promised (dashed) and paid (solid) up to ``as_of``, labelled at the lines.

    ``df``: month (date, first of the month), promised_fen and paid_fen, both cumulative to the
    month's end; paid_fen is null after ``as_of``.
    """
    if df.empty:
        return theme.nothing(look, HEIGHT, _("No payment has been promised yet"))
    unit = unit or theme.unit_for(_largest(df))
    ends = [_end_of(month) for month in _days(df)]
    paid = df["paid_fen"].notna().tolist()
    days = [min(end, as_of) if has else end for end, has in zip(ends, paid, strict=True)]
    known = [day for day, has in zip(days, paid, strict=True) if has]
    promised_line = _line(
        ends,
        df["promised_fen"],
        look.ctl,
        1.6,
        "4px,3px",
        _("Promised"),
        unit,
    )
    paid_line = _line(known, df["paid_fen"].dropna(), look.primary, 2.6, "solid", _("Paid"), unit)
    end = _end_marker(known, df, look)
    notes, shapes = _marks(df, look, as_of, unit)
    axes = {"xaxis": _dates(look, df), "yaxis": _money(look, df, unit)}
    margin = {"l": 30, "r": 92, "t": 18, "b": 24}
    layout = theme.layout(
        look, HEIGHT, annotations=notes, shapes=shapes, margin=margin, hovermode="x unified", **axes
    )
    return {"data": [promised_line, paid_line, end], "layout": layout}


def _days(df: pd.DataFrame) -> pd.Series:
    return pd.to_datetime(df["month"])


def _largest(df: pd.DataFrame) -> int:
    return int(max(df["promised_fen"].max(), df["paid_fen"].fillna(0).max()))


def _month_end(df: pd.DataFrame, row: int) -> date:
    return _end_of(pd.Timestamp(df["month"].iloc[row]))


def _end_of(month: pd.Timestamp) -> date:
    return date(month.year, month.month, monthrange(month.year, month.month)[1])


def _line(
    days: list[date], amounts: pd.Series, colour: str, width: float, dash: str, name: str, unit: str
) -> dict[str, object]:
    fen = [int(value) for value in amounts]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [day.isoformat() for day in days],
        "y": [value / 1e10 for value in fen],
        "line": {"color": colour, "width": width, "dash": dash, "shape": "linear"},
        "text": [f"{name} {amount(value, unit)}" for value in fen],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _end_marker(known: list[date], df: pd.DataFrame, look: Tokens) -> dict[str, object]:
    """A dot where the actual line ends."""
    last = df["paid_fen"].dropna()
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [known[-1].isoformat()] if known else [],
        "y": [int(last.iloc[-1]) / 1e10] if known else [],
        "marker": {"color": look.primary, "size": 8, "line": {"color": look.bg, "width": 1.5}},
        "hoverinfo": "skip",
    }


def _last(df: pd.DataFrame, look: Tokens, unit: str) -> dict[str, object]:
    """What is promised at the end, beside the line's end."""
    last = int(df["promised_fen"].iloc[-1])
    words = _("Promised {amount}").format(amount=in_unit(last, unit))
    return theme.label(words, look, x=1, xref="paper", xanchor="left", xshift=6, y=last / 1e10)


def _marks(
    df: pd.DataFrame, look: Tokens, as_of: date, unit: str
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The day of the data, and the labels at the lines."""
    promised, paid = standing(df, as_of)
    day, above = as_of.isoformat(), promised >= paid
    line: dict[str, object] = {"type": "line", "x0": day, "x1": day, "y0": 0, "y1": 1}
    line |= {"yref": "paper", "line": {"color": look.ink2, "width": 1}}
    upper = {"xanchor": "right", "yanchor": "bottom", "xshift": -7, "yshift": 2}
    lower = {"xanchor": "left", "yanchor": "top", "xshift": 9, "yshift": -4}
    notes = [
        theme.label(
            i18n.day(as_of), look, x=day, y=1, yref="paper", yanchor="bottom", yshift=2, size=12
        ),
        theme.label(
            _("Promised {amount}").format(amount=in_unit(promised, unit)),
            look,
            x=day,
            y=promised / 1e10,
            **(upper if above else lower),
        ),
        theme.label(
            "<b>" + _("Paid {amount}").format(amount=in_unit(paid, unit)) + "</b>",
            look,
            x=day,
            y=paid / 1e10,
            **(lower if above else upper),
            color=look.primary,
        ),
        _last(df, look, unit),
    ]
    return notes if as_of < _month_end(df, -1) else notes[:3], [line]


def _dates(look: Tokens, df: pd.DataFrame) -> dict[str, object]:
    """Ticks every half year (every quarter when short), the year where it begins."""
    every = theme.every(len(df) * 1.3)
    ticks = [month for month in _days(df) if (month.month - 1) % every == 0]
    names = [_tick(month, is_first=place == 0) for place, month in enumerate(ticks)]
    axis = theme.time_axis(
        look, _days(df).iloc[0].date().isoformat(), _month_end(df, -1).isoformat()
    )
    return {
        **axis,
        "tickmode": "array",
        "tickvals": [month.date().isoformat() for month in ticks],
        "ticktext": names,
    }


def _tick(month: pd.Timestamp, *, is_first: bool) -> str:
    if i18n.language() == "zh":
        return f"{month:%Y-%m}" if is_first or month.month == 1 else f"{month:%m}"
    return f"{month:%b %y}" if is_first or month.month == 1 else f"{month:%b}"


def _money(look: Tokens, df: pd.DataFrame, unit: str) -> dict[str, object]:
    """Three or four round amounts, from zero, in the block's unit."""
    top = max(_largest(df), 1)
    step = _round_step(top)
    ticks = [step * place for place in range(int(top / step) + 1)]
    return {
        "range": [0, top * 1.08 / 1e10],
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": look.line,
        "tickmode": "array",
        "tickvals": [tick / 1e10 for tick in ticks],
        "ticktext": [
            in_unit(tick, unit, 0 if step % theme.fen_per(unit) == 0 else None) for tick in ticks
        ],
        "tickfont": {"size": 11, "color": look.muted},
        "ticks": "",
        "showline": False,
        "automargin": True,
    }


def _round_step(top_fen: int) -> int:
    """A step of 1 to 5 times a power of ten fen, giving three or four labels."""
    scale = 1
    while True:
        for times in (1, 2, 3, 4, 5):
            step = times * scale
            if top_fen / step <= LABELS:
                return step
        scale *= 10
