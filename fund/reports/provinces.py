"""The provinces as a sheet: a row a unit."""

from datetime import date

from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.i18n import _
from fund.portfolio import provinces
from fund.reports.description import Column, Sheet

YEAR = 2027


def scorecards(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Money, work, centres and how many targets, money of no single province last."""
    frame, _due = provinces.scorecards(session, actor, as_of, YEAR)
    frame = frame.assign(name=frame[f"name_{i18n.language()}"])
    columns = [
        Column("region_code", _("Code"), "code", width=10),
        Column("name", _("Province"), width=22),
        Column("committed_fen", _("Committed"), "amount", total=True),
        Column("paid_fen", _("Paid"), "amount", total=True),
        Column("grants", _("Grants"), "integer", total=True),
        Column("contracts", _("Contracts"), "integer", total=True),
        Column("planned", _("Milestones"), "integer", total=True),
        Column("met", _("Milestones met"), "integer", total=True),
        Column("overdue", _("Overdue"), "integer", total=True),
        Column("centres", _("Centres"), "integer", total=True),
        Column("asked", _("Reports asked for"), "integer", total=True),
        Column("on_time", _("Reports handed in on time"), "integer", total=True),
        Column("approved", _("Reports approved"), "integer", total=True),
        Column("aims", _("Targets of {year}").format(year=YEAR), "integer"),
        Column("doubtful", _("May be missed"), "integer"),
        Column("untold", _("Cannot be told"), "integer"),
    ]
    return Sheet("provinces", _("Provinces"), columns, frame)
