"""The scheme a year's evaluation of direction, 投向评价, is scored by: indicators, their parts, the
bands of each; and what figures come to under it. Pure.

Lower ends are inclusive. A part nothing is known of has no points, not none of them: what is
missing is told beside the total.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from fund.errors import N_, FundError
from fund.evaluation.rules import WHOLE, grade

EVENTS = (
    "begin_direction",
    "state_direction",
    "promise_direction",
    "approve_direction",
    "return_direction",
)
"""What is done with a year's evaluation of direction."""
UNITS = {
    "share": N_("Share, 1 is the whole"),
    "number": N_("How many"),
    "years": N_("Years"),
    "yes": N_("1 yes, 0 no"),
    "points": N_("Points as stated"),
}
"""What a part is measured in; of points there are no bands: they are stated as they are."""
FIGURES = {
    "field_share": N_("Paid into the fields counted, of all paid in"),
    "private_share": N_("Paid into private firms, of all paid in"),
    "early_share": N_("Paid into early and small firms, of all paid in"),
    "average_term": N_("Years from the first payment to the end of the term, by money"),
    "social_share": N_("Subscribed by social capital, of all subscribed"),
    "paid_share": N_("Paid in, of what the fund subscribed"),
    "idle_share": N_("Paid into sub-funds and not invested by them, of all paid in"),
    "irr": N_("Yearly rate of return"),
    "growth": N_("Came back and fair value, less paid in, over paid in"),
}
"""Figures the ledger and the holdings may know of the fund's year."""


class Band(NamedTuple):
    """From ``at_least``, itself counted, to below ``below`` (None: without end) there are so many
    points.
    """

    at_least: Decimal | None
    below: Decimal | None
    points: Decimal


class Part(NamedTuple):
    """A part of an indicator. ``either``: of the parts that share this word, the best counts.
    ``figure``: the key of FIGURES the ledger fills it by; ``counted``: the fields that count.
    """

    indicator: int
    indicator_zh: str
    indicator_en: str
    key: str
    name_zh: str
    name_en: str
    unit: str
    most: Decimal
    bands: tuple[Band, ...] = ()
    either: str = ""
    figure: str = ""
    counted: tuple[str, ...] = ()

    def words(self, language: str) -> tuple[str, str]:
        """Indicator and part in a language."""
        if language == "zh":
            return self.indicator_zh, self.name_zh
        return self.indicator_en, self.name_en


class Tally(NamedTuple):
    """What a year comes to: points of what is known, of how many nothing is known, and the grade
    once nothing is missing.
    """

    total: Decimal
    missing: Decimal
    grade: str


class BandsDoNotFit(FundError):
    """The bands of a part lie one upon the other, or leave a gap."""

    message = N_(
        "The bands of “{part}” overlap or leave a gap at {at}: each begins where the one before"
        " ends, the first and the last are open."
    )


class PointsAboveMost(FundError):
    """No band gives more than the part has."""

    message = N_("A band of “{part}” gives {points} points; {most} is the most it has.")


class SchemeNotWhole(FundError):
    """The parts of a scheme make 100 points."""

    message = N_("The parts of the scheme have {points} points together; they must make 100.")


class PartIncomplete(FundError):
    """A part of a scheme says what it measures, in what and for how many points."""

    message = N_("“{part}” is not complete or stands twice: {field} is missing or not known.")


def must_be_scheme(parts: Sequence[Part]) -> None:
    """Refuse a scheme whose parts are not whole, whose bands overlap or leave a gap or give more
    than their part has, or that does not make 100.
    """
    seen: set[str] = set()
    for part in parts:
        _must_be_part(part, seen)
        seen.add(part.key)
        _must_be_bands(part)
    points = most(parts)
    if points != WHOLE:
        raise SchemeNotWhole(points=points)


def _must_be_part(part: Part, seen: set[str]) -> None:
    wanted = {
        "key": part.key and part.key not in seen,
        "name": part.name_zh and part.name_en and part.indicator_zh and part.indicator_en,
        "unit": part.unit in UNITS,
        "figure": not part.figure or part.figure in FIGURES,
        "most": part.most > 0,
        "bands": bool(part.bands) != (part.unit == "points"),
    }
    for field, is_there in wanted.items():
        if not is_there:
            raise PartIncomplete(part=part.name_zh or part.key or "—", field=field)


def _must_be_bands(part: Part) -> None:
    if not part.bands:
        return
    first, last = part.bands[0], part.bands[-1]
    for end in (first.at_least, last.below):
        if end is not None:
            raise BandsDoNotFit(part=part.name_zh, at=end)
    for one, other in pairwise(part.bands):
        if one.below is None or other.at_least != one.below:
            raise BandsDoNotFit(part=part.name_zh, at=_either_end(one.below, other.at_least))
        if one.at_least is not None and one.below <= one.at_least:
            raise BandsDoNotFit(part=part.name_zh, at=one.below)
    for band in part.bands:
        if not 0 <= band.points <= part.most:
            raise PointsAboveMost(part=part.name_zh, points=band.points, most=part.most)


def _either_end(below: Decimal | None, at_least: Decimal | None) -> Decimal | str:
    return next((end for end in (below, at_least) if end is not None), "—")


def points(part: Part, value: Fraction | Decimal) -> Decimal:
    """The points a value has.

    >>> half = (Band(None, Decimal("0.5"), Decimal(4)), Band(Decimal("0.5"), None, Decimal(5)))
    >>> part = Part(7, "", "", "social", "", "", "share", Decimal(5), half)
    >>> points(part, Fraction(1, 2)), points(part, Fraction(499_999, 1_000_000))
    (Decimal('5'), Decimal('4'))
    """
    if part.unit == "points":
        return Decimal(value) if isinstance(value, Decimal) else Decimal(int(value))
    exact = Fraction(value)
    return next(
        band.points for band in part.bands if band.below is None or exact < Fraction(band.below)
    )


def tally(parts: Sequence[Part], known: Mapping[str, Decimal | None]) -> Tally:
    """What points by part (None or not there: nothing is known) come to together."""
    total = missing = Decimal(0)
    for group in grouped(parts):
        found = [reached for one in group if (reached := known.get(one.key)) is not None]
        if found:
            total += max(found)
        else:
            missing += max(one.most for one in group)
    return Tally(total, missing, "" if missing else grade(total))


def grouped(parts: Iterable[Part]) -> list[list[Part]]:
    """Parts that stand for one another together, the others each by itself, in their order."""
    groups: dict[tuple[int, str], list[Part]] = {}
    for one in parts:
        groups.setdefault((one.indicator, one.either or f"={one.key}"), []).append(one)
    return list(groups.values())


def most(parts: Iterable[Part]) -> Decimal:
    """How many points there are to be had."""
    return sum((max(one.most for one in group) for group in grouped(parts)), Decimal(0))


def of_rows(rows: Iterable[Mapping[str, str]]) -> list[Part]:
    """A scheme from its rows, one a band (of a part without bands one row), in their order: fields
    of Part and Band as text.
    """
    found: dict[str, Part] = {}
    for row in rows:
        key = row["part"]
        if key not in found:
            found[key] = Part(
                indicator=int(row["indicator"]),
                indicator_zh=row["indicator_zh"],
                indicator_en=row["indicator_en"],
                key=key,
                name_zh=row["part_zh"],
                name_en=row["part_en"],
                unit=row["unit"],
                most=Decimal(row["most"]),
                either=row["either"],
                figure=row["figure"],
                counted=tuple(row["counted"].split()),
            )
        if row["points"] != "":
            at_least, below = (
                Decimal(row[end]) if row[end] else None for end in ("at_least", "below")
            )
            band = Band(at_least, below, Decimal(row["points"]))
            found[key] = found[key]._replace(bands=(*found[key].bands, band))
    return list(found.values())


def rows_of(parts: Iterable[Part]) -> list[dict[str, str]]:
    """The rows of a scheme, as ``of_rows`` takes them."""
    return [
        {
            "indicator": str(part.indicator),
            "indicator_zh": part.indicator_zh,
            "indicator_en": part.indicator_en,
            "part": part.key,
            "part_zh": part.name_zh,
            "part_en": part.name_en,
            "either": part.either,
            "figure": part.figure,
            "counted": " ".join(part.counted),
            "unit": part.unit,
            "most": format(part.most, "f"),
            **_ends(band),
        }
        for part in parts
        for band in (part.bands or (None,))
    ]


def _ends(band: Band | None) -> dict[str, str]:
    values = (None, None, None) if band is None else band
    return {
        name: "" if value is None else format(value, "f")
        for name, value in zip(Band._fields, values, strict=True)
    }


def written(parts: Iterable[Part]) -> str:
    """A scheme as it is stored."""
    return json.dumps(rows_of(parts), ensure_ascii=False)


def read(stored: str) -> list[Part]:
    """A scheme as it was stored."""
    return of_rows(json.loads(stored))
