"""Antennas and what became of them."""

from datetime import date

from sqlmodel import Field, SQLModel

import fund.access.tables  # noqa: F401  the tables its keys name
from fund.columns import one_of

STATUSES = ("active", "retired")


class Antenna(SQLModel, table=True):
    """One dish of a receiving station, by its code."""

    __tablename__ = "antenna"
    __table_args__ = (one_of("status", STATUSES),)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name: str
    diameter_cm: int
    status: str = Field(default="active", max_length=10)
    registered_on: date
    registered_by: int | None = Field(default=None, foreign_key="person.id")


class AntennaEvent(SQLModel, table=True):
    """What became of an antenna: rows are only added."""

    __tablename__ = "antenna_event"
    __table_args__ = (one_of("status", STATUSES),)
    id: int | None = Field(default=None, primary_key=True)
    antenna_id: int = Field(foreign_key="antenna.id", index=True)
    status: str = Field(max_length=10)
    reason: str
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
