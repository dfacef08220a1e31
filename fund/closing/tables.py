"""What was proposed at a year's end and what became of it; months and years prepared and closed by
two people.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.ledger.tables  # noqa: F401  the tables its keys name
from fund.closing.rules import PROPOSALS
from fund.columns import money, one_of, partial
from fund.ledger.rules import OUTCOMES

OPEN = "year_end.outcome = 'open'"
"""What waits to be decided, word for word as an index says it."""


class YearEnd(SQLModel, table=True):
    """A carry-over (结转) of one undertaking to a later year's line, or the surplus (结余) of a line to
    be given back: proposed by one, decided by another.

    ``amount_fen`` is what was worked out when it was proposed; approved is only that very amount.
    """

    __tablename__ = "year_end"
    __table_args__ = (
        one_of("kind", tuple(PROPOSALS)),
        one_of("outcome", tuple(OUTCOMES)),
        sa.CheckConstraint(
            "(kind = 'carry_over') = (undertaking_id IS NOT NULL) AND (kind = 'carry_over') ="
            " (to_line_id IS NOT NULL)",
            name="names",
        ),
        sa.CheckConstraint("decided_by <> proposed_by", name="four_eyes"),
        partial("ix_year_end_open", OPEN, "kind", "proposed_on", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    line_id: int = Field(foreign_key="line.id", index=True)
    undertaking_id: int | None = Field(default=None, foreign_key="undertaking.id", index=True)
    to_line_id: int | None = Field(default=None, foreign_key="line.id")
    amount_fen: int = money()
    reason: str = ""
    outcome: str = Field(default="open", max_length=10)
    proposed_on: date
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    proposed_for: int | None = Field(default=None, foreign_key="person.id")
    decided_on: date | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
    version: int = 1


class Closing(SQLModel, table=True):
    """A month or a year, prepared by one person and closed by another. ``found`` is the checklist
    as it stood, JSON; a later preparation supersedes an unclosed one.
    """

    __tablename__ = "closing"
    __table_args__ = (
        sa.CheckConstraint("closed_by <> prepared_by", name="four_eyes"),
        sa.Index(
            "uq_closing_closed",
            "period",
            unique=True,
            sqlite_where=sa.text("closed_on IS NOT NULL"),
            postgresql_where=sa.text("closed_on IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    period: str = Field(max_length=7, index=True)
    found: str
    note: str = ""
    prepared_on: date
    prepared_by: int | None = Field(default=None, foreign_key="person.id")
    prepared_for: int | None = Field(default=None, foreign_key="person.id")
    closed_on: date | None = None
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1
