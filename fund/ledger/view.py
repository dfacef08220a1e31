"""What somebody looks at: the as-of day and the filters, as a page's address and a workbook's cover
carry them. Pure.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from fund.period import NotAPeriod, Period, month_of, parse


@dataclass(frozen=True)
class View:
    """As-of day with at most one value a filter; None means all.

    ``period`` keeps what was recorded in it; without it figures run from the beginning to
    ``as_of``.
    """

    as_of: date
    measure: str | None = None
    region: str | None = None
    organisation_id: int | None = None
    period: Period | None = None

    @property
    def filters(self) -> int:
        """How many of measure, region and organisation are set: more than one reads postings, not
        totals.
        """
        return sum(value is not None for value in (self.measure, self.region, self.organisation_id))

    @property
    def month(self) -> date:
        """First day of the as-of day's month: months before it are whole, its days are counted one
        by one.
        """
        return month_of(self.last)

    @property
    def last(self) -> date:
        """The last day counted: the as-of day, or the period's last day where that is sooner."""
        return min(self.as_of, self.period.last) if self.period else self.as_of

    @property
    def first(self) -> date | None:
        """The first day counted, None from the beginning."""
        return self.period.first if self.period else None

    def only(self, **changes: object) -> Self:
        """The same view with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def from_address(address: dict[str, str], today: date) -> View:
    """Read a view from an address; what cannot be read is left out, and no day after today is
    looked at.
    """

    def text(name: str) -> str | None:
        return address.get(name) or None

    try:
        as_of = min(date.fromisoformat(address.get("as_of", "")), today)
    except ValueError:
        as_of = today
    try:
        period = parse(address.get("period", ""))
    except NotAPeriod:
        period = None
    organisation = text("organisation")
    return View(
        as_of=as_of,
        measure=text("measure"),
        region=text("region"),
        organisation_id=int(organisation) if organisation and organisation.isdigit() else None,
        period=period,
    )


def to_address(view: View, today: date) -> dict[str, str]:
    """The address that leads back to this view; today's as-of day is left out so that the link
    stays current.
    """
    pairs = {
        "as_of": None if view.as_of == today else view.as_of.isoformat(),
        "measure": view.measure,
        "region": view.region,
        "organisation": None if view.organisation_id is None else str(view.organisation_id),
        "period": view.period.code if view.period else None,
    }
    return {name: value for name, value in pairs.items() if value}
