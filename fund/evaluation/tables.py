"""Self-evaluations as stored: a programme's year, its indicators, and who did what with it.

EvaluationEvent is append-only; rows change only while their evaluation is a draft, and an approved
one never again: triggers see to it.
"""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.attachments.tables
import fund.ledger.tables  # noqa: F401  the tables its keys name
from fund.columns import Exact, instant, money, one_of
from fund.evaluation.bands import EVENTS
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


class Recorded(SQLModel):
    """Who stated it, for whom, and the day it was known from."""

    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_for: int | None = Field(default=None, foreign_key="person.id")


class DirectionScheme(Recorded, table=True):
    """A scheme evaluations of direction are scored by from its day on, as JSON
    (fund.evaluation.bands). Never changed; the latest counts.
    """

    __tablename__ = "direction_scheme"
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="reason"),)
    id: int | None = Field(default=None, primary_key=True)
    parts: str = Field(sa_type=sa.Text)
    reason: str = Field(max_length=300)


class Direction(SQLModel, table=True):
    """The fund's year under evaluation of direction. ``scheme`` is what it was scored by, kept with
    the promise; a draft is scored by the scheme of the day.
    """

    __tablename__ = "direction"
    __table_args__ = (one_of("status", STATUSES),)
    id: int | None = Field(default=None, primary_key=True)
    fiscal_year: int = Field(unique=True)
    scheme: str = Field(default="", sa_type=sa.Text)
    status: str = Field(default="draft", max_length=10)
    version: int = 1


class DirectionStatement(Recorded, table=True):
    """What was stated of a part the ledger does not know, and where it was read; the latest counts,
    None says that nothing is known after all. Never changed.
    """

    __tablename__ = "direction_statement"
    __table_args__ = (sa.CheckConstraint("source <> ''", name="sourced"),)
    id: int | None = Field(default=None, primary_key=True)
    direction_id: int = Field(foreign_key="direction.id", index=True)
    part: str = Field(max_length=40)
    value: Decimal | None = Field(default=None, sa_type=Exact)
    source: str = Field(max_length=300)
    sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)


class DirectionEvent(SQLModel, table=True):
    """Something somebody did with a year's evaluation; a promise names who signed it and keeps the
    paper. Never changed.
    """

    __tablename__ = "direction_event"
    __table_args__ = (
        one_of("kind", EVENTS),
        sa.CheckConstraint(
            "(kind = 'promise_direction') = (signatory <> '' AND sha256 IS NOT NULL)", name="signed"
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    direction_id: int = Field(foreign_key="direction.id", index=True)
    kind: str = Field(max_length=40)
    recorded_on: date
    recorded_at: datetime = instant()
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    on_behalf_of: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", max_length=500)
    signatory: str = Field(default="", max_length=200)
    sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)


class DirectionFigure(SQLModel, table=True):
    """A part as it stood when the year was promised: its value, of which money over which where the
    ledger knew it, its points. Never changed.
    """

    __tablename__ = "direction_figure"
    __table_args__ = (sa.UniqueConstraint("event_id", "part"),)
    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="direction_event.id")
    part: str = Field(max_length=40)
    value: Decimal = Field(sa_type=Exact)
    part_fen: int | None = money(default=None)
    whole_fen: int | None = money(default=None)
    points: Decimal = Field(sa_type=Exact)
    statement_id: int | None = Field(default=None, foreign_key="direction_statement.id")
    """What was stated; None where the ledger knew it."""
