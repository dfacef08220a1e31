"""What share of the national missions' purchases is commercial: one point a quarter, none where the
register is open.
"""

from collections.abc import Sequence

from fund import i18n
from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import _
from fund.missions.rules import Share
from fund.shelf import remembered

HEIGHT = 240
STEP = 25


@remembered
def title(shares: Sequence[Share]) -> str:
    """The finding: where the share of money stands in the latest complete quarter, and where it
    came from.
    """
    told = _told(shares)
    if not told:
        return _("No quarter’s register is complete: no share is shown")
    last = told[-1]
    if len(told) == 1:
        return _("{share} of the money went to commercial suppliers in {quarter}").format(
            share=_percent(last), quarter=last.quarter
        )
    return _("The commercial share went from {first} to {last} in {count} quarters").format(
        first=_percent(told[0]), last=_percent(last), count=len(told)
    )


@remembered
def alt(shares: Sequence[Share]) -> str:
    """Every complete quarter with its share."""
    return (
        _("By quarter: {points}.").format(
            points=theme.listed([f"{one.quarter} {_percent(one)}" for one in _told(shares)])
        )
        if _told(shares)
        else title(shares)
    )


@remembered
def line(shares: Sequence[Share], look: Tokens) -> Figure:
    """The share by money as a line; a quarter without one leaves a gap that is marked as open."""
    whole = [one for one in shares if one.category == ""]
    if not _told(whole):
        return theme.nothing(look, HEIGHT, title(shares))
    drawn: dict[str, object] = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [one.quarter for one in whole],
        "y": [None if one.by_money is None else one.by_money * 100 for one in whole],
        "connectgaps": False,
        "line": {"color": look.primary, "width": 2.6},
        "marker": {"color": look.primary, "size": 8, "line": {"color": look.bg, "width": 1.5}},
        "text": [
            _("{quarter}: {share} of the money, {count} purchases").format(
                quarter=one.quarter, share=_percent(one), count=one.purchases
            )
            for one in whole
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }
    notes = [
        _note(one, look, is_last=place == len(whole) - 1)
        for place, one in enumerate(whole)
        if one.by_money is None or _is_told(place, whole)
    ]
    margin = {"l": 36, "r": 16, "t": 22, "b": 26}
    return {
        "data": [drawn],
        "layout": theme.layout(look, HEIGHT, annotations=notes, margin=margin, **_axes(look)),
    }


def _axes(look: Tokens) -> dict[str, object]:
    """Quarters below, percent at the side."""
    ticks = range(0, 101, STEP)
    return {
        "xaxis": {**_plain(look), "type": "category"},
        "yaxis": {
            **_plain(look),
            "range": [0, 100],
            "tickvals": list(ticks),
            "ticktext": [f"{tick}%" for tick in ticks],
            "showgrid": True,
            "gridcolor": look.line,
        },
    }


def _told(shares: Sequence[Share]) -> list[Share]:
    return [one for one in shares if one.category == "" and one.by_money is not None]


def _is_told(place: int, whole: Sequence[Share]) -> bool:
    """The first, the last and every fourth point bear their number."""
    told = [number for number, one in enumerate(whole) if one.by_money is not None]
    return place in {told[0], told[-1], *told[::4]}


def _percent(one: Share) -> str:
    return i18n.share(one.by_money)


def _note(one: Share, look: Tokens, *, is_last: bool) -> dict[str, object]:
    """The number above its point, or why there is none at the foot."""
    if one.by_money is None:
        return theme.label(
            _("Not complete"), look, x=one.quarter, y=0, yanchor="bottom", yshift=2, size=11
        )
    return theme.label(
        f"<b>{_percent(one)}</b>",
        look,
        x=one.quarter,
        y=one.by_money * 100,
        yanchor="bottom",
        yshift=7,
        xanchor="right" if is_last else "center",
        color=look.primary,
    )


def _plain(look: Tokens) -> dict[str, object]:
    return {
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "showgrid": False,
        "ticks": "",
        "tickfont": {"size": 11, "color": look.muted},
        "tickangle": 0,
    }
