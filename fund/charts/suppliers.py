"""Who holds what is committed: the largest suppliers and the rest, commercial ones in blue."""

import pandas as pd

from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import _, ngettext, share
from fund.shelf import remembered

SHOWN = 6
ROW = 40


@remembered
def title(df: pd.DataFrame) -> str:
    """The finding: what the three largest hold."""
    if df.empty:
        return _("No supplier holds a contract yet")
    top = df.head(3)
    return ngettext(
        "The largest supplier holds {share}", "The {count} largest suppliers hold {share}", len(top)
    ).format(count=len(top), share=share(_of(top, df)))


@remembered
def alt(df: pd.DataFrame) -> str:
    """The largest with their shares, and how many others there are."""
    if df.empty:
        return title(df)
    parts = [
        f"{row.name} {share(row.fen / df['fen'].sum())}" for row in theme.records(df.head(SHOWN))
    ]
    return _("Bars on one scale, the largest first: {suppliers}.").format(
        suppliers=theme.listed(parts)
    )


@remembered
def bars(df: pd.DataFrame, look: Tokens) -> Figure:
    """A bar a supplier on one zero axis, then one for all others.

    ``df``: name, fen (above zero, the largest first), is_commercial (missing where nobody said).
    """
    if df.empty:
        return theme.nothing(look, 200, title(df))
    rows = [
        (str(row.name), int(row.fen), row.is_commercial is True)
        for row in theme.records(df.head(SHOWN))
    ]
    others = df.iloc[SHOWN:]
    if len(others):
        rows.append(
            (
                ngettext("{count} other", "{count} others", len(others)).format(count=len(others)),
                int(others["fen"].sum()),
                False,
            )
        )
    total, at = int(df["fen"].sum()), [-float(place) for place in range(len(rows))]
    edge = {"color": look.bg, "width": 1}
    colours = [look.blue if is_commercial else look.grey for _name, _fen, is_commercial in rows]
    bar = theme.bar(
        [fen / 1e10 for _name, fen, _is in rows],
        at,
        {"color": colours, "line": edge},
        width=0.36,
        hovertext=[f"{theme.plain(name)} {share(fen / total)}" for name, fen, _is in rows],
    )
    notes = [note for row, y in zip(rows, at, strict=True) for note in _head(row, y, total, look)]
    axes = {
        "xaxis": theme.hidden_axis(0, max(fen for _name, fen, _is in rows) / 1e10),
        "yaxis": theme.hidden_axis(-(len(rows) - 1) - 0.24, 0.62),
    }
    return {"data": [bar], "layout": theme.layout(look, len(rows) * ROW, annotations=notes, **axes)}


def _head(
    row: tuple[str, int, bool], y: float, total: int, look: Tokens
) -> list[dict[str, object]]:
    name, fen, is_commercial = row
    place = {"xref": "paper", "y": y + 0.2, "yanchor": "bottom", "size": 12, "color": look.ink}
    mark = "  " + theme.coloured(_("commercial"), look.blue, bold=True) if is_commercial else ""
    return [
        theme.label(theme.plain(name) + mark, look, x=0, xanchor="left", **place),
        theme.label(f"<b>{share(fen / total)}</b>", look, x=1, xanchor="right", **place),
    ]


def _of(part: pd.DataFrame, whole: pd.DataFrame) -> float:
    return float(part["fen"].sum() / whole["fen"].sum())
