"""The ledger as a report: every posting of a period, in the order written."""

from datetime import date

from sqlmodel import Session

from fund.access.actors import Actor
from fund.errors import N_
from fund.ledger.view import View
from fund.period import Period
from fund.reports import key_figures, sheets
from fund.reports.declared import LEDGER, Declared
from fund.reports.description import Sheet


def contents(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """Key figures, the chain up to the day, then the postings of the period."""
    return [
        key_figures.sheet(session, actor, period, as_of),
        sheets.chain(session, actor, View(as_of=as_of)),
        sheets.postings(session, actor, View(as_of=as_of, period=period)),
    ]


REPORT = Declared(
    "ledger",
    N_("Ledger"),
    ("month", "quarter", "half", "year"),
    contents,
    offered="month",
    corrected=LEDGER,
)
