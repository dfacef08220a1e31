"""The first page of a report that declares which of its own figures stand there: what each comes
to, what it came to the time before, three sentences of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

import pandas as pd

from fund import i18n
from fund.i18n import N_, _
from fund.period import Period
from fund.reports.description import Column, Sheet
from fund.reports.values import added_up, period_said, present

SAID = 4
"""Figures a sentence names at most."""

FigureKind = Literal["integer", "number", "amount"]
KINDS: Mapping[FigureKind, str] = {
    "integer": N_("Count"),
    "number": N_("Measured"),
    "amount": N_("Amount"),
}
"""Kinds a figure is of, each with columns of its own, so that numbers are numbers of one unit."""


class Figure(NamedTuple):
    """What a headline comes to, in fen where it is money, and came to the time before."""

    words: str
    kind: FigureKind
    value: int | Decimal
    before: int | Decimal


def sheet(
    wanted: Sequence[str],
    made: Sequence[Sheet],
    earlier: Sequence[Sheet],
    as_of: date,
    before: Period,
) -> Sheet:
    """The page from the report's own sheets and those of the period ``before``; a sheet that is
    missing there counts as empty. Figures are wanted as ``fund.reports.declared`` has them.
    """
    figures = [figure for one in wanted for figure in _figure(one, made, earlier)]
    kinds = [kind for kind in KINDS if any(figure.kind == kind for figure in figures)]
    rows = [
        {
            "name": figure.words,
            f"{figure.kind}_now": figure.value,
            f"{figure.kind}_before": figure.before,
        }
        for figure in figures
    ]
    columns = [Column("name", _("Figure"), width=34)]
    for kind in kinds:
        head = _(KINDS[kind])
        columns += [
            Column(f"{kind}_now", head, kind),
            # which period that is, the sentences say
            Column(f"{kind}_before", _("{head} before").format(head=head), kind),
        ]
    frame = pd.DataFrame(rows, columns=[column.key for column in columns], dtype=object)
    note = "\n".join(sentences(figures, as_of, period_said(before.code)))
    return Sheet("headlines", _("Key figures"), columns, frame, note=note)


def _figure(wanted: str, made: Sequence[Sheet], earlier: Sequence[Sheet]) -> Iterator[Figure]:
    """The figure; none where the report has no such sheet this time."""
    name, _dot, key = wanted.partition(".")
    now, then = (
        next((table for table in tables if table.name == name), None) for tables in (made, earlier)
    )
    if now is None:
        return
    column = next((one for one in now.columns if one.key == key), None)
    if column is None or not column.total:
        words = f"{now.title} · {column.head}" if column else now.title
        yield Figure(words, "integer", _count(key, now), _count(key, then))
    else:
        yield Figure(column.head, _kind(column), _sum(column, now), _sum(column, then))


def _kind(column: Column) -> FigureKind:
    return (
        "amount" if column.kind == "amount" else "integer" if column.kind == "integer" else "number"
    )


def _count(key: str, table: Sheet | None) -> int:
    if table is None:
        return 0
    return len(present(table.frame[key].tolist())) if key else len(table.frame)


def _sum(column: Column, table: Sheet | None) -> int | Decimal:
    return 0 if table is None else added_up(column, table.frame[column.key])


def sentences(figures: Sequence[Figure], as_of: date, before: str) -> list[str]:
    """Where it stands; what is more than the time before; what is less."""
    apart = "；" if i18n.language() == "zh" else "; "
    stands = [f"{one.words} {_value(one, one.value)}" for one in figures[:SAID]]
    more = [one for one in figures if one.value > one.before]
    less = [one for one in figures if one.value < one.before]
    found = [
        _("As of {day}: {figures}.").format(
            day=i18n.official_day(as_of), figures=apart.join(stands)
        )
    ]
    for words, nothing, changed in (
        (_("More than for {before}: {figures}."), _("Nothing is more than for {before}."), more),
        (_("Less than for {before}: {figures}."), _("Nothing is less than for {before}."), less),
    ):
        said = [f"{one.words} {_value(one, _apart(one))}" for one in changed[:SAID]]
        found.append((words if said else nothing).format(before=before, figures=apart.join(said)))
    return found


def _apart(figure: Figure) -> Decimal:
    return abs(Decimal(figure.value) - Decimal(figure.before))


def _value(figure: Figure, value: int | Decimal) -> str:
    if figure.kind == "amount":
        return i18n.amount(int(value))
    return i18n.number(value, 0 if figure.kind == "integer" else 2)
