"""The eight legal methods as data/procurement_methods.csv has them, and the shortest period of each
as set now.
"""

from datetime import date, timedelta

from sqlmodel import Session

from fund.plan import reference, working_days
from fund.procurement.rules import Method
from fund.settings import values as settings


def method(session: Session, code: str, *, on: date | None = None) -> Method:
    """One method with its basis; its shortest period as set by a day, or now."""
    row = next(row for row in reference.procurement_methods() if row["code"] == code)
    return Method(
        code,
        settings.value(session, f"tender_days_{code}", on=on),
        row["minimum_unit"],
        row["change_days"],
        row["least_bidders"],
        row["least_excepted"],
        row["basis"],
        row["basis_en"],
        row["ocds_method"],
        is_checked=row["confidence"] == "source_read",
    )


def earliest(start: date, days: int, unit: str) -> date:
    """The day so many days, or working days, after another.

    >>> earliest(date(2026, 3, 2), 20, "days"), earliest(date(2026, 3, 5), 3, "working_days")
    (datetime.date(2026, 3, 22), datetime.date(2026, 3, 10))
    >>> earliest(date(2026, 9, 28), 5, "working_days")
    datetime.date(2026, 10, 10)
    """
    if unit == "days":
        return start + timedelta(days=days)
    return working_days.after(start, days)


def first_close(session: Session, code: str, notice_on: date) -> date:
    """The first day on which a tender of this method, published on a day, may close."""
    found = method(session, code)
    return earliest(notice_on, found.minimum_days, found.unit)
