"""The money chain: how far the money has come, and where it stands still."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import N_, _, amount, in_unit, share
from fund.ledger import rules
from fund.shelf import remembered

STAGES = rules.CHAIN
"""The stages of the chain, in order."""

MISSING: Mapping[str, str] = {
    "committed": N_("uncommitted {amount}"),
    "obligated": N_("uncontracted {amount}"),
    "accepted": N_("unaccepted {amount}"),
    "paid": N_("unpaid {amount}"),
}
LONGEST: Mapping[str, str] = {
    "committed": N_("{gap} is appropriated but not yet committed, the longest gap"),
    "obligated": N_("{gap} is committed but not yet contracted, the longest gap"),
    "accepted": N_("{gap} is contracted but not yet accepted, the longest gap"),
    "paid": N_("{gap} is accepted but not yet paid, the longest gap"),
}


@dataclass(frozen=True)
class Step:
    """One stage of a chain: what reached it, and what the stage before has more."""

    stage: str
    amount_fen: int
    gap_fen: int
    of_first: float | None


def word(stage: str) -> str:
    """The name of a stage as a reader sees it."""
    return _(rules.STAGES[stage])


def steps(df: pd.DataFrame) -> list[Step]:
    """The stages of ``df`` (stage, amount_fen) in order, each with its gap to the one before and
    its share of the first.
    """
    amounts = {row.stage: int(row.amount_fen) for row in theme.records(df)}
    found: list[Step] = []
    for stage in (stage for stage in STAGES if stage in amounts):
        here = amounts[stage]
        first = found[0].amount_fen if found else here
        gap = max(found[-1].amount_fen - here, 0) if found else 0
        found.append(Step(stage, here, gap, here / first if first else None))
    return found if found and found[0].amount_fen else []


@remembered
def title(df: pd.DataFrame, unit: str | None = None) -> str:
    """The finding: which gap is the longest; or that there is none, or no money yet."""
    chain = steps(df)
    if not chain:
        return _("No money in the chain yet")
    worst = _longest(chain)
    if worst is None:
        return _("All of the {amount} has been paid").format(
            amount=amount(chain[0].amount_fen, unit)
        )
    return _(LONGEST[worst.stage]).format(
        gap=amount(worst.gap_fen, unit or theme.unit_for(chain[0].amount_fen))
    )


def paid_title(df: pd.DataFrame, unit: str | None = None) -> str:
    """The finding for one grant or contract: how much of it has been paid."""
    chain = steps(df)
    if not chain:
        return _("No money in the chain yet")
    whole = amount(chain[0].amount_fen, unit)
    paid = chain[-1].amount_fen
    if paid == 0:
        return _("Nothing of the {amount} has been paid yet").format(amount=whole)
    if paid >= chain[0].amount_fen:
        return _("All of the {amount} has been paid").format(amount=whole)
    return _("{share} of the {amount} has been paid").format(
        share=share(chain[-1].of_first, 1), amount=whole
    )


@remembered
def alt(df: pd.DataFrame, unit: str | None = None) -> str:
    """The same chain in words, every figure of it."""
    chain = steps(df)
    if not chain:
        return _("No money in the chain yet")
    unit = unit or theme.unit_for(chain[0].amount_fen)
    parts = [
        f"{word(step.stage)} {amount(step.amount_fen, unit)} ({share(step.of_first)})"
        for step in chain
    ]
    return _("Bars on one scale, a stage each: {stages}. {finding}.").format(
        stages=theme.listed(parts), finding=title(df, unit)
    )


@remembered
def bars(df: pd.DataFrame, look: Tokens, unit: str | None = None) -> Figure:
    """The chain as bars on one zero axis; hatched is what has not reached the next stage, the
    longest gap in orange.

    ``df``: stage (appropriated, committed, obligated, accepted, paid; any first stage), amount_fen.
    One unit throughout.
    """
    chain = steps(df)
    height = round((max(len(chain), 4) - 0.28) * 78) if chain else 160
    if not chain:
        return theme.nothing(look, height, _("No money in the chain yet"))
    unit = unit or theme.unit_for(chain[0].amount_fen)
    worst = _longest(chain)
    notes = []
    for row, step in enumerate(chain):
        notes.append(_head(step, row, look, unit, is_worst=step is worst))
        text = f"<b>{amount(step.amount_fen, unit)}</b>  {share(step.of_first)}"
        notes.append(
            theme.label(
                text,
                look,
                x=1,
                xref="paper",
                xanchor="right",
                y=0.2 - row,
                yanchor="bottom",
                size=13,
                color=look.ink,
            )
        )
    return _figure(
        chain,
        look,
        unit,
        theme.layout(look, height, annotations=notes),
        width=0.345,
        scale=chain[0].amount_fen,
    )


@remembered
def compact(df: pd.DataFrame, look: Tokens, unit: str, scale_fen: int) -> Figure:
    """The chain of one source, small: the same five rows on the scale of ``scale_fen``, so that
    sources compare.
    """
    chain = steps(df)
    height = round((len(STAGES) - 0.2) * 33)
    if not chain or scale_fen <= 0:
        return theme.nothing(look, height, _("No money in the chain yet"))
    notes = []
    for row, step in enumerate(chain):
        place = {"xref": "paper", "y": 0.15 - row, "yanchor": "bottom", "size": 12}
        notes.append(theme.label(word(step.stage), look, x=0, xanchor="left", **place))
        number = f"<b>{in_unit(step.amount_fen, unit)}</b>"
        notes.append(
            theme.label(number, look, x=1, xanchor="right", **{**place, "color": look.ink})
        )
    return _figure(
        chain,
        look,
        unit,
        theme.layout(look, height, annotations=notes),
        width=0.24,
        scale=scale_fen,
    )


def _longest(chain: list[Step]) -> Step | None:
    worst = max(chain, key=lambda step: step.gap_fen)
    return worst if worst.gap_fen else None


def _head(step: Step, row: int, look: Tokens, unit: str, *, is_worst: bool) -> dict[str, object]:
    """Name of the stage and, beside it, the amount that has not come this far."""
    text = f"<b>{word(step.stage)}</b>"
    if step.gap_fen:
        words = "▨ " + _(MISSING[step.stage]).format(amount=in_unit(step.gap_fen, unit))
        text += "  " + theme.coloured(words, look.orange if is_worst else look.muted, bold=is_worst)
    return theme.label(
        text,
        look,
        x=0,
        xref="paper",
        xanchor="left",
        y=0.2 - row,
        yanchor="bottom",
        size=13,
        color=look.ink,
    )


def _figure(
    chain: list[Step], look: Tokens, unit: str, layout: dict[str, object], width: float, scale: int
) -> Figure:
    worst = _longest(chain)
    rows = [-float(row) for row in range(len(chain))]
    names = [f"<b>{word(step.stage)}</b><br>" for step in chain]
    reached = theme.bar(
        [step.amount_fen / 1e10 for step in chain],
        rows,
        {"color": [look.stages[step.stage] for step in chain], "line": {"width": 0}},
        width=width,
        hovertext=[
            name + f"{amount(step.amount_fen, unit)} · {share(step.of_first)}"
            for name, step in zip(names, chain, strict=True)
        ],
    )
    late = [step.stage for step in chain if step.gap_fen]
    gaps = theme.bar(
        [step.gap_fen / 1e10 for step in chain],
        rows,
        _gap_marker(chain, worst, look),
        base=[step.amount_fen / 1e10 for step in chain],
        width=width,
        hovertext=[
            name
            + (
                _(MISSING[step.stage]).format(amount=amount(step.gap_fen, unit))
                if step.stage in late
                else ""
            )
            for name, step in zip(names, chain, strict=True)
        ],
    )
    bottom = -(len(chain) - 1) - 0.24
    axes = {"xaxis": theme.hidden_axis(0, scale / 1e10), "yaxis": theme.hidden_axis(bottom, 0.52)}
    return {"data": [reached, gaps], "layout": {**layout, **axes}}


def _gap_marker(chain: list[Step], worst: Step | None, look: Tokens) -> dict[str, object]:
    colours = [look.orange if step is worst else look.ctl for step in chain]
    return theme.hatch(colours, look, 0.25)
