"""The form of a kind of centre: indicators in force on a day, read from data/centre_indicators.csv;
a new one is a row there.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from fund.plan import reference


class Indicator(NamedTuple):
    """One figure asked for; columns of data/centre_indicators.csv. ``decimals`` are the most it may
    have, ``not_above`` another indicator's code.
    """

    code: str
    kind: str
    field: str
    group_zh: str
    group_en: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str
    type: str
    decimals: int | None
    aggregation: str
    numerator: str
    denominator: str
    least: Decimal | None
    most: Decimal | None
    not_above: str
    cumulative: bool
    required: bool
    prefill: str
    choices: str
    how_zh: str
    how_en: str
    measure: str
    feeds: str
    since: date
    until: date | None

    @property
    def is_number(self) -> bool:
        """Whether its value is a Decimal."""
        return self.type in ("count", "number")

    @property
    def is_asked(self) -> bool:
        """Whether a person fills it in."""
        return self.prefill not in ("ledger", "computed")

    @property
    def offered(self) -> tuple[tuple[str, str, str], ...]:
        """The choices: key, Chinese and English word."""
        return (
            tuple(
                (key, zh, en)
                for key, zh, en in (choice.split("=") for choice in self.choices.split("|"))
            )
            if self.choices
            else ()
        )

    def word(self, name: str, language: str) -> str:
        """A word of the two-language columns: name, unit, group, how."""
        return str(getattr(self, f"{name}_{language}"))


@cache
def every() -> tuple[Indicator, ...]:
    """All indicators in the order of the form."""
    return tuple(Indicator(**row) for row in reference.centre_indicators())


@cache
def form_of(kind: str, field: str, day: date) -> tuple[Indicator, ...]:
    """What a centre of that kind and field reports for a period that ends on a day."""
    return tuple(
        known
        for known in every()
        if known.kind == kind
        and known.field in ("", field)
        and known.since <= day
        and (known.until is None or day <= known.until)
    )


def version_of(indicators: Sequence[Indicator]) -> str:
    """A short mark of a form: another one as soon as an indicator, its unit or its limits are
    another.
    """
    told = "\n".join(
        f"{one.code}|{one.unit_zh}|{one.type}|{one.decimals}|{one.least}|{one.most}|"
        f"{one.choices}|{one.required}"
        for one in indicators
    )
    return hashlib.sha256(told.encode()).hexdigest()[:10]
