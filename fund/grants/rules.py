"""Calls, criteria and scores: what must add up before money is decided on. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from fund.errors import N_, FundError

WHOLE = 100

FINDINGS = {
    "on_track": N_("On track"),
    "conditional": N_("On track under conditions"),
    "off_track": N_("Off track"),
}
"""What a mid-term check can find."""


class Yardstick(NamedTuple):
    """One criterion of a call: its code, title, weight in percent and the most points it gives."""

    code: str
    title: str
    weight: int
    most: int = 10


class WeightsNotWhole(FundError):
    """The criteria of a call weigh 100 together."""

    message = N_("The weights of the criteria add up to {sum}, not to 100. Correct them.")


class PointsOutside(FundError):
    """Points lie between zero and the criterion's most."""

    message = N_("“{criterion}” takes 0 to {most} points; {points} was given.")


class CriterionUnscored(FundError):
    """A review scores every criterion of its call, and no other."""

    message = N_("Give points for every criterion of the call: {criteria}.")


class UnknownFinding(FundError):
    """A mid-term check finds one of a few things."""

    message = N_("“{finding}” is not a finding of a mid-term check.")


class StepsOpen(FundError):
    """Nothing is closed out while a step of it waits."""

    message = N_("These milestones are not judged yet: {steps}. Judge them first.")


class CallClosed(FundError):
    """Applications are received between the call's days, once it is published."""

    message = N_(
        "The call “{call}” takes applications from {opens_on} to {closes_on}, once it is published."
    )


class ClosesBeforeItOpens(FundError):
    """A call ends on or after the day it begins."""

    message = N_("The call would close before it opens. Correct the days.")


class ConflictDeclared(FundError):
    """Whoever declared a conflict of interest scores nothing of that application."""

    message = N_("You declared a conflict of interest on this application, so you do not score it.")


class ReviewedAlready(FundError):
    """One review a reviewer and application."""

    message = N_("You reviewed this application already. A review is not changed.")


class TooFewReviews(FundError):
    """A recommendation rests on enough reviews."""

    message = N_("{count} of the {needed} reviews this call asks for are in.")


def must_be_whole(criteria: Iterable[Yardstick]) -> None:
    """Refuse weights that do not make 100."""
    total = sum(criterion.weight for criterion in criteria)
    if total != WHOLE:
        raise WeightsNotWhole(sum=total)


def must_fit(criteria: Iterable[Yardstick], points: Mapping[str, int]) -> None:
    """Refuse points that are missing, of no criterion of the call, or outside their criterion's
    bounds.
    """
    known = {criterion.code: criterion for criterion in criteria}
    if set(known) != set(points):
        raise CriterionUnscored(criteria=", ".join(known))
    for code, given in points.items():
        if not 0 <= given <= known[code].most:
            raise PointsOutside(criterion=known[code].title, most=known[code].most, points=given)


def score(criteria: Iterable[Yardstick], points: Mapping[str, int]) -> Decimal:
    """The weighted score of one review, 0 to 100: the sum of weight times points over most.

    >>> score([Yardstick("a", "A", 60, 10), Yardstick("b", "B", 40, 5)], {"a": 7, "b": 5})
    Decimal('82')
    """
    return sum(
        (
            Decimal(criterion.weight * points[criterion.code]) / criterion.most
            for criterion in criteria
        ),
        Decimal(0),
    )
