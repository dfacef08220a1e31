"""A report as a plain workbook, to read what it says: what people get is sealed besides."""

from datetime import date

from sqlmodel import Session

from fund.access.actors import Actor
from fund.period import Period
from fund.reports.catalogue import described_report
from fund.reports.workbook import write


def build(session: Session, actor: Actor, name: str, period: Period, as_of: date) -> bytes:
    """The workbook's bytes, in the language of the run."""
    return write(described_report(session, actor, name, period, as_of))
