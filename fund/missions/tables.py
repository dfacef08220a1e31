"""The register of national missions: missions, what they bought, and which quarters somebody said
are complete. All of it is append-only.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.ledger.tables  # noqa: F401  the tables its keys name
from fund.columns import money, one_of
from fund.ledger.rules import CATEGORIES
from fund.missions.rules import ORIGINS


class Mission(SQLModel, table=True):
    """A national mission: a space mission ordered by a public body, whoever carries it out."""

    __tablename__ = "mission"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60, unique=True)
    title: str
    agency: str
    source: str
    is_demonstration: bool = False
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class MissionPurchase(SQLModel, table=True):
    """Something a mission bought; one that another row replaces counts no more, and one that is
    struck counts for nothing.
    """

    __tablename__ = "mission_purchase"
    __table_args__ = (
        one_of("category", tuple(CATEGORIES)),
        one_of("origin", tuple(ORIGINS)),
        sa.CheckConstraint("amount_fen > 0", name="amount_fen"),
        sa.CheckConstraint("item <> '' AND source <> ''", name="told"),
        sa.CheckConstraint("NOT is_struck OR replaces_id IS NOT NULL", name="struck"),
        sa.Index("ix_mission_purchase_bought_on", "bought_on", "id"),
        sa.Index("ix_mission_purchase_category", "category", "bought_on", "id"),
        sa.Index("ix_mission_purchase_origin", "origin", "bought_on", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    mission_id: int = Field(foreign_key="mission.id", index=True)
    replaces_id: int | None = Field(default=None, foreign_key="mission_purchase.id", unique=True)
    is_struck: bool = False
    category: str = Field(max_length=20)
    item: str
    bought_on: date
    amount_fen: int = money()
    origin: str = Field(max_length=12)
    undertaking_id: int | None = Field(default=None, foreign_key="undertaking.id", index=True)
    """The fund's own contract it was bought under, where there is one."""
    source: str
    """The document it is read from; of a row that strikes, why."""
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class RegisterStatement(SQLModel, table=True):
    """That a quarter's register is complete, or is no longer; it speaks of the purchases recorded
    up to last_purchase_id.
    """

    __tablename__ = "register_statement"
    __table_args__ = (sa.Index("ix_register_statement_quarter", "quarter", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    quarter: str = Field(max_length=7)
    is_complete: bool
    last_purchase_id: int
    reason: str
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
