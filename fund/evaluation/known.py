"""What the ledger and the holdings know of a year's direction by themselves, each as money over
money where it is that.

Marks of a holding (its field, whose it is, whether it is early) are stated; while one of those paid
for has none, a share by marks is not known: it is asked for, never counted as nothing.
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from sqlmodel import Session

from fund.access.actors import Actor
from fund.evaluation.bands import Part
from fund.holdings import queries, reading
from fund.holdings.queries import Whole
from fund.holdings.reading import Mark
from fund.holdings.returns import YEAR
from fund.holdings.standing import Standing, Terms, social


class Known(NamedTuple):
    """A figure, None while it is not known; of which money over which, in fen; how many holdings
    have no mark it needs.
    """

    value: Fraction | None = None
    part_fen: int | None = None
    whole_fen: int | None = None
    unmarked: int = 0


class Fund(NamedTuple):
    """What all figures of a day are made of: holdings that were paid for, with their terms and
    marks; the whole; what social capital and all others subscribed, in fen.
    """

    paid: Mapping[int, Standing]
    terms: Mapping[int, Terms]
    marks: Mapping[int, Mark]
    whole: Whole
    social_fen: int
    others_fen: int
    as_of: date


def fund(session: Session, actor: Actor, as_of: date, said_on: date | None = None) -> Fund:
    """Read it as known on a day; marks, and what counts as social capital, as said by a later day,
    ``said_on``.
    """
    found, later = queries.known(session, None, as_of), said_on or as_of
    standings = found.standings
    counted = social(found.social, reading.social_kinds(session, later))
    return Fund(
        {key: one for key, one in standings.items() if one.paid_fen > 0},
        found.terms,
        reading.marks(session, None, later),
        queries.whole(session, actor, as_of),
        sum(one.others("subscribed", counted) for one in standings.values()),
        sum(one.others("subscribed") for one in standings.values()),
        as_of,
    )


def over(part_fen: int, whole_fen: int) -> Known:
    """A share of money; not known over nothing."""
    if whole_fen <= 0:
        return Known()
    return Known(Fraction(part_fen, whole_fen), part_fen, whole_fen)


def marked(one: Fund, is_counted: Callable[[Mark], bool]) -> Known:
    """What was paid for holdings whose mark counts, of all that was paid."""
    unmarked = len(one.paid.keys() - one.marks.keys())
    if unmarked:
        return Known(unmarked=unmarked)
    part_fen = sum(
        holding.paid_fen for key, holding in one.paid.items() if is_counted(one.marks[key])
    )
    return over(part_fen, sum(holding.paid_fen for holding in one.paid.values()))


def average_term(one: Fund) -> Known:
    """Years (of 365 days) from the first payment to the end of the term, weighed by what was
    paid.
    """
    years = weight = 0
    unmarked = 0
    for key, holding in one.paid.items():
        mark, first = one.marks.get(key), holding.first_paid_on
        if mark is None or mark.term_ends_on is None or first is None:
            unmarked += 1
            continue
        years += holding.paid_fen * (mark.term_ends_on - first).days
        weight += holding.paid_fen
    if unmarked or not weight:
        return Known(unmarked=unmarked)
    return Known(Fraction(years, weight * YEAR))


def idle(one: Fund) -> Known:
    """What was paid into sub-funds beyond what they invested, of all that was paid."""
    part_fen = sum(
        max(0, holding.paid_fen - holding.summed("amount_fen", "investment"))
        for key, holding in one.paid.items()
        if one.terms[key].form == "sub_fund"
    )
    return over(part_fen, one.whole.returns.paid_in_fen)


def rate(one: Fund) -> Known:
    """The yearly rate of return, to the six places it is told with."""
    irr = one.whole.returns.irr
    return Known(None if irr is None else Fraction(irr))


def growth(one: Fund) -> Known:
    """What came back and what is left at fair value, beyond what was paid."""
    found = one.whole.returns
    return over(found.proceeds_fen + found.fair_value_fen - found.paid_in_fen, found.paid_in_fen)


FIGURED: Mapping[str, Callable[[Fund, Part], Known]] = {
    "field_share": lambda one, part: marked(one, lambda mark: mark.field in part.counted),
    "private_share": lambda one, _part: marked(one, lambda mark: mark.is_private),
    "early_share": lambda one, _part: marked(one, lambda mark: mark.is_early),
    "average_term": lambda one, _part: average_term(one),
    "social_share": lambda one, _part: over(
        one.social_fen, one.others_fen + one.whole.subscribed_fen
    ),
    "paid_share": lambda one, _part: over(one.whole.returns.paid_in_fen, one.whole.subscribed_fen),
    "idle_share": lambda one, _part: idle(one),
    "irr": lambda one, _part: rate(one),
    "growth": lambda one, _part: growth(one),
}
"""bands.FIGURES -> what it is on a day."""


def figure(one: Fund, part: Part) -> Known:
    """What is known of a part; nothing of one that is not filled by a figure."""
    return FIGURED[part.figure](one, part) if part.figure else Known()
