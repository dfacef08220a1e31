"""What a report of a period says of itself; fund.house lists them, the catalogue builds them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from fund.access.actors import Actor
from fund.period import Period
from fund.reports.description import Check, Form, Sheet


def no_checks(_session: Session, _as_of: date, _period: Period, _made: list[Sheet]) -> list[Check]:
    """Nothing beside the checks every report has."""
    return []


def no_forms(_session: Session, _actor: Actor, _period: Period, _as_of: date) -> Sequence[Form]:
    """No paper forms behind the sheets."""
    return ()


def counted(
    session: Session,
    made: list[Sheet],
    name: str,
    table: type[SQLModel] | sa.FromClause,
    *where: sa.ColumnElement[bool],
) -> list[Check]:
    """The rows of a sheet, counted by formula, beside those of its table, counted anew."""
    statement = sa.select(sa.func.count()).select_from(table).where(*where)
    return [
        Check(sheet.title, (sheet.name, ""), session.execute(statement).scalar_one(), "integer")
        for sheet in made
        if sheet.name == name
    ]


@dataclass(frozen=True)
class Declared:
    """A report by its name: which kinds of period it is of (``offered`` on the page of reports, ""
    for none), its sheets, the checks of its own, the forms behind the sheets.

    ``is_afterwards``: it is on what is handed in once the period is over, so it tells of the period
    as it was known on the as-of day, later than its last. ``corrected``: the kinds of undertaking
    (grant, contract, "" for what belongs to neither) whose corrections its cover tells of.
    ``headlines``: figures of its first page beside those of the time before
    (fund.reports.headlines): "sheet.column" the column's total or, where it has none, how many rows
    have it, "sheet" its rows. ``unit``: what its amounts are written in, whatever the office chose;
    "" what it chose.
    """

    name: str
    title: str
    periods: tuple[str, ...]
    sheets: Callable[[Session, Actor, Period, date], list[Sheet]]
    checks: Callable[[Session, date, Period, list[Sheet]], list[Check]] = no_checks
    forms: Callable[[Session, Actor, Period, date], Sequence[Form]] = no_forms
    offered: str = ""
    is_afterwards: bool = False
    corrected: tuple[str, ...] = ()
    headlines: Sequence[str] = ()
    unit: Literal["", "yuan"] = ""


LEDGER = ("grant", "contract", "")
"""Corrections of all the ledger, for ``Declared.corrected``."""
