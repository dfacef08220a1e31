"""The report on antennas: the register as it is."""

from datetime import date

from fund.antennas import queries
from fund.antennas.tables import Antenna
from sqlmodel import Session

from fund.access.actors import Actor
from fund.i18n import N_, _
from fund.period import Period
from fund.reports.declared import Declared, counted
from fund.reports.description import Check, Column, Sheet
from fund.status import look_of


def register(session: Session, actor: Actor) -> Sheet:
    """Every antenna: code, name, diameter, whether it works."""
    frame = queries.antennas(session, actor)
    frame = frame.assign(state=[look_of(status)[2] for status in frame["status"]])
    columns = [
        Column("code", _("Code"), width=14),
        Column("name", _("Antenna"), width=30),
        Column("diameter_cm", _("Diameter, cm"), "integer", total=True),
        Column("state", _("Status"), width=12),
    ]
    return Sheet("antennas", _("Antennas"), columns, frame)


def contents(session: Session, actor: Actor, _period: Period, _as_of: date) -> list[Sheet]:
    """The one sheet."""
    return [register(session, actor)]


def checks(session: Session, _as_of: date, _period: Period, sheets: list[Sheet]) -> list[Check]:
    """As many antennas as there are."""
    return counted(session, sheets, "antennas", Antenna)


REPORT = Declared("antennas", N_("Antennas"), ("quarter", "year"), contents, checks, offered="year")
