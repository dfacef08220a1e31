"""How it is bought: category by method, each cell with its amount and what part of the category it
is.
"""

from typing import NamedTuple

import pandas as pd

from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import _, amount, in_unit, share
from fund.ledger.rules import CATEGORIES
from fund.procurement.rules import METHODS
from fund.shelf import remembered

ROW, HEAD = 46, 44
"""Pixels of a category, and of the names of the methods above."""
CLASSES = (0.1, 0.2, 0.35, 0.5)
"""Parts of a category from which on a cell is a shade darker."""
ALONE = "single_source"
"""The method without competition; where it takes half of a category and more, that cell stands
out.
"""
HALF = 0.5
TEN = 10
CELL = 46
"""Pixels of a cell on the narrowest screen that shows two blocks side by side."""
SHORT = 4
"""Characters of a Chinese name that fit a line."""


class Grid(NamedTuple):
    """Fen by category (rows) and method (columns), both in their own order: only what is bought and
    how it is.
    """

    rows: dict[str, dict[str, int]]
    methods: list[str]

    @property
    def unit(self) -> str:
        """The unit all cells are told in: the larger one only where a cell is no row of noughts in
        it.
        """
        return (
            "yi"
            if max(map(self.whole, self.rows), default=0) >= TEN * theme.fen_per("yi")
            else "wan"
        )

    @property
    def alone(self) -> str:
        """The category with the largest part bought from a single source, where that is half of
        it.
        """
        parts = {
            category: self.rows[category].get(ALONE, 0) / self.whole(category)
            for category in self.rows
        }
        most = max(parts, key=parts.__getitem__, default="")
        return most if most and parts[most] >= HALF else ""

    def whole(self, category: str) -> int:
        """What a category comes to."""
        return sum(self.rows[category].values())


def grid(df: pd.DataFrame) -> Grid:
    """What is committed, arranged: ``df`` has category, method, fen."""
    found: dict[str, dict[str, int]] = {}
    for row in theme.records(df):
        if row.fen > 0:
            of = found.setdefault(row.category, {})
            of[row.method] = of.get(row.method, 0) + int(row.fen)
    used = set().union(*found.values())
    return Grid(
        {key: found[key] for key in CATEGORIES if key in found},
        [key for key in METHODS if key in used],
    )


@remembered
def title(df: pd.DataFrame) -> str:
    """The finding: the method most is bought by, and the category that is mostly bought from a
    single source.
    """
    held = grid(df)
    if not held.rows:
        return _("How it is bought")
    by = {method: sum(row.get(method, 0) for row in held.rows.values()) for method in held.methods}
    most = max(by, key=by.__getitem__)
    facts = {"method": _(METHODS[most]), "share": share(by[most] / sum(by.values()))}
    if not held.alone:
        return _("{method} takes {share} of what is bought").format(**facts)
    part = share(held.rows[held.alone][ALONE] / held.whole(held.alone))
    return _("{method} takes {share}; {part} of “{category}” is single source").format(
        **facts, category=_(CATEGORIES[held.alone]), part=part
    )


@remembered
def alt(df: pd.DataFrame) -> str:
    """Every cell that holds something."""
    held = grid(df)
    parts = []
    for category, row in held.rows.items():
        cells = [
            f"{_(METHODS[method])} {amount(row[method], held.unit)}"
            f" ({share(row[method] / held.whole(category))})"
            for method in held.methods
            if method in row
        ]
        parts.append(f"{_(CATEGORIES[category])}: {theme.listed(cells, closely=True)}")
    return (
        _("Cells of category by method. {cells}.").format(cells=theme.listed(parts))
        if parts
        else title(df)
    )


@remembered
def cells(df: pd.DataFrame, look: Tokens) -> Figure:
    """A row a category, a column a method in use, the total to the right; ``df`` as of ``grid``."""
    held = grid(df)
    if not held.rows:
        return theme.nothing(look, 200, _("Nothing has been procured yet"))
    made = [
        _cell(held, row, column, look)
        for row in range(len(held.rows))
        for column in range(len(held.methods))
    ]
    axes = {
        "xaxis": theme.hidden_axis(-0.7 - _widest(held), len(held.methods) + 0.5),
        "yaxis": theme.hidden_axis(0.5 - len(held.rows), 0.5 + HEAD / ROW),
    }
    shapes = [
        {
            "type": "rect",
            "layer": "below",
            "fillcolor": cell.fill,
            "line": {"width": 0},
            **_box(cell),
        }
        for cell in made
    ]
    notes = [
        *_heads(held, look),
        *_names(held, look),
        *(_text(cell, held.unit) for cell in made if cell.fen),
    ]
    layout = theme.layout(
        look, len(held.rows) * ROW + HEAD, shapes=shapes, annotations=notes, **axes
    )
    return {
        "data": [_targets(made)],
        "layout": {**layout, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}},
    }


class Cell(NamedTuple):
    """One cell of the grid: its place, its fen and its share in words, how it looks, what it says
    under the pointer.
    """

    x: int
    y: int
    fen: int
    part: str
    fill: str
    ink: str
    hover: str


def _cell(held: Grid, row: int, column: int, look: Tokens) -> Cell:
    category, method = list(held.rows)[row], held.methods[column]
    fen = held.rows[category].get(method, 0)
    part = fen / held.whole(category)
    step = 1 + sum(part >= bound for bound in (0, *CLASSES)) if fen else 1
    stands_out = method == ALONE and category == held.alone
    return Cell(
        x=column,
        y=-row,
        fen=fen,
        part=share(part, 0),
        fill=look.orange if stands_out else look.sequence[step - 1],
        ink=look.bg if stands_out else look.on_step(step),
        hover=(
            f"<b>{_(CATEGORIES[category])} · {_(METHODS[method])}</b><br>{amount(fen)} ·"
            f" {share(part)}"
        ),
    )


def _box(cell: Cell) -> dict[str, float]:
    return {
        "x0": cell.x - 0.48,
        "x1": cell.x + 0.48,
        "y0": cell.y - 0.46,
        "y1": cell.y + 0.46,
    }


def _text(cell: Cell, unit: str) -> dict[str, object]:
    return {
        "text": f"<b>{in_unit(cell.fen, unit)}</b><br>{cell.part}",
        "showarrow": False,
        "borderpad": 0,
        "x": cell.x,
        "y": cell.y,
        "xanchor": "center",
        "yanchor": "middle",
        "font": {"size": 11, "color": cell.ink},
    }


def _heads(held: Grid, look: Tokens) -> list[dict[str, object]]:
    """Methods above their columns, a long name on two lines."""
    place = {"y": 0.56, "yanchor": "bottom", "xanchor": "center", "size": 10.5, "color": look.muted}
    words = [*(_(METHODS[method]) for method in held.methods), _("Total")]
    return [theme.label(_folded(word), look, x=at, **place) for at, word in enumerate(words)]


def _folded(word: str) -> str:
    """A name of two words on two lines; of a long Chinese one the last two characters below."""
    first, gap, rest = word.partition(" ")
    if gap:
        return f"{theme.plain(first)}<br>{theme.plain(rest)}"
    return word if word.isascii() or len(word) <= SHORT else f"{word[:-2]}<br>{word[-2:]}"


def _names(held: Grid, look: Tokens) -> list[dict[str, object]]:
    """Categories before their rows, their totals behind."""
    place = {"size": 12, "color": look.ink, "yanchor": "middle"}
    notes = []
    for at, category in enumerate(held.rows):
        notes.append(
            theme.label(_(CATEGORIES[category]), look, x=-0.6, y=-at, xanchor="right", **place)
        )
        notes.append(
            theme.label(
                f"<b>{in_unit(held.whole(category), held.unit)}</b>",
                look,
                x=len(held.methods),
                y=-at,
                xanchor="center",
                **place,
            )
        )
    return notes


def _widest(held: Grid) -> float:
    """What the longest name of a category takes, in cells."""
    return max(theme.text_width(_(CATEGORIES[category]), 12) for category in held.rows) / CELL


def _targets(made: list[Cell]) -> dict[str, object]:
    """Unseen squares that take the pointer."""
    held = [cell for cell in made if cell.fen]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [cell.x for cell in held],
        "y": [cell.y for cell in held],
        "hovertext": [cell.hover for cell in held],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"symbol": "square", "size": 36, "opacity": 0},
    }
