"""Which provinces: 34 tiles of one size at fixed places. No boundary is drawn and nothing is
fetched.
"""

from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import NamedTuple

import pandas as pd

from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import _, amount, in_unit, ngettext, share
from fund.shelf import remembered

HEIGHT = 372
FEW = 5
CLASSES = (0.04, 0.16, 0.36, 0.64)
"""Class bounds as parts of the largest value (squares: small provinces stay apart), rounded to one
digit.
"""


def note() -> str:
    """What always stands under the tiles; the page adds the money of no single province, so that
    both give the total.
    """
    return _("Schematic tiles show relative position only, not boundaries or area.")


@remembered
def title(df: pd.DataFrame) -> str:
    """The finding: what the five largest hold and how many have nothing."""
    df = _placed(df)
    funded = df[df["committed_fen"].fillna(0) > 0]["committed_fen"]
    without = len(df) - len(funded)
    if funded.empty:
        return _("No province-level unit has commitments yet")
    if len(funded) <= FEW:
        count = len(funded)
        words = ngettext(
            "Commitments are in one province-level unit; {without} have none",
            "Commitments are in {count} province-level units; {without} have none",
            count,
        )
        return words.format(count=count, without=without)
    facts = {"share": share(int(funded.nlargest(5).sum()) / int(funded.sum())), "without": without}
    if without == 0:
        return _("Five provinces hold {share} of commitments; all have some").format(**facts)
    return _("Five provinces hold {share} of commitments; {without} have none").format(**facts)


@remembered
def alt(df: pd.DataFrame, unit: str = "yi") -> str:
    """The units with commitments, largest first, and how many have none."""
    df = _placed(df)
    funded = df[df["committed_fen"].fillna(0) > 0].sort_values("committed_fen", ascending=False)
    parts = [
        f"{name} {amount(fen, unit)}"
        for name, fen in zip(funded["name"], funded["committed_fen"], strict=True)
    ]
    listed = theme.listed(parts) or "—"
    return _("Tile map of {count} province-level units. {listed}. {finding}.").format(
        count=len(df), listed=listed, finding=title(df)
    )


def breaks(largest_fen: int) -> list[int]:
    """The four bounds between the five classes, each rounded to one leading digit, in fen."""
    return [_one_digit(Decimal(largest_fen) * Decimal(str(part))) for part in CLASSES]


def legend(df: pd.DataFrame, look: Tokens, unit: str = "yi") -> list[tuple[str, str]]:
    """Colour and words of the classes, low to high; empty when nothing is committed."""
    df = _placed(df)
    largest = int(df["committed_fen"].fillna(0).max()) if len(df) else 0
    if largest <= 0:
        return []
    bounds = [_trim(in_unit(bound, unit, 3)) for bound in breaks(largest)]
    words = [f"<{bounds[0]}"]
    words += [f"{low}–{high}" for low, high in pairwise(bounds)]
    words.append(f"≥{bounds[-1]}")
    return list(zip(look.sequence[1:], words, strict=True))


@remembered
def grid(df: pd.DataFrame, look: Tokens, unit: str = "yi", chosen: str | None = None) -> Figure:
    """A tile a unit with its value; a click gives the region code as the point's customdata.

    ``df``: region_code (GB/T 2260), name and short (or both as _zh and _en), column, row (from 0;
    null: not a place on the map), committed_fen (null or 0: nothing); all 34 units, funded or not.
    """
    df = _placed(df)
    if df.empty:
        return theme.nothing(look, HEIGHT, _("No province-level unit has commitments yet"))
    largest = int(df["committed_fen"].fillna(0).max())
    tiles = [
        _tile(row, breaks(largest) if largest > 0 else [], look, unit) for row in theme.records(df)
    ]
    shapes = [_shape(tile, look, is_chosen=tile.code == chosen) for tile in tiles]
    axes = {
        "xaxis": theme.hidden_axis(-0.5, df["column"].max() + 0.5),
        "yaxis": theme.hidden_axis(-df["row"].max() - 0.5, 0.5),
    }
    layout = theme.layout(
        look,
        HEIGHT,
        shapes=shapes,
        annotations=[_text(tile) for tile in tiles],
        clickmode="event+select",
        **axes,
    )
    return {
        "data": [_targets(tiles)],
        "layout": {**layout, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}},
    }


def _placed(df: pd.DataFrame) -> pd.DataFrame:
    return theme.named(df[df["column"].notna()], "name", "short")


class Tile(NamedTuple):
    """One province: its code and place, how it looks, its words, what it says under the pointer."""

    code: str
    x: float
    y: float
    fill: str
    edge: str
    ink: str
    text: str
    hover: str


def _tile(row: SimpleNamespace, bounds: list[int], look: Tokens, unit: str) -> Tile:
    fen = 0 if pd.isna(row.committed_fen) else int(row.committed_fen)
    step = 2 + sum(fen >= bound for bound in bounds)
    has = fen > 0
    value = (
        in_unit(fen, unit, 1 if in_unit(fen, unit, 1) not in ("0.0", "0") else 2) if has else "—"
    )
    return Tile(
        code=str(row.region_code),
        x=float(row.column),
        y=-float(row.row),
        fill=look.sequence[step - 1] if has else look.page,
        edge=look.sequence[step - 1] if has else look.line,
        ink=look.on_step(step) if has else look.muted,
        text=f"{theme.plain(row.short)}<br>" + (f"<b>{value}</b>" if has else value),
        hover=(
            f"<b>{theme.plain(row.name)}</b><br>"
            + (amount(fen, unit) if has else _("no commitments"))
        ),
    )


def _shape(tile: Tile, look: Tokens, *, is_chosen: bool) -> dict[str, object]:
    edge = {"color": look.orange, "width": 2} if is_chosen else {"color": tile.edge, "width": 1}
    box = {
        "x0": tile.x - 0.475,
        "x1": tile.x + 0.475,
        "y0": tile.y - 0.465,
        "y1": tile.y + 0.465,
    }
    return {"type": "rect", "layer": "below", "fillcolor": tile.fill, "line": edge, **box}


def _text(tile: Tile) -> dict[str, object]:
    place = {"x": tile.x, "y": tile.y, "xanchor": "center", "yanchor": "middle"}
    return {
        "text": tile.text,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": 11, "color": tile.ink},
        **place,
    }


def _targets(tiles: list[Tile]) -> dict[str, object]:
    """Unseen squares that take the pointer; choosing one must not change how anything looks."""
    unseen = {"marker": {"opacity": 0}}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [tile.x for tile in tiles],
        "y": [tile.y for tile in tiles],
        "customdata": [tile.code for tile in tiles],
        "hovertext": [tile.hover for tile in tiles],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"symbol": "square", "size": 42, "opacity": 0},
        "selected": unseen,
        "unselected": unseen,
    }


def _one_digit(value: Decimal) -> int:
    return int(value.quantize(Decimal(1).scaleb(value.adjusted()))) if value else 0


def _trim(number: str) -> str:
    return number.rstrip("0").rstrip(".")
