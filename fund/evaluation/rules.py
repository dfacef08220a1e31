"""The points of a self-evaluation, as the form for project spending gives them
(docs/decisions/0010). Pure.

A row's points are exact to the second decimal, rounded half up, and the total adds up what the rows
state, so that the form adds up.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple, NotRequired, TypedDict

from fund.errors import N_, FundError

LEVELS = {
    "cost": N_("Cost"),
    "output": N_("Output"),
    "benefit": N_("Benefit"),
    "satisfaction": N_("Satisfaction"),
}
"""First level of an indicator: 成本指标、产出指标、效益指标、满意度指标."""
EXECUTION = "execution"
SECONDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "quantity": (N_("Quantity"), frozenset({"output"})),
    "quality": (N_("Quality"), frozenset({"output"})),
    "timeliness": (N_("Timeliness"), frozenset({"output"})),
    "cost": (N_("Cost of the output"), frozenset({"output"})),
    "economic_cost": (N_("Economic cost"), frozenset({"cost"})),
    "social_cost": (N_("Social cost"), frozenset({"cost"})),
    "ecological_cost": (N_("Ecological cost"), frozenset({"cost"})),
    "economic": (N_("Economic benefit"), frozenset({"benefit"})),
    "social": (N_("Social benefit"), frozenset({"benefit"})),
    "ecological": (N_("Ecological benefit"), frozenset({"benefit"})),
    "sustained": (N_("Sustained influence"), frozenset({"benefit"})),
    "served": (N_("Satisfaction of those served"), frozenset({"satisfaction"})),
}
"""Second level: its words, and the first levels it stands under."""
OPERATORS = {">=": "≥", "=": "=", "<=": "≤", "band": ""}
"""At least, exactly and at most a number; a band judges what has no number."""
BANDS = {"met": N_("Wholly reached"), "partly": N_("Partly reached"), "missed": N_("Not reached")}
BAND_PERCENT = {
    "met": (Decimal(80), Decimal(100)),
    "partly": (Decimal(60), Decimal(80)),
    "missed": (Decimal(0), Decimal(60)),
}
"""Least and most percent of the points in a band; one that two share belongs to the higher
(达成、部分达成、未达成).
"""
FAR_OVER = Fraction(13, 10)
"""From above this share of its goal a row says why its goal was set so low."""
GRADES = (
    (Decimal(90), "excellent"),
    (Decimal(80), "good"),
    (Decimal(60), "fair"),
    (Decimal(0), "poor"),
)
GRADE_WORDS = {
    "excellent": N_("Excellent"),
    "good": N_("Good"),
    "fair": N_("Fair"),
    "poor": N_("Poor"),
}
WHOLE, CENT = Decimal(100), Decimal("0.01")
STATUSES = ("draft", "submitted", "approved")


class RowFields(TypedDict):
    """A row as it is written, in fields of Row; what is left out is nothing."""

    level: str
    second: str
    name: str
    operator: str
    points: Decimal
    goal: NotRequired[Decimal | None]
    unit: NotRequired[str]
    expected: NotRequired[str]
    actual: NotRequired[Decimal | None]
    reached: NotRequired[str]
    band: NotRequired[str]
    percent: NotRequired[Decimal | None]
    reason: NotRequired[str]
    linked: NotRequired[str]


class Row(NamedTuple):
    """A third-level indicator: its goal, what was reached, and a word where there is a difference.
    Numbers are Decimals of ``unit``.
    """

    level: str
    second: str
    name: str
    operator: str
    points: Decimal
    goal: Decimal | None = None
    unit: str = ""
    expected: str = ""
    """The goal in words, of a band."""
    actual: Decimal | None = None
    reached: str = ""
    """What was reached in words, of a band."""
    band: str = ""
    percent: Decimal | None = None
    reason: str = ""
    linked: str = ""
    """Where the figure comes from by itself: ``target:CODE``, ``milestones_met``,
    ``milestones_on_time``; empty where it is typed.
    """


class Money(NamedTuple):
    """A programme's year in fen: initial budget, budget of the whole year, executed; and what of
    the budget was carried in.
    """

    initial_fen: int = 0
    adjusted_fen: int = 0
    executed_fen: int = 0
    carried_fen: int = 0


class Scored(NamedTuple):
    """What a self-evaluation comes to: points of execution (None without a budget), of each row
    (None while not known), in all, and the grade.
    """

    rate: Fraction | None
    execution: Decimal | None
    rows: tuple[Decimal | None, ...]
    total: Decimal | None
    grade: str


class PointsDoNotFit(FundError):
    """The points of a level's rows are those its scheme gives it."""

    message = N_("The indicators of “{level}” have {points} points together; {wanted} are theirs.")


class RowIncomplete(FundError):
    """A row says what it measures against what."""

    message = N_("“{name}” is not complete: it needs its levels, its points and its goal.")


class NothingReached(FundError):
    """A row that is handed in says what was reached."""

    message = N_("“{name}” does not say what was reached.")


class NeedsDeviation(FundError):
    """A row below its full points, or far over its goal, says why."""

    message = N_(
        "“{name}” has {score} of {points} points or lies far from its goal: give the reason and"
        " what is done about it."
    )


class BandMismatch(FundError):
    """The percent lies in the band."""

    message = N_("“{name}”: {percent} % does not lie in the chosen band ({least} to {most} %).")


class NoWords(FundError):
    """The form tells the year's goal and what became of it."""

    message = N_("The form needs the goal of the year and what was reached, in words.")


class EvaluationThere(FundError):
    """A programme's year is evaluated once."""

    message = N_("{year} of this programme is being evaluated already.")


class UnknownScheme(FundError):
    """No scheme of that name."""

    message = N_("There is no scheme of points “{scheme}”.")


class NoLine(FundError):
    """A year without a budget line has nothing to evaluate."""

    message = N_("This programme has no budget line in renminbi for {year}.")


def rounded(points: Fraction) -> Decimal:
    """To the second decimal, half up.

    >>> rounded(Fraction(100, 11)), rounded(Fraction(1, 8))
    (Decimal('9.09'), Decimal('0.13'))
    """
    return (Decimal(points.numerator) / Decimal(points.denominator)).quantize(CENT, ROUND_HALF_UP)


def execution(weight: Decimal, money: Money) -> Decimal | None:
    """Points of the execution rate: weight times executed over the year's budget, the weight at
    most; None without a budget.

    >>> execution(Decimal(10), Money(0, 1000, 850))
    Decimal('8.50')
    """
    if money.adjusted_fen <= 0:
        return None
    return rounded(
        min(
            Fraction(weight),
            Fraction(weight) * Fraction(max(0, money.executed_fen), money.adjusted_fen),
        )
    )


def fulfilled(row: Row) -> Fraction | None:
    """How far the goal is reached, 1 being wholly, more being over it; None while nothing is
    known.
    """
    if row.operator == "band":
        return None if row.percent is None else Fraction(row.percent) / 100
    if row.actual is None or row.goal is None:
        return None
    if row.operator == "<=":
        return Fraction(1) if row.actual == 0 else Fraction(row.goal) / Fraction(row.actual)
    return Fraction(row.actual) / Fraction(row.goal)


def score(row: Row) -> Decimal | None:
    """The points of a row: its share of the goal, the whole at most.

    >>> score(Row("output", "cost", "c", "<=", Decimal(10), Decimal(500), actual=Decimal(550)))
    Decimal('9.09')
    """
    part = fulfilled(row)
    return (
        None
        if part is None
        else rounded(Fraction(row.points) * max(Fraction(0), min(Fraction(1), part)))
    )


def needs_reason(row: Row) -> bool:
    """Whether the row has to say why: below its points, or so far over that its goal was set
    low.
    """
    part, points = fulfilled(row), score(row)
    return (
        part is not None
        and points is not None
        and (points < row.points or (row.operator in (">=", "=") and part > FAR_OVER))
    )


def scored(
    rows: Sequence[Row], weights: Mapping[str, Decimal], money: Money, *, spreads: bool
) -> Scored:
    """Every row's points, their total and its grade. Without a budget the points of execution are
    spread over the others (``spreads``) or lost.
    """
    of_rows, rate = (
        tuple(score(row) for row in rows),
        (
            Fraction(max(0, money.executed_fen), money.adjusted_fen)
            if money.adjusted_fen > 0
            else None
        ),
    )
    spent = execution(weights[EXECUTION], money)
    known = [points for points in of_rows if points is not None]
    if not of_rows or len(known) < len(of_rows):
        return Scored(rate, spent, of_rows, None, "")
    total = sum(known, spent or Decimal(0))
    if spent is None and spreads:
        total = rounded(Fraction(total) * 100 / Fraction(WHOLE - weights[EXECUTION]))
    return Scored(rate, spent, of_rows, total, grade(total))


def grade(total: Decimal) -> str:
    """A key of GRADE_WORDS: 优 from 90, 良 from 80, 中 from 60, else 差.

    >>> grade(Decimal("89.99")), grade(Decimal(90))
    ('good', 'excellent')
    """
    return next(word for least, word in GRADES if total >= least)


def must_be_rows(rows: Iterable[Row]) -> None:
    """Refuse a row that measures nothing: unknown levels, no points, no goal to divide by, a
    percent outside its band.
    """
    for row in rows:
        second = SECONDS.get(row.second)
        is_placed = second is not None and row.level in second[1] and row.operator in OPERATORS
        has_goal = (
            bool(row.expected.strip())
            if row.operator == "band"
            else row.goal is not None and (row.goal > 0 or (row.operator == "<=" and row.goal == 0))
        )
        if not (row.name.strip() and is_placed and row.points > 0 and has_goal) or (
            row.actual is not None and row.actual < 0
        ):
            raise RowIncomplete(name=row.name.strip() or "—")
        if row.operator == "band" and row.percent is not None:
            least, most = BAND_PERCENT.get(row.band, (WHOLE, Decimal(0)))
            if not least <= row.percent <= most or (row.percent == most and row.band != "met"):
                raise BandMismatch(name=row.name, percent=row.percent, least=least, most=most)


def must_be_whole(rows: Sequence[Row], weights: Mapping[str, Decimal]) -> None:
    """Refuse to hand in what does not fit its scheme, does not say what was reached, or gives no
    reason where one is due.
    """
    for level, wanted in weights.items():
        points = sum((row.points for row in rows if row.level == level), Decimal(0))
        if level != EXECUTION and points != wanted:
            raise PointsDoNotFit(level=LEVELS[level], points=points, wanted=wanted)
    for row in rows:
        if row.level not in weights:
            raise PointsDoNotFit(level=LEVELS[row.level], points=row.points, wanted=Decimal(0))
        if score(row) is None or (row.operator == "band" and not row.reached.strip()):
            raise NothingReached(name=row.name)
        if needs_reason(row) and not row.reason.strip():
            raise NeedsDeviation(name=row.name, score=score(row), points=row.points)
