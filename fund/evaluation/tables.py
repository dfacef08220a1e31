"""Self-evaluations as stored: a programme's year, its indicators, and who did what with it.

EvaluationEvent is append-only; rows change only while their evaluation is a draft, and an approved
one never again: triggers see to it.
"""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.ledger.tables  # noqa: F401  the tables its keys name
from fund.columns import Exact, instant, money, one_of
from fund.evaluation.rules import LEVELS, OPERATORS, SECONDS, STATUSES


class Evaluation(SQLModel, table=True):
    """One programme's year. The amounts are empty while it is a draft and told by the ledger; from
    handing in they are what was handed in.
    """

    __tablename__ = "evaluation"
    __table_args__ = (
        sa.UniqueConstraint("programme_id", "fiscal_year"),
        one_of("status", STATUSES),
    )
    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    fiscal_year: int
    scheme: str = Field(max_length=20)
    department: str = ""
    """主管部门."""
    unit: str = ""
    """实施单位."""
    goal: str = ""
    outcome: str = ""
    status: str = Field(default="draft", max_length=10)
    submitted_on: date | None = None
    initial_fen: int | None = money(default=None)
    adjusted_fen: int | None = money(default=None)
    executed_fen: int | None = money(default=None)
    carried_fen: int | None = money(default=None)
    is_spread: bool | None = None
    """Whether, without a budget, the points of execution were spread over the indicators when it
    was handed in.
    """
    version: int = 1


class EvaluationRow(SQLModel, table=True):
    """A third-level indicator; columns as fund.evaluation.rules.Row."""

    __tablename__ = "evaluation_row"
    __table_args__ = (
        sa.UniqueConstraint("evaluation_id", "position"),
        one_of("level", tuple(LEVELS)),
        one_of("second", tuple(SECONDS)),
        one_of("operator", tuple(OPERATORS)),
    )
    id: int | None = Field(default=None, primary_key=True)
    evaluation_id: int = Field(foreign_key="evaluation.id")
    position: int
    level: str = Field(max_length=20)
    second: str = Field(max_length=20)
    name: str
    operator: str = Field(max_length=4)
    points: Decimal = Field(sa_type=Exact)
    goal: Decimal | None = Field(default=None, sa_type=Exact)
    unit: str = ""
    expected: str = ""
    actual: Decimal | None = Field(default=None, sa_type=Exact)
    reached: str = ""
    band: str = Field(default="", max_length=10)
    percent: Decimal | None = Field(default=None, sa_type=Exact)
    reason: str = ""
    linked: str = Field(default="", max_length=80)


class EvaluationEvent(SQLModel, table=True):
    """Something somebody did with an evaluation. Never changed."""

    __tablename__ = "evaluation_event"
    id: int | None = Field(default=None, primary_key=True)
    evaluation_id: int = Field(foreign_key="evaluation.id", index=True)
    kind: str = Field(max_length=40)
    recorded_on: date
    recorded_at: datetime = instant()
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    on_behalf_of: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""
