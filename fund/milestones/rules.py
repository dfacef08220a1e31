"""How far the steps of an undertaking are, and who may move one of them. Pure."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from fund.errors import N_, FundError

HEAVIEST = 100


class NoWeight(FundError):
    """A step counts for something."""

    message = N_("A milestone weighs 1 to {most}: how much it counts beside the others.")


class Noted(NamedTuple):
    """One event of a milestone: the due date then approved, and who recorded it."""

    due_on: date
    actor_id: int | None


def must_weigh(weight: int) -> int:
    """The weight, if it is one."""
    if not 1 <= weight <= HEAVIEST:
        raise NoWeight(most=HEAVIEST)
    return weight


def progress(steps: Iterable[tuple[str, int]]) -> Fraction | None:
    """The share of the weight that is met, from (status, weight) of each step; None without a step.

    >>> progress([("met", 3), ("partially_met", 1), ("scheduled", 4)])
    Fraction(3, 8)
    """
    found = list(steps)
    total = sum(weight for _status, weight in found)
    return (
        Fraction(sum(weight for status, weight in found if status == "met"), total)
        if total
        else None
    )


def asked_by(events: Iterable[Noted]) -> frozenset[int | None]:
    """Who promised or forecast the step: whoever wants another date does not approve it. Approving
    one is no such hand.

    >>> first, later = date(2026, 6, 1), date(2026, 9, 1)
    >>> sorted(asked_by([Noted(first, 1), Noted(first, 2), Noted(later, 3), Noted(later, 4)]))
    [1, 2, 4]
    """
    asked: set[int | None] = set()
    was: date | None = None
    for event in events:
        if was is None or event.due_on == was:
            asked.add(event.actor_id)
        was = event.due_on
    return frozenset(asked)
