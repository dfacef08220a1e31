"""Rows of evaluation that are read in several places."""

from datetime import date
from typing import TypedDict


class EvaluationFacts(TypedDict):
    """What stands above the rows of a self-evaluation, with the status it had on a day."""

    id: int
    programme_id: int
    fiscal_year: int
    scheme: str
    department: str
    unit: str
    goal: str
    outcome: str
    status: str
    submitted_on: date | None
    initial_fen: int | None
    adjusted_fen: int | None
    executed_fen: int | None
    carried_fen: int | None
    is_spread: bool | None
    version: int
    evaluation_id: int
    programme: str
    title: str
    source: str
    first_year: int
    last_year: int


class EvaluationSeen(TypedDict):
    """Which self-evaluation is meant, and the state in which it was looked at."""

    evaluation_id: int
    expected_version: int


class DirectionSeen(TypedDict):
    """Which year is meant, and the state in which it was looked at."""

    direction_id: int
    expected_version: int
