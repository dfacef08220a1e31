"""Who gets it: commitments by area and measure, shaded by the share paid."""

from collections.abc import Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import NamedTuple

import pandas as pd

from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.frames import added
from fund.i18n import _, amount, share
from fund.shelf import remembered
from fund.ties import at_least

BREAKS = (0.15, 0.30, 0.45, 0.60)
"""Upper bounds of the paid-share classes; the fifth has none."""

ROW = 55
NARROWEST = 520
"""A label goes into its bar when it fits at this width; the style sheet hides such labels on
phones.
"""


@remembered
def title(df: pd.DataFrame) -> str:
    """The finding: the area that holds most of the commitments, and how much of it is paid."""
    areas = _areas(df)
    if areas.empty:
        return _("Nothing has been committed yet")
    top = areas.iloc[0]
    facts = {
        "share": share(top.committed_fen / areas["committed_fen"].sum()),
        "area": top.area_title,
        "paid": share(top.paid_fen / top.committed_fen),
    }
    if len(areas) == 1:
        return _("All commitments are in one area, {paid} of them paid").format(**facts)
    if top.paid_fen == 0:
        return _("{share} committed to “{area}”, nothing paid yet").format(**facts)
    return _("{share} committed to “{area}”, {paid} of it paid").format(**facts)


@remembered
def alt(df: pd.DataFrame, unit: str | None = None) -> str:
    """Every area with its commitments and the share paid."""
    areas = _areas(df)
    if areas.empty:
        return _("Nothing has been committed yet")
    unit = unit or theme.unit_for(int(areas["committed_fen"].max()))
    parts = [
        _("{area} {amount}, paid {paid}").format(
            area=row.area_title,
            amount=amount(row.committed_fen, unit),
            paid=share(row.paid_fen / row.committed_fen),
        )
        for row in theme.records(areas)
    ]
    return _("Bars on one scale, an area each, split into measures: {areas}. {finding}.").format(
        areas=theme.listed(parts), finding=title(df)
    )


def legend(look: Tokens) -> list[tuple[str, str]]:
    """Colour and words of the paid-share classes, low to high."""
    bounds = [share(bound, 0) for bound in BREAKS]
    words = [f"<{bounds[0]}"]
    words += [f"{low.rstrip('%')}–{high}" for low, high in pairwise(bounds)]
    words.append(f"≥{bounds[-1]}")
    return list(zip(look.sequence[1:], words, strict=True))


class Piece(NamedTuple):
    """A measure's stretch of its area's row: its key and title, its fen and those before it, the
    class of its paid share, what it says under the pointer, the row's height.
    """

    measure: str
    title: str
    committed_fen: int
    from_fen: int
    step: int
    hover: str
    y: float


def _shades(pieces: list[Piece], look: Tokens) -> dict[str, object]:
    """The shade of each piece by the share paid."""
    return {
        "color": [look.sequence[piece.step - 1] for piece in pieces],
        "line": {"color": look.bg, "width": 1.5},
    }


@remembered
def rows(df: pd.DataFrame, look: Tokens, unit: str | None = None) -> Figure:
    """A row an area, largest first, split into its measures; the shade is the share paid.

    ``df``: area, area_title, measure, measure_title (or both titles as _zh and _en), committed_fen,
    paid_fen.
    """
    df = theme.named(df, "area_title", "measure_title")
    areas = _areas(df)
    if areas.empty:
        return theme.nothing(look, 4 * ROW, _("Nothing has been committed yet"))
    unit = unit or theme.unit_for(int(areas["committed_fen"].max()))
    place = {row.area: -float(at) for at, row in enumerate(theme.records(areas))}
    committed = _measures(df)
    pieces = [piece for area in place for piece in _pieces(committed[area], unit, place[area])]
    scale = int(areas["committed_fen"].max())
    notes = [
        note for row in theme.records(areas) for note in _head(row, place[row.area], look, unit)
    ]
    notes += [_inside(piece, look) for piece in pieces if _fits(piece, scale)]
    trace = theme.bar(
        [piece.committed_fen / 1e10 for piece in pieces],
        [piece.y for piece in pieces],
        _shades(pieces, look),
        base=[piece.from_fen / 1e10 for piece in pieces],
        width=0.36,
        hovertext=[piece.hover for piece in pieces],
        customdata=[piece.measure for piece in pieces],
    )
    axes = {
        "xaxis": theme.hidden_axis(0, scale / 1e10),
        "yaxis": theme.hidden_axis(-(len(areas) - 1) - 0.24, 0.6),
    }
    return {
        "data": [trace],
        "layout": theme.layout(look, round((len(areas) - 0.16) * ROW), annotations=notes, **axes),
    }


def _measures(df: pd.DataFrame) -> dict[str, list[SimpleNamespace]]:
    """An area's measures to which anything is committed, the largest first."""
    found: dict[str, list[SimpleNamespace]] = {}
    largest = df[df["committed_fen"] > 0].sort_values(
        "committed_fen", ascending=False, kind="stable"
    )
    for row in theme.records(largest):
        found.setdefault(row.area, []).append(row)
    return found


def step(paid_share: float) -> int:
    """The class of a paid share as a step 2 to 6 of the sequence."""
    return 2 + sum(bool(at_least(paid_share, bound)) for bound in BREAKS)


def _areas(df: pd.DataFrame) -> pd.DataFrame:
    """One row an area with commitments, largest first."""
    df = theme.named(df, "area_title")
    sums = added(df, ["area", "area_title"], ["committed_fen", "paid_fen"])
    return (
        sums[sums["committed_fen"] > 0]
        .sort_values(["committed_fen", "area"], ascending=[False, True])
        .reset_index(drop=True)
    )


def _pieces(measures: Sequence[SimpleNamespace], unit: str, y: float) -> list[Piece]:
    """The measures of one area, in this order, end to end."""
    pieces: list[Piece] = []
    start = 0
    for row in measures:
        paid = row.paid_fen / row.committed_fen
        hover = "<b>{}</b><br>{}<br>{}".format(
            theme.plain(row.measure_title),
            _("Committed {amount}").format(amount=amount(row.committed_fen, unit)),
            _("Paid {amount}").format(amount=f"{amount(row.paid_fen, unit)} ({share(paid)})"),
        )
        fen = int(row.committed_fen)
        pieces.append(Piece(row.measure, str(row.measure_title), fen, start, step(paid), hover, y))
        start += fen
    return pieces


def _head(row: SimpleNamespace, y: float, look: Tokens, unit: str) -> list[dict[str, object]]:
    paid = _("paid {share}").format(share=share(row.paid_fen / row.committed_fen))
    place = {"xref": "paper", "y": y + 0.21, "yanchor": "bottom", "size": 12, "color": look.ink}
    return [
        theme.label(f"<b>{theme.plain(row.area_title)}</b>", look, x=0, xanchor="left", **place),
        theme.label(
            f"<b>{amount(row.committed_fen, unit)}</b>  {paid}", look, x=1, xanchor="right", **place
        ),
    ]


def _fits(piece: Piece, scale: int) -> bool:
    return bool(
        theme.text_width(piece.title, theme.SMALL) + 12 <= piece.committed_fen / scale * NARROWEST
    )


def _inside(piece: Piece, look: Tokens) -> dict[str, object]:
    place = {
        "x": piece.from_fen / 1e10,
        "xanchor": "left",
        "xshift": 5,
        "y": piece.y,
        "yanchor": "middle",
    }
    return theme.label(
        theme.plain(piece.title),
        look,
        size=theme.SMALL,
        color=look.on_step(piece.step),
        **place,
    )
