"""What was forecast and what came of it, and where each value was read."""

from decimal import Decimal

import pandas as pd

from fund import i18n, ui
from fund.i18n import _
from fund.screens.targets.wording import backtested, digits, own_past, short
from fund.targets import rules
from fund.targets.rows import TargetFound
from fund.ui import Column, address


def trust(row: TargetFound) -> None:
    """The method's own past error on this indicator, on those like it, and over all; the reference
    data where there are too few.
    """
    with ui.block(
        _("How far this can be trusted"),
        _("Forecasts of ours that have been scored; the straight line beside them"),
        key="trust",
    ):
        for words, past in (
            (_("this target"), row["here"]),
            (_("forecasts like this one"), row["like"]),
            (_("all forecasts issued here"), row["all"]),
        ):
            ui.source_note(own_past(past, words))
        if row["like"].scored < rules.ENOUGH:
            ui.source_note(backtested())


def past(kept: pd.DataFrame) -> None:
    """Forecasts as they were issued, and what came of them; the worst misses are named first."""
    if kept.empty:
        return
    scored = kept[kept["is_inside"].notna()]
    title = _("Forecasts as they were issued")
    with ui.block(title, scores(scored), key="past"):
        worst = scored.sort_values("miss", ascending=False).head(3)
        if len(worst):
            ui.source_note(
                _("Worst misses: {misses}.").format(
                    misses="；".join(
                        f"{row['quarter']} {i18n.number(row['miss'], 1)}"
                        for row in worst.to_dict("records")
                    )
                )
            )
        ui.table(
            in_words(kept),
            [
                Column("quarter", _("Quarter")),
                Column("issued_on", _("Issued on"), "date"),
                Column("range", _("Forecast range"), "figure"),
                Column("verdict", _("Chance"), "status", sub="chance_"),
                Column("line_", _("Straight line"), "figure"),
                Column("came", _("Actual"), "figure", sub="inside"),
            ],
            title,
            key="past",
        )


def scores(scored: pd.DataFrame) -> str:
    """How many of those that are due held, and how far they missed."""
    if not len(scored):
        return _("None of them is due yet: the actual at the end of its year scores it.")
    return _(
        "Of {count} whose actual has come, {inside} lay in the range; average miss {miss}, of"
        " the straight line {line}."
    ).format(
        count=len(scored),
        inside=int(scored["is_inside"].sum()),
        miss=i18n.number(float(scored["miss"].mean()), 1),
        line=i18n.number(float(scored["line_miss"].astype(float).mean()), 1),
    )


def in_words(kept: pd.DataFrame) -> pd.DataFrame:
    """Ranges, chances, lines, actuals and outcomes as the table says them."""
    rows = kept.to_dict("records")
    held = {None: "", True: _("in the range"), False: _("outside the range")}

    def number(value: float | None) -> str:
        return "—" if value is None else i18n.number(value, 1)

    return kept.assign(
        range=[
            "—" if row["low"] is None else f"{number(row['low'])}–{number(row['high'])}"
            for row in rows
        ],
        chance_=[
            "—" if row["chance"] is None else f"{rules.percent(row['chance'])}%" for row in rows
        ],
        line_=[number(row["line"]) for row in rows],
        came=[number(row["actual"]) for row in rows],
        inside=[held[row["is_inside"]] for row in rows],
    )


def values(sources: pd.DataFrame) -> None:
    """Every value with where it was read."""
    if sources.empty:
        return
    with ui.block(
        _("Values and their sources"),
        _("The newest first; a value recorded later for the same day takes its place"),
        key="sources",
    ):
        rows = sources.to_dict("records")
        shown = sources.assign(
            number=[short(value) for value in sources["value"]],
            work=[row["undertaking"] or "—" for row in rows],
            to=[
                address(row["undertaking_kind"], id=row["undertaking"])
                if row["undertaking"]
                else ""
                for row in rows
            ],
            parts=[fraction(row["numerator"], row["denominator"]) for row in rows],
        )
        ui.table(
            shown,
            [
                Column("observed_on", _("Observed on"), "date"),
                Column("number", _("Value"), "figure"),
                Column("source", _("Source"), sub="parts"),
                Column("work", _("Grant or contract"), link="to"),
                Column("recorded_on", _("Recorded on"), "date"),
                Column("by", _("Who")),
            ],
            _("Values and their sources"),
            key="sources",
        )


def fraction(numerator: Decimal | None, denominator: Decimal | None) -> str:
    """So many of so many, where a value was computed from two."""
    if numerator is None:
        return ""
    return _("{met} of {planned}").format(met=digits(numerator), planned=digits(denominator))
