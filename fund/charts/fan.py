"""One target over time: the values seen, the range at the end of its year, the target; forecasts
look unlike facts.
"""

from collections.abc import Sequence
from datetime import date

from fund import i18n
from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import _
from fund.shelf import remembered

HEIGHT = 280
Values = Sequence[tuple[date, float]]
Ahead = tuple[float, float, float] | None


@remembered
def alt(values: Values, ahead: Ahead, target: float, ends_on: date) -> str:
    """What the picture says: the last value, the range, the target."""
    last = (
        _("Last value {value} on {day}.").format(
            value=_digits(values[-1][1]), day=i18n.day(values[-1][0])
        )
        if values
        else _("No value yet.")
    )
    said = (
        _("By {day} between {low} and {high}, target {target}.").format(
            day=i18n.day(ends_on),
            low=_digits(ahead[0]),
            high=_digits(ahead[2]),
            target=_digits(target),
        )
        if ahead
        else _("No forecast; target {target}.").format(target=_digits(target))
    )
    return i18n.together(last, said)


@remembered
def fan(values: Values, ahead: Ahead, target: float, ends_on: date, look: Tokens) -> Figure:
    """Values as a line with dots; from the last one a pale band and a dotted middle to the end of
    the year; the target as an orange line.

    ``ahead`` is (low end, middle, high end) of the 80 % range in the unit of the values.
    """
    if not values:
        return theme.nothing(look, HEIGHT, _("No value yet."))
    days, numbers = [day.isoformat() for day, _value in values], [value for _day, value in values]
    end = ends_on.isoformat()
    seen = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": days,
        "y": numbers,
        "line": {"color": look.primary, "width": 2.6},
        "marker": {"color": look.primary, "size": 7},
        "hovertemplate": "%{x} %{y:.4~g}<extra></extra>",
    }
    notes = [_target_note(target, look)]
    if ahead is not None:
        notes.append(_range_note(ahead, look))
    return {
        "data": [*_ahead((days[-1], end), numbers[-1], ahead, look), seen],
        "layout": theme.layout(
            look,
            HEIGHT,
            annotations=notes,
            shapes=[_target_line(target, look)],
            margin={"l": 36, "r": 92, "t": 18, "b": 26},
            xaxis=theme.time_axis(look, days[0], end),
            yaxis=_values_axis(look),
        ),
    }


def _ahead(
    between: tuple[str, str], last: float, ahead: Ahead, look: Tokens
) -> list[dict[str, object]]:
    """The pale band and its dotted middle, from the last value to the end of the year."""
    if ahead is None:
        return []
    low, middle, high = ahead
    outline = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"width": 0}}
    below = {"fill": "tonexty", "fillcolor": look.blue_l}
    return [
        {**outline, "x": [*between], "y": [last, high]},
        {**outline, "x": [*between], "y": [last, low], **below},
        {
            "type": "scatter",
            "mode": "lines",
            "x": [*between],
            "y": [last, middle],
            "line": {"color": look.blue, "width": 2, "dash": "dot"},
            "hovertemplate": "%{y:.4~g}<extra></extra>",
        },
    ]


def _target_line(target: float, look: Tokens) -> dict[str, object]:
    return {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "paper",
        "y0": target,
        "y1": target,
        "line": {"color": look.orange, "width": 1.6, "dash": "4px,3px"},
    }


def _target_note(target: float, look: Tokens) -> dict[str, object]:
    words = _("Target {value}").format(value=_digits(target))
    return theme.label(
        theme.coloured(words, look.orange, bold=True),
        look,
        x=0,
        xref="paper",
        xanchor="left",
        y=target,
        yanchor="bottom",
        yshift=2,
    )


def _range_note(ahead: tuple[float, float, float], look: Tokens) -> dict[str, object]:
    low, middle, high = ahead
    words = _("{low} to {high}").format(low=_digits(low), high=_digits(high))
    return theme.label(
        theme.coloured(words, look.blue, bold=True),
        look,
        x=1,
        xref="paper",
        xanchor="left",
        xshift=6,
        y=middle,
    )


def _values_axis(look: Tokens) -> dict[str, object]:
    return {
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": look.line,
        "tickfont": {"size": 11, "color": look.muted},
        "ticks": "",
        "showline": False,
        "automargin": True,
    }


def _digits(value: float) -> str:
    """Small numbers with a decimal, large ones without."""
    return i18n.number(value, 1 if abs(value) < 100 else 0)
