"""What is bought: contract value by category, with the part already paid."""

from collections.abc import Mapping
from types import SimpleNamespace

import pandas as pd

from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import N_, _, amount, ngettext, share
from fund.ledger import rules
from fund.shelf import remembered

CATEGORIES: Mapping[str, str] = {**rules.CATEGORIES, "unclassified": N_("Unclassified")}
"""The categories in the order they are shown, with their words."""


@remembered
def title(df: pd.DataFrame) -> str:
    """The finding: the largest category, its share of what is contracted and how much is paid."""
    ordered = _ordered(df)
    if ordered.empty:
        return _("Nothing has been procured yet")
    top = ordered.sort_values("committed_fen", ascending=False, kind="stable").iloc[0]
    facts = {
        "category": _(CATEGORIES[top.category]),
        "share": share(top.committed_fen / ordered["committed_fen"].sum()),
        "paid": share(top.paid_fen / top.committed_fen),
    }
    if len(ordered) == 1:
        return _("All procurement is in “{category}”, {paid} of it paid").format(**facts)
    if top.paid_fen == 0:
        return _("{share} of procurement is in “{category}”, nothing paid yet").format(**facts)
    return _("{share} of procurement is in “{category}”, {paid} of it paid").format(**facts)


@remembered
def alt(df: pd.DataFrame, unit: str | None = None) -> str:
    """Every category with its value, the share paid and the number of contracts."""
    ordered = _ordered(df)
    if ordered.empty:
        return _("Nothing has been procured yet")
    unit = unit or theme.unit_for(int(ordered["committed_fen"].max()))
    parts = [f"{_(CATEGORIES[row.category])} {_facts(row, unit)}" for row in theme.records(ordered)]
    return _("Bars on one scale, a category each: {categories}. {finding}.").format(
        categories=theme.listed(parts), finding=title(df)
    )


@remembered
def bars(df: pd.DataFrame, look: Tokens, unit: str | None = None) -> Figure:
    """A bar a category on one zero axis: blue is paid, grey is not paid yet.

    ``df``: category, committed_fen, paid_fen and, if counted, contracts; categories without value
    are left out.
    """
    ordered = _ordered(df)
    if ordered.empty:
        return theme.nothing(look, 240, _("Nothing has been procured yet"))
    unit = unit or theme.unit_for(int(ordered["committed_fen"].max()))
    at = [-float(row) for row in range(len(ordered))]
    hover = [
        f"<b>{_(CATEGORIES[row.category])}</b><br>{_facts(row, unit)}"
        for row in theme.records(ordered)
    ]
    paid = [int(fen) / 1e10 for fen in ordered["paid_fen"]]
    rest = [(int(row.committed_fen) - int(row.paid_fen)) / 1e10 for row in theme.records(ordered)]
    edge = {"color": look.bg, "width": 1}
    traces = [
        theme.bar(paid, at, {"color": look.blue, "line": edge}, width=0.34, hovertext=hover),
        theme.bar(
            rest, at, {"color": look.grey, "line": edge}, width=0.34, base=paid, hovertext=hover
        ),
    ]
    notes = [
        note
        for row, y in zip(theme.records(ordered), at, strict=True)
        for note in _head(row, y, look, unit)
    ]
    scale = int(ordered["committed_fen"].max()) / 1e10
    axes = {
        "xaxis": theme.hidden_axis(0, scale),
        "yaxis": theme.hidden_axis(-(len(ordered) - 1) - 0.24, 0.55),
    }
    return {
        "data": traces,
        "layout": theme.layout(look, round((len(ordered) - 0.21) * 68), annotations=notes, **axes),
    }


def _ordered(df: pd.DataFrame) -> pd.DataFrame:
    """Categories with value in the fixed order; a word not known counts as unclassified."""
    known = df.assign(
        category=df["category"].where(df["category"].isin(list(CATEGORIES)), "unclassified")
    )
    figures = [name for name in ("committed_fen", "paid_fen", "contracts") if name in df]
    sums = known.groupby("category", as_index=False)[figures].sum()
    sums = sums[sums["committed_fen"] > 0]
    return (
        sums.assign(place=sums["category"].map(list(CATEGORIES).index))
        .sort_values("place")
        .reset_index(drop=True)
    )


def _facts(row: SimpleNamespace, unit: str) -> str:
    paid = _("paid {share}").format(share=share(row.paid_fen / row.committed_fen))
    return theme.listed([amount(row.committed_fen, unit), paid, _contracts(row)], closely=True)


def _contracts(row: SimpleNamespace) -> str:
    """The number of contracts in words; nothing where it was not counted."""
    count = int(getattr(row, "contracts", -1))
    return (
        ""
        if count < 0
        else ngettext("{count} contract", "{count} contracts", count).format(count=count)
    )


def _head(row: SimpleNamespace, y: float, look: Tokens, unit: str) -> list[dict[str, object]]:
    paid = theme.coloured(
        _("paid {share}").format(share=share(row.paid_fen / row.committed_fen)),
        look.blue,
        bold=True,
    )
    contracts = theme.coloured(_contracts(row), look.muted)
    place = {"xref": "paper", "y": y + 0.2, "yanchor": "bottom", "size": 12, "color": look.ink}
    return [
        theme.label(
            f"<b>{theme.plain(_(CATEGORIES[row.category]))}</b>  {paid}  {contracts}",
            look,
            x=0,
            xanchor="left",
            **place,
        ),
        theme.label(
            f"<b>{amount(row.committed_fen, unit)}</b>", look, x=1, xanchor="right", **place
        ),
    ]
