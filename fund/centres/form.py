"""The form of a kind of centre: indicators in force on a day, read from data/centre_indicators.csv;
a new one is a row there.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cache

from fund.plan import reference
from fund.plan.rows import CentreIndicatorRow


class Indicator(CentreIndicatorRow):
    """One figure asked for: a row of data/centre_indicators.csv and what is told by it."""

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
    return tuple(Indicator(*row) for row in reference.centre_indicators())


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
