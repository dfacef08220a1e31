"""The monthly and the quarterly report: the whole chain up to a day, then what is new and due."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from fund.access.actors import Actor
from fund.errors import N_
from fund.i18n import _
from fund.ledger.view import View
from fund.period import Period
from fund.reports import key_figures, sheets
from fund.reports.declared import LEDGER, Declared
from fund.reports.description import Sheet


def contents(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """Key figures, the cumulative chain, then what is new and due in the period."""
    whole, within = View(as_of=as_of), View(as_of=as_of, period=period)
    found: list[Sheet | None] = [
        key_figures.sheet(session, actor, period, as_of),
        sheets.chain(session, actor, whole),
        _under("chain", sheets.foreign(session, actor, whole)),
        sheets.measures(session, actor, whole),
        sheets.provinces(session, actor, whole),
        _under("key_figures", sheets.categories(session, actor, whole)),
        sheets.curve(session, actor, whole),
        sheets.lines(session, actor, whole),
        replace(sheets.grants(session, actor, within), title=_("New grants")),
        replace(sheets.contracts(session, actor, within), title=_("New contracts")),
        replace(sheets.milestones(session, actor, within), title=_("Milestones due")),
        _under("milestones", sheets.milestones(session, actor, whole, overdue=True)),
    ]
    return [sheet for sheet in found if sheet is not None]


def _under(name: str, sheet: Sheet | None) -> Sheet | None:
    """A small table, on the page of another."""
    return sheet and replace(sheet, under=name)


MONTHLY = Declared(
    "monthly", N_("Monthly report"), ("month",), contents, offered="month", corrected=LEDGER
)
QUARTERLY = Declared(
    "quarterly",
    N_("Quarterly report"),
    ("quarter",),
    contents,
    offered="quarter",
    corrected=LEDGER,
)
